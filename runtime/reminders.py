"""Timers, alarms, reminders and delayed commands: a book that survives restarts, and a small driver that rings.

The book is a value and every change to it a pure function. A timer runs in elapsed seconds and is not moved when the
clock is set; an alarm is meant on the clock. What fell due while Hearth was off rings at the next start: late rather
than never. Knows nothing of sounds and voices.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from device import kept
from runtime.turn import Effect, Reminder

_CLOCK_SET_S = 2.0
"""A wall clock that differs by more from what it should be was set, not slow."""
_LOOK_S = 20.0
"""Seconds between looks at the clock, so that a clock that is set is noticed soon."""
_KINDS = {"timer_start": "timer", "alarm_set": "alarm", "reminder_set": "reminder", "delay": "delay"}
_CANCELS = frozenset(("timer_cancel", "alarm_cancel", "reminder_cancel"))


class Book(msgspec.Struct, frozen=True):
    """Everything that is set. Times are kept in UTC."""

    reminders: tuple[Reminder, ...] = ()
    next_id: int = 1


def add(book: Book, effect: Effect, now: datetime) -> Book:
    """Set what a timer_start, alarm_set, reminder_set or delay effect wants."""
    data = effect.data
    seconds = float(data.get("seconds") or 0.0)
    due = data["due"] if "due" in data else now.astimezone(UTC) + timedelta(seconds=seconds)
    fresh = Reminder(
        id=book.next_id,
        kind=_KINDS[effect.kind],
        due=due.astimezone(UTC),
        label=str(data.get("label") or ""),
        set_s=seconds,
        request=data.get("request"),
    )
    return Book((*book.reminders, fresh), book.next_id + 1)


def without(book: Book, ids: Iterable[int]) -> Book:
    """Remove some."""
    gone = set(ids)
    return Book(tuple(one for one in book.reminders if one.id not in gone), book.next_id)


def paused(book: Book, ids: Iterable[int], now: datetime) -> Book:
    """Stop timers where they are; one that is paused stays so."""
    return _changed(
        book,
        ids,
        lambda one: one if one.left_s is not None else _with(one, left_s=max(0.0, (one.due - now).total_seconds())),
    )


def resumed(book: Book, ids: Iterable[int], now: datetime) -> Book:
    """Let paused timers run on."""
    return _changed(
        book,
        ids,
        lambda one: (
            one
            if one.left_s is None
            else _with(one, due=now.astimezone(UTC) + timedelta(seconds=one.left_s), left_s=None)
        ),
    )


def lengthened(book: Book, timer: int, seconds: float) -> Book:
    """Add seconds to a timer, or take them off; a paused one keeps waiting."""

    def change(one: Reminder) -> Reminder:
        if one.left_s is not None:
            return _with(one, left_s=max(0.0, one.left_s + seconds))
        return _with(one, due=one.due + timedelta(seconds=seconds))

    return _changed(book, (timer,), change)


def shifted(book: Book, ids: Iterable[int], seconds: float) -> Book:
    """Move what runs in elapsed time along with a clock that was set by so many seconds."""
    running = {one.id for one in book.reminders if one.set_s > 0 and one.left_s is None}
    return _changed(book, set(ids) & running, lambda one: _with(one, due=one.due + timedelta(seconds=seconds)))


def due(book: Book, now: datetime) -> tuple[Reminder, ...]:
    """Return what should ring now or should have rung, the earliest first."""
    ripe = (one for one in book.reminders if one.left_s is None and one.due <= now)
    return tuple(sorted(ripe, key=lambda one: (one.due, one.id)))


def wait_s(book: Book, now: datetime) -> float | None:
    """Return the seconds until the next one, None when nothing runs."""
    return min(
        (max(0.0, (one.due - now).total_seconds()) for one in book.reminders if one.left_s is None), default=None
    )


def apply(book: Book, effect: Effect, now: datetime) -> Book:
    """Return the book after an effect; one that is not about reminders changes nothing."""
    if effect.kind in _KINDS:
        return add(book, effect, now)
    if effect.kind in _CANCELS:
        return without(book, effect.data["ids"])
    if effect.kind == "timer_pause":
        return paused(book, effect.data["ids"], now)
    if effect.kind == "timer_resume":
        return resumed(book, effect.data["ids"], now)
    if effect.kind == "timer_change":
        return lengthened(book, int(effect.data["id"]), float(effect.data["seconds"]))
    return book


class Reminders:
    """The book on disk, and the task that rings."""

    def __init__(
        self,
        path: Path,
        ring: Callable[[Reminder, float], None],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        changed: Callable[[tuple[Reminder, ...]], None] = lambda _: None,
    ) -> None:
        """Read the book.

        `ring` gets what is due and by how many seconds it is late, and must not block; `now` is the aware wall clock,
        `clock` monotonic seconds; `changed` gets all that is set after each change. Raises StoreError when the book cannot be read.
        """
        self._path, self._ring, self._now, self._clock, self._told = path, ring, now, clock, changed
        self.book = kept.load(path, Book) or Book()
        self._restored = frozenset(one.id for one in self.book.reminders)
        self._anchor: tuple[datetime, float] | None = None
        self._changed = asyncio.Event()

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        """Everything that is set."""
        return self.book.reminders

    def apply(self, effect: Effect) -> None:
        """Carry out an effect, on disk before it is believed. Raises StoreError; then nothing has changed."""
        self.look()
        self._keep(apply(self.book, effect, self._now()))

    def look(self) -> None:
        """Notice a clock that was set, then ring what is due."""
        self._notice_set_clock()
        now = self._now()
        for one in due(self.book, now):
            # Rung first, removed after: a crash in between rings twice, not never.
            self._ring(one, (now - one.due).total_seconds())
            self._keep(without(self.book, (one.id,)))

    async def run(self) -> None:
        """Ring what falls due, for ever."""
        while True:
            self._changed.clear()
            self.look()
            left = wait_s(self.book, self._now())
            try:
                await asyncio.wait_for(self._changed.wait(), _LOOK_S if left is None else min(left, _LOOK_S))
            except TimeoutError:
                continue

    def _keep(self, book: Book) -> None:
        if book is self.book:
            return
        kept.save(self._path, book)
        self.book = book
        self._changed.set()
        self._told(book.reminders)

    def _notice_set_clock(self) -> None:
        """Shift running timers of this run when the clock was set; those from before a restart go by the clock alone.

        A Pi has no clock of its own: after a power cut it starts in the past and is set forward by hours, and then the
        clock is the only thing that knows how long Hearth was off.
        """
        now, ticks = self._now(), self._clock()
        if self._anchor is not None:
            wall, then = self._anchor
            jump = (now - wall).total_seconds() - (ticks - then)
            if abs(jump) > _CLOCK_SET_S:
                ours = (one.id for one in self.book.reminders if one.id not in self._restored)
                self._keep(shifted(self.book, ours, jump))
        self._anchor = (now, ticks)


def _changed(book: Book, ids: Iterable[int], change: Callable[[Reminder], Reminder]) -> Book:
    wanted = set(ids)
    return Book(tuple(change(one) if one.id in wanted else one for one in book.reminders), book.next_id)


def _with(reminder: Reminder, **changes: object) -> Reminder:
    return msgspec.structs.replace(reminder, **changes)
