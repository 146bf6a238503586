"""Home Assistant's discovery: what is announced, replaced, removed, hidden and ignored."""

import json
from typing import Any

import pytest

from device.home import discovery
from device.home.abbreviations import ABBREVIATIONS, DEVICE_ABBREVIATIONS
from device.home.discovery_config import BadConfig, valid_filter, valid_topic
from tests.device.home.listening import House

LAMP = {"name": "Lamp", "cmd_t": "l/set", "stat_t": "l", "uniq_id": "lamp1"}
PREFIX = "homeassistant"


def read(topic: str, config: Any) -> discovery.Announcement:
    return discovery.read(PREFIX, topic, config if isinstance(config, bytes) else json.dumps(config).encode())


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("homeassistant/light/x/config", True),
        ("homeassistant/light/node/x-1_B/config", True),
        ("homeassistant/device/x/config", True),
        ("homeassistant/light/a/b/c/config", False),
        ("homeassistant/light/ä/config", False),
        ("homeassistant/light/a b/config", False),
        ("homeassistant/light/x/state", False),
        ("homeassistant/status", False),
        ("other/light/x/config", False),
        ("homeassistantx/light/x/config", False),
        ("", False),
    ],
)
def test_which_topics_announce(topic: str, expected: bool) -> None:
    """Component, an optional node, and an object id of plain characters."""
    assert discovery.is_discovery(PREFIX, topic) is expected


def test_every_abbreviation_is_written_out() -> None:
    """At the top, in `device`, in availability entries and in components."""
    table = {short: whole for short, whole in ABBREVIATIONS.items() if short != "migr_discvry"}
    data = read("homeassistant/light/x/config", dict.fromkeys(table, "v")).present[0].config.data
    assert set(table.values()) <= set(data)
    assert not {short for short, whole in table.items() if short != whole} & set(data)
    data = (
        read("homeassistant/light/x/config", {"dev": dict.fromkeys(DEVICE_ABBREVIATIONS, "v")}).present[0].config.data
    )
    assert set(data["device"]) == set(DEVICE_ABBREVIATIONS.values())
    data = (
        read("homeassistant/light/x/config", {"avty": [{"t": "a", "pl_avail": "b", "val_tpl": "c"}]})
        .present[0]
        .config.data
    )
    assert data["availability"] == [{"topic": "a", "payload_available": "b", "value_template": "c"}]


def test_the_base_topic_is_put_in_at_either_end() -> None:
    """Only in topics, and in availability."""
    data = read("homeassistant/light/x/config", {
        "~": "home/lamp", "stat_t": "~/state", "cmd_t": "cmnd/~", "name": "~x", "bri_cmd_t": "~", "avty": {"t": "~/lwt"},
    }).present[0].config.data  # fmt: skip
    assert data["state_topic"] == "home/lamp/state"
    assert data["command_topic"] == "cmnd/home/lamp"
    assert data["brightness_command_topic"] == "home/lamp"
    assert data["name"] == "~x"
    assert data["availability"] == [{"topic": "home/lamp/lwt"}]


@pytest.mark.parametrize(
    "payload", [b"nonsense", b"[]", b"7", b'"x"', b"null", b"\xff\xfe", b"{" * 5000, b'{"a":' * 2000]
)
def test_a_malformed_announcement_changes_nothing_and_is_told_once(payload: bytes) -> None:
    """What was announced before stays."""
    house = House()
    house.announce("light", LAMP)
    for _ in range(3):
        house.hear("homeassistant/light/x/config", payload)
    assert house.entity().id == "light.lamp1"
    assert len(house.problems) == 1


def test_an_empty_payload_removes() -> None:
    """And unsubscribes."""
    house = House()
    house.announce("light", LAMP)
    assert house.subscribed == {"l"}
    house.hear("homeassistant/light/x/config", b"")
    assert not list(house.home)
    assert not house.subscribed
    house.announce("light", LAMP)
    assert house.entity().name == "lamp"


def test_a_new_payload_replaces() -> None:
    """Name, topics and platform parts; the state stays while the id does."""
    house = House()
    house.announce("light", LAMP)
    house.hear("l", "ON")
    house.announce("light", LAMP | {"name": "Kitchen lamp", "stat_t": "k"})
    assert (house.entity().name, house.entity().room) == ("lamp", "kitchen")
    assert house.subscribed == {"k"}
    assert house.state().value == "on"
    house.announce("light", LAMP | {"uniq_id": "other"})
    assert house.entity().id == "light.other"


def test_the_same_announcement_again_is_no_change() -> None:
    """Publishers repeat themselves."""
    house = House()
    house.announce("light", LAMP)
    version = house.home.version
    house.announce("light", LAMP)
    assert house.home.version == version


@pytest.mark.parametrize("key", ["migrate_discovery", "migr_discvry"])
def test_a_migration_notice_is_no_configuration(key: str) -> None:
    """Nothing is removed by it."""
    house = House()
    house.announce("light", LAMP)
    house.announce("light", {key: True})
    assert house.entity().id == "light.lamp1"


