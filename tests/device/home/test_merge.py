"""One physical thing is one entity, however often it is announced, in whatever order; two things stay two."""

import itertools
from typing import Any

import pytest

from device.home.merge import Devices
from device.home.registry import Fact
from tests.device.home.listening import House
from tests.device.home.test_tasmota import CONFIG, MAC
from tests.device.home.test_zigbee2mqtt import LIGHT, device

Z2M = ("zigbee2mqtt/bridge/devices", [device("floor lamp", [LIGHT], "0x01")])
AS_DISCOVERY = (
    "homeassistant/light/0x01/light/config",
    {
        "name": None, "schema": "json", "brightness": True, "command_topic": "zigbee2mqtt/floor lamp/set", "state_topic": "zigbee2mqtt/floor lamp",
        "unique_id": "0x01_light_zigbee2mqtt", "device": {"identifiers": ["zigbee2mqtt_0x01"], "name": "floor lamp", "suggested_area": "Study"},
        "availability": [{"topic": "zigbee2mqtt/bridge/state", "value_template": "{{ value_json.state }}"}],
    },
)  # fmt: skip
TASMOTA = (f"tasmota/discovery/{MAC}/config", CONFIG)
OLD_TASMOTA = (
    "homeassistant/switch/DDEEFF_RL_1/config",
    {"name": "Kitchen kettle", "cmd_t": "cmnd/kettle/POWER", "stat_t": "tele/kettle/STATE", "val_tpl": "{{ value_json.POWER }}", "uniq_id": "DDEEFF_RL_1",
     "dev": {"ids": ["DDEEFF"], "cns": [["mac", "aa:bb:cc:dd:ee:ff"]]}},
)  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations([Z2M, AS_DISCOVERY])))
def test_a_lamp_by_both_ways_of_zigbee2mqtt_is_one(order: tuple[tuple[str, Any], ...]) -> None:
    """The native way speaks for it; discovery brings the room."""
    house = House()
    for topic, payload in order:
        house.hear(topic, payload)
    entity = house.entity()
    assert (entity.id, entity.source, entity.name, entity.room) == (
        "light.0x01_light_zigbee2mqtt",
        "zigbee2mqtt",
        "floor lamp",
        "study",
    )
    assert "color_temp" in entity.can
    house.hear("zigbee2mqtt/floor lamp", {"state": "ON"})
    assert house.state().value == "on"
    house.hear(AS_DISCOVERY[0], b"")
    assert house.entity().room is None
    house.hear(*AS_DISCOVERY)
    house.hear("zigbee2mqtt/bridge/devices", [])
    assert house.entity().source == "discovery"
    assert house.state().value == "on", "it is still the same lamp"
    house.hear(AS_DISCOVERY[0], b"")
    assert not list(house.home)
    assert not house.subscribed


@pytest.mark.parametrize("order", list(itertools.permutations([TASMOTA, OLD_TASMOTA])))
def test_a_plug_by_both_ways_of_tasmota_is_one(order: tuple[tuple[str, Any], ...]) -> None:
    """Recognised by the command topic; the id does not depend on the order."""
    house = House()
    for topic, payload in order:
        house.hear(topic, payload)
    entity = house.entity()
    assert (entity.id, entity.source) == (f"switch.{MAC.lower()}_switch_1", "tasmota")
    assert house.sends("turn_on") == [("cmnd/kettle/POWER1", "ON")]
    house.hear(TASMOTA[0], b"")
    assert house.entity().source == "discovery"


def test_discovery_may_hide_what_the_native_way_shows() -> None:
    """Somebody marked it."""
    house = House()
    house.hear(*Z2M)
    house.hear(AS_DISCOVERY[0], AS_DISCOVERY[1] | {"entity_category": "config"})
    assert not list(house.home)


def test_two_lamps_of_one_name_are_two() -> None:
    """Names do not identify."""
    house = House()
    for at in (1, 2):
        house.announce(
            "light", {"name": "Kitchen lamp", "cmd_t": f"l{at}/set", "stat_t": f"l{at}", "uniq_id": f"l{at}"}, f"x{at}"
        )
    house.hear("l1", "ON")
    assert [(entity.name, entity.room) for entity in house.home] == [("lamp", "kitchen")] * 2
    assert (house.state("light.l1").value, house.state("light.l2").value) == ("on", None)


