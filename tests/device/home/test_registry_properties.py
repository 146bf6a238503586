"""Whatever arrives on whatever topic: nothing raises, nothing is lost, no slice takes long."""

import contextlib
import gc
import json
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.home import templates
from device.home.commands import CommandImpossible, prepare
from device.home.registry import DiscoverySettings, Registry
from device.home.state import Command
from tests.device.home import test_commands, test_lights, test_platforms, test_tasmota, test_zigbee2mqtt
from tests.device.home.listening import House

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(
    ["ON", "OFF", "a/b", "#", "{{ value_json.x }}", "{{", "online", "None", "", "1e999", "nan", "-1", "~", "config", "0x01"]
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)

CONFIGS: list[tuple[str, dict[str, Any]]] = [
    *((platform, config) for platform, config, *_rest in test_platforms.READS),
    *(("light", config) for config, *_rest in test_lights.READS),
    *((platform, config) for platform, config, *_rest in test_commands.ROUND_TRIPS),
]
Z2M_EXPOSES = [expose for expose, *_rest in test_zigbee2mqtt.EXPOSED] + [test_zigbee2mqtt.LIGHT]

TOPICS = st.sampled_from([
    "homeassistant/light/x/config", "homeassistant/sensor/n/x/config", "homeassistant/device/x/config", "homeassistant/climate/y/config",
    "zigbee2mqtt/bridge/devices", "zigbee2mqtt/bridge/groups", "a/b/bridge/devices", f"tasmota/discovery/{test_tasmota.MAC}/config",
    f"tasmota/discovery/{test_tasmota.MAC}/sensors", "a/b", "", "/", "#", "a/bridge/state", "homeassistant/status",
])  # fmt: skip


def dump(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def spoil(value: Any, data: st.DataObject, chance: int) -> Any:
    """Replace random parts of a good value with anything."""
    if data.draw(st.integers(0, chance)) == 0:
        return data.draw(JSON)
    if isinstance(value, dict):
        return {key: spoil(one, data, chance) for key, one in value.items()}
    if isinstance(value, list):
        return [spoil(one, data, chance) for one in value]
    return value


def command_everything(house: House, data: st.DataObject) -> None:
    for entity in list(house.home):
        binding = house.registry.binding(entity.id)
        assert binding is not None
        values = data.draw(
            st.dictionaries(st.sampled_from([*entity.can, "brightness", "color", "value", "x"]), SCALARS, max_size=2)
        )
        action = data.draw(
            st.sampled_from(
                ["set", "turn_on", "turn_off", "open", "close", "stop", "press", "start", "lock", "arm_home", "x"]
            )
        )
        state = house.home.state(entity.id)
        with contextlib.suppress(CommandImpossible):
            prepare(binding, house.home, Command(entity.id, action, values, "1")).expects.satisfied(state, state)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TOPICS, st.binary(max_size=60) | JSON.map(dump)), max_size=8))
def test_anything_on_any_topic(messages: list[tuple[str, bytes]]) -> None:
    """Bytes and JSON, retained or not."""
    house = House()
    for topic, payload in messages:
        house.hear(topic, payload, retained=len(payload) % 2 == 0)
        house.take(house.registry.tick(house.now))
    msgspec.json.encode([entity.name for entity in house.home])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_spoiled_configurations_and_states(data: st.DataObject) -> None:
    """Good announcements with parts replaced by anything; then anything on every topic that was learned, and commands."""
    house = House()
    platform, config = data.draw(st.sampled_from(CONFIGS))
    house.announce(platform, spoil(config, data, 12))
    for topic in sorted(house.subscribed):
        for _ in range(2):
            house.hear(topic.replace("+", "x").replace("#", "y"), data.draw(st.binary(max_size=30) | JSON.map(dump)))
    command_everything(house, data)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_spoiled_native_announcements(data: st.DataObject) -> None:
    """The same for Zigbee2MQTT and Tasmota."""
    house = House()
    exposes = data.draw(st.lists(st.sampled_from(Z2M_EXPOSES), max_size=3))
    devices = [test_zigbee2mqtt.device("Lamp", exposes, "0x01"), test_zigbee2mqtt.device("b/c", exposes, "0x02")]
    house.hear("zigbee2mqtt/bridge/devices", dump(spoil(devices, data, 25)))
    group = [
        {
            "id": 1,
            "friendly_name": "Study",
            "members": [{"ieee_address": "0x01", "endpoint": 1}],
            "scenes": [{"id": 1, "name": "x"}],
        }
    ]
    house.hear("zigbee2mqtt/bridge/groups", dump(spoil(group, data, 12)))
    house.hear(
        f"tasmota/discovery/{test_tasmota.MAC}/config",
        dump(spoil(test_tasmota.CONFIG | {"rl": [1, 2, 3, 3], "lt_st": 5}, data, 25)),
    )
    house.hear(f"tasmota/discovery/{test_tasmota.MAC}/sensors", dump(spoil({"sn": {"A": {"Temperature": 1}}}, data, 6)))
    for topic in sorted(house.subscribed):
        house.hear(topic, data.draw(st.binary(max_size=30) | JSON.map(dump)))
    command_everything(house, data)


