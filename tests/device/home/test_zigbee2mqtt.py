"""Zigbee2MQTT without discovery: devices, groups, endpoints, access bits, availability, names with slashes."""

import json
from typing import Any

import pytest

from device.home.zigbee2mqtt_exposes import configs_of
from tests.device.home.listening import House, said

Expose = dict[str, Any]


def feature(name: str, kind: str = "binary", access: int = 7, **more: Any) -> Expose:
    return {"type": kind, "name": name, "property": more.pop("property", name), "access": access, **more}


STATE = feature("state", value_on="ON", value_off="OFF", value_toggle="TOGGLE")
LIGHT: Expose = {
    "type": "light",
    "features": [
        STATE,
        feature("brightness", "numeric", value_min=0, value_max=254),
        feature("color_temp", "numeric", value_min=150, value_max=500, unit="mired"),
        feature("color_xy", "composite", property="color"),
        feature("effect", "enum", 2, values=["blink", "breathe"]),
    ],
}
LINK = feature("linkquality", "numeric", 1, unit="lqi")


def device(name: str, exposes: list[Expose], address: str = "0x0001", **more: Any) -> dict[str, Any]:
    return {
        "ieee_address": address,
        "friendly_name": name,
        "type": "Router",
        "supported": True,
        "definition": {"model": "x", "exposes": exposes},
    } | more


def house_with(*devices: dict[str, Any], base: str = "zigbee2mqtt") -> House:
    house = House()
    house.hear(
        f"{base}/bridge/devices",
        [{"ieee_address": "0x00", "friendly_name": "Coordinator", "type": "Coordinator"}, *devices],
    )
    return house


def test_a_light_is_what_it_exposes() -> None:
    """In people's units; its state is asked for, since it is rarely retained."""
    house = house_with(device("Living room lamp", [LIGHT, LINK]))
    entity = house.entity("light.0x0001_light_zigbee2mqtt")
    assert (entity.name, entity.room, entity.source, entity.device) == (
        "lamp",
        "living room",
        "zigbee2mqtt",
        "id:0x0001",
    )
    assert set(entity.can) == {"on_off", "brightness", "color_temp", "color", "effect"}
    assert len(house.home.entities) == 1, "signal strength is not for people"
    assert house.subscribed == {
        "zigbee2mqtt/Living room lamp",
        "zigbee2mqtt/Living room lamp/availability",
        "zigbee2mqtt/bridge/state",
    }
    (ask,) = house.asked
    assert ask.topic == "zigbee2mqtt/Living room lamp/get"
    assert json.loads(ask.payload) == {"state": "", "brightness": "", "color_temp": "", "color": ""}
    house.hear(
        "zigbee2mqtt/Living room lamp",
        {"state": "ON", "brightness": 254, "color_mode": "color_temp", "color_temp": 250},
    )
    assert said(house.state()) == {"value": "on", "brightness": 100.0, "color_temp": 4000.0}
    assert house.sends("set", brightness=50) == [
        ("zigbee2mqtt/Living room lamp/set", '{"state":"ON","brightness":127}')
    ]


