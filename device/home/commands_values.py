"""Whether a value is possible for a device, in its own scale, range and step; if not, a sentence that says what is."""

from collections.abc import Mapping, Sequence

from device.errors import DeviceError
from device.home import colors
from device.home.state import Entity, Range, Scalar, State


class CommandImpossible(DeviceError):  # noqa: N818 - as its siblings in device.errors
    """The device cannot do that; `str()` is the sentence for the user."""

    code = "impossible"


PERCENT = Range(0.0, 100.0, 1.0, "%")
LEVELS: Mapping[str, float] = {
    "dim": 20.0, "dimmed": 20.0, "night": 5.0, "night light": 5.0, "low": 25.0, "half": 50.0, "medium": 50.0, "normal": 70.0,
    "high": 80.0, "bright": 90.0, "full": 100.0, "maximum": 100.0, "max": 100.0, "minimum": 0.0, "min": 0.0, "a quarter": 25.0,
    "quarter": 25.0, "three quarters": 75.0,
}  # fmt: skip
"""Words for a place in a range, as percent of it."""

CALLED = {
    "color": "colour", "color_temp": "colour temperature", "on_off": "power", "preset_mode": "preset", "fan_mode": "fan speed",
    "percentage": "speed", "oscillating": "oscillation", "option": "setting", "value": "setting", "tilt": "slats",
}  # fmt: skip
"""What capabilities are called, where it is not their name."""
UNITS = {"%": "percent", "°C": "degrees", "°F": "degrees", "°": "degrees", "K": "kelvin", "W": "watts", "min": "minutes",
         "s": "seconds", "h": "hours", "ms": "milliseconds", "lx": "lux"}  # fmt: skip


def the(entity: Entity) -> str:
    """Return how a sentence begins that speaks of an entity."""
    return f"The {entity.name}" if entity.name else "That"


def amount(value: float, unit: str) -> str:
    """Return a number with its unit in words."""
    text = f"{value:g}"
    return f"{text} {UNITS.get(unit, unit)}".strip()


def listing(words: Sequence[str], limit: int = 8) -> str:
    """Return words as people list them."""
    shown = [word.replace("_", " ") for word in words[:limit]]
    if len(words) > limit:
        return ", ".join(shown) + " and others"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "nothing"


def snap(value: float, reach: Range) -> float:
    """Bring a number onto the device's grid, counted from its lowest value."""
    if reach.step <= 0:
        return value
    steps = round((value - reach.low) / reach.step)
    snapped = min(reach.high, max(reach.low, round(reach.low + steps * reach.step, 4)))
    return float(round(snapped)) if reach.unit == "%" else snapped


def known(entity: Entity, state: State, name: str) -> float | None:
    """Return the present number of a capability."""
    value = state.value if name == "value" else state.attributes.get(name)
    if name == "brightness" and entity.platform == "light" and state.value == "off":
        return 0.0
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def within(entity: Entity, state: State, name: str, value: Scalar, reach: Range) -> float:
    """Return a possible number for a number, a signed change ("+10"), or a word for a place in the range.

    Raises:
        CommandImpossible: it is out of range, or there is nothing to change from.

    """
    called = CALLED.get(name, name.replace("_", " "))
    if isinstance(value, str):
        word = value.strip().lower().removesuffix("%").strip()
        if word in LEVELS:
            return snap(max(reach.low + (reach.high - reach.low) * LEVELS[word] / 100, _least(name)), reach)
        try:
            number = float(word)
        except ValueError:
            raise CommandImpossible(f"{the(entity)} cannot set its {called} to {value}.") from None
        if word[0] in "+-" and (reach.low >= 0 or word[0] == "+"):
            now = known(entity, state, name)
            if now is None:
                raise CommandImpossible(f"{the(entity)} has not said its {called} yet.")
            return changed(name, now, number, reach)
    elif isinstance(value, bool) or value is None:
        raise CommandImpossible(f"{the(entity)} needs a number for its {called}.")
    else:
        number = float(value)
    if not reach.low <= number <= reach.high:
        _refuse_range(entity, name, number, reach)
    return snap(number, reach)


