"""espeak-ng as a voice: robotic, tiny, on every Debian. What speaks when no Piper voice is installed.

The program runs as a child for each clause; it holds no memory in between.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator

import numpy as np

from device.errors import ModelMissing, VoiceFailed
from device.sound.frames import Audio
from device.voice.sentences import pieces

RATE = 22_050
"""What espeak-ng writes."""
WORDS_PER_MINUTE = 165
HEADER = 44
"""Bytes before the samples in the WAV stream that espeak-ng writes."""


class EspeakVoice:
    """Implements `device.voice.Voice`."""

    def __init__(self, *, voice: str = "en-gb", speed: float = 1.0) -> None:
        """Raises ModelMissing when espeak-ng is not installed."""
        program = shutil.which("espeak-ng")
        if program is None:
            raise ModelMissing("espeak-ng is not installed; run `sudo apt-get install espeak-ng`")
        self._command = (program, "-v", voice, "-s", str(round(WORDS_PER_MINUTE * speed)), "--stdout", "--stdin")

    @property
    def name(self) -> str:
        """What it is called."""
        return "espeak-ng"

    @property
    def rate(self) -> int:
        """Samples a second."""
        return RATE

    async def synthesize(self, text: str) -> AsyncIterator[Audio]:
        """Yield the sound of `text` piece by piece. Raises VoiceFailed when the program does."""
        waiting = list(pieces(text))
        ahead: asyncio.Task[Audio] | None = None
        try:
            while waiting or ahead is not None:
                ahead = ahead or asyncio.create_task(self._speak(waiting.pop(0)), name="espeak")
                audio = await ahead
                # The next piece is made while this one sounds.
                ahead = asyncio.create_task(self._speak(waiting.pop(0)), name="espeak") if waiting else None
                yield audio
        finally:
            if ahead is not None:
                ahead.cancel()

    async def _speak(self, text: str) -> Audio:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, problem = await process.communicate(text.encode())
        except asyncio.CancelledError:
            process.kill()
            await process.wait()
            raise
        if process.returncode or len(out) <= HEADER:  # an unknown voice is told on stderr, with exit status 0
            raise VoiceFailed(f"espeak-ng failed: {problem.decode(errors='replace').strip()}")
        return Audio(np.frombuffer(out[HEADER:], np.int16), RATE)

    def close(self) -> None:
        """Nothing stays open."""
