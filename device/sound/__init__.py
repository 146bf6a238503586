"""Sound in and sound out: what a microphone and a speaker are. Knows nothing of words.

Real ones are in `portaudio`, ones made of WAV files in `files`; both keep the same contract.
"""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from device.sound.frames import Audio, Frame


class Hearing(StrEnum):
    """How a microphone is."""

    OPENING = "opening"
    """Not heard from yet."""
    HEARING = "hearing"
    """Frames arrive and are not all zero."""
    SILENT = "silent"
    """Frames arrive, but nothing except zeros: muted in hardware, or broken. It is reopened from time to time."""
    LOST = "lost"
    """No frames: not found, unplugged, or its sound server is away. It is reopened with growing pauses."""


@dataclass(frozen=True, slots=True)
class MicrophoneHealth:
    """How a microphone is, since when, and what it lost."""

    state: Hearing = Hearing.OPENING
    detail: str = ""
    """A sentence for a person when it is not hearing."""
    since: float = 0.0
    """Monotonic seconds when it came into this state."""
    dropped: int = 0
    """Frames lost because nobody took them in time."""
    reopened: int = 0
    """How many times it was opened again."""


class Microphone(Protocol):
    """A source of frames that mends itself: iterating never raises for a lost device, it waits for the next one."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def health(self) -> MicrophoneHealth:
        """How it is now."""
        ...

    def watch(self, changed: Callable[[MicrophoneHealth], None]) -> None:
        """Call `changed` on the loop whenever `health.state` changes."""
        ...

    def attend(self, *, closely: bool) -> None:
        """Say whether somebody waits for each frame; else those in which nothing stirs may come a few together."""
        ...

    def __aiter__(self) -> AsyncIterator[Frame]:
        """Open it and yield frames until the iterator is closed (or a recording ends). One iteration at a time."""
        ...


@dataclass(frozen=True, slots=True)
class Played:
    """What became of something to be played."""

    first_sample_at: float | None
    """Monotonic seconds when the first sample came out; None: nothing did."""
    seconds: float
    """Seconds of sound that came out."""
    flushed: bool = False
    """It was cut short by `flush()`."""


class Speaker(Protocol):
    """A sink of sound that plays one thing at a time."""

    volume: float
    """0.0 to 1.0, applied to what is played from now on."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def playing(self) -> bool:
        """Whether sound is coming out now."""
        ...

    async def play(
        self, chunks: AsyncIterable[Audio] | Iterable[Audio], *, on_first: Callable[[float], None] | None = None
    ) -> Played:
        """Play every chunk, the first as soon as it is there, and return when the last sample has sounded.

        `on_first` is called on the loop, once, with the monotonic time of the first sample. Calls wait for each other.
        Cancelling it flushes. Raises SpeakerLost.
        """
        ...

    def flush(self) -> None:
        """Stop at once: what is playing is cut off and its `play` returns with `flushed`. Never blocks."""
        ...
