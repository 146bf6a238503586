"""Make clean speech sound like a cheap microphone across a real room.

Measured on recordings of real commands: steady tones near 4, 6 and 8 kHz, hum below 100 Hz, a click at the start, about 15 dB of
speech over noise and some clipping. Each clip gets a random draw of all that, plus speed, reverberation, tilt, band limits, household
noise and other people talking. Everything linear is one product in the frequency domain, so a clip costs about 3 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import fft

RATE = 16000
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a clip may be mixed with: impulse responses (R, n), recorded noises (float32, 16 kHz), other speech."""

    rooms: Array
    noises: Sequence[Array]
    babble: Sequence[Array]


def change_speed(x: Array, factor: float) -> Array:
    """Resample by linear interpolation: faster is also higher and comes from a shorter throat."""
    return np.interp(np.arange(0, len(x) - 1, factor), np.arange(len(x)), x).astype(np.float32)


def _curve(rng: np.random.Generator, bins: int) -> Array:
    """A microphone's response over the rfft bins: a wavy gain, sometimes a tilt, band limits and notches."""
    hertz = np.linspace(0, RATE / 2, bins)
    knots = rng.integers(4, 11)
    decibels = np.interp(hertz, np.geomspace(60, 8000, knots), rng.normal(0, rng.choice([1.0, 3.0, 6.0]), knots))
    decibels += rng.normal(0, 2.5) * np.log2(np.maximum(hertz, 60) / 1000)
    if rng.random() < 0.35:
        decibels -= (
            12 * rng.uniform(1, 5) * np.log2(np.maximum(hertz / rng.choice([3400.0, 3700.0, 5000.0, 7000.0]), 1))
        )
    if rng.random() < 0.45:
        decibels -= 12 * np.log2(np.maximum(rng.uniform(80, 350) / np.maximum(hertz, 20), 1))
    return (10 ** (np.clip(decibels, -60, 25) / 20)).astype(np.float32)


def _coloured(rng: np.random.Generator, length: int) -> Array:
    """Noise whose power falls by 0 to 2 powers of the frequency."""
    size = fft.next_fast_len(length, real=True)
    spectrum = fft.rfft(rng.standard_normal(size, np.float32))
    hertz = np.maximum(np.linspace(0, RATE / 2, len(spectrum), dtype=np.float32), 30)
    return fft.irfft(spectrum * hertz ** -np.float32(rng.uniform(0, 1.0)), size)[:length].astype(np.float32)


def _piece(rng: np.random.Generator, source: Array, length: int) -> Array:
    """`length` samples from somewhere in a recording, repeated when it is shorter."""
    start = int(rng.integers(0, max(1, len(source) - length)))
    return np.resize(source[start : start + length], length)


def _noise(rng: np.random.Generator, around: Surroundings, length: int) -> Array:
    dice = rng.random()
    if dice < 0.45 and around.noises:
        return _piece(rng, around.noises[int(rng.integers(len(around.noises)))], length)
    if dice < 0.62 and around.babble:
        voices = [
            _piece(rng, around.babble[int(rng.integers(len(around.babble)))], length) for _ in range(rng.integers(2, 6))
        ]
        return np.sum([voice * rng.uniform(0.4, 1) for voice in voices], 0).astype(np.float32)
    return _coloured(rng, length)


def _tones(rng: np.random.Generator, length: int, level: float) -> Array:
    """What cheap electronics add: mains hum with harmonics, and steady whistles near 4, 6 and 8 kHz."""
    time = np.arange(length, dtype=np.float32) / RATE
    out = np.zeros(length, np.float32)
    if rng.random() < 0.8:
        mains = rng.choice([50.0, 60.0]) * rng.uniform(0.99, 1.01)
        for harmonic in range(1, int(rng.integers(2, 6))):
            out += rng.uniform(0.1, 1.5) / harmonic * np.sin(2 * np.pi * mains * harmonic * time + rng.uniform(0, 6))
    for centre in (2000, 4000, 6000, 7900, rng.uniform(800, 7900)):
        if rng.random() < 0.5:
            out += rng.uniform(0.05, 1.0) * np.sin(2 * np.pi * centre * rng.uniform(0.98, 1.01) * time)
    return out * level