OVEN = {
    "dev": {"ids": ["oven1"], "name": "Oven", "sa": "Kitchen"},
    "o": {"name": "Maker", "sw": "1", "url": "https://x"},
    "avty_t": "oven/lwt",
    "stat_t": "oven",
    "qos": 1,
    "cmps": {
        "power": {"p": "switch", "name": None, "cmd_t": "oven/set", "val_tpl": "{{ value_json.p }}", "uniq_id": "ov_p"},
        "temp": {
            "p": "sensor",
            "dev_cla": "temperature",
            "unit_of_meas": "°C",
            "val_tpl": "{{ value_json.t }}",
            "uniq_id": "ov_t",
        },
    },
}


def test_a_device_announces_all_its_parts_at_once() -> None:
    """Sharing state topic, availability and quality of service."""
    house = House()
    house.hear("homeassistant/device/oven1/config", OVEN)
    assert set(house.home.entities) == {"switch.ov_p", "sensor.ov_t"}
    assert house.subscribed == {"oven", "oven/lwt"}
    house.hear("oven/lwt", "online")
    house.hear("oven", {"p": "ON", "t": 180})
    assert house.state("switch.ov_p").value == "on"
    assert house.state("sensor.ov_t").value == 180.0
    assert house.prepare("turn_on", "switch.ov_p").publishes[0].qos == 1
    switch, sensor = house.entity("switch.ov_p"), house.entity("sensor.ov_t")
    assert switch.device == sensor.device
    assert (switch.name, switch.room, sensor.name, sensor.unit) == ("oven", "kitchen", "oven temperature", "°C")


@pytest.mark.parametrize("gone", [{"p": "sensor"}, None])
def test_a_part_of_only_a_platform_or_left_out_is_removed(gone: dict[str, str] | None) -> None:
    """The others stay."""
    house = House()
    house.hear("homeassistant/device/oven1/config", OVEN)
    components: dict[str, Any] = {"power": OVEN["cmps"]["power"]} | ({"temp": gone} if gone else {})  # type: ignore[index]
    house.hear("homeassistant/device/oven1/config", OVEN | {"cmps": components})
    assert set(house.home.entities) == {"switch.ov_p"}
    house.hear("homeassistant/device/oven1/config", b"")
    assert not list(house.home)


@pytest.mark.parametrize("broken", [{"cmps": []}, {"dev": "x"}, {"cmps": {"a": 5}}, {"cmps": {"a": {"name": "x"}}}])
def test_a_broken_device_is_told(broken: dict[str, Any]) -> None:
    """In one sentence each."""
    house = House()
    house.hear("homeassistant/device/oven1/config", OVEN | broken)
    assert len(house.problems) == 1
    assert not list(house.home)


def test_a_bad_part_does_not_take_the_others_along() -> None:
    """Each entity stands for itself."""
    house = House()
    bad = {"p": "light", "cmd_t": "a/+/b", "uniq_id": "bad"}
    house.hear("homeassistant/device/oven1/config", OVEN | {"cmps": OVEN["cmps"] | {"bad": bad}})  # type: ignore[operator]
    assert set(house.home.entities) == {"switch.ov_p", "sensor.ov_t"}
    assert len(house.problems) == 1


@pytest.mark.parametrize("hidden", [{"ent_cat": "config"}, {"ent_cat": "diagnostic"}, {"en": False}])
def test_what_is_not_for_people_is_hidden(hidden: dict[str, Any]) -> None:
    """Child locks, signal strengths, and what is off by default."""
    house = House()
    house.announce("switch", LAMP | hidden)
    assert not list(house.home)
    assert not house.subscribed
    house.announce("switch", LAMP)
    assert house.entity().id == "switch.lamp1"
    house.announce("switch", LAMP | hidden)
    assert not list(house.home)


def test_hearth_ignores_its_own_announcements() -> None:
    """Or it would offer to switch its own microphone off."""
    house = House(own_ids=("hearth_1",))
    house.hear("homeassistant/device/hearth_1/config", OVEN | {"dev": {"ids": ["hearth_1"], "name": "Hearth"}})
    house.announce("switch", LAMP | {"dev": {"ids": "hearth_1"}})
    assert not list(house.home)


def test_the_prefix_may_be_another() -> None:
    """Also one of several levels."""
    house = House(prefix="my/ha")
    house.hear("my/ha/light/x/config", LAMP)
    assert house.entity().id == "light.lamp1"
    assert {"my/ha/+/+/config", "my/ha/+/+/+/config"} <= set(house.registry.subscriptions)


