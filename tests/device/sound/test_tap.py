"""The tap: nothing is lost in order, the oldest is dropped when full, and every loss is counted."""

import asyncio
import threading

import numpy as np

from device.sound.frames import FRAME
from device.sound.tap import Tap, TapStats


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
