"""Scenes, buttons and options."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from device.home.state import Command, Entity
from runtime.skills.intent import WHEN, Intent
from runtime.skills.phrases import called, carry_out, command
from runtime.skills.switches import switched
from runtime.skills.values import options
from runtime.turn import Context, Reply, Request
from runtime.words import listed, sentence, the

INTENTS = (
    Intent("activate", (*WHEN, "name", "area"), ("activate movie time", "good night")),
    Intent("press", (*WHEN, "name", "area"), ("press the doorbell button",)),
    Intent("select_option", ("name", "area", "option"), ("set the washing program to eco",)),
)


_ALIKE = 80.0
"""Below this likeness an option was not understood."""


def act(request: Request, context: Context) -> Reply:
    """Activate a scene, press a button, or choose an option."""
    if request.intent == "select_option":
        return _select(request, context)

    def plan(entity: Entity) -> Command | str:
        if request.intent == "press" and entity.can.get("press"):
            return command(entity, "press")
        return switched(entity, context, on=True)

    def say(done: Sequence[Entity]) -> str:
        if done[0].platform == "button":
            return sentence(f"I pressed {called(done, context)}")
        return sentence(f"{called(done, context)} is on")

    return carry_out(request, context, plan, say)


def _select(request: Request, context: Context) -> Reply:
    clause = request.interpretation
    wanted = (
        str(clause.value("option") or clause.value("mode") or clause.value("level") or "").lower().replace("_", " ")
    )
    if not wanted:
        return Reply(say="I did not hear which option.", failed="not_understood")
    told: list[str] = []

    def plan(entity: Entity) -> Command | str:
        every: list[str] = []
        for capability in ("option", "preset_mode", "mode", "effect", "fan_mode"):
            words = options(entity, capability)
            every += words
            spoken = {word: word.lower().replace("_", " ") for word in words}
            best = process.extractOne(wanted, spoken, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            if best is not None:
                told.append(best[0])
                return command(entity, "set", **{capability: best[2]})
        return (
            f"{the(entity, context)} knows {listed(every[:5])}" if every else f"{the(entity, context)} has no options"
        )

    return carry_out(request, context, plan, lambda done: sentence(f"{called(done, context)} is on {told[0]}"))