def exposes(at: int) -> list[Any]:
    sensors = [
        test_zigbee2mqtt.feature(f"reading_{n}", "numeric", 1, unit="W", description="x" * 200) for n in range(6)
    ]
    return [test_zigbee2mqtt.LIGHT, *sensors, {"type": "noise", "values": ["y" * 20] * 60, "at": at}]


def slices(registry: Registry, topic: str, payload: bytes) -> list[float]:
    """Return the processor time of each slice that one message takes, seconds."""
    times: list[float] = []
    gc.disable()  # a collection belongs to the whole process (here: to everything that tests have loaded), not to one message
    started = time.thread_time()
    change = registry.message(topic, payload, retained=True, now=1.0)
    times.append(time.thread_time() - started)
    while change.more:
        started = time.thread_time()
        change = registry.step(1.0)
        times.append(time.thread_time() - started)
    gc.enable()
    return times


LONGEST_S = 0.005
"""What one message may hold the loop for, in slices between which others have their turn."""


def longest(attempt: Callable[[], list[float]], *, attempts: int = 5) -> float:
    """Return the longest slice of the best of a few attempts: a busy host slows one, not all. Nothing is compiled before."""
    best = float("inf")
    for _ in range(attempts):
        templates._RENDERS.clear()
        templates._READ.cache_clear()
        best = min(best, max(attempt()))
        if best < LONGEST_S:
            break
    return best


def test_two_thousand_entities_in_one_message_never_hold_the_loop() -> None:
    """Slices are short: of processor time, for this machine may be busy."""
    devices = [test_zigbee2mqtt.device(f"Room {at}/lamp {at}", exposes(at), f"0x{at:04x}") for at in range(300)]
    payload = dump(devices)
    assert len(payload) > 1_000_000

    def attempt() -> list[float]:
        registry = Registry(DiscoverySettings())
        times = slices(registry, "zigbee2mqtt/bridge/devices", payload)
        assert len(registry.home.entities) == 300 * 7
        return times

    assert longest(attempt) < LONGEST_S


def test_a_thousand_listeners_on_one_topic_never_hold_the_loop() -> None:
    """And all hear the message."""

    def attempt() -> list[float]:
        registry = Registry(DiscoverySettings())
        for at in range(1000):
            config = {"stat_t": "one", "val_tpl": f"{{{{ value_json.k{at} }}}}", "uniq_id": f"u{at}"}
            slices(registry, f"homeassistant/sensor/u{at}/config", dump(config))
        times = slices(registry, "one", dump({f"k{at}": at for at in range(1000)}))
        assert all(registry.home.state(f"sensor.u{at}").value == float(at) for at in range(1000))
        return times

    assert longest(attempt) < LONGEST_S


COSTLY = {
    "as complicated as may be": "{{ {" + ",".join(f"'{at}':value_json.a{at}" for at in range(60)) + "} | tojson }}",
    "loops in loops": "{% for a in value_json %}{% for b in a %}{{ b }}{% endfor %}{% endfor %}" * 10,
    "a chain of choices": "{% if value == 'a' %}a"
    + "".join(f"{{% elif value == '{at}' %}}{at}" for at in range(34))
    + "{% endif %}",
    "refused after all was read": "{{ " + " + ".join(["value"] * 290) + " }}",
    "refused for its length": "{{ value }}" * 360,
}


