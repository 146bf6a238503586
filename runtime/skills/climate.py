"""Thermostats, heating, air conditioning, water heaters and ovens."""

from collections.abc import Sequence

from device.home.state import Command, Entity, State
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.skills.phrases import are, called, carry_out, command
from runtime.skills.values import amount, bounds, change, clamp, options, outside, reading
from runtime.turn import Context, Interpretation, Reply, Request
from runtime.words import listed, measure, sentence, the

INTENTS = (
    Intent(
        "set_temperature",
        (*WHICH, *WHEN, "temperature", "change", "except"),
        ("set the bedroom to nineteen degrees", "a bit warmer please"),
    ),
    Intent("set_mode", (*WHICH, *WHEN, "mode"), ("set the thermostat to heat",)),
)


_STEP = {"°F": 2.0}
"""Degrees of "a bit warmer"; one where not listed."""


def act(request: Request, context: Context) -> Reply:
    """Set the temperature or the mode."""
    return _mode(request, context) if request.intent == "set_mode" else _temperature(request, context)


def _temperature(request: Request, context: Context) -> Reply:
    clause = request.interpretation
    said = amount(clause, "temperature", "percent", "level")
    if said is None and change(clause, 1.0) is None:
        return Reply(say="I did not hear which temperature.", failed="not_understood")
    told: list[str] = []

    def plan(entity: Entity) -> Command | str:
        if not entity.can.get("temperature"):
            return f"{the(entity, context)} has no temperature to set"
        limits = bounds(entity, "temperature", 5.0, 35.0)
        unit = entity.unit or limits.unit or "°C"
        wanted = _wanted(clause, said, context.home.state(entity.id), unit, the(entity, context))
        if isinstance(wanted, str):
            return wanted
        refusal = outside(wanted, limits, the(entity, context), unit)
        if refusal:
            return refusal
        wanted = clamp(wanted, limits)
        told.append(measure(wanted, unit))
        return command(entity, "set", temperature=wanted)

    def say(done: Sequence[Entity]) -> str:
        what = told[0] if len(set(told)) == 1 else listed(told[:3])
        return are(done, f"set to {what}", context)

    return carry_out(request, context, plan, say)


def _wanted(clause: Interpretation, said: float | None, state: State, unit: str, name: str) -> float | str:
    """Return the target in the entity's own unit, or why there is none."""
    if said is not None:
        return in_unit(said, clause, unit)
    now = reading(state, "temperature")
    if now is None:
        return f"I don't know what {name} is set to"
    return now + (change(clause, _STEP.get(unit, 1.0)) or 0.0)


def in_unit(value: float, clause: Interpretation, unit: str) -> float:
    """Convert a temperature from the unit that was said, if one was, to the entity's."""
    words = f"{clause.said('temperature') or ''} {clause.text}".lower()
    if unit == "°C" and "fahrenheit" in words:
        return (value - 32) / 1.8
    if unit == "°F" and ("celsius" in words or "centigrade" in words):
        return value * 1.8 + 32
    return value


def _mode(request: Request, context: Context) -> Reply:
    wanted = str(request.interpretation.value("mode") or "").lower().replace(" ", "_")
    if not wanted:
        return Reply(say="I did not hear which mode.", failed="not_understood")

    def plan(entity: Entity) -> Command | str:
        every: list[str] = []
        for capability in ("mode", "preset_mode", "fan_mode", "option"):
            words = options(entity, capability)
            every += words
            found = next((word for word in words if word.lower().replace(" ", "_") == wanted), None)
            if found is not None:
                return command(entity, "set", **{capability: found})
        if wanted == "off" and entity.can.get("on_off"):
            return command(entity, "turn_off")
        if not every:
            return f"{the(entity, context)} has no modes"
        return f"{the(entity, context)} knows {listed([word.replace('_', ' ') for word in dict.fromkeys(every)][:6])}"

    spoken = wanted.replace("_", " ")
    return carry_out(request, context, plan, lambda done: sentence(
        f"{called(done, context)} {'are' if len(done) > 1 else 'is'} {'off' if wanted == 'off' else f'on {spoken}'}"))  # fmt: skip