EXPOSED: list[tuple[Expose, str, Any, dict[str, Any]]] = [
    ({"type": "switch", "features": [STATE]}, "switch.0x0001_switch_zigbee2mqtt", {"state": "ON"}, {"value": "on"}),
    ({"type": "switch", "endpoint": "left", "features": [feature("state", property="state_left", value_on="ON", value_off="OFF")]},
     "switch.0x0001_switch_left_zigbee2mqtt", {"state_left": "OFF", "state": "ON"}, {"value": "off"}),
    ({"type": "light", "endpoint": "l1", "features": [feature("state", property="state_l1"), feature("brightness", "numeric", property="brightness_l1")]},
     "light.0x0001_light_l1_zigbee2mqtt", {"state_l1": "ON", "brightness_l1": 127, "state_l2": "OFF"}, {"value": "on", "brightness": 50}),
    ({"type": "cover", "features": [feature("state", "enum", values=["OPEN", "CLOSE", "STOP"]), feature("position", "numeric")]},
     "cover.0x0001_cover_zigbee2mqtt", {"position": 30, "state": "OPEN"}, {"value": "open", "position": 30.0}),
    ({"type": "cover", "features": [feature("state", "enum", values=["OPEN", "CLOSE", "STOP"])]},
     "cover.0x0001_cover_zigbee2mqtt", {"state": "CLOSE"}, {"value": "closed"}),
    ({"type": "lock", "features": [feature("state", value_on="LOCK", value_off="UNLOCK")]},
     "lock.0x0001_lock_zigbee2mqtt", {"state": "UNLOCK"}, {"value": "unlocked"}),
    ({"type": "fan", "features": [feature("state", property="fan_state", value_on="ON", value_off="OFF"), feature("mode", "enum", property="fan_mode", values=["off", "low", "high", "auto"])]},
     "fan.0x0001_fan_zigbee2mqtt", {"fan_state": "ON", "fan_mode": "auto"}, {"value": "on", "preset_mode": "auto"}),
    ({"type": "climate", "features": [
        feature("occupied_heating_setpoint", "numeric", value_min=5, value_max=30, value_step=0.5, unit="°C"), feature("local_temperature", "numeric", 5),
        feature("system_mode", "enum", values=["off", "heat", "auto"]), feature("running_state", "enum", 5, values=["idle", "heat"])]},
     "climate.0x0001_climate_zigbee2mqtt", {"occupied_heating_setpoint": 21, "local_temperature": 19.4, "system_mode": "heat", "running_state": "idle"},
     {"value": "heat", "temperature": 21.0, "current_temperature": 19.4, "action": "idle"}),
    (feature("contact", access=1, value_on=False, value_off=True), "binary_sensor.0x0001_contact_zigbee2mqtt", {"contact": False}, {"value": "on"}),
    (feature("occupancy", access=1, value_on=True, value_off=False), "binary_sensor.0x0001_occupancy_zigbee2mqtt", {"occupancy": True}, {"value": "on"}),
    (feature("temperature", "numeric", 1, unit="°C"), "sensor.0x0001_temperature_zigbee2mqtt", {"temperature": 21.37}, {"value": 21.37}),
    (feature("occupancy_timeout", "numeric", 7, value_min=0, value_max=100), "number.0x0001_occupancy_timeout_zigbee2mqtt", {"occupancy_timeout": 60}, {"value": 60.0}),
    (feature("melody", "enum", 7, values=["a", "b"]), "select.0x0001_melody_zigbee2mqtt", {"melody": "b"}, {"value": "b"}),
    (feature("note", "text", 7), "text.0x0001_note_zigbee2mqtt", {"note": "hi"}, {"value": "hi"}),
    (feature("alarm", access=7, value_on=True, value_off=False), "switch.0x0001_switch_alarm_zigbee2mqtt", {"alarm": True}, {"value": "on"}),
    (feature("odd name", "numeric", 1), "sensor.0x0001_odd_name_zigbee2mqtt_3a6e", {"odd name": 3}, {"value": 3.0}),
]  # fmt: skip


@pytest.mark.parametrize(("expose", "entity_id", "payload", "expected"), EXPOSED)
def test_exposes_become_entities(expose: Expose, entity_id: str, payload: Any, expected: dict[str, Any]) -> None:
    """With the unique ids that Zigbee2MQTT would announce to Home Assistant."""
    house = house_with(device("Thing", [expose]))
    house.hear("zigbee2mqtt/Thing", payload)
    if entity_id.startswith("sensor.0x0001_odd"):
        entity_id = house.entity().id
    assert said(house.state(entity_id)) == expected


TOLD: list[tuple[Expose, str, dict[str, Any], dict[str, Any]]] = [
    (EXPOSED[0][0], "turn_on", {}, {"state": "ON"}),
    (EXPOSED[1][0], "turn_on", {}, {"state_left": "ON"}),
    (EXPOSED[2][0], "set", {"brightness": 100}, {"state_l1": "ON", "brightness_l1": 254}),
    (EXPOSED[3][0], "set", {"position": 40}, {"position": 40}),
    (EXPOSED[3][0], "stop", {}, {"state": "STOP"}),
    (EXPOSED[5][0], "lock", {}, {"state": "LOCK"}),
    (EXPOSED[6][0], "set", {"preset_mode": "auto"}, {"fan_mode": "auto"}),
    (EXPOSED[6][0], "turn_off", {}, {"fan_state": "OFF"}),
    (EXPOSED[7][0], "set", {"temperature": 22.3}, {"occupied_heating_setpoint": 22.5}),
    (EXPOSED[7][0], "set", {"mode": "off"}, {"system_mode": "off"}),
    (EXPOSED[11][0], "set", {"value": 90}, {"occupancy_timeout": 90}),
    (EXPOSED[12][0], "set", {"option": "a"}, {"melody": "a"}),
    (EXPOSED[14][0], "turn_off", {}, {"alarm": False}),
]


@pytest.mark.parametrize(("expose", "action", "values", "expected"), TOLD)
def test_commands_are_properties(expose: Expose, action: str, values: dict[str, Any], expected: dict[str, Any]) -> None:
    """In one JSON object on `/set`, with the endpoint's own property."""
    house = house_with(device("Thing", [expose]))
    ((topic, payload),) = house.sends(action, **values)
    assert topic == "zigbee2mqtt/Thing/set"
    assert json.loads(payload) == expected