@pytest.mark.parametrize("source", COSTLY.values(), ids=COSTLY)
def test_costly_templates_in_one_announcement_never_hold_the_loop(source: str) -> None:
    """Ten different ones, the first message for each included."""

    def attempt() -> list[float]:
        registry = Registry(DiscoverySettings())
        # A word more in each: the same template is compiled only once.
        config = {f"{key}_value_template": source + str(at) for at, key in enumerate(BASIC_KEYS)}
        topics = {f"{key}_state_topic": "one" for key in BASIC_KEYS}
        light = {"command_topic": "c", "unique_id": "u", "effect_list": ["x"], **config, **topics}
        times = slices(registry, "homeassistant/light/u/config", dump(light))
        return times + slices(registry, "one", dump({f"a{at}": at for at in range(60)}))

    assert longest(attempt) < LONGEST_S


BASIC_KEYS = ("brightness", "color_temp", "color_mode", "effect", "hs", "rgb", "rgbw", "rgbww", "xy", "white")


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(1900) %}{{ a }}{% endfor %}",
        "{{ (range(1900) | list) }}",
        "{{ value_json.long * 1 }}",
        "{{ (value_json.many | map('upper') | list | sort) | length }}",
    ],
)
def test_many_listeners_with_costly_renderings_never_hold_the_loop(source: str) -> None:
    """Each may take its few milliseconds, but not all in one turn."""

    def attempt() -> list[float]:
        registry = Registry(DiscoverySettings())
        for at in range(60):
            config = {"stat_t": "one", "val_tpl": source, "uniq_id": f"u{at}"}
            slices(registry, f"homeassistant/sensor/u{at}/config", dump(config))
        return slices(registry, "one", dump({"long": "x" * 60_000, "many": [f"word {at}" for at in range(900)]}))

    assert longest(attempt) < LONGEST_S


def test_messages_given_while_work_is_left_wait_their_turn() -> None:
    """In order; none is lost."""
    registry = Registry(DiscoverySettings())
    devices = [test_zigbee2mqtt.device(f"lamp {at}", [test_zigbee2mqtt.LIGHT], f"0x{at:04x}") for at in range(100)]
    assert registry.message("zigbee2mqtt/bridge/devices", dump(devices), retained=True, now=1.0).more
    registry.message("zigbee2mqtt/lamp 99", b'{"state":"OFF"}', retained=True, now=2.0)
    change = registry.message("zigbee2mqtt/lamp 99", b'{"state":"ON"}', retained=True, now=3.0)
    while change.more:
        change = registry.step(4.0)
    assert registry.home.state("light.0x0063_light_zigbee2mqtt").value == "on"


def test_huge_messages_are_passed_over_and_told() -> None:
    """A state of megabytes is none."""
    house = House()
    house.announce("sensor", {"stat_t": "q", "uniq_id": "q"})
    house.hear("q", b"1" * 1_000_000)
    house.hear("homeassistant/sensor/z/config", b'{"a":"' + b"x" * 1_000_000 + b'"}')
    house.hear("zigbee2mqtt/bridge/devices", b"[" + b"1," * 3000 + b"1]")
    assert len(house.problems) == 3
    assert house.state("sensor.q").value is None


def test_problems_are_told_once_per_cause() -> None:
    """A chatty broken device does not fill the log."""
    house = House()
    house.announce("sensor", {"stat_t": "q", "uniq_id": "q", "unit_of_meas": "W"})
    for at in range(50):
        house.hear("q", f"garbage {at}")
    assert len(house.problems) == 1
    assert "sensor.q keeps its state" in house.problems[0]


def test_staleness() -> None:
    """From connect to the quiet gap, and while the broker is away."""
    house = House()
    assert house.home.stale
    house.take(house.registry.connected(1.0))
    house.announce("switch", {"cmd_t": "a", "uniq_id": "a"})
    assert house.home.stale
    house.take(house.registry.settled(2.0))
    assert not house.home.stale
    house.take(house.registry.disconnected(3.0))
    assert house.home.stale
    assert len(house.home.entities) == 1


def test_a_change_shares_what_did_not_change() -> None:
    """An old version stays as it was."""
    house = House()
    for at in range(50):
        house.announce("switch", {"cmd_t": "a", "stat_t": f"s{at}", "uniq_id": f"s{at}"}, f"s{at}")
    before = house.home
    house.hear("s7", "ON")
    assert before.state("switch.s7").value is None
    assert house.home.entities is before.entities
    assert house.home.structure == before.structure
    assert house.home.version == before.version + 1
    assert house.home.state("switch.s8") is before.state("switch.s8")
