"""Blinds, curtains, doors, garage doors and valves."""

from collections.abc import Sequence

from device.home.state import Command, Entity
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.skills.phrases import are, are_several, called, carry_out, command
from runtime.skills.values import amount, change, reading
from runtime.turn import Context, Reply, Request
from runtime.words import number, sentence, the

INTENTS = (
    Intent("open", (*WHICH, *WHEN, "except"), ("open the blinds", "open the garage")),
    Intent("close", (*WHICH, *WHEN, "except"), ("close it", "shut the curtains")),
    Intent("halt", WHICH, ("stop the blinds",)),
    Intent("set_position", (*WHICH, *WHEN, "percent", "change", "except"), ("set the blinds to half",)),
)


_STEP = 25.0
"""Percent of a blind's way for "a bit further"."""


def act(request: Request, context: Context) -> Reply:
    """Open, close, stop or move."""
    if request.intent == "set_position":
        return _position(request, context)

    def plan(entity: Entity) -> Command | str:
        return _one(request.intent, entity, context)

    def say(done: Sequence[Entity]) -> str:
        if request.intent == "halt":
            return sentence(f"{called(done, context)} {'have' if are_several(done) else 'has'} stopped")
        if done[0].platform == "lock":
            return sentence(
                f"{called(done, context)} {'are' if len(done) > 1 else 'is'} {'open' if done[0].can.get('open_latch') else 'unlocked'}"
            )
        return are(done, "open" if request.intent == "open" else "closed", context)

    return carry_out(request, context, plan, say)


def _one(intent: str, entity: Entity, context: Context) -> Command | str:
    can = entity.can
    if intent == "halt":
        if can.get("stop"):
            return command(entity, "stop")
        return command(entity, "pause") if can.get("pause") else f"{the(entity, context)} cannot be stopped on its way"
    if entity.platform == "lock" and intent == "open" and entity.code_required:
        return f"{the(entity, context)} wants its code: say unlock"
    if entity.platform == "lock" and intent == "open":
        return command(entity, "open_latch" if can.get("open_latch") else "unlock")
    if can.get("open_close"):
        return command(entity, intent)
    if can.get("position"):
        return command(entity, "set", position=100.0 if intent == "open" else 0.0)
    return f"I cannot {intent} {the(entity, context)}"


def _position(request: Request, context: Context) -> Reply:
    clause = request.interpretation
    target = amount(clause, "percent", "level", "brightness")
    step = change(clause, _STEP) if target is None else None
    if target is not None and not 0 <= target <= 100:
        return Reply(say="A position goes from zero, closed, to one hundred percent, open.", failed="impossible")
    if target is None and step is None:
        return Reply(say="I did not hear how far.", failed="not_understood")
    places: list[float] = []

    def plan(entity: Entity) -> Command | str:
        capability = "position" if entity.can.get("position") else "tilt" if entity.can.get("tilt") else ""
        now = reading(context.home.state(entity.id), capability or "position")
        wanted = target if target is not None else None if now is None else min(100.0, max(0.0, now + (step or 0.0)))
        if capability and wanted is None:
            return f"I don't know how far {the(entity, context)} {'are' if are_several([entity]) else 'is'} open"
        if capability and wanted is not None:
            places.append(wanted)
            return command(entity, "set", **{capability: wanted})
        if wanted is None and step is not None:
            wanted = 100.0 if step > 0 else 0.0
        if wanted in {0.0, 100.0} and entity.can.get("open_close"):
            places.append(wanted or 0.0)
            return command(entity, "open" if wanted else "close")
        return f"{the(entity, context)} can only open and close"

    def say(done: Sequence[Entity]) -> str:
        where = places[0]
        return are(
            done, "open" if where == 100 else "closed" if where == 0 else f"{number(where)} percent open", context
        )

    return carry_out(request, context, plan, say)
