"""The same sentence in two states of a simulated home on a real Mosquitto: the broker sees two different commands."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from device.home.live import LiveHome
from device.home.settings import MqttSettings
from device.home.simulated.broker import Mosquitto
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.process import SimulatedHome
from runtime.resolve import Plain, resolve
from runtime.skills.perform import act
from runtime.skills.report import spoken
from runtime.turn import Context, Request
from tests.support.broker import broker, needs_mosquitto, probe
from tests.support.talk import said

__all__ = ["broker"]
pytestmark = [pytest.mark.broker, needs_mosquitto]

FLOOR = Thing("floor", "light", "Floor lamp", room="study", schema="basic", state={"value": "off"}, delay_s=0.02)
DESK = Thing("desk", "light", "Desk lamp", room="study", schema="basic", state={"value": "off"}, delay_s=0.02)


@asynccontextmanager
async def living(broker: Mosquitto):
    settings = MqttSettings(host="127.0.0.1", port=broker.port, settle_s=0.3)
    home = LiveHome(settings)
    tasks = [asyncio.create_task(home.run()), asyncio.create_task(SimulatedHome(Plan((FLOOR, DESK)), settings).run())]
    try:
        async with asyncio.timeout(10):
            await home.ready()
            while sum(home.home.state(one.id).at is not None for one in home.home) < 2:
                await home.changed(home.home.version)
        yield home
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=8)


async def speak(home: LiveHome) -> str:
    context = Context(
        home=home.home, now=datetime(2026, 3, 10, 19, tzinfo=UTC), at=asyncio.get_running_loop().time(), room="study"
    )
    request = resolve(said("turn_off", "turn off the light", kind="light:light"), context, Plain())
    assert isinstance(request, Request), request
    reply = act(request, context)
    return spoken(reply, (request,), await home.execute(reply.commands), context)


async def becomes(home: LiveHome, name: str, value: str) -> None:
    async with asyncio.timeout(5):
        while not any(one.name == name and home.home.state(one.id).value == value for one in home.home):
            await home.changed(home.home.version)


async def told_off(seen: list[tuple[str, bytes, bool]]) -> list[str]:
    """Return the topics on which something was told to go off, once the broker has passed them on."""
    async with asyncio.timeout(3):
        while True:
            topics = [topic for topic, payload, _ in seen if payload == b"OFF" and topic.endswith("/set")]
            if topics:
                return topics
            await asyncio.sleep(0.02)


def test_turn_off_the_light_means_the_one_that_is_on(broker: Mosquitto) -> None:
    async def check() -> None:
        async with living(broker) as home:
            with probe(broker.port) as person:
                person.subscribe("#")
                for thing, name, other in (("floor", "floor lamp", "desk"), ("desk", "desk lamp", "floor")):
                    person.say(f"simulator/{thing}/set_state", '{"value": "on"}')
                    await becomes(home, name, "on")
                    person.seen.clear()
                    assert await speak(home) == f"The {name} is off."
                    commands = await told_off(person.seen)
                    assert any(thing in topic for topic in commands), person.seen
                    assert not any(other in topic for topic in commands)

    asyncio.run(check())
