"""A recogniser that hears what the script says. For tests: real frames go in, and are counted.

Each `finish` takes the next line of the script; when it is used up, nothing is heard.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path

from device.hearing import Heard, HeardAlternative, HeardWord, Partial
from device.sound.frames import FRAME_S, Frame

WORD_S = 0.3
"""Seconds of sound in which one scripted word is spoken."""


class ScriptedRecognizer:
    """Implements `device.hearing.Recognizer`."""

    def __init__(self, script: Iterable[str | Heard] = ()) -> None:
        self._script = deque(heard(line) if isinstance(line, str) else line for line in script)
        self._frames = 0
        self._partial = ""
        self.swapped: list[Path | tuple[str, ...] | None] = []
        self.closed = False

    @property
    def versions(self) -> Mapping[str, str]:
        """Which models speak here."""
        return {"closed": "script"}

    async def begin(self) -> None:
        """Forget the last sentence."""
        self._frames, self._partial = 0, ""

    async def accept(self, frame: Frame) -> Partial | None:
        """Hear 80 ms more of the next line."""
        assert len(frame.samples)
        self._frames += 1
        words = self._script[0].text.split() if self._script else []
        text = " ".join(words[: int(self._frames * FRAME_S / WORD_S)])
        if text == self._partial:
            return None
        self._partial = text
        return Partial(text)

    async def finish(self) -> Heard:
        """Say the line."""
        frames, self._frames, self._partial = self._frames, 0, ""
        return self._script.popleft() if self._script and frames else Heard(seconds=frames * FRAME_S)

    async def swap(self, closed: Path | None = None, grammar: tuple[str, ...] | None = None) -> None:
        """Remember what was asked for."""
        self.swapped.append(closed or grammar)

    def close(self) -> None:
        """Be done."""
        self.closed = True


def heard(text: str, confidence: float = 1.0) -> Heard:
    """Return what a sure recogniser would have heard."""
    words = text.split()
    timed = tuple(HeardWord(word, n * WORD_S, (n + 1) * WORD_S, confidence) for n, word in enumerate(words))
    return Heard(text, confidence, timed, (HeardAlternative(text, confidence),), seconds=len(words) * WORD_S)
