"""The shape of sound in the house, and the only place that knows the rate: 16 kHz mono int16 in blocks of 80 ms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Samples a second of everything that is heard."""
FRAME = 1_280
"""Samples in one frame: 80 ms, the step of the wake word's embedding model."""
FRAME_S = FRAME / RATE
"""Seconds in one frame."""

Samples: TypeAlias = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """80 ms that were heard."""

    samples: Samples
    """Shape (1280,), int16, 16 kHz mono. Not to be written to."""
    at: float
    """Monotonic seconds (the loop's clock) when its LAST sample was taken."""
    index: int
    """Counts frames since the microphone was made, dropped ones included: a gap is a loss."""
    stirs: bool | None = None
    """Whether there may be something to hear, as the microphone found (`device.sound.tap`); None: nobody has looked."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A piece of sound to be played, at whatever rate its maker speaks."""

    samples: Samples = field(repr=False)
    """Shape (n,), int16, mono."""
    rate: int = RATE
    """Samples a second."""

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.samples) / self.rate


def silence(seconds: float, rate: int = RATE) -> Audio:
    """Return digital silence."""
    return Audio(np.zeros(round(seconds * rate), np.int16), rate)


def frames(samples: Samples, *, start: float = 0.0, index: int = 0) -> Iterator[Frame]:
    """Cut 16 kHz samples into frames, the last one filled with zeros; `start` is when the first sample was taken."""
    for number, begin in enumerate(range(0, len(samples), FRAME)):
        block = samples[begin : begin + FRAME]
        if len(block) < FRAME:
            block = np.concatenate([block, np.zeros(FRAME - len(block), np.int16)])
        yield Frame(block, start + (number + 1) * FRAME_S, index + number)


def resample(audio: Audio, rate: int) -> Audio:
    """Bring sound to another rate by linear interpolation, after a moving average when the rate falls.

    Good enough for chimes and for the few cards that refuse a voice's own rate; not meant for music.
    """
    if audio.rate == rate or not len(audio.samples):
        return Audio(audio.samples, rate)
    signal = audio.samples.astype(np.float32)
    if rate < audio.rate:
        width = round(audio.rate / rate)
        signal = np.convolve(signal, np.full(width, 1 / width, np.float32), mode="same")
    wanted = round(len(signal) * rate / audio.rate)
    places = np.arange(wanted) * (audio.rate / rate)
    return Audio(np.interp(places, np.arange(len(signal)), signal).astype(np.int16), rate)


def dbfs(samples: Samples) -> float:
    """Return the level in decibels below full scale (root mean square); digital silence is -inf."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return 10 * float(np.log10(power / 32768.0**2)) if power else float("-inf")
