"""What every voice keeps: the fake, espeak-ng, and Piper with the tiny voice of our own."""

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from device.errors import ModelBroken, ModelMissing, VoiceFailed
from device.models.shelf import bundled_directory
from device.sound.files import WavSpeaker
from device.sound.frames import Audio, dbfs
from device.voice import Voice
from device.voice.espeak import EspeakVoice
from device.voice.fake import SilentVoice
from device.voice.piper import PiperVoice

TINY = bundled_directory() / "voice_test"


@pytest.fixture(params=["silent", "espeak", "piper"])
def voice(request: pytest.FixtureRequest) -> Voice:
    match request.param:
        case "silent":
            return SilentVoice()
        case "espeak":
            if not shutil.which("espeak-ng"):
                pytest.skip("espeak-ng is not installed")
            return EspeakVoice()
        case _:
            return PiperVoice(TINY)


async def sound(voice: Voice, text: str) -> list[Audio]:
    return [audio async for audio in voice.synthesize(text)]


def test_sound_comes_piece_by_piece_at_the_voices_rate(voice: Voice) -> None:
    made = asyncio.run(sound(voice, "The kitchen light is on. It is warm."))
    assert len(made) == 2
    assert {audio.rate for audio in made} == {voice.rate}
    assert all(0.3 < audio.seconds < 6 for audio in made)
    assert all(audio.samples.dtype == np.int16 and audio.samples.ndim == 1 for audio in made)
    voice.close()


@pytest.mark.parametrize("text", ["", "   ", "...", "?!"])
def test_nothing_to_say_is_no_sound(voice: Voice, text: str) -> None:
    assert asyncio.run(sound(voice, text)) == []


def test_longer_words_take_longer(voice: Voice) -> None:
    async def seconds(text: str) -> float:
        return sum(audio.seconds for audio in await sound(voice, text))

    async def both() -> tuple[float, float]:
        return await seconds("Done."), await seconds("The light in the living room is already on.")

    short, long = asyncio.run(both())
    assert long > 1.5 * short


def test_it_can_be_interrupted_and_speaks_again(voice: Voice) -> None:
    async def interrupt() -> int:
        async with aclosing(
            cast("AsyncGenerator[Audio]", voice.synthesize("One is on. Two is off. Three is on."))
        ) as made:
            async for _ in made:
                break
        return len(await sound(voice, "Done."))

    assert asyncio.run(interrupt()) == 1


def test_it_speaks_through_a_speaker(voice: Voice, tmp_path: Path) -> None:
    async def speak() -> float:
        speaker = WavSpeaker(tmp_path / "said.wav", rate=voice.rate, pace=None)
        played = await speaker.play(voice.synthesize("The kitchen light is on."))
        speaker.close()
        return played.seconds

    assert asyncio.run(speak()) > 0.4


def test_piper_is_audible_and_does_not_jump_in_level() -> None:
    made = asyncio.run(sound(PiperVoice(TINY), "The kitchen light is on. It is warm. Done."))
    levels = [dbfs(audio.samples) for audio in made]
    assert all(level > -40 for level in levels)
    assert max(levels) - min(levels) < 6


def test_speed_changes_how_long_it_takes() -> None:
    async def seconds(speed: float) -> float:
        return sum(audio.seconds for audio in await sound(PiperVoice(TINY, speed=speed), "It is warm in the kitchen."))

    assert asyncio.run(seconds(2.0)) < 0.7 * asyncio.run(seconds(1.0))


def test_a_missing_voice_names_the_command_that_brings_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="hearth models fetch"):
        PiperVoice(tmp_path)


@pytest.mark.parametrize("part", ["model", "json", "no json"])
def test_a_broken_voice_says_so(tmp_path: Path, part: str) -> None:
    for name in ("tones.onnx", "tones.onnx.json"):
        shutil.copy(TINY / name, tmp_path)
    match part:
        case "model":
            (tmp_path / "tones.onnx").write_bytes((TINY / "tones.onnx").read_bytes()[:500])
        case "json":
            about = json.loads((TINY / "tones.onnx.json").read_text())
            del about["espeak"]
            (tmp_path / "tones.onnx.json").write_text(json.dumps(about))
        case _:
            (tmp_path / "tones.onnx.json").unlink()
    with pytest.raises(ModelBroken, match=r"tones\.onnx"):
        PiperVoice(tmp_path)


@pytest.mark.parametrize("script", ["echo it hurts >&2; exit 1", "exit 0"])
def test_espeak_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(VoiceFailed, match="espeak-ng failed"):
        asyncio.run(sound(EspeakVoice(), "Hello."))


def test_without_espeak_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ModelMissing, match="apt-get install espeak-ng"):
        EspeakVoice()
