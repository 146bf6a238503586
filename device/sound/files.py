"""A microphone and a speaker made of WAV files: what the demo and the tests hear and speak with.

They keep the same contract as the real ones (`tests/device/sound` runs it over both). Knows nothing of devices.
"""

import asyncio
import wave
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from device.sound import Hearing, MicrophoneHealth, Played
from device.sound.frames import FRAME, FRAME_S, RATE, Audio, Frame, Samples, resample
from device.sound.pieces import pieces


def read_wav(path: Path) -> Audio:
    """Read a 16-bit WAV file; of several channels the first. Raises OSError or wave.Error."""
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise wave.Error(f"{path} has {8 * file.getsampwidth()} bits a sample; 16 are needed")
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return Audio(samples[:: file.getnchannels()].copy(), file.getframerate())


def write_wav(path: Path, audio: Audio) -> None:
    """Write sound as a 16-bit mono WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, audio.rate, 0, "NONE", ""))
        file.writeframes(audio.samples.tobytes())


AHEAD_S = 5.0
"""How far ahead of what sounds a voice may be asked for more."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """When a clip went into the microphone."""

    started_at: float
    """Monotonic seconds of its first sample."""
    ended_at: float
    """Monotonic seconds of its last sample."""


@dataclass(slots=True, eq=False)
class _Clip:
    samples: Samples
    done: "asyncio.Future[Spoken] | None"
    begun_at: float = 0.0
    place: int = 0


class WavMicrophone:
    """Recordings as a microphone: first the given clips, then whatever `speak` adds, low noise in between.

    `pace` is the speed against the loop's clock: 1.0 is real time; None is as fast as frames are taken, and then `at`
    is a clock of its own that starts at the loop's time and counts samples. With `keep_open` it goes on with noise when
    the clips are over (until `finish`); else it ends after `tail_s` more seconds. `noise_dbfs` None is digital silence.
    """

    def __init__(
        self,
        clips: Sequence[Audio | Path] = (),
        *,
        pace: float | None = 1.0,
        noise_dbfs: float | None = None,
        keep_open: bool = False,
        tail_s: float = 2.0,
        name: str = "recording",
    ) -> None:
        self.name = name
        self._queue: deque[_Clip] = deque(_Clip(_heard(clip), None) for clip in clips)
        self._pace = pace
        self._keep_open = keep_open
        self._tail = round(tail_s * RATE)
        self._noise = _noise(noise_dbfs)
        self._health = MicrophoneHealth()
        self._watchers: list[Callable[[MicrophoneHealth], None]] = []
        self._index = 0

    @property
    def health(self) -> MicrophoneHealth:
        """How it is now."""
        return self._health

    def watch(self, changed: Callable[[MicrophoneHealth], None]) -> None:
        """Call `changed` whenever the state changes."""
        self._watchers.append(changed)

    def attend(self, *, closely: bool) -> None:
        """Do nothing: a recording hands over each frame as it comes."""

    async def speak(self, clip: Audio | Path) -> Spoken:
        """Say a clip into the microphone after those before it; returns when its last sample went in."""
        entry = _Clip(_heard(clip), asyncio.get_running_loop().create_future())
        self._queue.append(entry)
        assert entry.done is not None
        return await entry.done

    def finish(self) -> None:
        """End the iteration after what is queued and the tail."""
        self._keep_open = False

    async def __aiter__(self) -> AsyncIterator[Frame]:
        """Yield frames, paced; frames that are late are not dropped: a recording can wait."""
        loop = asyncio.get_running_loop()
        start, count = loop.time(), 0
        self._turn(Hearing.HEARING, start)
        try:
            while self._queue or self._keep_open or self._tail > 0:
                count += 1
                at = start + count * FRAME_S / (self._pace or 1.0)
                frame = Frame(self._next(at), at, self._index)
                self._index += 1
                await asyncio.sleep(max(0.0, at - loop.time()) if self._pace else 0.0)
                yield frame
        finally:
            self._turn(Hearing.LOST, loop.time(), "the recording is over")

    def _next(self, at: float) -> Samples:
        """Return the next 80 ms, which end at `at`: clips laid over the background."""
        block = self._background()
        filled = 0
        while self._queue and filled < FRAME:
            clip = self._queue[0]
            if clip.place == 0:
                clip.begun_at = at - (FRAME - filled) / RATE / (self._pace or 1.0)
            part = clip.samples[clip.place : clip.place + FRAME - filled]
            block[filled : filled + len(part)] = part
            clip.place += len(part)
            filled += len(part)
            if clip.place >= len(clip.samples):
                self._queue.popleft()
                if clip.done is not None and not clip.done.done():
                    clip.done.set_result(Spoken(clip.begun_at, at - (FRAME - filled) / RATE / (self._pace or 1.0)))
        if not self._queue and not self._keep_open:
            self._tail -= FRAME - filled
        return block

    def _background(self) -> Samples:
        if not len(self._noise):
            return np.zeros(FRAME, np.int16)
        begin = (self._index * FRAME) % (len(self._noise) - FRAME)
        return self._noise[begin : begin + FRAME].copy()

    def _turn(self, state: Hearing, at: float, detail: str = "") -> None:
        self._health = MicrophoneHealth(state, detail, at)
        for changed in self._watchers:
            changed(self._health)


class WavSpeaker:
    """A speaker that keeps what it is told to play, and takes as long over it as a real one.

    Everything that sounded goes to `path` (when given) at `rate`, utterances separated by `gap_s` of silence. `pace` as
    for the microphone; None plays in no time at all.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        rate: int = 22_050,
        pace: float | None = 1.0,
        gap_s: float = 0.3,
        volume: float = 1.0,
        name: str = "recorder",
    ) -> None:
        self.name = name
        self.volume = volume
        self.rate = rate
        self._pace = pace
        self._gap = np.zeros(round(gap_s * rate), np.int16)
        self._file: wave.Wave_write | None = None
        if path is not None:
            self._file = wave.open(str(path), "wb")  # noqa: SIM115 - open for the speaker's life, `close` ends it
            self._file.setparams((1, 2, rate, 0, "NONE", ""))
        self._turn = asyncio.Lock()
        self._stop: asyncio.Timeout | None = None

    @property
    def playing(self) -> bool:
        """Whether sound is coming out now."""
        return self._stop is not None

    async def play(
        self, chunks: AsyncIterable[Audio] | Iterable[Audio], *, on_first: Callable[[float], None] | None = None
    ) -> Played:
        """Keep every chunk and wait as long as it sounds; the next chunk is asked for while the last one sounds."""
        clock = asyncio.get_running_loop().time
        sounding: list[tuple[float, Samples]] = []
        async with self._turn:
            until, ended = clock(), False
            self._stop = stop = asyncio.timeout(None)
            try:
                async with stop, pieces(chunks) as items:
                    async for chunk in items:
                        begins = max(until, clock())
                        if not sounding and on_first:
                            on_first(begins)
                        sounding.append((begins, self._loud(chunk)))
                        until = begins + self._takes(len(sounding[-1][1]))
                        await asyncio.sleep(until - clock() - AHEAD_S)
                    await asyncio.sleep(until - clock())
                    ended = True
            except TimeoutError:
                if not stop.expired():
                    raise
            finally:
                self._stop = None
                seconds = self._keep(sounding, until if ended else clock())
            return Played(sounding[0][0] if sounding else None, seconds, stop.expired())

    def _loud(self, chunk: Audio) -> Samples:
        samples = resample(chunk, self.rate).samples
        return (samples * self.volume).astype(np.int16) if self.volume != 1.0 else samples

    def _takes(self, samples: int) -> float:
        """Seconds of the loop's clock that so many samples sound."""
        return samples / self.rate / self._pace if self._pace else 0.0

    def _keep(self, sounding: list[tuple[float, Samples]], now: float) -> float:
        """Write what came out before `now`; returns its seconds."""
        written = 0
        for begins, samples in sounding:
            part = samples[: max(0, round((now - begins) * self._pace * self.rate))] if self._pace else samples
            written += len(part)
            if self._file:
                self._file.writeframes(part.tobytes())
        if self._file and written:
            self._file.writeframes(self._gap.tobytes())
        return written / self.rate

    def flush(self) -> None:
        """Stop at once."""
        if self._stop and not self._stop.expired():
            self._stop.reschedule(asyncio.get_running_loop().time())

    def close(self) -> None:
        """Finish the file."""
        if self._file:
            self._file.close()
            self._file = None


def _heard(clip: Audio | Path) -> Samples:
    return resample(clip if isinstance(clip, Audio) else read_wav(clip), RATE).samples


def _noise(dbfs: float | None) -> Samples:
    """Return four seconds of steady noise at that level, the same each time."""
    if dbfs is None:
        return np.zeros(0, np.int16)
    noise = np.random.default_rng(0).normal(0.0, 32768 * 10 ** (dbfs / 20), 4 * RATE + FRAME)
    return noise.clip(-32768, 32767).astype(np.int16)
