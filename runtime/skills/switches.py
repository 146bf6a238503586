"""On, off and toggle, of anything that has them."""

from collections.abc import Sequence

from device.home.state import Command, Entity
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.skills.phrases import are, called, carry_out, command
from runtime.skills.values import options
from runtime.turn import Context, Reply, Request
from runtime.words import sentence, the

INTENTS = (
    Intent("turn_on", (*WHICH, *WHEN, "except"), ("turn on the lamp", "lights on in the kitchen")),
    Intent("turn_off", (*WHICH, *WHEN, "except"), ("turn off the light", "switch everything off")),
    Intent("toggle", (*WHICH, "except"), ("toggle the fan",)),
)


_ON_MODES = ("auto", "heat_cool", "heat", "cool", "on", "electric", "eco")


def act(request: Request, context: Context) -> Reply:
    """Switch the entities; what is not switched but started, activated or pressed is that."""
    intent = request.intent

    def plan(entity: Entity) -> Command | str:
        on = intent == "turn_on" if intent != "toggle" else not _is_on(entity, context)
        return switched(entity, context, on=on)

    def say(done: Sequence[Entity]) -> str:
        first = done[0]
        if intent == "toggle":
            states = {not _is_on(entity, context) for entity in done}
            return are(done, "on" if states == {True} else "off", context) if len(states) == 1 else "Done."
        if first.platform == "scene":
            return sentence(f"{first.name} is on")
        if first.platform == "button":
            return sentence(f"I pressed {the(first, context)}")
        if first.platform == "valve":
            return are(done, "open" if intent == "turn_on" else "closed", context)
        if first.platform in {"vacuum", "lawn_mower"}:
            return sentence(f"{called(done, context)} {'is starting' if intent == 'turn_on' else 'is going home'}")
        return are(done, "on" if intent == "turn_on" else "off", context)

    return carry_out(request, context, plan, say)


def switched(entity: Entity, context: Context, *, on: bool) -> Command | str:
    """Return the command that switches one entity, or why it has no such thing."""
    can = entity.can
    if can.get("on_off"):
        return command(entity, "turn_on" if on else "turn_off")
    if on and can.get("activate"):
        return command(entity, "activate")
    if on and can.get("press"):
        return command(entity, "press")
    if can.get("mode"):
        modes = options(entity, "mode")
        mode = next((mode for mode in _ON_MODES if mode in modes), None) if on else "off"
        return command(entity, "set", mode=mode) if mode in modes else f"{the(entity, context)} cannot be switched"
    if can.get("start") and on:
        return command(entity, "start")
    if can.get("return_to_base") and not on:
        return command(entity, "return_to_base")
    if can.get("open_close") and entity.platform == "valve":
        return command(entity, "open" if on else "close")
    if can.get("play_pause"):
        return command(entity, "play" if on else "media_pause")
    return f"{the(entity, context)} cannot be switched {'on' if on else 'off'}"


def _is_on(entity: Entity, context: Context) -> bool:
    return context.home.state(entity.id).value not in {"off", "closed", None, "idle", "paused", "docked"}
