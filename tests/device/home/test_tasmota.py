"""Tasmota's own discovery: relays, lights, shutters and sensors."""

from typing import Any

import pytest

from tests.device.home.listening import House, said

MAC = "AABBCCDDEEFF"
CONFIG: dict[str, Any] = {
    "ip": "10.0.0.5", "dn": "Kitchen kettle", "fn": ["Kitchen kettle", None], "hn": "kettle-1", "mac": MAC, "md": "Plug", "ty": 0,
    "if": 0, "ofln": "Offline", "onln": "Online", "state": ["OFF", "ON", "TOGGLE", "HOLD"], "sw": "13.1", "t": "kettle",
    "ft": "%prefix%/%topic%/", "tp": ["cmnd", "stat", "tele"], "rl": [1, 0, 0, 0], "swc": [-1], "btn": [0], "so": {"30": 0}, "lk": 0, "lt_st": 0, "ver": 1,
}  # fmt: skip


def house_with(**more: Any) -> House:
    house = House()
    house.hear(f"tasmota/discovery/{MAC}/config", CONFIG | more)
    return house


def test_a_plug() -> None:
    """One relay is the device itself; state is asked for once."""
    house = house_with()
    entity = house.entity()
    assert (entity.platform, entity.name, entity.room, entity.source) == ("switch", "kettle", "kitchen", "tasmota")
    assert house.subscribed == {"stat/kettle/RESULT", "tele/kettle/STATE", "tele/kettle/LWT"}
    assert [(ask.topic, ask.payload) for ask in house.asked] == [("cmnd/kettle/STATE", b"")]
    assert house.sends("turn_on") == [("cmnd/kettle/POWER1", "ON")]
    for topic, payload, expected in [
        ("stat/kettle/RESULT", {"POWER": "ON"}, "on"),
        ("tele/kettle/STATE", {"Time": "x", "POWER": "OFF", "Wifi": {}}, "off"),
        ("stat/kettle/RESULT", {"Command": "Unknown"}, "off"),
        ("stat/kettle/RESULT", {"POWER1": "ON"}, "on"),
    ]:
        house.hear(topic, payload)
        assert house.state().value == expected
    assert not house.problems
    house.hear("tele/kettle/LWT", "Offline")
    assert not house.state().available
    house.hear("tele/kettle/LWT", "Online")
    assert house.state().available


def test_several_relays_have_their_own_names() -> None:
    """Friendly names where there are any."""
    house = house_with(dn="Hall box", fn=["Hall lamp", "Porch lamp", None], rl=[1, 1, 1])
    assert {entity.id[-1]: (entity.name, entity.room) for entity in house.home} == {
        "1": ("lamp", "hall"),
        "2": ("lamp", "porch"),
        "3": ("box 3", "hall"),
    }
    house.hear("stat/kettle/RESULT", {"POWER2": "ON"})
    assert [house.state(f"switch.{MAC.lower()}_switch_{at}").value for at in (1, 2, 3)] == [None, "on", None]
    assert house.sends("turn_off", f"switch.{MAC.lower()}_switch_3") == [("cmnd/kettle/POWER3", "OFF")]


LIGHTS: list[tuple[int, dict[str, Any], dict[str, Any]]] = [
    (1, {"POWER": "ON", "Dimmer": 40}, {"value": "on", "brightness": 40}),
    (2, {"POWER": "ON", "Dimmer": 40, "CT": 250}, {"value": "on", "brightness": 40, "color_temp": 4000.0}),
    (3, {"POWER": "ON", "Dimmer": 40, "HSBColor": "240,100,40"}, {"value": "on", "brightness": 40, "color": "blue"}),
    (5, {"POWER": "ON", "HSBColor": "0,0,0", "White": 40, "CT": 153}, {"value": "on", "color_temp": 6540.0}),
    (5, {"POWER": "ON", "HSBColor": "0,100,40", "White": 0}, {"value": "on", "color": "red"}),
]


