"""What every microphone and every speaker keeps, the real ones (through PulseAudio) included."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from device.sound import Hearing, Microphone, Speaker
from device.sound import microphone as real_microphone
from device.sound.files import WavMicrophone, WavSpeaker
from device.sound.frames import FRAME, Audio, Frame
from device.sound.microphone import LiveMicrophone
from device.sound.speaker import PortAudioSpeaker
from tests.device.sound.conftest import tone

REAL = pytest.param("real", marks=pytest.mark.sound)


@pytest.fixture(params=["file", REAL])
def microphone(request: pytest.FixtureRequest) -> Microphone:
    if request.param == "file":
        return WavMicrophone([tone(1.0)], keep_open=True, pace=4.0)
    request.getfixturevalue("pulse")
    return LiveMicrophone(real_microphone.Settings(device="pulse", silent_after_s=0))


@pytest.fixture(params=["file", REAL])
def speaker(request: pytest.FixtureRequest, tmp_path: Path) -> Speaker:
    if request.param == "file":
        return WavSpeaker(tmp_path / "kept.wav", rate=22_050)
    request.getfixturevalue("pulse")
    return PortAudioSpeaker()


async def some(microphone: Microphone, count: int) -> list[Frame]:
    found: list[Frame] = []
    iterator = aiter(microphone)
    async for frame in iterator:
        found.append(frame)
        if len(found) == count:
            break
    await iterator.aclose()  # type: ignore[attr-defined]
    return found


def test_frames_are_eighty_milliseconds_numbered_and_timed(microphone: Microphone) -> None:
    found = asyncio.run(some(microphone, 10))
    assert all(frame.samples.shape == (FRAME,) and frame.samples.dtype == np.int16 for frame in found)
    assert [frame.index for frame in found] == list(range(10))
    assert all(one.at <= other.at for one, other in pairwise(found))


def test_it_says_that_it_hears(microphone: Microphone) -> None:
    states: list[Hearing] = []
    microphone.watch(lambda health: states.append(health.state))
    asyncio.run(some(microphone, 3))
    assert states[0] is Hearing.HEARING
    assert microphone.health.dropped == 0


def test_it_can_be_iterated_again_and_goes_on_counting(microphone: Microphone) -> None:
    async def twice() -> tuple[int, int]:
        first = await some(microphone, 3)
        return first[-1].index, (await some(microphone, 3))[0].index

    before, after = asyncio.run(twice())
    assert after > before


def test_playing_takes_as_long_as_it_sounds(speaker: Speaker) -> None:
    async def play() -> None:
        loop = asyncio.get_running_loop()
        firsts: list[float] = []
        start = loop.time()
        assert not speaker.playing
        played = await speaker.play([tone(0.3, 22_050), tone(0.3, 22_050)], on_first=firsts.append)
        assert 0.55 < loop.time() - start < 1.5
        assert played.seconds == pytest.approx(0.6, abs=0.01)
        assert not played.flushed
        assert played.first_sample_at is not None
        assert start <= played.first_sample_at < start + 0.7
        assert firsts == [played.first_sample_at]
        assert not speaker.playing

    asyncio.run(play())


def test_flush_stops_at_once(speaker: Speaker) -> None:
    async def play() -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(speaker.play([tone(5.0, 22_050)]))
            await asyncio.sleep(0.5)
            assert speaker.playing
            before = loop.time()
            speaker.flush()
            played = await playing
        assert loop.time() - before < 0.1
        assert played.flushed
        assert played.seconds < 1.5

    asyncio.run(play())


def test_flush_reaches_a_voice_that_is_still_thinking(speaker: Speaker) -> None:
    closed: list[bool] = []

    async def thinking() -> AsyncIterator[Audio]:
        try:
            await asyncio.sleep(60)
            yield tone(1.0)
        finally:
            closed.append(True)

    async def play() -> None:
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(speaker.play(thinking()))
            await asyncio.sleep(0.05)
            speaker.flush()
            played = await playing
        assert played.flushed
        assert played.first_sample_at is None

    asyncio.run(play())
    assert closed == [True]


def test_cancelling_a_player_leaves_the_speaker_usable(speaker: Speaker) -> None:
    async def play() -> None:
        task = asyncio.create_task(speaker.play([tone(5.0, 22_050)]))
        await asyncio.sleep(0.3)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert not speaker.playing
        assert (await speaker.play([tone(0.1, 22_050)])).seconds == pytest.approx(0.1, abs=0.01)

    asyncio.run(play())


def test_nothing_to_say_is_no_sound(speaker: Speaker) -> None:
    played = asyncio.run(speaker.play([]))
    assert (played.first_sample_at, played.seconds) == (None, 0.0)


def test_players_take_turns(speaker: Speaker) -> None:
    async def play() -> float:
        start = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for _ in range(2):
                group.create_task(speaker.play([tone(0.3, 22_050)]))
        return time.monotonic() - start

    assert asyncio.run(play()) > 0.55
