"""A voice without a sound: silence as long as the words would take. For tests and for runs without a speaker."""

from collections.abc import AsyncIterator

from device.sound.frames import Audio, silence
from device.voice.sentences import pieces

SECONDS_PER_LETTER = 0.06


class SilentVoice:
    """Implements `device.voice.Voice`; `said` keeps what was asked for."""

    def __init__(self, rate: int = 16_000) -> None:
        self.name = "silent"
        self.rate = rate
        self.said: list[str] = []

    async def synthesize(self, text: str) -> AsyncIterator[Audio]:
        """Yield silence piece by piece."""
        for piece in pieces(text):
            self.said.append(piece)
            yield silence(SECONDS_PER_LETTER * len(piece), self.rate)

    def close(self) -> None:
        """Nothing stays open."""
