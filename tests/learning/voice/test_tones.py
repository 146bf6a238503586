"""The tiny voice is what its script writes, and speaks with Piper's signature."""

import numpy as np
import onnx
import onnxruntime
import pytest

from device.models.shelf import bundled_directory
from learning.voice.__main__ import FRAMES, HOP, graph


def test_the_bundled_file_is_what_the_script_makes() -> None:
    assert graph().SerializeToString() == (bundled_directory() / "voice_test" / "tones.onnx").read_bytes()


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_length_scale_stretches_and_durations_tell(scale: float) -> None:
    session = onnxruntime.InferenceSession(graph().SerializeToString(), providers=["CPUExecutionProvider"])
    phonemes = np.array([[1, 20, 0, 30, 2]], np.int64)
    scales = np.array([0.0, scale, 0.0], np.float32)
    audio, durations = session.run(None, {"input": phonemes, "input_lengths": np.array([5]), "scales": scales})
    assert audio.shape == (1, 1, 5 * HOP * FRAMES * scale)
    assert (durations * HOP).sum() == audio.size
    spans = np.abs(audio.reshape(5, -1)).max(1)
    assert [span > 0.1 for span in spans] == [False, True, False, True, False]


def test_it_is_small() -> None:
    assert onnx.load(str(bundled_directory() / "voice_test" / "tones.onnx")).ByteSize() < 20_000