def test_a_motor_says_that_it_moves() -> None:
    """Where it does, in whatever words."""
    motor = feature("motor_state", "enum", 1, values=["opening", "closing", "stop"])
    house = house_with(device("Blind", [EXPOSED[3][0], motor]))
    for position, word, expected in [
        (50, "closing", "closing"),
        (10, "closing", "closing"),
        (0, "stop", "closed"),
        (5, "opening", "opening"),
        (70, "stop", "open"),
    ]:
        house.hear("zigbee2mqtt/Blind", {"position": position, "motor_state": word})
        assert said(house.state("cover.0x0001_cover_zigbee2mqtt")) == {"value": expected, "position": float(position)}


@pytest.mark.parametrize("access", [1, 5])
def test_what_cannot_be_set_is_only_read(access: int) -> None:
    """Access bit 2 is the one that matters."""
    (made,) = configs_of([feature("level", "numeric", access)])
    assert made[0] == "sensor"


@pytest.mark.parametrize("more", [{"category": "config"}, {"category": "diagnostic"}])
def test_settings_and_diagnostics_are_hidden(more: dict[str, str]) -> None:
    """As Zigbee2MQTT marks them."""
    house = house_with(device("Thing", [feature("child_lock", access=7, value_on="LOCK", value_off="UNLOCK", **more)]))
    assert not list(house.home)


def test_names_with_slashes_are_topics_and_rooms() -> None:
    """Topics are built from the name and never parsed back."""
    house = house_with(device("Upstairs/Bathroom/mirror light", [LIGHT]))
    entity = house.entity()
    assert (entity.name, entity.room) == ("mirror light", "bathroom")
    house.hear("zigbee2mqtt/Upstairs/Bathroom/mirror light", {"state": "OFF"})
    assert house.state().value == "off"


def test_availability_comes_from_the_bridge_and_the_device() -> None:
    """Old and new payloads; a device that never says is taken to be there."""
    house = house_with(device("Lamp", [LIGHT]))
    assert house.state().available
    house.hear("zigbee2mqtt/Lamp", {"state": "ON"})
    for topic, payload, expected in [
        ("zigbee2mqtt/Lamp/availability", {"state": "offline"}, False),
        ("zigbee2mqtt/Lamp/availability", {"state": "online"}, True),
        ("zigbee2mqtt/bridge/state", "offline", False),
        ("zigbee2mqtt/bridge/state", "online", True),
        ("zigbee2mqtt/bridge/state", {"state": "offline"}, False),
        ("zigbee2mqtt/bridge/state", {"state": "online"}, True),
    ]:
        house.hear(topic, payload)
        assert house.state().available is expected
    assert house.state().value == "on"


def test_several_instances_live_side_by_side() -> None:
    """Found by their bridges, whatever the base topic; the same names do not collide."""
    house = house_with(device("Lamp", [LIGHT], "0x01"))
    house.hear("home/zigbee_2/bridge/devices", [device("Lamp", [LIGHT], "0x02")])
    assert {entity.name for entity in house.home} == {"lamp"}
    assert len(house.home.entities) == 2
    assert (
        house.sends("turn_on", next(one for one in house.home.entities if "0x02" in one))[0][0]
        == "home/zigbee_2/Lamp/set"
    )
    house.hear("home/zigbee_2/bridge/devices", [])
    assert len(house.home.entities) == 1


def test_devices_come_go_and_are_renamed() -> None:
    """Ids stay with the address."""
    house = house_with(device("Lamp", [LIGHT]), device("Plug", [EXPOSED[0][0]], "0x02"))
    house.hear("zigbee2mqtt/bridge/devices", [device("Kitchen lamp", [LIGHT])])
    assert house.entity("light.0x0001_light_zigbee2mqtt").room == "kitchen"
    assert len(house.home.entities) == 1
    assert "zigbee2mqtt/Lamp" not in house.subscribed
    house.hear("zigbee2mqtt/bridge/devices", [device("Kitchen lamp", [LIGHT], disabled=True)])
    assert not list(house.home)


def test_groups_have_members_and_name_rooms() -> None:
    """A group is one entity that knows its members; they take the room from its name."""
    house = house_with(
        device("Shelf", [LIGHT], "0x01"), device("Spot", [LIGHT], "0x02"), device("Kitchen spot", [LIGHT], "0x03")
    )
    members = [{"ieee_address": address, "endpoint": 1} for address in ("0x01", "0x02", "0x03")]
    scenes = [{"id": 4, "name": "Movie night"}]
    house.hear(
        "zigbee2mqtt/bridge/groups", [{"id": 7, "friendly_name": "Living room", "members": members, "scenes": scenes}]
    )
    group = house.entity("light.7_light_zigbee2mqtt")
    assert group.members == tuple(f"light.{address}_light_zigbee2mqtt" for address in ("0x01", "0x02", "0x03"))
    assert "living room lights" in group.aliases
    rooms = {entity.name: entity.room for entity in house.home if entity.platform == "light" and not entity.members}
    assert {entity.room for entity in house.home if entity.id in group.members} == {"living room", "kitchen"}
    assert rooms["shelf"] == "living room"
    assert house.sends("turn_off", group.id) == [("zigbee2mqtt/Living room/set", '{"state":"OFF"}')]
    assert house.sends("activate", "scene.7_scene_4_zigbee2mqtt") == [
        ("zigbee2mqtt/Living room/set", '{"scene_recall": 4}')
    ]
    house.hear("zigbee2mqtt/bridge/groups", [])
    assert len(house.home.entities) == 3
    assert house.entity("light.0x01_light_zigbee2mqtt").room is None


