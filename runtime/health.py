"""Whether Hearth is alive: beats of the microphone and the loop, the state of each part, the watchdog they feed.

A deaf process must not look alive: the watchdog is fed only while every vital beat is fresh. Knows nothing of what
beats, only when it last did.
"""

import asyncio
from collections.abc import Callable
from enum import StrEnum

import msgspec

from device.notify import Notifier

START_S = 30.0
"""Seconds of silence after which a Hearth that is still starting counts as hung."""


class Condition(StrEnum):
    """How a part is."""

    STARTING = "starting"
    WELL = "well"
    DEGRADED = "degraded"
    """It works, but less than it should; `detail` says what is missing."""
    RESTARTING = "restarting"
    GONE = "gone"
    """It was given up; Hearth goes on without it."""


class PartHealth(msgspec.Struct, frozen=True):
    """How one part is, since when."""

    name: str
    condition: Condition = Condition.STARTING
    detail: str = ""
    """A sentence for a person."""
    since: float = 0.0
    """Loop seconds."""
    restarts: int = 0


class Health:
    """The beats and the parts of this process. All calls are made on the loop."""

    def __init__(self, notifier: Notifier | None = None) -> None:
        self._notifier = notifier or Notifier()
        self._beats: dict[str, tuple[float, float | None]] = {}
        self._excused: set[str] = set()
        self._parts: dict[str, PartHealth] = {}
        self._watchers: list[Callable[[PartHealth], None]] = []
        self._ready = False

    @property
    def ready(self) -> bool:
        """Whether `declare_ready` was called."""
        return self._ready

    @property
    def parts(self) -> tuple[PartHealth, ...]:
        """Every part, in the order they first spoke."""
        return tuple(self._parts.values())

    def watch(self, changed: Callable[[PartHealth], None]) -> None:
        """Call `changed` whenever a part's condition or detail changes."""
        self._watchers.append(changed)

    def expect(self, name: str, within_s: float) -> Callable[[], None]:
        """Declare a vital beat and return the function that beats. It counts as fresh from now."""
        self._beats[name] = (within_s, None)

        def beat() -> None:
            self._beats[name] = (within_s, asyncio.get_running_loop().time())

        return beat

    def excuse(self, name: str, *, excused: bool) -> None:
        """Let a beat be missing for a while: a microphone known to be unplugged is reported, not restarted over."""
        if excused:
            self._excused.add(name)
        elif name in self._excused:
            self._excused.discard(name)
            within_s, _ = self._beats[name]
            self._beats[name] = (within_s, asyncio.get_running_loop().time())

    def missing(self) -> tuple[str, ...]:
        """Return the vital beats that are overdue."""
        now = asyncio.get_running_loop().time()
        late = []
        for name, (within_s, at) in self._beats.items():
            if at is None:
                self._beats[name] = (within_s, now)
            elif now - at > within_s and name not in self._excused:
                late.append(name)
        return tuple(late)

    def report(self, name: str, condition: Condition, detail: str = "", *, restarts: int | None = None) -> None:
        """Say how a part is; systemd's status line and whoever watches hear of a change."""
        before = self._parts.get(name)
        if before is not None and (before.condition, before.detail) == (condition, detail):
            return
        count = restarts if restarts is not None else before.restarts if before else 0
        part = PartHealth(name, condition, detail, asyncio.get_running_loop().time(), count)
        self._parts[name] = part
        for changed in self._watchers:
            changed(part)
        if self._ready:
            self._notifier.status(self.summary())

    def declare_ready(self) -> None:
        """Tell systemd that models are loaded and the first frame was heard. Later calls do nothing."""
        if not self._ready:
            self._ready = True
            self._notifier.ready(self.summary())

    def stopping(self) -> None:
        """Tell systemd that the end has begun."""
        self._notifier.stopping()

    def summary(self, well: str = "listening") -> str:
        """Return one line: what is not well, or `well`."""
        ill = [part for part in self._parts.values() if part.condition not in (Condition.WELL, Condition.STARTING)]
        return "; ".join(f"{part.name} {part.condition}: {part.detail}" for part in ill) or well

    async def run(self, every_s: float | None = None) -> None:
        """Beat for the loop and feed the watchdog, for ever. A hung loop never gets here, and that is the point."""
        watchdog = self._notifier.watchdog_s
        pause = every_s or (watchdog / 3 if watchdog else 1.0)
        while True:
            late = self.missing()
            if not self._ready:
                # The loop lives. What is still missing (a microphone, say) is waited for, however long it takes.
                self._notifier.starting(START_S)
                self._notifier.status(self.summary("starting"))
            elif late:
                self.report("beats", Condition.DEGRADED, f"nothing from {', '.join(late)}")
            else:
                self._notifier.alive()
                self.report("beats", Condition.WELL)
            await asyncio.sleep(pause)
