"""Frames reach whoever listens, from the end of the wake word on; own sound does not."""

import asyncio
from contextlib import aclosing

import numpy as np

from device.hearing import Detection
from device.sound.files import WavMicrophone
from device.sound.frames import FRAME, FRAME_S, Audio
from runtime.ear import Call, Ear
from tests.support.clock import jump

COUNTING = Audio(np.repeat(np.arange(1, 101, dtype=np.int16), FRAME))
"""Frame n holds the number n."""


class Wake:
    """Hears a wake word in given frames; it ended two frames before."""

    def __init__(self, *heard_in: int) -> None:
        self.heard_in = heard_in
        self.speaking: list[bool] = []

    async def hear(self, frame, *, speaking=False):
        self.speaking.append(speaking)
        if int(frame.samples[0]) in self.heard_in:
            return Detection("hey", 0.9, frame.at, frame.at - 2 * FRAME_S)
        return None


async def hear(ear: Ear, call: Call, count: int) -> list[int]:
    async with aclosing(ear.listen(call)) as frames:
        return [int((await anext(frames)).samples[0]) for _ in range(count)]


def test_the_word_right_after_the_wake_word_is_not_lost() -> None:
    async def main() -> list[int]:
        ear = Ear(WavMicrophone([COUNTING]), Wake(10))
        pump = asyncio.create_task(ear.run())
        call = await ear.calls.get()
        await asyncio.sleep(5 * FRAME_S)  # the turn begins late
        heard = await hear(ear, call, 8)
        pump.cancel()
        await asyncio.wait({pump})
        return heard

    assert jump(main()) == [9, 10, 11, 12, 13, 14, 15, 16]


def test_muted_means_deaf() -> None:
    async def main() -> None:
        wake = Wake(10)
        ear = Ear(WavMicrophone([COUNTING]), wake)
        ear.muted = True
        await ear.run()
        assert ear.calls.empty()
        assert not wake.speaking

    jump(main())


def test_a_chime_is_silence_for_the_listener() -> None:
    async def main() -> list[int]:
        loop = asyncio.get_running_loop()
        ear = Ear(WavMicrophone([COUNTING]), Wake())
        ear.own_sound(loop.time() + 2 * FRAME_S, 0.1)
        pump = asyncio.create_task(ear.run())
        heard = await hear(ear, Call("button", loop.time()), 10)
        pump.cancel()
        await asyncio.wait({pump})
        return heard

    heard = jump(main())
    assert heard[:2] == [1, 2]
    assert heard[2:6] == [0, 0, 0, 0]
    assert heard[-1] == 10


def test_only_the_newest_calls_wait() -> None:
    async def main() -> None:
        ear = Ear(WavMicrophone(), Wake())
        for number in range(6):
            ear.call(Call("button", number))
        assert [ear.calls.get_nowait().at for _ in range(4)] == [2, 3, 4, 5]

    jump(main())


def test_the_wake_word_knows_when_hearth_speaks() -> None:
    async def main() -> None:
        wake = Wake()
        ear = Ear(WavMicrophone([COUNTING]), wake)
        pump = asyncio.create_task(ear.run())
        await asyncio.sleep(10 * FRAME_S)
        with ear.speaking():
            await asyncio.sleep(10 * FRAME_S)
        await asyncio.sleep(10 * FRAME_S)
        pump.cancel()
        await asyncio.wait({pump})
        assert True in wake.speaking
        assert not wake.speaking[0]
        assert not wake.speaking[-1]

    jump(main())


class Attentive(WavMicrophone):
    """Writes down who asked for every frame."""

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        self.asked: list[bool] = []

    def attend(self, *, closely: bool) -> None:
        self.asked.append(closely)


def test_each_frame_is_asked_for_only_while_somebody_listens() -> None:
    async def main() -> list[bool]:
        microphone = Attentive([COUNTING])
        ear = Ear(microphone, Wake(10))
        pump = asyncio.create_task(ear.run())
        call = await ear.calls.get()
        assert microphone.asked == [True]  # from the wake word on, before anybody listens
        await hear(ear, call, 3)
        await hear(ear, Call("button", asyncio.get_running_loop().time()), 3)
        pump.cancel()
        await asyncio.wait({pump})
        return microphone.asked

    assert jump(main()) == [True, False, True, False]


def test_what_was_heard_before_a_button_was_pressed_is_not_the_sentence() -> None:
    """A microphone may hand quiet frames over late; those from before the call do not count."""

    async def main() -> list[int]:
        ear = Ear(WavMicrophone([COUNTING]), Wake())
        pump = asyncio.create_task(ear.run())
        await asyncio.sleep(0)
        heard = await hear(ear, Call("button", asyncio.get_running_loop().time() + 5.5 * FRAME_S), 2)
        pump.cancel()
        await asyncio.wait({pump})
        return heard

    assert jump(main()) == [6, 7]
