"""The real speaker: plays chunks as they come, drains its tail, can be silenced at once. Knows nothing of words."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterable, Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from device.engine import Engine
from device.errors import SpeakerLost
from device.sound import Played
from device.sound.frames import Audio, resample
from device.sound.pieces import pieces
from device.sound.portaudio import Stream, close, open_output


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The speaker."""

    device: str = ""
    """Part of the speaker's name, as `hearth doctor` lists them; empty: the system's default."""
    volume: float = 1.0
    """0.0 to 1.0."""
    latency_s: float = 0.2
    """Seconds the card may hold before they sound. Through a sound server 0.1 lost whole sentences to underruns on a busy
    machine, 0.2 none; a card of one's own bears less, and then stops sooner when interrupted."""


AHEAD_S = 10.0
"""Seconds of sound that may wait to be played before the voice is asked for more."""


TAIL_S = 0.1
"""Seconds of silence sent after the last sample beyond the stream's own latency: what a sound server may hold besides."""


class _Playout:
    """The bytes between the loop and PortAudio's thread; tells the loop of the first sample and of the end."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = threading.Lock()
        self._waiting: deque[bytes] = deque()
        self._tail: int | None = None
        """Samples of silence still to be sent after the last chunk; None: more may come."""
        self.first: asyncio.Future[float] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()
        self.samples = 0
        """Samples handed to the card."""
        self.stream_rate = 1.0
        self._sounds_until = 0.0
        """Monotonic seconds: the samples handed over are taken at the start faster than they sound."""
        self.stream: Stream = None
        """Kept here by the engine's thread, so that an opening whose caller was cancelled can still be closed."""

    def open(self, name: str, rate: int, latency_s: float, *, fresh: bool) -> None:
        """Open the stream (engine's thread). Raises SpeakerLost."""
        self.stream_rate = float(rate)
        self.stream = open_output(name, rate, self.fill, self.stopped, latency_s=latency_s, fresh=fresh)

    def close(self) -> None:
        """Stop at once (engine's thread)."""
        if self.stream is not None:
            close(self.stream)

    def add(self, data: bytes) -> None:
        """Queue sound."""
        with self._lock:
            self._waiting.append(data)

    def end(self, tail: int) -> None:
        """Nothing more comes: finish `tail` samples after the last one was handed over."""
        with self._lock:
            self._tail = tail

    def waiting(self) -> int:
        """Samples not yet handed to the card."""
        with self._lock:
            return sum(map(len, self._waiting)) // 2

    def fill(self, count: int, at: float) -> bytes:
        """Give the card its next samples (PortAudio's thread)."""
        wanted, parts = 2 * count, list[bytes]()
        with self._lock:
            while self._waiting and wanted:
                data = self._waiting.popleft()
                if len(data) > wanted:
                    self._waiting.appendleft(data[wanted:])
                    data = data[:wanted]
                parts.append(data)
                wanted -= len(data)
            if self._tail is not None and not self._waiting:
                # abort() and even stop() forget what the card or sound server still holds, so its worth in silence
                # goes after the last sample before anyone may close the stream.
                self._tail -= wanted // 2
                if self._tail < 0 and time.monotonic() >= self._sounds_until:
                    self._tell(self.done, None)
        if parts:
            if not self.samples:
                self._tell(self.first, at)
            self._sounds_until = at + count / self.stream_rate + TAIL_S
        self.samples += count - wanted // 2
        return b"".join(parts) + bytes(wanted)

    def stopped(self) -> None:
        """The stream is over, whoever ended it (PortAudio's thread)."""
        self._tell(self.done, None)

    def _tell(self, future: "asyncio.Future[Any]", value: float | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(partial(_resolve, future, value))


def _resolve(future: "asyncio.Future[Any]", value: float | None) -> None:
    if not future.done():
        future.set_result(value)


class PortAudioSpeaker:
    """A speaker by name. The stream lives as long as one utterance: an idle speaker costs nothing."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self.name = self._settings.device or "default"
        self.volume = self._settings.volume
        self._turn = asyncio.Lock()
        self._engine = Engine("speaker")
        self._stop: asyncio.Timeout | None = None
        self._lost = False

    @property
    def playing(self) -> bool:
        """Whether sound is coming out now."""
        return self._stop is not None

    async def play(
        self, chunks: AsyncIterable[Audio] | Iterable[Audio], *, on_first: Callable[[float], None] | None = None
    ) -> Played:
        """Play every chunk and return when the last sample has sounded. Raises SpeakerLost."""
        async with self._turn:
            playout = _Playout(asyncio.get_running_loop())
            if on_first:
                playout.first.add_done_callback(lambda first: None if first.cancelled() else on_first(first.result()))
            self._stop = stop = asyncio.timeout(None)
            try:
                async with stop, pieces(chunks) as items:
                    async for chunk in items:
                        if playout.stream is None:
                            await self._open(chunk.rate, playout)
                        await self._send(chunk, playout)
                    if playout.stream is not None:
                        playout.end(round((playout.stream.latency + TAIL_S) * playout.stream.samplerate))
                        await playout.done
            except TimeoutError:
                if not stop.expired():
                    raise
            finally:
                self._stop = None
                self._engine.post(playout.close)
            return self._judge(playout, flushed=stop.expired())

    def _judge(self, playout: _Playout, *, flushed: bool) -> Played:
        if playout.waiting() and not flushed:
            self._lost = True
            raise SpeakerLost(f"the speaker {self.name!r} went away in the middle of a sentence")
        first = playout.first.result() if playout.first.done() else None
        seconds = playout.samples / playout.stream.samplerate if playout.stream is not None else 0.0
        return Played(first, seconds, flushed)

    def flush(self) -> None:
        """Stop at once."""
        if self._stop and not self._stop.expired():
            self._stop.reschedule(asyncio.get_running_loop().time())

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()

    async def _open(self, rate: int, playout: _Playout) -> None:
        name = self._settings.device
        lost, self._lost = self._lost, True
        await self._engine.run(playout.open, name, rate, self._settings.latency_s, fresh=lost)
        self._lost = False

    async def _send(self, chunk: Audio, playout: _Playout) -> None:
        rate = round(playout.stream.samplerate)
        samples = resample(chunk, rate).samples
        if self.volume != 1.0:
            samples = (samples * self.volume).astype(samples.dtype)
        playout.add(samples.tobytes())
        ahead = playout.waiting() / rate - AHEAD_S
        if ahead > 0 and not playout.done.done():
            await asyncio.wait((playout.done,), timeout=ahead)
