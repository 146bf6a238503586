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
from device.sound.frames import FRAME, Samples

MELS = 76
"""Mel frames (10 ms each) under one embedding."""
STEP = 8
"""Mel frames in one frame of sound."""
OVERLAP = 480
"""Samples before a frame that its first mel frames also cover."""
WIDTH = 96
"""Numbers in one embedding."""
WARM = MELS // STEP + 1
"""Frames after which nothing of what was there before is left under an embedding."""

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
        self._embed: Session = open_session(folder / "embedding_model.onnx")
        self.keep = keep
        self.reset()

    def reset(self) -> None:
        """Start as after long digital silence."""
        self._tail = np.zeros(0, np.float32)
        # Two windows, not one: the package starts from ones and then from the embedding of pure silence.
        self._mels = np.ones((MELS, 32), np.float32)
        quiet = self._spectrum(np.zeros(FRAME * WARM + OVERLAP, np.float32))[-MELS:]
        self._rows = np.repeat(self._embedding(quiet), self.keep, axis=0)

    def push(self, samples: Samples, *, embed: bool = True) -> None:
        """Take one frame; without `embed` only the cheap half is done (when catching up, for the first WARM frames)."""
        sound = np.concatenate([self._tail, samples], dtype=np.float32)
        self._tail = sound[-OVERLAP:]
        fresh = self._spectrum(sound)
        self._mels = np.concatenate([self._mels, fresh])[-MELS:]
        if embed:
            self._rows = np.concatenate([self._rows[1:], self._embedding(self._mels)])

    def last(self, count: int) -> Embeddings:
        """Return the last `count` embeddings, oldest first: shape (1, count, 96)."""
        return self._rows[None, -count:]

    def _spectrum(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        spectrum: NDArray[np.float32] = self._mel.run(None, {"input": sound[None]})[0]
        return spectrum.reshape(-1, 32) / np.float32(10) + np.float32(2)

    def _embedding(self, mels: NDArray[np.float32]) -> Embeddings:
        row: Embeddings = self._embed.run(None, {"input_1": mels[None, :, :, None]})[0]
        return row.reshape(1, WIDTH)
