"""What Hearth remembers between turns: the recent conversation, habits, and answers to "which one".

Conversation is forgotten after a silence. Habits (decayed counts by time of day) and choices stay on the device in
one JSON file, replaced atomically. Knows nothing of how either is used.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from device import kept
from device.home.state import Home
from runtime.turn import Context, Exchange, Question, Reminder

HALF_LIFE_DAYS = 21.0
"""After three weeks a habit counts half: long enough for weekly routines, short enough to follow a change."""
DONE = frozenset({"confirmed", "unchanged", "sent"})
"""Outcomes that count as a habit."""


class MemorySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a conversation is kept."""

    turns: int = 8
    """Exchanges that later sentences may refer to."""
    forget_after_s: float = 180.0
    """Seconds of silence after which the conversation is forgotten."""


class Habits(msgspec.Struct):
    """What survives a restart."""

    habits: dict[str, float] = {}
    choices: dict[str, str] = {}
    protected: list[str] = []
    decayed: str = ""
    """ISO date of the last decay."""


class Memory:
    """The recent exchanges and the kept habits of this home."""

    def __init__(self, settings: MemorySettings, path: Path | None = None) -> None:
        self._settings = settings
        self._path = path
        self._exchanges: deque[Exchange] = deque(maxlen=settings.turns)
        self._kept = (kept.load(path, Habits) if path else None) or Habits()
        self.pending: Question | None = None

    def remember(self, exchange: Exchange, now: datetime) -> None:
        """Add a finished exchange and count what was done as a habit."""
        self._exchanges.append(exchange)
        self.pending = exchange.question
        self._decay(now)
        done = {outcome.command.entity_id for outcome in exchange.outcomes if outcome.status in DONE}
        for request in exchange.requests:
            for entity in done.intersection(request.entities):
                key = habit_key(entity, request.intent, now)
                self._kept.habits[key] = self._kept.habits.get(key, 0.0) + 1.0
        if done:
            self.save()

    def choose(self, words: str, entity: str) -> None:
        """Remember which entity the user meant by these words."""
        self._kept.choices[words] = entity
        self.save()

    def forget(self) -> None:
        """Drop the conversation; habits and choices stay."""
        self._exchanges.clear()
        self.pending = None

    def context(
        self,
        home: Home,
        now: datetime,
        at: float,
        *,
        room: str | None,
        reminders: Iterable[Reminder] = (),
        volume: float = 70.0,
        protected: Iterable[str] = (),
        pin: bool = False,
        last_heard: str = "",
    ) -> Context:
        """Return everything a thinker may look at, as one value. `at` is monotonic seconds."""
        if self._exchanges and at - self._exchanges[-1].at > self._settings.forget_after_s:
            self.forget()
        return Context(
            home=home,
            now=now,
            at=at,
            room=room,
            history=tuple(self._exchanges),
            pending=self.pending,
            reminders=tuple(reminders),
            habits=dict(self._kept.habits),
            choices=dict(self._kept.choices),
            volume=volume,
            protected=frozenset(protected) | frozenset(self._kept.protected),
            pin=pin,
            last_heard=last_heard,
        )

    def save(self) -> None:
        """Keep habits and choices. Raises StoreError when the disk is full or not writable."""
        if self._path is not None:
            kept.save(self._path, self._kept)

    def _decay(self, now: datetime) -> None:
        today = now.date()
        last = datetime.fromisoformat(self._kept.decayed).date() if self._kept.decayed else today
        days = (today - last).days
        if days > 0:
            factor = 0.5 ** (days / HALF_LIFE_DAYS)
            counts = {key: count * factor for key, count in self._kept.habits.items()}
            self._kept.habits = {key: count for key, count in counts.items() if count > 0.05}
        self._kept.decayed = today.isoformat()


def habit_key(entity: str, intent: str, now: datetime) -> str:
    """Return the key of a habit: entity, intent and one of eight three-hour parts of the day."""
    return f"{entity}|{intent}|{now.hour // 3}"
