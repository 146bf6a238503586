"""What was heard just now: so that the word right after the wake word is not lost. Knows nothing of wake words."""

from collections import deque

from device.sound.frames import FRAME_S, Frame

SECONDS = 1.5
"""How far back it reaches."""


class PreRoll:
    """The last frames, oldest first."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._frames: deque[Frame] = deque(maxlen=max(1, round(seconds / FRAME_S)))

    def push(self, frame: Frame) -> None:
        """Remember one frame and forget the oldest."""
        self._frames.append(frame)

    def since(self, at: float) -> list[Frame]:
        """Return the frames that end after `at` (monotonic seconds), oldest first."""
        return [frame for frame in self._frames if frame.at > at]

    def clear(self) -> None:
        """Forget everything: what came before must not be heard twice."""
        self._frames.clear()
