"""Vacuum cleaners and lawn mowers."""

from collections.abc import Mapping, Sequence

from device.home.state import Command, Entity
from runtime.skills.intent import THING, WHEN, WHICH, Intent
from runtime.skills.phrases import called, carry_out, command
from runtime.skills.switches import switched
from runtime.turn import Context, Reply, Request
from runtime.words import sentence, the

INTENTS = (
    Intent("start", (*WHICH, *WHEN), ("start the vacuum",)),
    Intent("pause", (*THING, "quantifier"), ("pause the vacuum",)),
    Intent("return_home", (*THING, "quantifier"), ("send the vacuum home",)),
    Intent("locate", THING, ("where is the vacuum",)),
)


_ACTION: Mapping[str, tuple[str, str]] = {
    "start": ("start", "start"),
    "pause": ("pause", "pause"),
    "return_home": ("return_to_base", "return_to_base"),
    "locate": ("locate", "locate"),
}
"""Intent -> capability and action."""
_SAID = {"start": "is starting", "pause": "is paused", "return_home": "is going home", "locate": "is calling"}


def act(request: Request, context: Context) -> Reply:
    """Start, pause, send home or find; "start the coffee machine" switches it on."""
    capability, action = _ACTION[request.intent]

    def plan(entity: Entity) -> Command | str:
        if entity.can.get(capability):
            return command(entity, action)
        if request.intent == "start":
            return switched(entity, context, on=True)
        if request.intent == "pause" and entity.can.get("play_pause"):
            return command(entity, "media_pause")
        return f"{the(entity, context)} cannot do that"

    def say(done: Sequence[Entity]) -> str:
        if request.intent == "start" and not done[0].can.get("start"):
            return sentence(f"{called(done, context)} is on")
        return sentence(f"{called(done, context)} {_SAID[request.intent]}")

    return carry_out(request, context, plan, say)
