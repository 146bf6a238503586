"""One contract for every `HomeLink`: the scripted one, and the real one with a simulated home on a real Mosquitto."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from device.home.fake import FakeHome, furnish
from device.home.link import HomeLink, follow
from device.home.live import LiveHome
from device.home.settings import MqttSettings
from device.home.simulated.broker import find_mosquitto, mosquitto
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.process import SimulatedHome
from device.home.state import Command, Entity, Range, State

THINGS = (
    Thing("lamp", "light", "Lamp", room="study", can={"brightness": True}, state={"value": "off", "brightness": 50}),
    Thing("heat", "climate", "Thermostat", room="study", can={"temperature": [5, 30, 0.5], "mode": ["off", "heat"]},
          state={"value": "heat", "temperature": 20, "current_temperature": 19}),
    Thing("bell", "button", "Bell", room="hall"),
    Thing("mute", "switch", "Silent plug", room="hall", optimistic=True),
)  # fmt: skip


def scripted() -> FakeHome:
    lamp = Entity("light.lamp", "light", "lamp", room="study", can={"on_off": True, "brightness": True})
    heat = Entity("climate.heat", "climate", "thermostat", room="study", can={"temperature": Range(5, 30, 0.5)})
    bell = Entity("button.bell", "button", "bell", room="hall", can={"press": True})
    plug = Entity("switch.mute", "switch", "silent plug", room="hall", can={"on_off": True}, optimistic=True)
    return FakeHome(
        furnish([
            (lamp, State("off", {"brightness": 50.0}, at=0.0)),
            (heat, State("heat", {"temperature": 20.0, "current_temperature": 19.0}, at=0.0)),
            (bell, State()),
            (plug, State()),
        ])
    )  # fmt: skip


@asynccontextmanager
async def linked(kind: str):
    async with AsyncExitStack() as stack:
        tasks: list[asyncio.Task[None]] = []
        if kind == "fake":
            link: HomeLink = scripted()
        else:
            if find_mosquitto() is None:
                pytest.skip("Mosquitto is not installed")
            broker = stack.enter_context(mosquitto())
            settings = MqttSettings(host="127.0.0.1", port=broker.port, settle_s=0.2)
            tasks.append(asyncio.create_task(SimulatedHome(Plan(THINGS), settings).run()))
            link = LiveHome(settings)
        tasks.append(asyncio.create_task(link.run()))
        try:
            async with asyncio.timeout(10):
                await link.ready()
                while len(link.home.entities) < len(THINGS) or not link.home.state(one(link, "lamp")).at is not None:
                    await link.changed(link.home.version)
            yield link
        finally:
            for task in tasks:
                task.cancel()
            _, stuck = await asyncio.wait(tasks, timeout=8)
            for task in asyncio.all_tasks() if stuck else ():
                task.print_stack()
            assert not stuck
            for task in tasks:
                if not task.cancelled():
                    task.result()


def one(link: HomeLink, name: str) -> str:
    return next((entity.id for entity in link.home if name in entity.name), "")


pytestmark = pytest.mark.parametrize("kind", ["fake", pytest.param("live", marks=pytest.mark.broker)])


def check(kind: str, body) -> None:
    async def main() -> None:
        async with linked(kind) as link:
            await body(link)

    asyncio.run(main())


def test_ready_means_not_stale(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        assert link.status.connected
        assert link.status.ready
        assert not link.home.stale
        assert set(link.home.rooms) == {"study", "hall"}

    check(kind, body)


def test_a_command_is_confirmed_and_can_be_undone(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        lamp = one(link, "lamp")
        (outcome,) = await link.execute([Command(lamp, "turn_on")])
        assert outcome.status == "confirmed"
        assert link.home.state(lamp).value == "on"
        assert outcome.inverse is not None
        (back,) = await link.execute([outcome.inverse])
        assert back.status == "confirmed"
        assert link.home.state(lamp).value == "off"

    check(kind, body)


def test_a_value_is_set_and_restored(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        heat = one(link, "thermostat")
        (outcome,) = await link.execute([Command(heat, "set", {"temperature": 22.0})])
        assert outcome.status == "confirmed"
        assert link.home.state(heat).attributes["temperature"] == 22.0
        assert outcome.inverse is not None
        await link.execute([outcome.inverse])
        assert link.home.state(heat).attributes["temperature"] == 20.0

    check(kind, body)


def test_what_is_so_already_is_unchanged(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        (outcome,) = await link.execute([Command(one(link, "lamp"), "turn_off")])
        assert outcome.status == "unchanged"

    check(kind, body)


def test_what_cannot_answer_is_only_sent(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        outcomes = await link.execute([Command(one(link, "bell"), "press"), Command(one(link, "plug"), "turn_on")])
        assert [outcome.status for outcome in outcomes] == ["sent", "sent"]

    check(kind, body)


def test_an_unknown_device_is_impossible(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        (outcome,) = await link.execute([Command("light.nowhere", "turn_on")])
        assert outcome.status == "impossible"
        assert outcome.sentence

    check(kind, body)


def test_outcomes_keep_their_order(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        commands = [
            Command(one(link, "thermostat"), "set", {"temperature": 18.0}),
            Command(one(link, "lamp"), "turn_on"),
        ]
        outcomes = await link.execute(commands)
        assert [outcome.command.entity_id for outcome in outcomes] == [command.entity_id for command in commands]
        assert await link.execute([]) == ()

    check(kind, body)


def test_followers_see_each_change_and_are_never_behind(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        lamp = one(link, "lamp")
        seen: list[object] = []

        async def watch() -> None:
            async for home in follow(link):
                seen.append(home.state(lamp).value)  # noqa: PERF401 - one by one, as they come

        watching = asyncio.create_task(watch())
        await asyncio.sleep(0)
        await link.execute([Command(lamp, "turn_on")])
        await asyncio.sleep(0.05)
        watching.cancel()
        assert seen[0] == "off"
        assert seen[-1] == "on"

    check(kind, body)


def test_a_kept_home_does_not_change(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        before = link.home
        lamp = one(link, "lamp")
        await link.execute([Command(lamp, "turn_on")])
        assert before.state(lamp).value == "off"
        assert link.home.version > before.version

    check(kind, body)


def test_refresh_harms_nothing(kind: str) -> None:
    async def body(link: HomeLink) -> None:
        await link.request_refresh()
        await link.request_refresh([one(link, "lamp")])
        assert link.home.state(one(link, "lamp")).value == "off"

    check(kind, body)