AVAILABILITY: list[tuple[dict[str, Any], list[tuple[str, Any]], bool]] = [
    ({}, [], True),
    ({"avty_t": "a"}, [], False),
    ({"avty_t": "a"}, [("a", "online")], True),
    ({"avty_t": "a"}, [("a", "online"), ("a", "offline")], False),
    ({"avty_t": "a"}, [("a", "online"), ("a", "banana")], True),
    ({"avty_t": "a", "pl_avail": "up", "pl_not_avail": "down"}, [("a", "up")], True),
    ({"avty_t": "a", "avty_tpl": "{{ value_json.s }}"}, [("a", {"s": "online"})], True),
    ({"avty": [{"t": "a"}, {"t": "b"}]}, [("a", "online"), ("b", "offline")], False),
    ({"avty": [{"t": "a"}, {"t": "b"}]}, [("b", "offline"), ("a", "online")], True),
    ({"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "all"}, [("a", "online")], False),
    ({"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "all"}, [("a", "online"), ("b", "online")], True),
    ({"avty": [{"t": "a"}, {"t": "b"}], "avty_mode": "any"}, [("b", "online"), ("a", "offline")], True),
    ({"avty": [{"t": "a", "val_tpl": "{{ value_json.state }}"}]}, [("a", {"state": "online"})], True),
    ({"avty": {"t": "a"}}, [("a", "online")], True),
]


@pytest.mark.parametrize(("config", "messages", "expected"), AVAILABILITY)
def test_availability(config: dict[str, Any], messages: list[tuple[str, Any]], expected: bool) -> None:
    """One topic, or several with a mode; the last known state stays when a device goes."""
    house = House()
    house.announce("switch", LAMP | config)
    house.hear("l", "ON")
    for topic, payload in messages:
        house.hear(topic, payload)
    assert house.state().available is expected
    assert house.state().value == "on"


def test_values_expire() -> None:
    """Where the announcer says so."""
    house = House()
    house.announce("sensor", {"stat_t": "q", "exp_aft": 60, "uniq_id": "s"})
    house.hear("q", "5")
    house.now += 59
    house.take(house.registry.tick(house.now))
    assert house.state().value == 5.0
    house.hear("q", "6")
    house.now += 61
    house.take(house.registry.tick(house.now))
    assert house.state().value is None
    assert not house.state().available
    house.hear("q", "7")
    assert (house.state().value, house.state().available) == (7.0, True)


def test_a_newcomer_hears_what_was_said_on_a_topic_subscribed_before() -> None:
    """The broker repeats a retained message for a new subscription only."""
    house = House()
    house.announce("sensor", {"stat_t": "q", "val_tpl": "{{ value_json.a }}", "uniq_id": "a", "avty_t": "w"}, "a")
    house.hear("w", "online", retained=True)
    house.hear("q", {"a": 1, "b": 2}, retained=True)
    house.announce("sensor", {"stat_t": "q", "val_tpl": "{{ value_json.b }}", "uniq_id": "b", "avty_t": "w"}, "b")
    assert house.state("sensor.b").value == 2.0
    assert house.state("sensor.b").available


def test_payloads_may_have_another_encoding() -> None:
    """One that is known; any other makes the configuration unusable."""
    house = House()
    house.announce("sensor", {"stat_t": "q", "uniq_id": "s", "e": "latin-1"})
    house.hear("q", "Küche".encode("latin-1"))
    assert house.state().value == "Küche"
    house.announce("sensor", {"stat_t": "q", "uniq_id": "s", "e": "rot13"})
    assert not list(house.home)
    assert "encoding" in house.problems[0]


def test_wildcards_in_state_topics_are_matched() -> None:
    """Gateways of Bluetooth sensors announce them."""
    house = House()
    house.announce("sensor", {"stat_t": "+/BTtoMQTT/AA", "val_tpl": "{{ value_json.t }}", "uniq_id": "t"})
    assert house.subscribed == {"+/BTtoMQTT/AA"}
    house.hear("gateway1/BTtoMQTT/AA", {"t": 20})
    house.hear("gateway2/BTtoMQTT/BB", {"t": 99})
    house.hear("gateway2/BTtoMQTT/AA", {"t": 21})
    assert house.state().value == 21.0


@pytest.mark.parametrize(
    ("topic", "listen", "publish"),
    [
        ("a/b", True, True), ("a/+/b", True, False), ("a/#", True, False), ("#", False, False), ("+/+", False, False), ("+", False, False),
        ("", False, False), ("a+/b", False, False), ("a/#/b", False, False), ("$SYS/x", False, False), ("a\0b", False, False),
        ("x" * 1001, False, False), ("a b/ü", True, True), ("/", True, True),
    ],
)  # fmt: skip
def test_which_topics_may_be_used(topic: str, listen: bool, publish: bool) -> None:
    """No filter that would bring everything; no wildcard to publish to."""
    assert valid_filter(topic) is listen
    assert valid_topic(topic) is publish


def test_a_bad_configuration_names_its_key() -> None:
    """So that a person can mend it."""
    house = House()
    for config in ({"cmd_t": "#"}, {}, {"cmd_t": "a", "stat_t": "b", "val_tpl": "{{ x"}, {"cmd_t": "a", "qos": "x"}):
        house.announce("switch", config | {"uniq_id": "s"})
    assert [key for key in ("command_topic", "command_topic", "value_template", "qos") for _ in [0]] == [
        next(key for key in ("command_topic", "value_template", "qos") if f"`{key}`" in problem)
        for problem in house.problems
    ]
    with pytest.raises(BadConfig):
        read("homeassistant/light/x/config", b"{")
