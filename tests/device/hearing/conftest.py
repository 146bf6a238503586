"""Sound to listen to, made on the spot: no recording needs to be there."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from device.sound.files import read_wav
from device.sound.frames import RATE, Samples, resample

Say = Callable[[str, str], Samples]


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Say words with an espeak-ng voice: 16 kHz samples with half a second of silence at each end."""
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    folder = tmp_path_factory.mktemp("said")

    def speak(words: str, voice: str = "en-gb") -> Samples:
        path = folder / "said.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", path, words], check=True, timeout=20)
        half = np.zeros(RATE // 2, np.int16)
        return np.concatenate([half, resample(read_wav(path), RATE).samples, half])

    return speak


def with_noise(samples: Samples, dbfs: float, seed: int = 0) -> Samples:
    noise = np.random.default_rng(seed).normal(0, 32768 * 10 ** (dbfs / 20), len(samples))
    return (samples + noise).clip(-32768, 32767).astype(np.int16)


@pytest.fixture(scope="session")
def package_scores(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Samples, list[str]], dict[str, list[float]]]:
    """What the openwakeword package itself scores, in a process of its own: its import is heavy and warns."""
    folder = tmp_path_factory.mktemp("package")
    script = Path(__file__).with_name("package_scores.py")

    def score(samples: Samples, words: list[str]) -> dict[str, list[float]]:
        np.save(folder / "sound.npy", samples)
        command = [sys.executable, "-W", "ignore", str(script), str(folder / "sound.npy"), *words]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
        found: dict[str, list[float]] = json.loads(answer.stdout)
        return found

    return score
