"""Brightness, colour and colour temperature of lights."""

from collections.abc import Sequence

from device.home.state import Command, Entity, Range
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.skills.phrases import are, called, carry_out, command
from runtime.skills.values import amount, bounds, change, clamp, outside, reading
from runtime.turn import Context, Reply, Request
from runtime.words import number, sentence, the

INTENTS = (
    Intent(
        "set_brightness",
        (*WHICH, *WHEN, "brightness", "change", "except"),
        ("set the kitchen light to forty percent", "dim the lights", "a bit brighter in the office"),
    ),
    Intent("set_color", (*WHICH, *WHEN, "color", "except"), ("make the floor lamp red", "warm white in the bedroom")),
)


_STEP = 20.0
"""Percent by which a light becomes brighter or dimmer when nobody says by how much: plainly visible, not startling."""
_WHITES = {
    "warm_white": 2700.0,
    "warm white": 2700.0,
    "cool_white": 5000.0,
    "cool white": 5000.0,
    "daylight": 6000.0,
    "cold white": 6000.0,
}


def act(request: Request, context: Context) -> Reply:
    """Set or change brightness, or set a colour."""
    return _color(request, context) if request.intent == "set_color" else _brightness(request, context)


def _brightness(request: Request, context: Context) -> Reply:
    clause = request.interpretation
    target = amount(clause, "brightness", "percent", "level")
    step = change(clause, _STEP) if target is None else None
    if target is None and step is None:
        step = -_STEP if "dim" in clause.text.lower() else _STEP
    if target is not None and not 0 <= target <= 100:
        return Reply(say="Brightness goes from zero to one hundred percent.", failed="impossible")
    levels: list[float] = []

    def plan(entity: Entity) -> Command | str:
        if not entity.can.get("brightness"):
            if target in {0.0, 100.0} and entity.can.get("on_off"):
                levels.append(target or 0.0)
                return command(entity, "turn_on" if target else "turn_off")
            return f"{the(entity, context)} cannot be dimmed"
        now = reading(context.home.state(entity.id), "brightness")
        if context.home.state(entity.id).value == "off":
            # "Turn on the lamp and dim it": the second clause sees a lamp that is about to be on.
            now = now or 100.0 if _about_to_be_on(entity.id, context) else 0.0
        wanted = _wanted(target, step, now)
        if isinstance(wanted, str):
            return f"{the(entity, context)} {wanted}"
        levels.append(wanted)
        return command(entity, "set", brightness=wanted) if wanted > 0 else command(entity, "turn_off")

    def say(done: Sequence[Entity]) -> str:
        same = levels[0] if len(set(levels)) == 1 else None
        if same is not None:
            return are(done, "off" if same == 0 else f"at {number(same)} percent", context)
        return sentence(
            f"{called(done, context)} {'are' if len(done) > 1 else 'is'} {'brighter' if (step or 0) > 0 else 'dimmer'}"
        )

    return carry_out(request, context, plan, say)


def _about_to_be_on(entity_id: str, context: Context) -> bool:
    last = context.history[-1].requests if context.history and context.history[-1].at == context.at else ()
    return any(request.intent == "turn_on" and entity_id in request.entities for request in last)


def _wanted(target: float | None, step: float | None, now: float | None) -> float | str:
    """Return the brightness to set, or what the light already is."""
    if target is not None:
        return target
    assert step is not None
    if now is None:
        now = 50.0
    if step > 0 and now >= 100:
        return "is already as bright as it gets"
    if step < 0 and now <= 0:
        return "is off"
    # Dimming never switches off: whoever wants darkness says so.
    return min(100.0, max(1.0, round(now + step)))


def _color(request: Request, context: Context) -> Reply:
    said = str(request.interpretation.value("color") or "")
    spoken = said.replace("_", " ")
    if not said:
        return Reply(say="I did not hear a colour.", failed="not_understood")
    kelvin = _kelvin(said)

    def plan(entity: Entity) -> Command | str:
        if kelvin is not None and isinstance(entity.can.get("color_temp"), Range):
            limits = bounds(entity, "color_temp")
            named = said in _WHITES
            refusal = (
                None if named else outside(kelvin, limits, f"the colour temperature of {the(entity, context)}", "K")
            )
            return refusal or command(entity, "set", color_temp=clamp(kelvin, limits))
        if entity.can.get("color"):
            return command(entity, "set", color=spoken if kelvin is None else "white")
        if spoken == "white" and entity.can.get("color_temp"):
            return command(entity, "set", color_temp=clamp(4000.0, bounds(entity, "color_temp", 2000, 6500)))
        only = " It only has shades of white" if entity.can.get("color_temp") else ""
        return f"{the(entity, context)} cannot be {spoken}.{only}"

    told = f"{number(kelvin)} kelvin" if kelvin is not None and said not in _WHITES else spoken
    return carry_out(request, context, plan, lambda done: are(done, told, context))


def _kelvin(said: str) -> float | None:
    if said in _WHITES:
        return _WHITES[said]
    digits = said.upper().removesuffix("K").strip()
    return float(digits) if digits.isdigit() and said.upper().endswith("K") else None
