"""From the sound card's thread to the loop: a bounded ring. Full: the oldest frame is dropped, and counted.

Knows nothing of devices. The writer never waits, and wakes the loop only when there is a reason: something stirs, somebody
waits for each frame, or a second's worth lies there. Waking a sleeping loop costs more than looking at a frame, and a
quiet room is most of a day.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from device.sound.frames import Frame, Samples

CAPACITY = 25
"""Frames the ring holds: two seconds. A loop that is later than that has lost the user's sentence anyway."""
TOGETHER = 12
"""Frames in which nothing stirs that are handed over together: 0.96 s."""

Stirs = Callable[[Samples], bool]
"""Says of each frame in turn whether there may be something to hear; called on the writer's thread."""


@dataclass(frozen=True, slots=True)
class TapStats:
    """What went through."""

    taken: int
    """Frames that reached the loop."""
    dropped: int
    """Frames that were overwritten because the loop was late."""
    waiting: int
    """Frames in the ring now."""


class Tap:
    """One writer on any thread, one reader on the loop."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        capacity: int = CAPACITY,
        first_index: int = 0,
        stirs: Stirs | None = None,
        closely: bool = False,
    ) -> None:
        """`stirs` None: every frame is handed over at once, as it is while `closely`."""
        self._loop = loop
        self._ring: deque[Frame] = deque()
        self._capacity = capacity
        self._stirs = stirs
        self._closely = closely
        self._lock = threading.Lock()
        self._reader: asyncio.Future[None] | None = None
        self._index = first_index
        self._first_index = first_index
        self._last_at: float | None = None
        self._taken = 0
        self._dropped = 0
        self._closed = False

    @property
    def next_index(self) -> int:
        """The index the next frame will carry."""
        return self._index

    def put(self, samples: Samples, at: float) -> None:
        """Leave one frame that ended at `at`; any thread, never waits."""
        stirs = self._stirs(samples) if self._stirs is not None else None
        with self._lock:
            if self._closed:
                return
            self._ring.append(Frame(samples, at, self._index, stirs))
            self._last_at = at
            first = self._index == self._first_index  # it tells that the device works: no reason to wait
            self._index += 1
            if len(self._ring) > self._capacity:
                self._ring.popleft()
                self._dropped += 1
            if stirs is False and not (self._closely or first) and len(self._ring) < TOGETHER:
                return
            reader, self._reader = self._reader, None
        if reader is not None:
            self._wake(reader)

    def attend(self, *, closely: bool) -> None:
        """Say whether each frame is waited for; what lies in the ring is then handed over at once."""
        with self._lock:
            self._closely = closely
            if not closely or not self._ring:
                return
            reader, self._reader = self._reader, None
        if reader is not None:
            self._wake(reader)

    def close(self) -> None:
        """End the reader's iteration once the ring is empty; any thread."""
        with self._lock:
            self._closed = True
            reader, self._reader = self._reader, None
        if reader is not None:
            self._wake(reader)

    async def get(self, patience_s: float | None = None) -> Frame | None:
        """Return the oldest frame, waiting for one; None when the tap is closed and empty.

        Raises TimeoutError when nothing was put in for `patience_s` seconds.
        """
        entered = self._loop.time()
        while True:
            with self._lock:
                if self._ring:
                    self._taken += 1
                    return self._ring.popleft()
                if self._closed:
                    return None
                reader = self._reader = self._loop.create_future()
                deadline = None if patience_s is None else (self._last_at or entered) + patience_s
            try:
                async with asyncio.timeout_at(deadline):
                    await reader
            except TimeoutError:
                if not self._ring:
                    raise

    async def __aiter__(self) -> AsyncIterator[Frame]:
        """Yield frames until the tap is closed."""
        while (frame := await self.get()) is not None:
            yield frame

    def stats(self) -> TapStats:
        """Count what went through; any thread."""
        with self._lock:
            return TapStats(self._taken, self._dropped, len(self._ring))

    def _wake(self, reader: "asyncio.Future[None]") -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_resolve, reader)


def _resolve(reader: "asyncio.Future[None]") -> None:
    if not reader.done():
        reader.set_result(None)