def two_lamps(address: str, **more: Any) -> dict[str, Any]:
    lamps = [
        {"type": "light", "endpoint": side, "features": [feature("state", property=f"state_{side}")]}
        for side in ("left", "right")
    ]
    return device("Pair", lamps, address) | more


@pytest.mark.parametrize(
    ("endpoint", "more", "lamps"),
    [
        ("right", {}, ["right"]),
        (2, {"endpoints": {"1": {"name": "left"}, "2": {"name": "right"}}}, ["right"]),
        (2, {}, ["left", "right"]),  # nobody says which is the second: both are what the group may switch
        (None, {"endpoints": {}}, ["left", "right"]),
    ],
)
def test_a_group_knows_which_half_of_a_device_it_holds(endpoint: Any, more: dict[str, Any], lamps: list[str]) -> None:
    house = house_with(two_lamps("0x01", **more), device("Spot", [LIGHT], "0x02"))
    members = [{"ieee_address": "0x01", "endpoint": endpoint}, {"ieee_address": "0x02", "endpoint": 1}]
    house.hear("zigbee2mqtt/bridge/groups", [{"id": 7, "friendly_name": "Office", "members": members}])
    group = house.entity("light.7_light_zigbee2mqtt")
    expected = [f"light.0x01_light_{side}_zigbee2mqtt" for side in lamps]
    assert group.members == (*expected, "light.0x02_light_zigbee2mqtt")
    assert set(group.members) <= set(house.home.entities)


def test_groups_may_come_before_devices() -> None:
    """Retained messages arrive in any order."""
    house = House()
    house.hear(
        "zigbee2mqtt/bridge/groups",
        [{"id": 7, "friendly_name": "Office", "members": [{"ieee_address": "0x01", "endpoint": 1}]}],
    )
    assert not list(house.home)
    house.hear("zigbee2mqtt/bridge/devices", [device("Lamp", [LIGHT], "0x01")])
    assert house.entity("light.7_light_zigbee2mqtt").members == ("light.0x01_light_zigbee2mqtt",)
    assert house.entity("light.0x01_light_zigbee2mqtt").room == "office"


def test_sleeping_devices_are_not_asked() -> None:
    """They would not hear it."""
    house = house_with(device("Valve", [EXPOSED[7][0]], power_source="Battery"))
    assert not house.asked
    assert not house.registry.asks()


def test_known_devices_are_asked_again_on_request() -> None:
    """Each topic once, whatever number of entities listens."""
    house = house_with(device("Lamp", [LIGHT]), device("Two", [EXPOSED[1][0], EXPOSED[0][0]], "0x02"))
    assert [ask.topic for ask in house.registry.asks()] == ["zigbee2mqtt/Lamp/get", "zigbee2mqtt/Two/get"]
    assert [ask.topic for ask in house.registry.asks(["light.0x0001_light_zigbee2mqtt", "light.nobody"])] == [
        "zigbee2mqtt/Lamp/get"
    ]
    assert house.registry.connected(1.0).publish == house.registry.asks()


@pytest.mark.parametrize(
    "payload",
    ["{}", "7", "null", '"x"', "[1,2,3]", '[{"ieee_address":5}]', '[{"ieee_address":"a","friendly_name":"b","definition":7}]',
     '[{"ieee_address":"a","friendly_name":"b","definition":{"exposes":7}}]', '[{"ieee_address":"a","friendly_name":"#","definition":{"exposes":[{"type":"light"}]}}]',
     '[{"ieee_address":"a","friendly_name":"b","definition":{"exposes":[{"type":"light","features":7},{"type":[]},5,null,{"type":"numeric","property":{}}]}}]'],
)  # fmt: skip
@pytest.mark.parametrize("what", ["devices", "groups"])
def test_malformed_lists_do_no_harm(payload: str, what: str) -> None:
    """What was announced before stays when the whole message is malformed."""
    house = House()
    house.hear(f"zigbee2mqtt/bridge/{what}", payload)
    house.hear("zigbee2mqtt/bridge/devices", [device("Lamp", [LIGHT])])
    assert "light.0x0001_light_zigbee2mqtt" in house.home.entities
