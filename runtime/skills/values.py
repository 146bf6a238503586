"""What a clause asks for, as numbers within what an entity can do. Pure arithmetic; refusals are sentences."""

from device.home.state import Entity, Range, State
from runtime.turn import Interpretation
from runtime.words import measure, number

WORDS = {"max": 100.0, "maximum": 100.0, "full": 100.0, "half": 50.0, "min": 1.0, "minimum": 1.0, "low": 33.0, "medium": 66.0,
         "high": 100.0, "lowest": 1.0, "highest": 100.0, "quarter": 25.0}  # fmt: skip
_UP = frozenset(
    ("up", "brighter", "warmer", "hotter", "higher", "louder", "faster", "more", "increase", "raise", "lighter")
)  # fmt: skip
_DOWN = frozenset(
    ("down", "dimmer", "darker", "colder", "cooler", "lower", "quieter", "slower", "less", "decrease", "reduce",
     "softer")
)  # fmt: skip


def amount(clause: Interpretation, *names: str) -> float | None:
    """Return the first number, or word for one, that these slots hold."""
    for name in names:
        for slot in clause.slots:
            if slot.name == name and (found := _number(slot.text if slot.value is None else slot.value)) is not None:
                return found
    return None


def _number(value: str | float) -> float | None:
    if not isinstance(value, str):
        return float(value)
    word = value.strip().lower().removesuffix("%")
    if word in WORDS:
        return WORDS[word]
    try:
        return float(word)
    except ValueError:
        return None


def change(clause: Interpretation, step: float) -> float | None:
    """Return the signed change that was asked for; a word alone means one `step`."""
    value = clause.value("change")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if value is None:
        return None
    words = set(str(value).lower().replace("-", " ").split()) | set((clause.said("change") or "").lower().split())
    small = bool(words & {"bit", "little", "slightly", "touch"})
    big = bool(words & {"lot", "much", "way"})
    size = step * (0.5 if small and step >= 10 else 2.0 if big else 1.0)
    return size if words & _UP else -size if words & _DOWN else None


def bounds(entity: Entity, capability: str, low: float = 0.0, high: float = 100.0) -> Range:
    """Return what a capability accepts, or the usual range."""
    found = entity.can.get(capability)
    return found if isinstance(found, Range) else Range(low, high)


def options(entity: Entity, capability: str) -> tuple[str, ...]:
    """Return the closed list of words of a capability."""
    found = entity.can.get(capability)
    return found if isinstance(found, tuple) else ()


def reading(state: State, attribute: str) -> float | None:
    """Return an attribute that is a number."""
    value = state.attributes.get(attribute)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def outside(value: float, limits: Range, what: str, unit: str | None) -> str | None:
    """Return the sentence that refuses a value, or None when it is possible."""
    if limits.low <= value <= limits.high:
        return None
    return f"{what} goes from {number(limits.low)} to {measure(limits.high, unit)}"


def clamp(value: float, limits: Range) -> float:
    """Bring a value into range and onto the grid."""
    step = limits.step or 1.0
    snapped = limits.low + round((value - limits.low) / step) * step
    return min(limits.high, max(limits.low, round(snapped, 3)))