def _clicks(rng: np.random.Generator, x: Array, level: float) -> None:
    """A switch thrown at the start, and a few ticks: decaying bursts, added in place."""
    for _ in range(int(rng.integers(1, 4))):
        at = 0 if rng.random() < 0.6 else int(rng.integers(0, len(x)))
        burst = rng.standard_normal(int(rng.integers(20, 800))).astype(np.float32)
        burst *= np.exp(-np.arange(len(burst)) / rng.uniform(10, 200)).astype(np.float32)
        burst = burst[: len(x) - at]
        x[at : at + len(burst)] += burst * level * rng.uniform(1, 8)


def _loudness(x: Array) -> float:
    """The root mean square of the louder half, so that pauses do not count."""
    blocks = x[: len(x) // 160 * 160].reshape(-1, 160)
    if blocks.size == 0:
        return 1e-4
    energy = np.sort(np.mean(blocks * blocks, 1))
    return float(np.sqrt(np.mean(energy[len(energy) // 2 :])) + 1e-6)


def _linear(rng: np.random.Generator, x: Array, around: Surroundings) -> Array:
    """Room and microphone response in one multiplication; the length stays."""
    reverberant = len(around.rooms) > 0 and rng.random() < 0.6
    size = len(x) + (around.rooms.shape[1] if reverberant else 0)
    size = fft.next_fast_len(size, real=True)
    spectrum = fft.rfft(x, size)
    if reverberant:
        response = around.rooms[rng.integers(len(around.rooms))].astype(np.float32)
        spectrum *= fft.rfft(response, size)
    if rng.random() < 0.8:
        spectrum *= _curve(rng, len(spectrum))
    return fft.irfft(spectrum, size)[: len(x)].astype(np.float32)


def augment(x: Array, rng: np.random.Generator, around: Surroundings) -> Array:
    """int16-scale samples (n,) -> another clip of the same words, int16 scale, float32, with a little more before and after."""
    if rng.random() < 0.6:
        x = change_speed(x, float(rng.uniform(0.88, 1.14)))
    longest = 1.2 if rng.random() < 0.25 else 0.5  # what is heard where nobody speaks must not become words
    before, after = int(RATE * rng.uniform(0.0, longest)), int(RATE * rng.uniform(0.05, longest))
    x = np.concatenate((np.zeros(before, np.float32), x.astype(np.float32), np.zeros(after, np.float32)))
    return degrade(x, rng, around)


def degrade(x: Array, rng: np.random.Generator, around: Surroundings) -> Array:
    """What a room and a microphone do to sound; the length and the place of every word stay."""
    if rng.random() < 0.1:  # nothing but the level: clean speech must stay easy
        x = x + rng.standard_normal(len(x)).astype(np.float32) * rng.uniform(0, 10)
        return x / (np.abs(x).max() + 1) * 32000 * 10 ** (-rng.uniform(0, 25) / 20)
    x = _linear(rng, x, around)
    x /= _loudness(x)
    if rng.random() < 0.85:
        noise = _noise(rng, around, len(x))
        decibels = rng.uniform(3, 30)
        x += noise / _loudness(noise) * 10 ** (-decibels / 20)
    if rng.random() < 0.4:  # a cheap microphone's own floor
        floor = 10 ** (-rng.uniform(8, 30) / 20)
        x += _tones(rng, len(x), floor * rng.uniform(0.3, 2))
        x += rng.standard_normal(len(x)).astype(np.float32) * floor * rng.uniform(0.3, 1)
    if rng.random() < 0.3:
        _clicks(rng, x, 0.5)
    if rng.random() < 0.15:
        x = x.clip(-1, 1) * 1.0 if rng.random() < 0.4 else x.clip(-2, 2)
    if rng.random() < 0.05:  # a telephone's logarithmic codec
        squeezed = np.sign(x) * np.log1p(255 * np.minimum(np.abs(x) / 4, 1)) / np.log(256)
        squeezed = np.round(squeezed * 127) / 127
        x = (np.sign(squeezed) * (256 ** np.abs(squeezed) - 1) / 255 * 4).astype(np.float32)
    level = 10 ** (-rng.uniform(8, 42) / 20)
    return np.round((x * level).clip(-1, 1) * 32000).astype(np.float32)
