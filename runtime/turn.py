"""The nouns of a turn. Frozen values that depend on nothing above `device`; every room speaks in them.

Frame -> Hypothesis -> Rewrite -> Understanding (Interpretations) -> Request -> Reply, all recorded in one Trace.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from device.home.state import Command, Home, Outcome


class Stage(StrEnum):
    """Where in a turn something happened, in order."""

    WAKE = "wake"
    ENDPOINT = "endpoint"
    RECOGNIZE = "recognize"
    REWRITE = "rewrite"
    UNDERSTAND = "understand"
    RESOLVE = "resolve"
    ACT = "act"
    CONFIRM = "confirm"
    SPEAK = "speak"


class Word(msgspec.Struct, frozen=True):
    """One recognised word with its place in the audio."""

    text: str
    start_s: float
    end_s: float
    confidence: float


class Alternative(msgspec.Struct, frozen=True):
    """Another thing that may have been said."""

    text: str
    confidence: float


class Hypothesis(msgspec.Struct, frozen=True):
    """What the recogniser heard; best first."""

    text: str
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    words: tuple[Word, ...] = ()
    source: str = "typed"
    """closed (this home's graph) | open | typed."""
    unknown: bool = False
    """Something was said, but not (only) in words that the recogniser knows."""


class Origin(msgspec.Struct, frozen=True):
    """Where one word of a rewrite came from."""

    word: str
    turn: int
    """0: this utterance; -1: the turn before; and so on. None of them: 1, generated from the closed list."""
    speaker: str
    """user | system (Hearth's words) | entity (a thing acted on, or its room) | generated."""


class Rewrite(msgspec.Struct, frozen=True):
    """The sentence that stands alone."""

    text: str
    source: str = "none"
    """none | contextual | timeout."""
    score: float = 1.0
    why: tuple[Origin, ...] = ()


class Slot(msgspec.Struct, frozen=True):
    """A tagged span of words. `value` is normalised (a number for percent, seconds for duration, ...), `text` as said."""

    name: str
    text: str
    value: str | float | None = None
    start: int = 0
    end: int = 0
    """Half-open word span in the interpretation's text."""


class Interpretation(msgspec.Struct, frozen=True):
    """One clause understood: an intent of the catalogue with its slots."""

    intent: str
    slots: tuple[Slot, ...] = ()
    confidence: float = 1.0
    """Calibrated probability that intent and slots are right."""
    text: str = ""

    def slot(self, name: str) -> Slot | None:
        """Return the first slot of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)

    def said(self, name: str) -> str | None:
        """Return the words of a slot."""
        found = self.slot(name)
        return found.text if found else None

    def value(self, name: str) -> str | float | None:
        """Return the normalised value of a slot."""
        found = self.slot(name)
        return None if found is None else found.text if found.value is None else found.value


class Understanding(msgspec.Struct, frozen=True):
    """What a sentence means: one interpretation per clause, in order, and the next best readings of the whole."""

    clauses: tuple[Interpretation, ...]
    alternatives: tuple[Interpretation, ...] = ()
    hearings: tuple[tuple[Interpretation, ...], ...] = ()
    """Other hearings of an unsure sentence, read clause by clause, the likeliest first."""


class Request(msgspec.Struct, frozen=True):
    """An interpretation with the entities it is about, resolved against one version of the home."""

    interpretation: Interpretation
    entities: tuple[str, ...] = ()
    home_version: int = 0
    why: str = ""
    """One sentence: why these entities."""
    confirmed: bool = False
    """The user said yes, or the policy asked for nothing."""
    undo: tuple[Command, ...] = ()
    """A correction: what takes the wrong action back, sent before the right one."""
    taken_back: tuple["Effect", ...] = ()
    """"Undo that": the effects on Hearth itself that shall be taken back."""

    @property
    def intent(self) -> str:
        """Return the intent's name."""
        return self.interpretation.intent


MEANT = "meant"
"""Option of a confirm question that asks only whether something was meant: a yes to it opens no lock."""


class Question(msgspec.Struct, frozen=True):
    """What Hearth asks back; the ear stays open for the answer."""

    ask: str
    kind: str
    """which (choose an entity) | confirm (yes or no) | slot (a missing value) | pin."""
    request: Request
    """What the answer completes."""
    options: tuple[str, ...] = ()
    """which: entity ids. slot: the slot's name. confirm: MEANT where the policy has still to be asked."""


class Effect(msgspec.Struct, frozen=True):
    """Something a skill wants of Hearth itself, applied by the app. `kind` names it, `data` carries plain values.

    timer_start timer_cancel timer_pause timer_resume timer_change alarm_set alarm_cancel reminder_set reminder_cancel
    volume mute announce teach forget remember_choice delay (a whole request later) hush (stop ringing and speaking).
    What each carries: see runtime/skills/effects.py.
    """

    kind: str
    data: Mapping[str, Any] = {}


class Reply(msgspec.Struct, frozen=True):
    """What a skill decided: commands to send, effects on Hearth itself, and what to say if they succeed."""

    say: str = ""
    commands: tuple[Command, ...] = ()
    effects: tuple[Effect, ...] = ()
    question: Question | None = None
    failed: str | None = None
    """Why nothing could be done: unsupported | unknown_device | unknown_room | unavailable | impossible | out_of_scope | not_understood."""


class Reminder(msgspec.Struct, frozen=True):
    """A timer, alarm or reminder that is set. Wall-clock times are aware datetimes; a paused timer keeps `left_s`."""

    id: int
    kind: str
    """timer | alarm | reminder | delay."""
    due: datetime
    label: str = ""
    set_s: float = 0.0
    """Seconds it was set for (timers)."""
    left_s: float | None = None
    """Seconds left while paused; None while running."""
    request: Request | None = None
    """delay: what to do when it is due."""


class Exchange(msgspec.Struct, frozen=True):
    """One finished turn as later turns may refer to it."""

    heard: str
    rewritten: str
    requests: tuple[Request, ...]
    reply: str
    outcomes: tuple[Outcome, ...] = ()
    at: float = 0.0
    """Monotonic seconds."""
    question: Question | None = None
    trace_id: str = ""
    effects: tuple[Effect, ...] = ()
    """What Hearth did to itself: timers set, volume, facts kept."""


class Context(msgspec.Struct, frozen=True):
    """Everything a thinker may look at beside the words: values only, the clock included."""

    home: Home
    now: datetime
    """Aware local wall-clock time."""
    at: float
    """Monotonic seconds."""
    room: str | None = None
    """The room this Hearth (and so the speaker) is in."""
    history: tuple[Exchange, ...] = ()
    """Oldest first, bounded, forgotten after a silence."""
    pending: Question | None = None
    reminders: tuple[Reminder, ...] = ()
    habits: Mapping[str, float] = {}
    """`<entity>|<intent>|<hour bucket>` -> decayed count, kept on the device."""
    choices: Mapping[str, str] = {}
    """Remembered answers to "which one": words -> entity id."""
    volume: float = 70.0
    """Hearth's own, percent."""
    protected: frozenset[str] = frozenset()
    """Entity ids the user marked as needing a confirmation."""
    pin: bool = False
    """A PIN is configured; the pin itself never enters a value."""
    last_heard: str = ""


class Event(msgspec.Struct, frozen=True):
    """One step of a turn."""

    stage: str
    at: float
    """Monotonic seconds at its end."""
    seconds: float
    data: Mapping[str, Any] = {}
    engine_s: float = 0.0
    """Of these, seconds that engines (recogniser, models, voice) worked; the rest is Hearth's own."""


class Trace(msgspec.Struct, frozen=True):
    """A finished turn: what each stage saw, when, with which model."""

    id: str
    started: datetime
    events: tuple[Event, ...]
    models: Mapping[str, str] = {}
    """Stage -> model name and version."""
    outcome: str = ""
    """done | asked | declined | failed | cancelled | nothing_heard."""
    failed_stage: str | None = None


def after(now: datetime, seconds: float) -> datetime:
    """Return the moment that many seconds from now."""
    return now + timedelta(seconds=seconds)
