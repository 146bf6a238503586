"""The head of a wake word: windows, training on something learnable, and what the export gives."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
pytestmark = pytest.mark.learning

from learning.wake.__main__ import export  # noqa: E402
from learning.wake.head import Head, false_accepts_per_hour, recall, scores, train, windows  # noqa: E402
from learning.wake.material import AFTER, LOOKS_AT  # noqa: E402


def rows(length: int, value: float = 0.0, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).normal(0, 1, (length, 96)) + value).astype(np.float16)


def test_every_window_of_every_sequence_once() -> None:
    made = windows([rows(16), rows(20), rows(10)])
    assert len(made) == 1 + 5
    assert made.take(torch.arange(6)).shape == (6, 16, 96)
    assert torch.equal(made.take(torch.tensor([1]))[0, 0], torch.from_numpy(rows(20).astype(np.float32))[0])


def test_only_the_last_windows_when_asked() -> None:
    made = windows([rows(20), rows(20)], last=2)
    assert made.starts.tolist() == [3, 4, 23, 24]


@pytest.fixture(scope="module")
def trained() -> Head:
    positive = [rows(LOOKS_AT + AFTER, 1.0, seed) for seed in range(20)]
    negative = [rows(60, 0.0, seed) for seed in range(100, 120)]
    return train(windows(positive), windows(negative), steps=250, seed=1)


def test_what_can_be_learned_is_learned(trained: Head) -> None:
    said = [rows(LOOKS_AT + AFTER, 1.0, seed) for seed in range(50, 60)]
    other = [rows(200, 0.0, seed) for seed in range(200, 203)]
    assert recall(trained, said, 0.5) == 1.0
    assert false_accepts_per_hour(trained, other, 0.5) == 0.0


def test_a_run_of_windows_is_one_false_accept(trained: Head) -> None:
    wrong = np.concatenate([rows(50), rows(30, 1.0), rows(50), rows(30, 1.0), rows(50)])
    hours = len(wrong) * 0.08 / 3600
    assert false_accepts_per_hour(trained, [wrong], 0.5) * hours == pytest.approx(2)


def test_the_exported_head_gives_the_same_scores(trained: Head, tmp_path: Path) -> None:
    assert export(trained, tmp_path / "head.onnx") < 1e-4
    assert (tmp_path / "head.onnx").stat().st_size < 300_000


def test_the_same_seed_gives_the_same_head() -> None:
    positive, negative = windows([rows(21, 1.0)]), windows([rows(80)])
    one, other = (train(positive, negative, steps=30, seed=3) for _ in range(2))
    assert torch.equal(scores(one, negative), scores(other, negative))
