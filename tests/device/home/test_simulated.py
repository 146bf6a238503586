"""The simulated home: what things become, what they say in each convention, and its faults on a real broker."""

import asyncio
import json
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from device.home.settings import MqttSettings
from device.home.simulated.__main__ import main
from device.home.simulated.broker import Mosquitto
from device.home.simulated.discovery import Discovery
from device.home.simulated.plan import DEMO, Plan, PlanError, Thing, read_plan
from device.home.simulated.process import SimulatedHome
from device.home.simulated.tasmota import Tasmota, mac_of
from device.home.simulated.truth import react
from device.home.simulated.zigbee2mqtt import Zigbee2Mqtt
from tests.support.broker import Probe, needs_mosquitto, probe

LAMP = Thing("lamp", "light", "Lamp", can={"brightness": True, "color": True, "color_temp": [2200, 6500]})


@pytest.mark.parametrize(
    ("thing", "truth", "wish", "after"),
    [
        (LAMP, {"value": "off"}, {"value": "on"}, {"value": "on"}),
        (LAMP, {"value": "off"}, {"action": "toggle"}, {"value": "on"}),
        (LAMP, {"value": "off", "brightness": 10.0}, {"brightness": 40.0}, {"value": "on", "brightness": 40.0}),
        (LAMP, {"value": "on", "brightness": 10.0}, {"brightness": 0.0}, {"value": "off", "brightness": 10.0}),
        (LAMP, {"value": "on", "color_temp": 2700.0}, {"color": "red"}, {"value": "on", "color": "red"}),
        (
            Thing("f", "fan", "F", can={"percentage": True}),
            {"value": "off", "percentage": 0.0},
            {"value": "on"},
            {"value": "on", "percentage": 50.0},
        ),
        (
            Thing("c", "climate", "C"),
            {"value": "heat", "temperature": 18.0, "current_temperature": 19.0},
            {"temperature": 21.0},
            {"value": "heat", "temperature": 21.0, "current_temperature": 19.0, "action": "heating"},
        ),
        (Thing("b", "button", "B"), {}, {"action": "press"}, {"count": 1.0}),
        (Thing("v", "vacuum", "V"), {"value": "docked"}, {"action": "start"}, {"value": "cleaning"}),
        (Thing("v", "vacuum", "V"), {"value": "cleaning"}, {"action": "return_to_base"}, {"value": "docked"}),
        (Thing("l", "lock", "L"), {"value": "locked"}, {"value": "unlocked"}, {"value": "unlocked"}),
        (Thing("g", "cover", "G", travel_s=2), {"value": "closed"}, {"value": "open"}, {"value": "open"}),
        (
            Thing("g", "cover", "G"),
            {"value": "open", "position": 100.0},
            {"position": 30.0},
            {"value": "open", "position": 30.0},
        ),
        (
            Thing("a", "alarm_control_panel", "A"),
            {"value": "disarmed"},
            {"value": "armed_home"},
            {"value": "armed_home"},
        ),
    ],
)
def test_what_things_become(thing, truth, wish, after) -> None:
    assert react(thing, truth, wish)[-1][1] == after


def test_a_cover_takes_its_time() -> None:
    steps = react(Thing("g", "cover", "G", travel_s=10), {"value": "closed", "position": 0.0}, {"value": "open"})
    assert sum(seconds for seconds, _ in steps) == pytest.approx(10)
    assert [truth["value"] for _, truth in steps] == ["opening"] * 5 + ["open"]
    positions: list[Any] = [truth["position"] for _, truth in steps]
    assert positions == sorted(positions)


def test_a_wrong_code_does_nothing() -> None:
    alarm = Thing("a", "alarm_control_panel", "A", code="1234")
    assert react(alarm, {"value": "armed_home"}, {"value": "disarmed", "code": "0000"}) == []
    assert react(alarm, {"value": "armed_home"}, {"value": "disarmed", "code": "1234"})[-1][1] == {"value": "disarmed"}


@pytest.mark.parametrize("speaks", ["discovery", "zigbee2mqtt", "tasmota"])
def test_each_convention_hears_what_it_says(speaks: Any) -> None:
    lamp = Thing("lamp", "light", "Lamp", speaks=speaks, can={"brightness": True})
    plan = Plan((lamp,))
    convention: Any = {"discovery": Discovery, "zigbee2mqtt": Zigbee2Mqtt, "tasmota": Tasmota}[speaks](plan)
    command = {
        "discovery": ("sim/lamp/set", b'{"state": "ON", "brightness": 128}'),
        "zigbee2mqtt": ("zigbee2mqtt/Lamp/set", b'{"state": "ON", "brightness": 127}'),
        "tasmota": (f"cmnd/tasmota_{mac_of(lamp)[-6:]}/Dimmer", b"50"),
    }[speaks]
    ((thing_id, wish),) = convention.read(*command)
    assert thing_id == "lamp"
    assert wish["brightness"] == pytest.approx(50, abs=0.5)
    assert convention.tell("lamp", {"value": "on", "brightness": 50.0})
    for garbage in (b"", b"\xff", b"[", b"[1]", b"null", b'{"color": 3}', b"nan"):
        for _, nonsense in convention.read(command[0], garbage):
            assert set(nonsense) <= {"brightness"}


