"""The tap: nothing is lost in order, the oldest is dropped when full, and every loss is counted."""

import asyncio
import threading
from collections.abc import Callable

import numpy as np
import pytest

from device.sound.frames import FRAME
from device.sound.tap import TOGETHER, Tap, TapStats
from tests.support.clock import jump


def block(value: int) -> np.ndarray:
    return np.full(FRAME, value, np.int16)


def test_frames_come_in_order_with_their_times() -> None:
    async def listen() -> list[tuple[int, int, float]]:
        tap = Tap(asyncio.get_running_loop())

        def write() -> None:
            for n in range(5):
                tap.put(block(n), n / 10)
            tap.close()

        thread = threading.Thread(target=write)
        thread.start()
        heard = [(frame.index, int(frame.samples[0]), frame.at) async for frame in tap]
        thread.join()
        return heard

    assert asyncio.run(listen()) == [(n, n, n / 10) for n in range(5)]


def test_a_late_reader_loses_the_oldest_and_knows_how_many() -> None:
    async def listen() -> tuple[list[int], TapStats]:
        tap = Tap(asyncio.get_running_loop(), capacity=3)
        for n in range(10):
            tap.put(block(n), float(n))
        tap.close()
        return [frame.index async for frame in tap], tap.stats()

    indexes, stats = asyncio.run(listen())
    assert indexes == [7, 8, 9]
    assert stats == TapStats(taken=3, dropped=7, waiting=0)


def test_a_cancelled_reader_loses_nothing() -> None:
    async def listen() -> int:
        tap = Tap(asyncio.get_running_loop())
        reader = asyncio.create_task(tap.get())
        await asyncio.sleep(0)
        reader.cancel()
        tap.put(block(1), 0.0)
        frame = await tap.get()
        assert frame is not None
        return frame.index

    assert asyncio.run(listen()) == 0


def test_what_comes_after_closing_is_not_kept() -> None:
    async def listen() -> TapStats:
        tap = Tap(asyncio.get_running_loop())
        tap.close()
        tap.put(block(1), 0.0)
        assert await tap.get() is None
        return tap.stats()

    assert asyncio.run(listen()) == TapStats(0, 0, 0)


def quiet_unless(loud: int) -> Callable[[np.ndarray], bool]:
    return lambda samples: bool(samples[0] == loud)


def test_quiet_frames_come_together_and_a_stirring_one_brings_all_before_it_at_once() -> None:
    async def listen() -> list[tuple[float, int]]:
        loop = asyncio.get_running_loop()
        tap = Tap(loop, stirs=quiet_unless(5 + TOGETHER))
        came: list[tuple[float, int]] = []

        async def read() -> None:
            async for frame in tap:
                came.append((round(loop.time() - begun, 2), frame.index))  # noqa: PERF401 - ends when cancelled

        begun = loop.time()
        reading = asyncio.create_task(read())
        for number in range(20):
            await asyncio.sleep(0.08)
            tap.put(block(number), loop.time())
        tap.attend(closely=True)
        await asyncio.sleep(0.01)
        for number in range(20, 22):
            await asyncio.sleep(0.08)
            tap.put(block(number), loop.time())
        await asyncio.sleep(0.01)
        reading.cancel()
        await asyncio.wait({reading})
        return came

    came = jump(listen())
    assert [index for _, index in came] == list(range(22))
    times = {at: [index for when, index in came if when == at] for at, _ in came}
    assert list(times.values()) == [[0], [*range(1, 13)], [*range(13, 18)], [18, 19], [20], [21]]


def test_silence_from_the_device_is_counted_from_its_last_frame() -> None:
    async def listen() -> tuple[int, float]:
        loop = asyncio.get_running_loop()
        tap = Tap(loop, stirs=lambda _: False)
        for number in range(3):
            loop.call_later(0.5 * number, lambda: tap.put(block(1), loop.time()))
        begun = loop.time()
        count = 0
        try:
            while await tap.get(2.0):
                count += 1
        except TimeoutError:
            return count, loop.time() - begun
        return count, 0.0

    assert jump(listen()) == (3, pytest.approx(3.0, abs=0.01))
