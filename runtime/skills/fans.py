"""Fan speed and oscillation."""

from collections.abc import Sequence

from device.home.state import Command, Entity
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.skills.phrases import are, carry_out, command
from runtime.skills.values import amount, change, options, reading
from runtime.turn import Context, Reply, Request
from runtime.words import number, the

INTENTS = (Intent("set_fan_speed", (*WHICH, *WHEN, "percent", "level", "change"), ("set the fan to high",)),)


_STEP = 25.0


def act(request: Request, context: Context) -> Reply:
    """Set or change the speed, in percent or by the fan's own words."""
    clause = request.interpretation
    word = str(clause.value("level") or "").lower()
    target = amount(clause, "percent", "level", "brightness")
    step = change(clause, _STEP) if target is None else None
    if target is None and step is None and not word:
        return Reply(say="I did not hear how fast.", failed="not_understood")
    if target is not None and not 0 <= target <= 100:
        return Reply(say="A fan goes from zero to one hundred percent.", failed="impossible")
    told: list[str] = []

    def plan(entity: Entity) -> Command | str:
        for capability in ("preset_mode", "fan_mode"):
            if word and word in options(entity, capability) and not entity.can.get("percentage"):
                told.append(f"on {word}")
                return command(entity, "set", **{capability: word})
        if not entity.can.get("percentage"):
            return f"{the(entity, context)} has only one speed"
        state = context.home.state(entity.id)
        now = 0.0 if state.value == "off" else reading(state, "percentage")
        wanted = target if target is not None else max(1.0, min(100.0, (50.0 if now is None else now) + (step or 0.0)))
        if target is None and now is not None and wanted == now:
            return f"{the(entity, context)} is already as {'fast' if (step or 0) > 0 else 'slow'} as it goes"
        told.append(
            "off"
            if wanted == 0
            else f"on {word}"
            if word in {"low", "medium", "high"}
            else f"at {number(wanted)} percent"
        )
        return command(entity, "set", percentage=wanted) if wanted else command(entity, "turn_off")

    def say(done: Sequence[Entity]) -> str:
        return are(done, told[0], context)

    return carry_out(request, context, plan, say)