def test_the_demo_home_is_what_was_promised() -> None:
    plan = read_plan(DEMO)
    rooms = {thing.room for thing in plan.thing if thing.room}
    assert len(plan.thing) >= 25
    assert len(rooms) >= 6
    assert {thing.speaks for thing in plan.thing} == {"discovery", "device", "zigbee2mqtt", "tasmota"}
    for message in Discovery(plan).announce():
        json.loads(message.payload)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1", "unknown field"),
        ('[[thing]]\nid = "a"\nplatform = "toaster"\nname = "A"', "no platform 'toaster'"),
        ('[[thing]]\nid = "a"\nplatform = "light"\nname = "A"\n' * 2, "two things are called 'a'"),
        ('[[thing]]\nid = "a"\nplatform = "scene"\nname = "A"\nsets = { b = { value = "on" } }', "which is not there"),
        ("not toml", "demo.toml"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, capsys, text: str, expected: str) -> None:
    path = tmp_path / "demo.toml"
    path.write_text(text)
    with pytest.raises(PlanError, match=expected):
        read_plan(path)
    assert main([str(path)]) == 2
    assert expected in capsys.readouterr().err


def test_list(capsys) -> None:
    assert main(["--list"]) == 0
    assert "garage_door" in capsys.readouterr().out


@asynccontextmanager
async def at_home(broker: Mosquitto, *things: Thing):
    home = SimulatedHome(Plan(things), MqttSettings(host="127.0.0.1", port=broker.port))
    task = asyncio.create_task(home.run())
    with probe(broker.port) as device:
        device.subscribe("#")
        try:
            await device.wait("simulator/status", b"ready")
            yield device
        finally:
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()


async def said(device: Probe, topic: str, wanted: dict[str, object]) -> None:
    async with asyncio.timeout(5):
        while json.loads(device.last(topic) or b"{}") != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.broker
@needs_mosquitto
def test_faults(broker: Mosquitto) -> None:
    lamp = Thing("lamp", "light", "Lamp", schema="basic", state={"value": "off"}, delay_s=0.01)

    async def check() -> None:
        async with at_home(broker, lamp) as device:
            await device.wait("sim/lamp/power", b"OFF")
            device.say("sim/lamp/power/set", "ON")
            await device.wait("sim/lamp/power", b"ON")

            device.say("simulator/lamp/fault", "ignore", qos=1)
            device.say("sim/lamp/power/set", "OFF")
            await asyncio.sleep(0.2)
            assert device.last("sim/lamp/power") == b"ON"

            device.say("simulator/lamp/fault", "unavailable", qos=1)
            await device.wait("sim/lamp/online", b"offline")
            device.say("simulator/lamp/fault", "none", qos=1)
            await device.wait("sim/lamp/online", b"online")

            device.say("simulator/lamp/fault", "late 0.5", qos=1)
            device.say("sim/lamp/power/set", "OFF")
            await asyncio.sleep(0.2)
            assert device.last("sim/lamp/power") == b"ON"
            await device.wait("sim/lamp/power", b"OFF")

            device.say("simulator/lamp/fault", "garbage", qos=1)
            device.say("sim/lamp/power/set", "ON")
            await said(device, "simulator/lamp/state", {"value": "on"})
            assert device.last("sim/lamp/power") not in {b"ON", b"OFF"}

            device.say("simulator/lamp/fault", "restart 0.3", qos=1)
            await device.wait("sim/lamp/online", b"offline")
            await device.wait("sim/lamp/online", b"online")
            await device.wait("sim/lamp/power", b"OFF")

            device.say("simulator/lamp/set_state", '{"value": "on"}')
            await device.wait("sim/lamp/power", b"ON")
            device.say("simulator/lamp/set_state", "not json")
            device.say("simulator/nobody/fault", "ignore")

    asyncio.run(check())


@pytest.mark.broker
@needs_mosquitto
def test_a_scene_sets_others_and_a_cover_can_be_stopped(broker: Mosquitto) -> None:
    things = (
        Thing("blind", "cover", "Blind", can={"position": True}, state={"value": "open", "position": 100}, travel_s=1),
        Thing("night", "scene", "Night", sets={"blind": {"position": 0}}),
    )

    async def check() -> None:
        async with at_home(broker, *things) as device:
            device.say("sim/night/activate/set", "ON")
            await device.wait("sim/blind/position", b"60")
            device.say("sim/blind/state/set", "STOP")
            await device.wait("sim/blind/state", b"open")
            await asyncio.sleep(0.4)
            assert device.last("sim/blind/position") == b"60"

    asyncio.run(check())


@pytest.mark.broker
@needs_mosquitto
def test_as_a_process_of_its_own(broker: Mosquitto) -> None:
    async def check() -> None:
        with probe(broker.port) as device:
            device.subscribe("#")
            command = [sys.executable, "-m", "device.home.simulated", str(DEMO), "--port", str(broker.port), "--quiet"]
            process = subprocess.Popen(command)  # noqa: ASYNC220 - the test waits for nothing else
            try:
                await device.wait("simulator/status", b"ready", 15)
                device.say("zigbee2mqtt/bedroom lamp/get", '{"state": ""}')
                await device.wait("zigbee2mqtt/bedroom lamp")
            finally:
                process.terminate()
                assert process.wait(5) == 0
            await device.wait("simulator/status", b"offline")

    asyncio.run(check())
