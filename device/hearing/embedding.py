"""From sound to the embeddings every wake word shares: one row of 96 numbers each 80 ms.

A lean streaming form of openWakeWord's front end over the same two ONNX files (mel spectrogram, then Google's
speech_embedding): no import of the package, which would cost 120 MB. Knows nothing of words.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from device.engine import Session, open_session
from device.errors import ModelMissing
from device.hearing.streaming import BINS, StreamingEmbedding
from device.sound.frames import FRAME, Samples

STEP = 8
"""Mel frames (10 ms each) in one frame of sound."""
OVERLAP = 480
"""Samples before a frame that its first mel frames also cover."""
WARM = 10
"""Frames after which nothing of what was there before is left under an embedding (76 mel frames)."""

Embeddings = NDArray[np.float32]


def wheel_models() -> Path:
    """Return the folder of model files in the installed openwakeword, without importing it. Raises ModelMissing."""
    spec = find_spec("openwakeword")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "resources" / "models"
        if folder.is_dir():
            return folder
    raise ModelMissing("the wake word models are not installed; run `pip install openwakeword==0.4.0`")


class Embedder:
    """Sound in, embeddings out; keeps as many as the longest head looks at."""

    def __init__(self, folder: Path, keep: int = 16) -> None:
        self._mel: Session = open_session(folder / "melspectrogram.onnx")
        self._embed = StreamingEmbedding(folder / "embedding_model.onnx")
        self.keep = keep
        quiet = self._spectrum(np.zeros(FRAME + OVERLAP, np.float32))
        self._embed.reset(quiet, WARM)
        self._silence = self._embed.step(quiet)
        self.reset()

    def reset(self) -> None:
        """Start as the package does: a spectrum of ones, and the embeddings of pure silence behind it."""
        self._tail = np.zeros(0, np.float32)
        self._embed.reset(np.ones((STEP, BINS), np.float32), WARM)
        self._rows = np.repeat(self._silence, self.keep, axis=0)

    def push(self, samples: Samples) -> None:
        """Take one frame."""
        sound = np.concatenate([self._tail, samples], dtype=np.float32)
        self._tail = sound[-OVERLAP:]
        fresh = self._spectrum(sound)
        if len(fresh) < STEP:  # the very first frame has none before it
            fresh = np.concatenate([np.ones((STEP - len(fresh), BINS), np.float32), fresh])
        self._rows = np.concatenate([self._rows[1:], self._embed.step(fresh)])

    def last(self, count: int) -> Embeddings:
        """Return the last `count` embeddings, oldest first: shape (1, count, 96)."""
        return self._rows[None, -count:]

    def _spectrum(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        spectrum: NDArray[np.float32] = self._mel.run(None, {"input": sound[None]})[0]
        return spectrum.reshape(-1, BINS) / np.float32(10) + np.float32(2)
