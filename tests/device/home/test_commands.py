"""Commands: what is refused and how, what is waited for, what undoes it."""

import json
from typing import Any

import pytest

from device.home.commands import CommandImpossible, Expectation
from device.home.state import State
from tests.device.home.listening import House
from tests.device.home.test_lights import BASIC, JSON
from tests.device.home.test_platforms import (
    ALARM,
    BLIND,
    CLIMATE,
    COVER,
    FAN,
    HEATER,
    HUMIDIFIER,
    LOCK,
    MOWER,
    SWITCH,
    VACUUM,
    VALVE_AT,
)

OVEN = {"name": "Oven", "temp_cmd_t": "o/set", "temp_stat_t": "o", "min_temp": 30, "max_temp": 250, "temp_step": 5}

REFUSED: list[tuple[str, dict[str, Any], str, dict[str, Any], str]] = [
    ("climate", OVEN, "set", {"temperature": 400}, "The oven goes up to 250 degrees."),
    ("climate", OVEN, "set", {"temperature": 3}, "The oven goes down to 30 degrees."),
    ("climate", OVEN, "set", {"temperature": "banana"}, "The oven cannot set its temperature to banana."),
    ("climate", OVEN, "set", {"temperature": "+10"}, "The oven has not said its temperature yet."),
    ("climate", OVEN, "set", {"temperature": True}, "The oven needs a number for its temperature."),
    ("climate", OVEN, "set", {"temperature": float("nan")}, "The oven goes up to 250 degrees."),
    ("climate", OVEN, "set", {"mode": "heat"}, "The oven cannot change its mode."),
    ("climate", OVEN, "turn_on", {}, "The oven cannot be switched on."),
    ("climate", CLIMATE | {"name": "Radiator"}, "set", {"mode": "cool"}, "The radiator has no mode 'cool'; it has off, heat and auto."),
    ("light", SWITCH | {"name": "Lamp"}, "set", {"brightness": 40}, "The lamp cannot change its brightness."),
    ("light", SWITCH | {"name": "Lamp"}, "set", {"color": "red"}, "The lamp cannot change its colour."),
    ("light", BASIC | {"name": "Lamp"}, "set", {"color": "greenish brown"}, "The colour greenish brown is not known."),
    ("light", BASIC | {"name": "Lamp"}, "set", {"brightness": 140}, "The brightness of the lamp goes up to 100 percent."),
    ("light", BASIC | {"name": "Lamp"}, "set", {"brightness": -4}, "The brightness of the lamp goes down to 0 percent."),
    ("light", BASIC | {"name": "Lamp"}, "set", {"color_temp": 900}, "The colour temperature of the lamp goes down to 2000 kelvin."),
    ("light", BASIC | {"name": "Lamp"}, "set", {"effect": "disco"}, "The lamp has no effect 'disco'; it has Rainbow and Fire."),
    ("light", BASIC | {"name": "Lamp"}, "set", {}, "The lamp was given nothing to change."),
    ("light", BASIC | {"name": "Lamp"}, "open", {}, "The lamp cannot be told to open."),
    ("light", BASIC | {"name": "Lamp"}, "explode", {}, "The lamp cannot do that."),
    ("cover", COVER | {"name": "Blind"}, "set", {"position": 40}, "The blind cannot change its position."),
    ("cover", COVER | {"name": "Blind", "pl_stop": None}, "stop", {}, "The blind cannot be told to stop."),
    ("fan", SWITCH | {"name": "Fan"}, "set", {"percentage": 40}, "The fan cannot change its speed."),
    ("sensor", {"stat_t": "q", "name": "Meter"}, "turn_on", {}, "The meter cannot be switched on."),
    ("select", {"cmd_t": "e", "ops": ["a", "b"], "name": "Input"}, "set", {"option": "c"}, "The input has no setting 'c'; it has a and b."),
    ("number", {"cmd_t": "e", "max": 20, "name": "Delay", "unit_of_meas": "min"}, "set", {"value": 21}, "The delay goes up to 20 minutes."),
    ("text", {"cmd_t": "e", "name": "Board"}, "set", {"value": "x" * 300}, "The board takes a text of at most 255 letters."),
    ("vacuum", VACUUM | {"name": "Robot", "sup_feat": ["start"]}, "locate", {}, "The robot cannot be located."),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "config", "action", "values", "sentence"), REFUSED)
def test_the_impossible_is_refused_with_a_sentence(
    platform: str, config: dict[str, Any], action: str, values: dict[str, Any], sentence: str
) -> None:
    """Which says what would be possible."""
    house = House()
    house.announce(platform, config)
    with pytest.raises(CommandImpossible) as refusal:
        house.prepare(action, **values)
    assert str(refusal.value) == sentence
    assert refusal.value.code == "impossible"