def test_two_remotes_on_one_topic_are_two() -> None:
    """Within one convention a shared command topic means nothing."""
    house = House()
    for at in (1, 2):
        house.announce(
            "switch", {"name": f"Blaster {at}", "cmd_t": "ir/set", "pl_on": f"on{at}", "uniq_id": f"ir{at}"}, f"x{at}"
        )
    assert len(house.home.entities) == 2


def test_ids_differ_where_slugs_would_not() -> None:
    """And do not change from start to start."""
    house = House()
    for at, unique in enumerate(("a b", "a_b", "A_B", "a-b", "ä b", "日本")):
        house.announce("switch", {"cmd_t": "c", "uniq_id": unique}, f"x{at}")
    ids = set(house.home.entities)
    assert "switch.a_b" in ids
    assert len(ids) == 5, "only case is taken for the same"
    assert all(one.isascii() for one in ids)


def test_one_device_has_one_key_whatever_announces_it() -> None:
    """Addresses and identifiers that were announced together belong together, later too."""
    house = House()
    house.announce("switch", {"cmd_t": "a", "uniq_id": "a", "dev": {"ids": "z-id", "name": "Box"}}, "a")
    house.announce(
        "sensor", {"stat_t": "b", "uniq_id": "b", "dev": {"cns": [["mac", "AA:BB:CC:DD:EE:FF"]], "name": "Box"}}, "b"
    )
    assert house.entity("switch.a").device != house.entity("sensor.b").device
    house.announce(
        "sensor", {"stat_t": "c", "uniq_id": "c", "dev": {"ids": ["z-id"], "cns": [["mac", "aabbccddeeff"]]}}, "c"
    )
    assert len({entity.device for entity in house.home}) == 1


def test_devices_join() -> None:
    """The smallest key stands for all."""
    devices = Devices()
    assert devices.join(["b", "c"]) == ("b", ["c"])
    assert devices.join(["a"]) == ("a", [])
    assert devices.join(["c", "a"]) == ("a", ["b"])
    assert devices.find("c") == "a"
    assert devices.join([]) == ("", [])


def test_facts_outlive_rediscovery() -> None:
    """They win over what is announced, wait for what is not, and are forgotten on request."""
    house = House()
    fact = Fact(room="Reading corner", aliases=("the big one",), name="Sun")
    house.take(house.registry.apply_facts({"light.0x01_light_zigbee2mqtt": fact}, 1.0))
    house.hear(*Z2M)
    entity = house.entity()
    assert (entity.name, entity.room) == ("sun", "reading corner")
    assert {"the big one", "reading corner sun"} <= set(entity.aliases)
    assert house.home.rooms == ("reading corner",)
    house.hear("zigbee2mqtt/bridge/devices", [])
    house.hear("zigbee2mqtt/bridge/devices", [device("Attic lamp", [LIGHT], "0x01")])
    assert (house.entity().name, house.entity().room) == ("sun", "reading corner")
    house.take(house.registry.apply_facts({}, 1.0))
    assert (house.entity().name, house.entity().room) == ("lamp", "attic")


def test_rooms_learned_from_one_device_name_others() -> None:
    """A suggested area is a room word from then on, also for what was announced before."""
    house = House()
    house.announce("light", {"name": "Snug lamp", "cmd_t": "a", "uniq_id": "a"}, "a")
    assert house.entity("light.a").room is None
    house.announce("light", {"name": "Lamp", "cmd_t": "b", "uniq_id": "b", "dev": {"ids": "b", "sa": "The Snug"}}, "b")
    house.announce("light", {"name": "Lamp", "cmd_t": "c", "uniq_id": "c", "dev": {"ids": "c", "sa": "Snug"}}, "c")
    assert (house.entity("light.a").name, house.entity("light.a").room) == ("lamp", "snug")