@pytest.mark.parametrize(("kind", "payload", "expected"), LIGHTS)
def test_lights_of_every_kind(kind: int, payload: dict[str, Any], expected: dict[str, Any]) -> None:
    """Dimmer, white and colour on both state topics."""
    house = house_with(rl=[2, 0], lt_st=kind)
    assert house.entity().platform == "light"
    house.hear("stat/kettle/RESULT", payload)
    assert said(house.state()) == expected


def test_a_light_is_told_in_tasmotas_words() -> None:
    """Percent, mireds, and red, green and blue at the present brightness."""
    house = house_with(rl=[2, 0], lt_st=5)
    assert house.sends("set", brightness=40) == [("cmnd/kettle/Dimmer", "40"), ("cmnd/kettle/POWER1", "ON")]
    assert house.sends("set", color_temp=4000)[0] == ("cmnd/kettle/CT", "250")
    assert house.sends("set", color="blue")[0] == ("cmnd/kettle/Color2", "0,0,255")


def test_a_shutter() -> None:
    """Two relays, one shutter."""
    house = house_with(dn="Office shutter", rl=[3, 3])
    entity = house.entity()
    assert (entity.platform, entity.device_class) == ("cover", "shutter")
    house.hear("stat/kettle/RESULT", {"Shutter1": {"Position": 30, "Direction": 1, "Target": 100}})
    assert said(house.state()) == {"value": "open", "position": 30.0}
    house.hear("stat/kettle/STATUS10", {"StatusSNS": {"Shutter1": {"Position": 0}}})
    assert house.state().value == "closed"
    assert house.sends("set", position=60) == [("cmnd/kettle/ShutterPosition1", "60")]
    assert house.sends("open") == [("cmnd/kettle/Backlog", "ShutterOpen1")]
    assert house.sends("stop") == [("cmnd/kettle/Backlog", "ShutterStop1")]
    assert [ask.topic for ask in house.asked] == ["cmnd/kettle/STATE", "cmnd/kettle/STATUS"]


def test_sensors() -> None:
    """Known measurements, in either order with the configuration."""
    house = House()
    house.hear(
        f"tasmota/discovery/{MAC}/sensors",
        {
            "sn": {
                "Time": "x",
                "AM2301": {"Temperature": 20, "Humidity": 50},
                "ENERGY": {"Power": 1, "Today": 2, "Factor": 1},
            },
            "ver": 1,
        },
    )
    house.hear(f"tasmota/discovery/{MAC}/config", CONFIG | {"rl": []})
    assert sorted((entity.name, entity.unit) for entity in house.home) == [
        ("kettle humidity", "%"),
        ("kettle power", "W"),
        ("kettle temperature", "°C"),
    ]
    house.hear("tele/kettle/SENSOR", {"AM2301": {"Temperature": 21.5}, "ENERGY": {"Power": 1500}})
    values = {entity.device_class: house.home.state(entity.id).value for entity in house.home}
    assert values == {"temperature": 21.5, "humidity": None, "power": 1500.0}


def test_other_topics_and_removal() -> None:
    """The full topic is a template; an empty announcement removes."""
    house = house_with(ft="home/%topic%/%prefix%/")
    assert house.sends("turn_on") == [("home/kettle/cmnd/POWER1", "ON")]
    house.hear(f"tasmota/discovery/{MAC}/config", b"")
    assert not list(house.home)
    assert not house.subscribed


@pytest.mark.parametrize(
    "more", [{"tp": []}, {"rl": ["x"]}, {"state": []}, {"t": "#"}, {"mac": 7}, {"rl": [1] * 99}, {"fn": 7}]
)
def test_a_malformed_announcement_is_told(more: dict[str, Any]) -> None:
    """And does no harm."""
    house = house_with(**more)
    assert not list(house.home)
    assert len(house.problems) == 1