RELATIVE: list[tuple[str, dict[str, Any], list[tuple[str, str]], dict[str, Any], dict[str, Any]]] = [
    ("light", BASIC, [("l", "ON"), ("l/b", "128")], {"brightness": "+10"}, {"brightness": 60.0}),
    ("light", BASIC, [("l", "ON"), ("l/b", "128")], {"brightness": "-30"}, {"brightness": 20.0}),
    ("light", BASIC, [("l", "ON"), ("l/b", "250")], {"brightness": "+30"}, {"brightness": 100.0}),
    ("light", BASIC, [("l", "OFF"), ("l/b", "250")], {"brightness": "+30"}, {"brightness": 30.0}),
    ("light", BASIC, [("l/w", "250")], {"color_temp": "-500"}, {"color_temp": 3500.0}),
    ("climate", OVEN, [("o", "200")], {"temperature": "+7"}, {"temperature": 205.0}),
    ("climate", OVEN, [("o", "245")], {"temperature": "+20"}, {"temperature": 250.0}),
    ("fan", FAN, [("f/pct", "2")], {"percentage": "+25"}, {"percentage": 75.0}),
    ("light", BASIC, [("l", "ON"), ("l/b", "25")], {"brightness": "-40"}, {"brightness": 1.0}),
    ("fan", FAN, [("f/pct", "2")], {"percentage": "+5"}, {"percentage": 75.0}),
    ("fan", FAN | {"spd_rng_max": 3}, [("f/pct", "1")], {"percentage": "+5"}, {"percentage": 67.0}),
    ("fan", FAN | {"spd_rng_max": 3}, [], {"percentage": 50}, {"percentage": 67.0}),
    ("climate", OVEN, [("o", "200")], {"temperature": "-1"}, {"temperature": 195.0}),
    ("fan", FAN, [], {"percentage": "high"}, {"percentage": 75.0}),
    ("cover", BLIND, [("c/pos", "40")], {"position": "-20%"}, {"position": 20.0}),
    ("cover", BLIND, [], {"position": "half"}, {"position": 50.0}),
    ("number", {"cmd_t": "n/set", "stat_t": "n", "min": -20, "max": 20}, [("n", "4")], {"value": "-8"}, {"value": -8.0}),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "config", "messages", "values", "expected"), RELATIVE)
def test_changes_and_words_become_numbers(
    platform: str,
    config: dict[str, Any],
    messages: list[tuple[str, str]],
    values: dict[str, Any],
    expected: dict[str, Any],
) -> None:
    """Within the range, on the device's own grid. Where numbers below zero exist, "-8" is one."""
    house = House()
    house.announce(platform, config)
    for topic, payload in messages:
        house.hear(topic, payload)
    assert dict(house.prepare("set", **values).command.values) == expected


WORDS = {
    "OPEN": "open", "CLOSE": "closed", "STOP": "stopped", "LOCK": "LOCKED", "UNLOCK": "UNLOCKED", "DISARM": "disarmed",
    "ARM_HOME": "armed_home", "ARM_AWAY": "armed_away", "ARM_NIGHT": "armed_night", "start": '{"state":"cleaning"}',
    "pause": '{"state":"paused"}', "return_to_base": '{"state":"docked"}', "stop": '{"state":"idle"}',
    "start_mowing": "mowing", "dock": "docked",
}  # fmt: skip
"""What devices say after being told something; anything else they repeat."""


def echo(house: House, messages: list[tuple[str, str]]) -> None:
    """Play a device that obeys: it says on its state topic what it was told on the command topic."""
    for topic, payload in messages:
        state_topic = {"m/go": "m", "m/wait": "m", "m/home": "m"}.get(topic, topic.removesuffix("/set"))
        if topic == "h/pow":
            house.hear("h/mode", {"ON": "auto", "OFF": "off"}[payload])
            continue
        house.hear(state_topic, WORDS.get(payload, payload))
        if topic == "c/set":
            house.hear("c/pos", {"OPEN": "100", "CLOSE": "0"}[payload])