def changed(name: str, now: float, by: float, reach: Range) -> float:
    """Return a number changed within its range, by at least one step; dimming never switches off."""
    low = max(reach.low, _least(name))
    wanted = snap(min(reach.high, max(low, now + by)), reach)
    if by and abs(wanted - now) < reach.step / 2:
        wanted = snap(min(reach.high, max(low, now + (reach.step if by > 0 else -reach.step))), reach)
    return wanted


def _least(name: str) -> float:
    return 1.0 if name == "brightness" else 0.0


def _refuse_range(entity: Entity, name: str, number: float, reach: Range) -> None:
    unit = reach.unit or entity.unit or ""
    subject = the(entity) if name in {"temperature", "value"} else f"The {CALLED.get(name, name)} of the {entity.name}"
    if number != number or number > reach.high:  # noqa: PLR0124 - not a number
        raise CommandImpossible(f"{subject} goes up to {amount(reach.high, unit)}.")
    raise CommandImpossible(f"{subject} goes down to {amount(reach.low, unit)}.")


def one_of(entity: Entity, name: str, value: Scalar, offered: Sequence[str]) -> str:
    """Return the device's own spelling of a word.

    Raises:
        CommandImpossible: it is not offered.

    """

    def plain(word: object) -> str:
        return " ".join(str(word).lower().replace("_", " ").replace("-", " ").split())

    wanted = plain(value)
    found = next((word for word in offered if plain(word) == wanted), None)
    if found is None:
        called = CALLED.get(name, name.replace("_", " "))
        raise CommandImpossible(f"{the(entity)} has no {called} {wanted!r}; it has {listing(offered)}.")
    return found


def color(entity: Entity, value: Scalar) -> tuple[str, Scalar]:
    """Return the capability and value for a colour by name; shades of white are temperatures where the lamp has them.

    Raises:
        CommandImpossible: no such colour is known.

    """
    word = " ".join(str(value).lower().replace("_", " ").replace("-", " ").split())
    whites = entity.can.get("color_temp")
    if word in colors.WHITES and isinstance(whites, Range):
        return "color_temp", white(entity, word, whites)
    if word == "white" and isinstance(whites, Range) and not entity.can.get("color"):
        return "color_temp", snap(min(whites.high, max(whites.low, 4000.0)), whites)
    if not entity.can.get("color"):
        raise CommandImpossible(f"{the(entity)} cannot change its colour.")
    rgb = colors.parse("white" if word in colors.WHITES else word)
    if rgb is None:
        raise CommandImpossible(f"The colour {str(value)[:40]} is not known.")
    return "color", colors.describe(rgb)


def white(entity: Entity, value: Scalar, reach: Range) -> float:
    """Return kelvin for a number, a change, or the name of a shade of white; names mean the nearest the lamp has."""
    if isinstance(value, str):
        word = " ".join(value.lower().replace("_", " ").split())
        if word in colors.WHITES:
            return snap(min(reach.high, max(reach.low, colors.WHITES[word])), reach)
    return within(entity, State(), "color_temp", value, reach)


def checked(entity: Entity, state: State, name: str, value: Scalar) -> tuple[str, Scalar]:
    """Return capability and value as the device can take them.

    Raises:
        CommandImpossible: it cannot.

    """
    if name == "color":
        return color(entity, value)
    can = entity.can.get(name)
    if not can:
        raise CommandImpossible(f"{the(entity)} cannot change its {CALLED.get(name, name.replace('_', ' '))}.")
    if name == "color_temp" and isinstance(can, Range):
        relative = isinstance(value, str) and value[:1] in "+-"
        return name, within(entity, state, name, value, can) if relative else white(entity, value, can)
    if isinstance(can, Range):
        return name, within(entity, state, name, value, can)
    if isinstance(can, tuple):
        return name, one_of(entity, name, value, can)
    if name == "brightness":
        return name, within(entity, state, name, value, PERCENT)
    if name == "oscillating":
        return name, value if isinstance(value, bool) else str(value).lower() in {"on", "true", "yes"}
    if name == "value":
        return name, _text(entity, value)
    return name, value


def _text(entity: Entity, value: Scalar) -> str:
    text = str(value)
    if value is None or len(text) > 255:
        raise CommandImpossible(f"{the(entity)} takes a text of at most 255 letters.")
    return text
