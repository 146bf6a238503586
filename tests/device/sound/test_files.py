"""Recordings as a microphone, a recorder as a speaker."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from device.sound import Hearing, Played
from device.sound.files import Spoken, WavMicrophone, WavSpeaker, read_wav, write_wav
from device.sound.frames import FRAME, FRAME_S, RATE, Audio, dbfs, silence
from tests.device.sound.conftest import tone


def test_a_wav_file_survives(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.5))
    assert np.array_equal(read_wav(tmp_path / "a.wav").samples, tone(0.5).samples)


async def heard(microphone: WavMicrophone) -> np.ndarray:
    return np.concatenate([frame.samples async for frame in microphone])


@pytest.mark.parametrize("pace", [None, 50.0])
def test_a_clip_is_heard_whole_and_silence_follows(pace: float | None) -> None:
    clip = tone(0.5)
    sound = asyncio.run(heard(WavMicrophone([clip], pace=pace, tail_s=0.4)))
    assert np.array_equal(sound[: len(clip.samples)], clip.samples)
    assert not sound[len(clip.samples) :].any()
    assert len(sound) == pytest.approx(0.9 * RATE, abs=FRAME)


def test_other_rates_are_brought_to_sixteen_kilohertz() -> None:
    sound = asyncio.run(heard(WavMicrophone([tone(0.5, 22_050)], pace=None, tail_s=0.0)))
    spectrum = np.abs(np.fft.rfft(sound[:8000].astype(float)))
    assert np.argmax(spectrum) * 2 == pytest.approx(440, abs=4)


def test_frames_count_and_carry_the_time_of_their_end() -> None:
    async def listen() -> list[tuple[int, float]]:
        loop = asyncio.get_running_loop()
        start = loop.time()
        return [(frame.index, frame.at - start) async for frame in WavMicrophone([silence(0.24)], pace=None, tail_s=0)]

    found = asyncio.run(listen())
    assert [index for index, _ in found] == [0, 1, 2]
    assert [at for _, at in found] == pytest.approx([FRAME_S, 2 * FRAME_S, 3 * FRAME_S], abs=0.01)


def test_clips_can_be_said_while_it_runs_with_noise_between() -> None:
    async def converse() -> tuple[Spoken, np.ndarray, float]:
        loop = asyncio.get_running_loop()
        microphone = WavMicrophone(pace=20.0, noise_dbfs=-60.0, keep_open=True, tail_s=0.2)
        start = loop.time()
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(heard(microphone))
            await asyncio.sleep(0.02)
            spoken = await microphone.speak(tone(0.5))
            microphone.finish()
        return spoken, listening.result(), start

    spoken, sound, start = asyncio.run(converse())
    loud = np.flatnonzero(np.abs(sound) > 1000)
    assert loud[0] / RATE / 20 == pytest.approx(spoken.started_at - start, abs=0.004)
    assert (spoken.ended_at - spoken.started_at) * 20 == pytest.approx(0.5)
    assert dbfs(sound[-1600:]) == pytest.approx(-60, abs=1)


def test_real_time_takes_real_time() -> None:
    start = time.monotonic()
    asyncio.run(heard(WavMicrophone([silence(0.4)], tail_s=0.0)))
    assert 0.35 < time.monotonic() - start < 0.8


def test_health_is_told() -> None:
    states: list[Hearing] = []
    microphone = WavMicrophone([silence(0.1)], pace=None)
    microphone.watch(lambda health: states.append(health.state))
    asyncio.run(heard(microphone))
    assert states == [Hearing.HEARING, Hearing.LOST]


def test_what_is_played_is_kept(tmp_path: Path) -> None:
    async def speak() -> Played:
        speaker = WavSpeaker(tmp_path / "out.wav", rate=RATE, pace=50.0, gap_s=0.1)
        played = await speaker.play([tone(0.5), tone(0.5)])
        speaker.close()
        return played

    played = asyncio.run(speak())
    assert played.seconds == pytest.approx(1.0)
    kept = read_wav(tmp_path / "out.wav").samples
    assert np.array_equal(kept[:16000], np.concatenate([tone(0.5).samples] * 2))
    assert len(kept) == 16000 + 1600


def test_the_next_chunk_is_made_while_the_last_one_sounds() -> None:
    async def speak() -> float:
        loop = asyncio.get_running_loop()

        async def slow() -> AsyncIterator[Audio]:
            for _ in range(3):
                await asyncio.sleep(0.08)
                yield tone(1.0)

        start = loop.time()
        await WavSpeaker(rate=RATE, pace=10.0).play(slow())
        return loop.time() - start

    assert asyncio.run(speak()) < 0.45  # one making (0.08) and three soundings (0.1 each), not three of both


def test_volume(tmp_path: Path) -> None:
    async def speak() -> None:
        speaker = WavSpeaker(tmp_path / "out.wav", rate=RATE, pace=None, volume=0.5)
        await speaker.play([tone(0.1)])
        speaker.close()

    asyncio.run(speak())
    assert np.abs(read_wav(tmp_path / "out.wav").samples).max() == pytest.approx(4500, abs=5)