ROUND_TRIPS: list[tuple[str, dict[str, Any], list[tuple[str, str]], str, dict[str, Any]]] = [
    ("switch", SWITCH, [("s", "OFF")], "turn_on", {}),
    ("switch", SWITCH, [("s", "ON")], "turn_off", {}),
    ("light", BASIC, [("l", "OFF")], "turn_on", {}),
    ("light", BASIC, [("l", "OFF"), ("l/b", "51")], "turn_on", {}),
    ("light", BASIC, [("l", "ON"), ("l/b", "51")], "turn_off", {}),
    ("light", BASIC, [("l", "ON"), ("l/b", "51")], "set", {"brightness": 80}),
    ("light", BASIC, [("l", "ON"), ("l/c", "255,0,0")], "set", {"color": "blue"}),
    ("light", BASIC, [("l", "ON"), ("l/w", "250")], "set", {"color": "blue"}),
    ("light", BASIC, [("l", "ON"), ("l/c", "0,255,0")], "set", {"color_temp": 4000}),
    ("light", JSON, [("l", '{"state":"ON","brightness":127}')], "set", {"brightness": 10}),
    ("light", JSON, [("l", '{"state":"ON","color_mode":"color_temp","color_temp":250}')], "set", {"color_temp": 3000}),
    ("fan", FAN, [("f", "ON"), ("f/pct", "2")], "set", {"percentage": 100}),
    ("fan", FAN, [("f", "ON"), ("f/osc", "oscillate_off")], "set", {"oscillating": True}),
    ("fan", FAN, [("f", "ON"), ("f/mode", "eco")], "set", {"preset_mode": "breeze"}),
    ("fan", FAN, [("f", "ON")], "turn_off", {}),
    ("cover", COVER, [("c", "closed")], "open", {}),
    ("cover", COVER, [("c", "open")], "close", {}),
    ("cover", BLIND, [("c/pos", "30")], "set", {"position": 80}),
    ("cover", BLIND, [("c/pos", "30")], "open", {}),
    ("cover", BLIND, [("c/pos", "30"), ("c/tilt", "10")], "set", {"tilt": 50}),
    ("valve", VALVE_AT, [("v", "0")], "open", {}),
    ("lock", LOCK, [("l", "UNLOCKED")], "lock", {}),
    ("lock", LOCK, [("l", "LOCKED")], "unlock", {}),
    ("climate", CLIMATE, [("h/mode", "heat"), ("h/t", "20")], "set", {"temperature": 23}),
    ("climate", CLIMATE, [("h/mode", "heat"), ("h/t", "20")], "set", {"mode": "off"}),
    ("climate", CLIMATE, [("h/mode", "heat")], "turn_off", {}),
    ("climate", CLIMATE, [("h/mode", "off")], "turn_on", {}),
    ("climate", CLIMATE, [("h/mode", "heat"), ("h/fan", "low")], "set", {"fan_mode": "high"}),
    ("water_heater", HEATER, [("w/mode", "eco"), ("w/t", "50")], "set", {"temperature": 60, "mode": "performance"}),
    ("humidifier", HUMIDIFIER, [("u", "ON"), ("u/t", "45")], "set", {"humidity": 60}),
    ("humidifier", HUMIDIFIER, [("u", "ON"), ("u/m", "sleep")], "set", {"mode": "normal"}),
    ("number", {"cmd_t": "n/set", "stat_t": "n"}, [("n", "30")], "set", {"value": 60}),
    ("select", {"cmd_t": "e/set", "stat_t": "e", "ops": ["a", "b"]}, [("e", "a")], "set", {"option": "b"}),
    ("text", {"cmd_t": "x/set", "stat_t": "x"}, [("x", "one")], "set", {"value": "two"}),
    ("vacuum", VACUUM, [("r", '{"state":"docked"}')], "start", {}),
    ("vacuum", VACUUM, [("r", '{"state":"cleaning"}')], "return_to_base", {}),
    ("vacuum", VACUUM, [("r", '{"state":"cleaning"}')], "pause", {}),
    ("lawn_mower", MOWER, [("m", "docked")], "start", {}),
    ("lawn_mower", MOWER, [("m", "mowing")], "return_to_base", {}),
    ("siren", {"cmd_t": "i/set", "stat_t": "i"}, [("i", "OFF")], "turn_on", {}),
    ("alarm_control_panel", ALARM, [("a", "disarmed")], "arm_away", {}),
    ("alarm_control_panel", ALARM, [("a", "armed_night")], "disarm", {}),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "config", "messages", "action", "values"), ROUND_TRIPS)
def test_a_command_is_confirmed_and_its_inverse_restores_the_state(
    platform: str, config: dict[str, Any], messages: list[tuple[str, str]], action: str, values: dict[str, Any]
) -> None:
    """Both by the device's own word."""
    house = House()
    house.announce(platform, config)
    for topic, payload in messages:
        house.hear(topic, payload)
    before = house.state()
    prepared = house.prepare(action, **values)
    assert not prepared.optimistic
    assert not prepared.already
    assert prepared.deadline_s >= 2.0
    assert not prepared.expects.done(before)
    echo(house, [(one.topic, one.payload.decode()) for one in prepared.publishes])
    assert prepared.expects.satisfied(before, house.state())
    assert house.prepare(action, **values).already
    assert prepared.inverse is not None
    back = house.prepare(prepared.inverse.action, **dict[str, Any](prepared.inverse.values))
    changed = house.state()
    echo(house, [(one.topic, one.payload.decode()) for one in back.publishes])
    assert back.expects.satisfied(changed, house.state())
    now = house.state()
    assert now.value == before.value
    restored = {key: value for key, value in before.attributes.items() if key in {*values, *prepared.inverse.values}}
    assert {key: now.attributes.get(key) for key in restored} == restored


