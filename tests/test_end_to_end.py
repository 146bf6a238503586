"""The whole of Hearth on real parts: recordings go in at the microphone, the home and the reply are looked at.

Mosquitto, a simulated home and `hearth run` are processes of their own, as in the demo.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from device.home.state import Command
from device.sound.files import read_wav
from runtime.control import Ask, request, say, watch
from runtime.demo.performance import RECORDINGS, Audience, perform
from runtime.demo.script import SCRIPT, Line
from runtime.demo.stage import Stage, set_up
from runtime.errors import HearthError

pytestmark = [pytest.mark.slow, pytest.mark.broker, pytest.mark.timeout(240)]
LINES = {line.name: line for line in SCRIPT}
Act = Callable[[Stage, Audience], Awaitable[None]]


def on_stage(folder: Path, act: Act, *, unplugged: bool = False) -> None:
    """Set everything up, wait until Hearth is idle, act."""

    async def main() -> None:
        async with set_up(folder, unplugged=unplugged) as stage, asyncio.TaskGroup() as group:
            audience = Audience(watch(folder / "hearth.sock"), lambda _: None)
            watching = group.create_task(audience.run())
            await audience.ready()
            await act(stage, audience)
            watching.cancel()

    asyncio.run(main())


def entity(stage: Stage, room: str, name: str) -> str:
    return next(each.id for each in stage.home.home if (each.room, each.name.lower()) == (room, name))


async def until(stage: Stage, true: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await stage.home.changed(stage.home.home.version)


def test_a_spoken_command_switches_the_lamp_and_is_answered_aloud(tmp_path) -> None:
    async def act(stage: Stage, audience: Audience) -> None:
        performed = await perform(stage, audience, lambda *_: None, (LINES["kitchen_light_on"],))
        assert performed[0].verdict.right, performed[0].verdict.detail
        stages = [event["stage"] for event in performed[0].events]
        assert stages == [
            "wake",
            "endpoint",
            "recognize",
            "rewrite",
            "understand",
            "resolve",
            "act",
            "confirm",
            "speak",
        ]

    on_stage(tmp_path, act)
    assert len(read_wav(tmp_path / "spoken.wav").samples) > 8000


def test_the_same_sentence_means_the_lamp_that_is_on(tmp_path) -> None:
    """One recording, two states of the home, two different lamps on the broker."""

    async def act(stage: Stage, audience: Audience) -> None:
        lamps = {name: entity(stage, "living room", name) for name in ("floor lamp", "reading lamp")}
        for lit, other in (("floor lamp", "reading lamp"), ("reading lamp", "floor lamp")):
            await stage.home.execute([Command(lamps[lit], "turn_on"), Command(lamps[other], "turn_off")])
            line = Line("lamp_off", "turn off the lamp", "", {f"living room/{lit}": {"value": "off"}})
            performed = await perform(stage, audience, lambda *_: None, (line,))
            assert performed[0].verdict.right, (lit, performed[0].verdict.detail)

    on_stage(tmp_path, act)


def test_sigterm_in_the_middle_of_a_sentence_ends_it_cleanly(tmp_path) -> None:
    async def act(stage: Stage, audience: Audience) -> None:
        await stage.speak(RECORDINGS / "which_lights.wav")
        await audience.until(lambda: audience.doing == "speaking", "has not replied")
        await asyncio.sleep(0.5)
        stage.hearth.send_signal(signal.SIGTERM)
        async with asyncio.timeout(8):
            assert await stage.hearth.wait() == 0

    on_stage(tmp_path, act)
    assert len(read_wav(tmp_path / "spoken.wav").samples) > 0  # the file's header was finished


def test_a_broker_that_dies_is_named_and_the_next_command_works_when_it_is_back(tmp_path) -> None:
    async def act(stage: Stage, audience: Audience) -> None:
        stage.broker.kill()
        await asyncio.sleep(0.5)
        told = await say("turn on the kitchen ceiling light", tmp_path / "hearth.sock")
        assert "broker" in told["reply"] or "reach" in told["reply"], told["reply"]
        stage.broker.start()
        lamp = entity(stage, "kitchen", "ceiling light")
        for _ in range(40):
            if "is on" in (await say("turn on the kitchen ceiling light", tmp_path / "hearth.sock"))["reply"]:
                break
            await asyncio.sleep(0.5)
        await until(stage, lambda: stage.home.home.state(lamp).value == "on")

    on_stage(tmp_path, act)


def test_a_broker_that_is_absent_at_start_and_comes_after_a_minute(tmp_path) -> None:
    """Alive and saying so without one; within five seconds of its coming the home is right."""
    socket = tmp_path / "hearth.sock"
    command = "turn on the kitchen ceiling light"

    async def reply() -> str:
        with suppress(HearthError):
            return str((await say(command, socket))["reply"])
        return ""

    async def until_it_says(words: str, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while words not in await reply():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.2)

    async def main() -> None:
        async with set_up(tmp_path) as stage:
            stage.hearth.terminate()
            await stage.hearth.wait()
            stage.broker.kill()
            folders = {"STATE_DIRECTORY": str(tmp_path / "state"), "RUNTIME_DIRECTORY": str(tmp_path)}
            run = (sys.executable, "-m", "runtime.cli", "run", "--config", str(stage.place.config))
            with stage.place.log.open("ab") as log:
                hearth = await asyncio.create_subprocess_exec(*run, stdout=log, stderr=log, env=os.environ | folders)
            try:
                await until_it_says("broker", 30)
                await asyncio.sleep(60)
                assert hearth.returncode is None
                stage.broker.start()
                # The simulated home has to find its way back as well.
                await until_it_says("is on", 10)
                lamp = entity(stage, "kitchen", "ceiling light")
                await until(stage, lambda: stage.home.home.state(lamp).value == "on")
            finally:
                hearth.terminate()
                await hearth.wait()

    asyncio.run(main())


def test_a_device_that_does_not_obey_is_said_so(tmp_path) -> None:
    async def act(stage: Stage, audience: Audience) -> None:
        await stage.break_thing("kitchen_ceiling_light", "ignore")
        told = await say("turn on the kitchen ceiling light", tmp_path / "hearth.sock")
        assert "did not" in told["reply"] or "answer" in told["reply"], told["reply"]
        assert told["trace"]["failed_stage"] == "confirm"

    on_stage(tmp_path, act)


def test_no_microphone_at_start_then_one_that_is_lost_in_the_middle_of_a_sentence(tmp_path) -> None:
    """Alive and saying so without one, ready once it is there; a loss ends the turn, and the next one works."""
    socket = tmp_path / "hearth.sock"

    async def hears(stage: Stage, *, well: bool) -> None:
        async with asyncio.timeout(10):
            while (  # noqa: ASYNC110 - another process
                await request(Ask("status"), socket)
            )["microphone"]["state"] != ("hearing" if well else "lost"):
                await asyncio.sleep(0.2)
        assert stage.hearth.returncode is None

    async def act(stage: Stage, audience: Audience) -> None:
        await hears(stage, well=False)
        parts = {part["name"]: part for part in (await request(Ask("status"), socket))["parts"]}
        assert parts["microphone"]["condition"] == "degraded"
        assert "gave no sound" in parts["microphone"]["detail"]
        assert "is off" in (await say("turn off the office ceiling light", socket))["reply"]

        stage.unplug(unplugged=False)
        await hears(stage, well=True)
        speaking = asyncio.create_task(stage.speak(RECORDINGS / "floor_lamp_forty.wav"))
        await audience.until(lambda: audience.doing == "listening", "has not heard the wake word")
        known = len(audience.finished)
        stage.unplug(unplugged=True)
        await audience.until(lambda: len(audience.finished) > known, "has not given the turn up")
        turn, outcome = audience.finished[-1]
        assert outcome == "failed"
        assert "gave no sound" in audience.events[turn][1]["data"]["problem"]
        assert audience.events[turn][1]["stage"] == "endpoint"
        await speaking

        stage.unplug(unplugged=False)
        await hears(stage, well=True)
        performed = await perform(stage, audience, lambda *_: None, (LINES["kitchen_light_on"],))
        assert performed[0].verdict.right, performed[0].verdict.detail

    on_stage(tmp_path, act, unplugged=True)
