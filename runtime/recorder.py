"""Recording one turn as it happens: stages with their times, alternatives and confidences, then one `Trace`.

Synchronous throughout: a turn that is cancelled at any moment still leaves its trace. Knows nothing of where traces go.
"""

import asyncio
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from runtime.turn import Event, Stage, Trace

Watch = Callable[[str, Event], None]
"""Called with the turn's id and each event as it is recorded: the live view of the demo and `hearth say`."""


class Recorder:
    """The open trace of one turn."""

    def __init__(
        self,
        started: datetime,
        models: Mapping[str, str],
        watch: Watch | None = None,
        busy: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """`busy` returns the seconds that engines have worked so far."""
        self.id = uuid.uuid4().hex[:12]
        self.outcome = "cancelled"
        self.failed_stage: str | None = None
        self._started = started
        self._models = models
        self._watch = watch
        self._busy = busy
        self._events: list[Event] = []
        self._current: Stage | None = None

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[dict[str, Any]]:
        """Time a stage; the caller fills the yielded dict with what the stage saw. A cancelled stage is recorded too."""
        began, busy = asyncio.get_running_loop().time(), self._busy()
        data: dict[str, Any] = {}
        self._current = stage
        try:
            yield data
        finally:
            self._add(stage, began, data, self._busy() - busy)

    def note(self, stage: Stage, began: float, **data: Any) -> None:
        """Record a stage that began at `began` (loop seconds) and ends now."""
        self._add(stage, began, data, 0.0)

    def _add(self, stage: Stage, began: float, data: Mapping[str, Any], engine_s: float) -> None:
        now = asyncio.get_running_loop().time()
        event = Event(stage=stage, at=now, seconds=now - began, data=data, engine_s=engine_s)
        self._events.append(event)
        if self._watch is not None:
            self._watch(self.id, event)

    def close(self, outcome: str, failed: Stage | None = None) -> None:
        """Say how the turn ended; without a call it was cancelled in the stage it was in."""
        self.outcome = outcome
        self.failed_stage = failed

    def trace(self) -> Trace:
        """Return what was recorded so far as a finished trace."""
        failed = self.failed_stage
        if self.outcome == "cancelled":
            failed = self._current
        return Trace(
            id=self.id,
            started=self._started,
            events=tuple(self._events),
            models=self._models,
            outcome=self.outcome,
            failed_stage=failed,
        )
