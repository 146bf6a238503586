"""What a skill may want of Hearth itself, and what each wish carries. The app carries them out; see `EFFECTS`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runtime.turn import Effect, Request

EFFECTS: Mapping[str, tuple[str, ...]] = {
    "timer_start": ("seconds", "label"),
    "timer_cancel": ("ids",),
    "timer_pause": ("ids",),
    "timer_resume": ("ids",),
    "timer_change": ("id", "seconds"),
    "alarm_set": ("due", "label", "seconds"),
    "alarm_cancel": ("ids",),
    "reminder_set": ("due", "label", "seconds"),
    "reminder_cancel": ("ids",),
    "delay": ("due", "request", "seconds"),
    "volume": ("percent", "before"),
    "announce": ("message",),
    "teach": ("fact", "entity", "value"),
    "forget": ("entity",),
    "remember_choice": ("words", "entity"),
    "hush": (),
}
"""Kind -> the keys of its data. `due` is an aware datetime, `ids` a tuple of reminder ids (a delay is cancelled by
reminder_cancel), `seconds` of timer_change is signed, elsewhere the length when one was said ("in ten minutes"),
`percent` is absolute and `before` what it was, `fact` is room | name, `forget` without an entity forgets every taught
fact, `hush` stops ringing and speaking."""


def timer_start(seconds: float, label: str) -> Effect:
    """Start a timer."""
    return Effect("timer_start", {"seconds": seconds, "label": label})


def on_ids(kind: str, ids: tuple[int, ...]) -> Effect:
    """Cancel, pause or resume what has these ids."""
    return Effect(kind, {"ids": ids})


def timer_change(timer: int, seconds: float) -> Effect:
    """Lengthen or shorten a timer by signed seconds."""
    return Effect("timer_change", {"id": timer, "seconds": seconds})


def due(kind: str, when: datetime, label: str, seconds: float = 0.0) -> Effect:
    """Set an alarm or a reminder; `seconds` when it was asked for as a length of time."""
    return Effect(kind, {"due": when, "label": label, "seconds": seconds})


def delay(when: datetime, request: Request, seconds: float = 0.0) -> Effect:
    """Do a whole request later; `seconds` as in `due`."""
    return Effect("delay", {"due": when, "request": request, "seconds": seconds})


def volume(percent: float, before: float) -> Effect:
    """Set Hearth's own volume; `before` is what it was, for undoing."""
    return Effect("volume", {"percent": percent, "before": before})


def teach(fact: str, entity: str, value: str) -> Effect:
    """Keep a fact about an entity: its room or another name."""
    return Effect("teach", {"fact": fact, "entity": entity, "value": value})


def other(kind: str, **data: Any) -> Effect:
    """Any other effect of `EFFECTS`."""
    assert set(data) <= set(EFFECTS[kind]), f"{kind} carries {EFFECTS[kind]}"
    return Effect(kind, data)
