"""Target humidity of humidifiers."""

from collections.abc import Sequence

from device.home.state import Command, Entity
from runtime.skills.intent import WHICH, Intent
from runtime.skills.phrases import are, carry_out, command
from runtime.skills.values import amount, bounds, change, outside, reading
from runtime.turn import Context, Reply, Request
from runtime.words import number, the

INTENTS = (Intent("set_humidity", (*WHICH, "percent", "change"), ("set the humidifier to fifty percent",)),)


_STEP = 5.0


def act(request: Request, context: Context) -> Reply:
    """Set or change the humidity that is aimed at."""
    clause = request.interpretation
    target = amount(clause, "percent", "level")
    step = change(clause, _STEP) if target is None else None
    if target is None and step is None:
        return Reply(say="I did not hear how humid.", failed="not_understood")
    told: list[float] = []

    def plan(entity: Entity) -> Command | str:
        if not entity.can.get("humidity"):
            return f"{the(entity, context)} has no humidity to set"
        now = reading(context.home.state(entity.id), "humidity")
        if target is None and now is None:
            return f"I don't know what {the(entity, context)} is set to"
        wanted = target if target is not None else (now or 0.0) + (step or 0.0)
        refusal = outside(wanted, bounds(entity, "humidity"), the(entity, context), "%")
        if refusal:
            return refusal
        told.append(wanted)
        return command(entity, "set", humidity=wanted)

    def say(done: Sequence[Entity]) -> str:
        return are(done, f"set to {number(told[0])} percent", context)

    return carry_out(request, context, plan, say)
