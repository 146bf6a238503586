"""Pre-roll, chimes, levels, resampling and the pipe."""

import asyncio
import os
import time
from contextlib import aclosing
from pathlib import Path

import msgspec
import numpy as np
import pytest

from device.sound import Hearing, MicrophoneHealth
from device.sound.chime import Chime, chime
from device.sound.frames import FRAME, FRAME_S, RATE, Audio, Frame, dbfs, frames, resample, silence
from device.sound.microphone import LiveMicrophone, Settings
from device.sound.preroll import PreRoll
from tests.device.sound.conftest import tone


def test_preroll_keeps_the_last_seconds_and_gives_what_came_after() -> None:
    preroll = PreRoll(1.5)
    for frame in frames(np.zeros(5 * RATE, np.int16), start=10.0):
        preroll.push(frame)
    kept = preroll.since(0.0)
    assert len(kept) * FRAME_S == pytest.approx(1.5, abs=FRAME_S)
    assert [frame.at for frame in preroll.since(14.8)] == pytest.approx([14.88, 14.96, 15.04])
    preroll.clear()
    assert preroll.since(0.0) == []


@pytest.mark.parametrize("kind", list(Chime))
@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
def test_chimes_are_short_soft_and_begin_and_end_in_silence(kind: Chime, rate: int) -> None:
    sound = chime(kind, rate)
    assert sound.rate == rate
    assert 0.1 < sound.seconds < 1.0
    assert 0.1 < np.abs(sound.samples).max() / 32768 < 0.3
    assert abs(int(sound.samples[0])) < 300
    assert abs(int(sound.samples[-1])) < 300
    assert np.abs(np.diff(sound.samples.astype(int))).max() < 5000  # no click


def test_chimes_differ() -> None:
    assert len({chime(kind).samples.tobytes() for kind in Chime}) == len(Chime)


def test_levels() -> None:
    assert dbfs(np.full(100, 32767, np.int16)) == pytest.approx(0, abs=0.01)
    assert dbfs(tone(1.0).samples) == pytest.approx(20 * np.log10(9000 / 32768 / np.sqrt(2)), abs=0.01)
    assert dbfs(silence(0.1).samples) == float("-inf")


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_resampling_keeps_length_and_pitch(rate: int) -> None:
    changed = resample(tone(1.0), rate)
    assert changed.seconds == pytest.approx(1.0, abs=0.001)
    assert np.argmax(np.abs(np.fft.rfft(changed.samples.astype(float)))) == pytest.approx(440, abs=1)


def test_resampling_nothing() -> None:
    assert resample(Audio(np.zeros(0, np.int16), 22_050), 16_000).rate == 16_000


def test_the_last_frame_is_filled_with_zeros() -> None:
    cut = list(frames(np.ones(FRAME + 10, np.int16), start=1.0, index=5))
    assert [(frame.index, round(frame.at, 2)) for frame in cut] == [(5, 1.08), (6, 1.16)]
    assert cut[1].samples.sum() == 10


PIPED = Settings(silent_after_s=0, reopen_first_s=0.01, lost_after_s=0.3)


def piped(path: Path) -> LiveMicrophone:
    return LiveMicrophone(msgspec.structs.replace(PIPED, device=f"pipe:{path}"))


def test_a_pipe_is_a_microphone_that_outlives_its_writers(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mic")

    async def listen() -> list[Frame]:
        microphone = piped(tmp_path / "mic")
        heard: list[Frame] = []
        async with aclosing(aiter(microphone)) as coming:  # type: ignore[type-var]
            writing = asyncio.create_task(asyncio.to_thread(write, 1))
            async for frame in coming:
                heard.append(frame)
                if len(heard) == 2:
                    await writing
                    writing = asyncio.create_task(asyncio.to_thread(write, 2))
                if len(heard) == 4:
                    break
            await writing
        assert microphone.health.state is Hearing.HEARING
        return heard

    def write(value: int) -> None:
        time.sleep(0.05)  # what was written before the pipe was opened is lost, as sound is
        with (tmp_path / "mic").open("wb") as pipe:
            pipe.write(np.full(2 * FRAME, value, np.int16).tobytes())

    heard = asyncio.run(listen())
    assert [int(frame.samples[0]) for frame in heard] == [1, 1, 2, 2]
    assert [frame.index for frame in heard] == [0, 1, 2, 3]


def test_a_pipe_that_falls_silent_or_is_missing_is_a_lost_microphone(tmp_path: Path) -> None:
    async def listen() -> list[MicrophoneHealth]:
        microphone = piped(tmp_path / "mic")
        told: asyncio.Queue[MicrophoneHealth] = asyncio.Queue()
        microphone.watch(told.put_nowait)

        async def hear() -> None:
            async for _ in microphone:
                pass

        hearing = asyncio.create_task(hear())
        seen = [await told.get()]
        os.mkfifo(tmp_path / "mic")
        while (health := await told.get()).state is not Hearing.LOST or "no sound" not in health.detail:
            pass
        seen.append(health)
        writer = os.open(tmp_path / "mic", os.O_RDWR | os.O_NONBLOCK)  # as the demo does: waits for no reader
        while told.empty():
            os.write(writer, np.full(FRAME, 1, np.int16).tobytes())
            await asyncio.sleep(0.01)
        os.close(writer)
        seen.append(told.get_nowait())
        hearing.cancel()
        await asyncio.wait({hearing})
        return seen

    missing, silent, heard = asyncio.run(listen())
    assert "mkfifo" in missing.detail
    assert "gave no sound for 0.3 s" in silent.detail
    assert heard.state is Hearing.HEARING
