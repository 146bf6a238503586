"""From tagged spans to slots with values: what was said of a change is brought together, targets outrank directions. Pure."""

import re
from collections.abc import Iterable

import msgspec

from runtime.nlu.tidy import Span
from runtime.nlu.values import normalised
from runtime.turn import Slot

TARGETS = frozenset({"brightness", "percent", "temperature", "level"})
"""Absolute values: "turn the volume up to forty" wants forty, whatever "up" says."""
PLAIN = frozenset(
    "up down increase decrease raise lower reduce dim brighten higher louder quieter brighter darker warmer cooler".split()
)
"""Words that say a direction wherever they stand."""
UP = frozenset(
    "up open raise increase boost heat more brighten freezing cold chilly dry higher extend speed lighten quiet humid moister".split()
)
DOWN = frozenset(
    "down close lower decrease reduce cut drop dim soften hot boiling stuffy loud slow less drier dryer shut".split()
)


TRAILING = re.compile(r"(?<=\w) (?:at|in|on|by)$")


def slots_of(spans: Iterable[Span], words: tuple[str, ...]) -> tuple[Slot, ...]:
    """Return the slots of a clause with their values, in the order they were said."""
    slots = tuple(
        _read(Slot(span.slot, said, normalised(span.slot, said), span.start, span.end))
        for span in spans
        if (said := " ".join(words[span.start : span.end]))
    )
    changes = [slot for slot in slots if slot.name == "change"]
    if not changes:
        return slots
    others = tuple(slot for slot in slots if slot.name != "change")
    if any(slot.name in TARGETS for slot in others):
        return others
    merged = _merged(changes, words)
    return tuple(sorted((*others, merged), key=lambda slot: slot.start))


def _read(slot: Slot) -> Slot:
    """Return a time that is a length as one, "wake me in twenty minutes", and a message without the "at" of its time."""
    if slot.name == "message":
        return msgspec.structs.replace(slot, text=TRAILING.sub("", slot.text))
    if slot.name != "time" or slot.value is not None or (seconds := normalised("duration", slot.text)) is None:
        return slot
    return msgspec.structs.replace(slot, name="duration", value=seconds)


def _merged(changes: list[Slot], words: tuple[str, ...]) -> Slot:
    """Bring a direction and an amount together: "raise ... by ten percent" is +10."""
    text = " ".join(slot.text for slot in changes)
    directions = [found for slot in changes if (found := _direction(_with_too(slot, words)))]
    # "Decrease the volume by ten percent": the verb says where to, whether or not it was tagged.
    directions += [found for word in words if word in PLAIN and (found := _direction(word))]
    amounts = [slot.value for slot in changes if isinstance(slot.value, float)]
    direction = directions[0] if directions else None
    if amounts:
        value: str | float | None = -abs(amounts[0]) if direction == "down" else amounts[0]
    else:
        value = direction
    return msgspec.structs.replace(changes[0], text=text, value=value)


def _with_too(slot: Slot, words: tuple[str, ...]) -> str:
    """Return the words of a change with the "too" before them, which turns them round."""
    return f"too {slot.text}" if slot.start and words[slot.start - 1] == "too" else slot.text


def _direction(text: str) -> str | None:
    words = text.split()
    value = normalised("change", text)
    if "too" in words:
        unwanted = normalised("change", " ".join(word for word in words if word != "too"))
        opposite = {"up": "down", "down": "up"}.get(str(unwanted))
        if opposite:
            return opposite
    if "less" in words:
        return "down" if normalised("change", text.replace("less", "more")) != "down" else "up"
    if any(word in DOWN for word in words):
        return "down"
    if any(word in UP for word in words):
        return "up"
    return str(value) if value in {"up", "down"} else None
