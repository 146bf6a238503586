"""The gate: opens for what stands out, stays shut for what the room always sounds like."""

import math

import numpy as np
import pytest

from device.hearing.gate import Gate, Settings, level_db
from device.sound.frames import FRAME, Samples


def noise(dbfs: float, seed: int = 0, frames: int = 1) -> Samples:
    return np.random.default_rng(seed).normal(0, 32768 * 10 ** (dbfs / 20), frames * FRAME).astype(np.int16)


def opened(gate: Gate, sound: Samples) -> list[bool]:
    return [gate.step(sound[begin : begin + FRAME]) for begin in range(0, len(sound), FRAME)]


def test_silence_has_no_level() -> None:
    assert level_db(np.zeros(FRAME, np.int16)) == -math.inf


@pytest.mark.parametrize("dbfs", [-70.0, -50.0, -20.0])
def test_steady_noise_keeps_it_shut(dbfs: float) -> None:
    assert not any(opened(Gate(), noise(dbfs, frames=500)))


def test_it_opens_at_once_and_holds() -> None:
    gate = Gate(Settings(hold_s=0.4))
    sound = np.concatenate([noise(-50, frames=20), noise(-40, frames=2), noise(-50, seed=1, frames=20)])
    assert opened(gate, sound) == [False] * 20 + [True] * 2 + [True] * 4 + [False] * 16


def test_a_new_steady_noise_becomes_the_rooms_own() -> None:
    gate = Gate()
    opened(gate, noise(-60, frames=20))
    after = opened(gate, noise(-50, frames=250))
    assert after[0]
    assert not after[-1]
    assert after.index(False) == pytest.approx((10 - 2.5 + 1.2) / 0.08, abs=12)


def test_hum_is_no_sound() -> None:
    hum = (300 * np.sin(2 * np.pi * 50 / 16000 * np.arange(50 * FRAME))).astype(np.int16)
    gate = Gate()
    opened(gate, noise(-55, frames=10))
    assert not any(opened(gate, hum + noise(-55, seed=2, frames=50)))


def test_without_a_gate_it_is_always_open() -> None:
    assert Gate(Settings(enabled=False)).step(np.zeros(FRAME, np.int16))