@pytest.mark.parametrize(
    ("platform", "config", "action", "values"),
    [
        ("switch", {"cmd_t": "s"}, "turn_on", {}),
        ("switch", SWITCH | {"opt": True}, "turn_on", {}),
        ("scene", {"cmd_t": "s"}, "activate", {}),
        ("button", {"cmd_t": "s"}, "press", {}),
        ("light", BASIC | {"fx_stat_t": None, "stat_t": "l"}, "locate", None),
        ("vacuum", VACUUM, "locate", {}),
        ("climate", {"temp_cmd_t": "t"}, "set", {"temperature": 20}),
    ],
)  # fmt: skip
def test_what_a_device_cannot_confirm_is_optimistic(
    platform: str, config: dict[str, Any], action: str, values: dict[str, Any] | None
) -> None:
    """Sent is all that can be said, and it is never "already so"."""
    house = House()
    house.announce(platform, config)
    if values is None:
        with pytest.raises(CommandImpossible):
            house.prepare(action)
        return
    prepared = house.prepare(action, **values)
    assert prepared.optimistic
    assert not prepared.already


def test_nothing_known_means_nothing_to_undo() -> None:
    """An inverse is computed from the state before, so there must be one."""
    house = House()
    house.announce("switch", SWITCH)
    assert house.prepare("turn_on").inverse is None
    house.hear("s", "ON")
    assert house.prepare("turn_on").inverse is None, "it was on already"
    assert house.prepare("turn_on").already


EXPECTATIONS: list[tuple[Expectation, State, State, bool]] = [
    (Expectation({"value": "open"}, ("opening",)), State("closed"), State("opening"), True),
    (Expectation({"value": "open"}, ("opening",)), State("closed"), State("closed"), False),
    (
        Expectation({"position": 100.0}, (), {}, moving=True),
        State(None, {"position": 0.0}),
        State(None, {"position": 4.0}),
        True,
    ),
    (
        Expectation({"position": 100.0}, (), {}, moving=True),
        State(None, {"position": 50.0}),
        State(None, {"position": 50.0}),
        False,
    ),
    (
        Expectation({"position": 0.0}, (), {}, moving=True),
        State(None, {"position": 50.0}),
        State(None, {"position": 60.0}),
        False,
    ),
    (Expectation({"brightness": 40.0}, (), {"brightness": 1.0}), State(), State("on", {"brightness": 41.0}), True),
    (Expectation({"brightness": 40.0}, (), {"brightness": 1.0}), State(), State("on", {"brightness": 43.0}), False),
    (Expectation({"color": "red"}), State(), State("on", {"color": "#fe0502"}), True),
    (Expectation({"color": "red"}), State(), State("on", {"color": "blue"}), False),
    (Expectation({"oscillating": True}), State(), State("on", {"oscillating": 1.0}), True),
    (Expectation({"oscillating": True}), State(), State("on", {"oscillating": False}), False),
    (Expectation(), State(), State("on"), False),
]


@pytest.mark.parametrize(("expects", "before", "now", "expected"), EXPECTATIONS)
def test_when_a_command_counts_as_done(expects: Expectation, before: State, now: State, expected: bool) -> None:
    """By the device's own word, with the tolerance of its steps; movement towards the goal is enough."""
    assert expects.satisfied(before, now) is expected


def test_slow_devices_get_more_time() -> None:
    """Motors and sleeping radios."""
    house = House()
    house.announce("cover", COVER, "a")
    house.announce("switch", SWITCH, "b")
    assert house.prepare("open", "cover.a").deadline_s == 10.0
    assert house.prepare("turn_on", "switch.b").deadline_s == 2.0


def test_a_template_that_fails_is_a_refusal() -> None:
    """Not an error of the program."""
    house = House()
    house.announce("switch", SWITCH | {"cmd_tpl": "{{ states('x') }}", "name": "Plug"})
    with pytest.raises(CommandImpossible, match="The plug does not understand that"):
        house.prepare("turn_on")


def test_json_values_survive() -> None:
    """Words with quotes reach the device as they are."""
    house = House()
    house.announce("text", {"cmd_t": "x", "cmd_tpl": '{"t": {{ value | tojson }}}'})
    ((_topic, payload),) = house.sends("set", value='a "b" \\ c')
    assert json.loads(payload) == {"t": 'a "b" \\ c'}
