"""Hearth on the broker: what it is doing is shown, what others ask of it is handed on. Knows nothing of topics."""

import asyncio
from collections.abc import Callable, Iterable, Mapping

import msgspec

from device.home.live import LiveHome
from device.home.presence import Presence, PresenceRequest, PresenceState, Timer
from runtime.turn import Event, Reminder, Stage, Trace

CORRECTIONS = frozenset(("undo", "wrong", "correct"))
"""Intents that say that the turn before went wrong."""


class Showing:
    """Keeps what the broker shows true to what Hearth is."""

    def __init__(self, presence: Presence, home: LiveHome) -> None:
        self._presence = presence
        self._home = home
        self._state = PresenceState()
        self._changed = asyncio.Event()
        self._events: asyncio.Queue[tuple[str, Mapping[str, str | float]]] = asyncio.Queue(16)

    def show(self, **changes: object) -> None:
        """Change what is shown; published soon, the newest only."""
        state = msgspec.structs.replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._changed.set()

    def step(self, event: Event) -> None:
        """Tell of one step of a turn: a wake word is told at once."""
        if event.stage == Stage.WAKE:
            self._tell("wake", word=event.data.get("word", ""), score=event.data.get("score", 0.0))

    def turn(self, trace: Trace) -> None:
        """Tell of a finished turn."""
        seen = {event.stage: event for event in trace.events}
        words = {
            name: str(seen[stage].data.get(key, ""))
            for name, stage, key in (("last_command", Stage.RECOGNIZE, "text"), ("last_reply", Stage.CONFIRM, "say"))
            if stage in seen
        }
        failed = trace.failed_stage and trace.outcome in {"failed", "declined"}
        if failed:
            words["last_failure"] = f"{trace.failed_stage}: {trace.outcome}"
        latency = latency_ms(seen)
        self.show(**words, **({} if latency is None else {"latency_ms": latency}))
        intents = [clause["intent"] for clause in seen[Stage.UNDERSTAND].data["clauses"]] if understood(seen) else []
        if failed and trace.failed_stage in {Stage.RECOGNIZE, Stage.UNDERSTAND}:
            self._tell("not_understood", stage=str(trace.failed_stage))
        elif CORRECTIONS & {*intents}:
            self._tell("correction", intent=", ".join(intents))
        elif intents:
            self._tell("command", intent=", ".join(intents), outcome=trace.outcome)

    def reminders(self, reminders: Iterable[Reminder]) -> None:
        """Show the timers that run."""
        running = (one for one in reminders if one.kind == "timer" and one.left_s is None)
        self.show(timers=tuple(Timer(one.label, one.due.astimezone().isoformat(timespec="seconds")) for one in running))

    async def run(self, obey: Callable[[PresenceRequest], None]) -> None:
        """Publish, and have obeyed what is asked, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._obey_all(obey), name="presence[obey]")
            group.create_task(self._show_all(), name="presence[show]")

    def _tell(self, kind: str, **data: str | float) -> None:
        """Tell that something happened. Dropped when nobody can be told."""
        if not self._events.full():
            self._events.put_nowait((kind, data))
            self._changed.set()

    async def _obey_all(self, obey: Callable[[PresenceRequest], None]) -> None:
        while True:
            obey(await self._presence.requests.get())

    async def _show_all(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._home.publish(self._presence.show(self._state))
            while not self._events.empty():
                kind, data = self._events.get_nowait()
                await self._home.publish(self._presence.event(kind, data))


def understood(seen: Mapping[str, Event]) -> bool:
    """Return whether a turn came as far as a meaning."""
    return Stage.UNDERSTAND in seen and bool(seen[Stage.UNDERSTAND].data.get("clauses"))


def latency_ms(seen: Mapping[str, Event]) -> float | None:
    """Return the milliseconds from the end of speech to the first sound of the reply; None without either."""
    heard, spoken = seen.get(Stage.ENDPOINT), seen.get(Stage.SPEAK)
    if heard is None or spoken is None or "heard" not in spoken.data:
        return None
    ended = heard.at - float(heard.data.get("silence_s", 0.0))
    return round(1000 * (spoken.at - spoken.seconds + float(spoken.data["heard"]) - ended), 1)
