"""Piper as a voice, with an ONNX session of our own: one thread, little memory. The only importer of piper.

`piper-tts` is GPL-3.0-or-later; see the README's licence section.
"""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from device.engine import Engine, open_session
from device.errors import ModelBroken, ModelMissing
from device.sound.frames import Audio
from device.voice.sentences import pieces


class PiperVoice:
    """Implements `device.voice.Voice` for any folder (or `.onnx` file) of a Piper voice."""

    def __init__(self, place: Path, *, speed: float = 1.0) -> None:
        """Load a voice. Raises ModelMissing or ModelBroken."""
        import piper  # noqa: PLC0415 - 50 MB, only for who has a voice

        model = find(place)
        try:
            settings = piper.PiperConfig.from_dict(json.loads(model.with_suffix(".onnx.json").read_text()))
        except (OSError, ValueError, KeyError) as error:
            raise ModelBroken(f"{model}.json does not describe a Piper voice: {error}") from error
        self._voice: Any = piper.PiperVoice(session=open_session(model), config=settings)
        # Piper would scale every sentence to full loudness: the level would jump from one to the next.
        self._style = piper.SynthesisConfig(length_scale=settings.length_scale / speed, normalize_audio=False)
        self._name = model.stem
        self._engine = Engine("voice")

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @property
    def rate(self) -> int:
        """Samples a second."""
        return int(self._voice.config.sample_rate)

    async def synthesize(self, text: str) -> AsyncIterator[Audio]:
        """Yield the sound of `text` piece by piece; the next is made when it is asked for."""
        for piece in pieces(text):
            for audio in await self._engine.run(self._speak, piece):
                yield audio

    def _speak(self, text: str) -> list[Audio]:
        return list(self._chunks(text))

    def _chunks(self, text: str) -> Iterator[Audio]:
        for chunk in self._voice.synthesize(text, self._style):
            yield Audio(np.frombuffer(chunk.audio_int16_bytes, np.int16), chunk.sample_rate)

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()


def find(place: Path) -> Path:
    """Return the model file of a voice. Raises ModelMissing."""
    models = [place] if place.suffix == ".onnx" else sorted(place.glob("*.onnx"))
    if not models or not models[0].is_file():
        raise ModelMissing(f"there is no Piper voice in {place}; run `hearth models fetch piper-kristin`")
    return models[0]
