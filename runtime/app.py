"""Builds the parts, joins them, and owns every task. What a turn does is in `conversation`; what a part does is its own.

`run` is `hearth run`; `say` and `listen` take single turns through the same parts.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from device.sound import Hearing, MicrophoneHealth
from device.sound.files import WavMicrophone, WavSpeaker
from runtime import desk, parts
from runtime.config import Config
from runtime.control import serve
from runtime.errors import PartFailed
from runtime.health import Condition, Health
from runtime.house import House
from runtime.supervise import Budget, Part, describe, supervise

LOG = logging.getLogger("hearth")
BEAT_WITHIN_S = 10.0
HOME_WITHIN_S = 5.0
"""How long a single turn waits for the home to be known."""


def run(config: Config) -> int:
    """Listen until told to stop; return the exit status."""
    return asyncio.run(_run(config))


async def _run(config: Config) -> int:
    loop = asyncio.get_running_loop()
    health = Health()
    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    house = House(config, parts.microphone(config), parts.speaker(config), health)
    house.restart = ending.set
    status = 0
    try:
        async with asyncio.TaskGroup() as group:
            living = [group.create_task(supervise(part, health), name=part.name) for part in _parts(house)]
            living.append(group.create_task(_ready(house), name="ready"))
            await ending.wait()
            health.stopping()
            LOG.info("stopping")
            for task in living:
                task.cancel()
    except* PartFailed as failed:
        LOG.critical("%s", describe(failed))
        status = 1
    finally:
        house.close()
    return status


def _parts(house: House) -> list[Part]:
    """Return everything that runs, vital parts first."""
    parts_of_it = [
        Part("microphone", house.ear.run),
        Part("conversation", house.conversation.run),
        Part("home", house.home.run),
        Part("health", house.health.run),
        Part("control", lambda: serve(house.socket, partial(desk.handle, house)), vital=False),
        Part("vocabulary", house.vocabulary.run, vital=False, budget=Budget(restarts=3, first_s=5.0)),
        Part("names", house.follow_names, vital=False),
        Part("reminders", house.reminders.run, vital=False),
        Part("errands", house.errands.run, vital=False),
    ]
    if (showing := house.showing) is not None:
        parts_of_it.append(Part("presence", lambda: showing.run(partial(desk.obey, house)), vital=False))
    return parts_of_it


async def _ready(house: House) -> None:
    """Declare readiness once models are loaded (they are, by now) and the first frame was heard; typed sentences work before."""
    heard = asyncio.Event()
    house.doing("idle")

    def changed(health: MicrophoneHealth) -> None:
        well = health.state is Hearing.HEARING
        house.health.report("microphone", Condition.WELL if well else Condition.DEGRADED, health.detail)
        house.health.excuse("microphone", excused=not well)
        house.hearing(well=well or health.state is Hearing.OPENING)
        if well:
            heard.set()

    house.microphone.watch(changed)
    changed(house.microphone.health)
    await heard.wait()
    house.health.declare_ready()
    await asyncio.get_running_loop().create_future()


def say(config: Config, text: str) -> Mapping[str, Any]:
    """Take one turn with a typed sentence, without a microphone; return `reply` and `trace`."""
    return asyncio.run(_single(config, WavMicrophone(), lambda house: desk.say(house, text)))


def listen(config: Config, recording: Path) -> Mapping[str, Any]:
    """Hear a recording through the whole pipeline, wake word included; return `reply` and the `traces` of its turns."""
    microphone = WavMicrophone(keep_open=True, noise_dbfs=-70.0)
    return asyncio.run(_single(config, microphone, lambda house: desk.hear(house, microphone, recording)))


async def _single(config: Config, microphone: WavMicrophone, task: Callable[[House], Any]) -> Mapping[str, Any]:
    """Build everything around a recording, wait for the home, do one thing, and let go."""
    house = House(config, microphone, WavSpeaker(pace=None), Health())
    try:
        async with asyncio.TaskGroup() as group:
            living = [group.create_task(coroutine, name=name) for name, coroutine in house.needed().items()]
            with suppress(TimeoutError):
                async with asyncio.timeout(HOME_WITHIN_S):
                    await house.home.ready()
            house.doing("idle")
            told = await task(house)
            for each in living:
                each.cancel()
    finally:
        house.close()
    return msgspec.to_builtins(told, enc_hook=str)  # type: ignore[no-any-return]
