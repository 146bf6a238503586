"""What each platform's configuration means, from the public conventions: one table a platform."""

from typing import Any

import pytest

from device.home.commands import CommandImpossible
from tests.device.home.listening import House, said

SWITCH = {"cmd_t": "s/set", "stat_t": "s"}
FAN = {
    "cmd_t": "f/set", "stat_t": "f", "pct_cmd_t": "f/pct/set", "pct_stat_t": "f/pct", "spd_rng_max": 4,
    "pr_mode_cmd_t": "f/mode/set", "pr_mode_stat_t": "f/mode", "pr_modes": ["eco", "breeze"],
    "osc_cmd_t": "f/osc/set", "osc_stat_t": "f/osc", "dir_cmd_t": "f/dir/set", "dir_stat_t": "f/dir",
}  # fmt: skip
COVER = {"cmd_t": "c/set", "stat_t": "c"}
BLIND = {
    "cmd_t": "c/set", "pos_t": "c/pos", "set_pos_t": "c/pos/set", "tilt_cmd_t": "c/tilt/set", "tilt_status_t": "c/tilt",
}  # fmt: skip
REVERSED = {"pos_t": "c/pos", "set_pos_t": "c/pos/set", "pos_open": 0, "pos_clsd": 100}
VALVE = {"cmd_t": "v/set", "stat_t": "v", "pl_stop": "STOP"}
VALVE_AT = {"cmd_t": "v/set", "stat_t": "v", "reports_position": True}
LOCK = {"cmd_t": "l/set", "stat_t": "l", "pl_open": "OPEN"}
CLIMATE = {
    "mode_cmd_t": "h/mode/set", "mode_stat_t": "h/mode", "modes": ["off", "heat", "auto"],
    "temp_cmd_t": "h/t/set", "temp_stat_t": "h/t", "curr_temp_t": "h/now", "min_temp": 5, "max_temp": 30, "temp_step": 0.5,
    "fan_mode_cmd_t": "h/fan/set", "fan_mode_stat_t": "h/fan", "fan_modes": ["low", "high"],
    "pr_mode_cmd_t": "h/pre/set", "pr_mode_stat_t": "h/pre", "pr_modes": ["eco", "away"],
    "act_t": "h/act", "pow_cmd_t": "h/pow",
}  # fmt: skip
HEATER = {
    "mode_cmd_t": "w/mode/set", "mode_stat_t": "w/mode", "modes": ["off", "eco", "performance"],
    "temp_cmd_t": "w/t/set", "temp_stat_t": "w/t", "curr_temp_t": "w/now", "min_temp": 40, "max_temp": 65,
}  # fmt: skip
HUMIDIFIER = {
    "cmd_t": "u/set", "stat_t": "u", "hum_cmd_t": "u/t/set", "hum_stat_t": "u/t", "min_hum": 30, "max_hum": 80,
    "mode_cmd_t": "u/m/set", "mode_stat_t": "u/m", "modes": ["normal", "sleep"], "curr_hum_t": "u/now",
}  # fmt: skip
VACUUM = {
    "cmd_t": "r/set", "stat_t": "r", "set_fan_spd_t": "r/fan", "fanspd_lst": ["low", "high"],
    "sup_feat": ["start", "pause", "stop", "return_home", "locate", "fan_speed"],
}  # fmt: skip
MOWER = {
    "act_stat_t": "m",
    "start_mowing_command_topic": "m/go",
    "pause_command_topic": "m/wait",
    "dock_cmd_t": "m/home",
}
SIREN = {"cmd_t": "i/set", "stat_t": "i", "av_tones": ["fire", "bell"]}
ALARM = {"cmd_t": "a/set", "stat_t": "a"}
TRACKER = {"stat_t": "t", "pl_home": "in", "pl_not_home": "out"}

READS: list[tuple[str, dict[str, Any], list[tuple[str, Any]], dict[str, Any]]] = [
    ("switch", SWITCH, [("s", "ON")], {"value": "on"}),
    ("switch", SWITCH, [("s", "OFF")], {"value": "off"}),
    ("switch", SWITCH, [("s", "ON"), ("s", "banana")], {"value": "on"}),
    ("switch", SWITCH, [("s", "ON"), ("s", "")], {"value": "on"}),
    ("switch", SWITCH | {"stat_on": "1", "stat_off": "0"}, [("s", "1")], {"value": "on"}),
    ("switch", SWITCH | {"pl_on": "an", "pl_off": "aus"}, [("s", "aus")], {"value": "off"}),
    ("switch", SWITCH | {"val_tpl": "{{ value_json.p }}", "stat_on": True}, [("s", {"p": True})], {"value": "on"}),
    ("switch", SWITCH | {"val_tpl": "{{ value_json.p }}"}, [("s", {"p": "ON"}), ("s", {"q": 1})], {"value": "on"}),
    ("switch", SWITCH | {"val_tpl": "{{ value_json.p.q }}"}, [("s", {"p": {"q": "ON"}}), ("s", {"r": 1})], {"value": "on"}),
    ("switch", SWITCH | {"val_tpl": "{{ value_json.p }}"}, [("s", {"p": "ON"}), ("s", {"p": None})], {"value": None}),
    ("fan", FAN, [("f", "ON"), ("f/pct", "2"), ("f/mode", "eco")], {"value": "on", "percentage": 50.0, "preset_mode": "eco"}),
    ("fan", FAN, [("f/pct", "0")], {"value": None, "percentage": 0.0}),
    ("fan", FAN, [("f/pct", "3"), ("f/pct", "9")], {"value": None, "percentage": 75.0}),
    ("fan", FAN, [("f/osc", "oscillate_on"), ("f/dir", "reverse")], {"value": None, "oscillating": True, "direction": "reverse"}),
    ("fan", FAN, [("f/pct", "3"), ("f/pct", "None")], {"value": None}),
    ("cover", COVER, [("c", "opening")], {"value": "opening"}),
    ("cover", COVER, [("c", "closed")], {"value": "closed"}),
    ("cover", COVER | {"stat_open": "UP"}, [("c", "UP")], {"value": "open"}),
    ("cover", COVER, [("c", "stopped")], {"value": "stopped"}),
    ("cover", COVER | {"pos_t": "p"}, [("p", "30"), ("c", "stopped")], {"value": "open", "position": 30.0}),
    ("cover", COVER | {"pos_t": "p"}, [("c", "stopped"), ("p", "0")], {"value": "closed", "position": 0.0}),
    ("cover", COVER | {"pos_t": "p"}, [("c", "closing"), ("p", "20")], {"value": "closing", "position": 20.0}),
    ("cover", BLIND, [("c/pos", "0")], {"value": "closed", "position": 0.0}),
    ("cover", BLIND, [("c/pos", "55"), ("c/tilt", "20")], {"value": "open", "position": 55.0, "tilt": 20.0}),
    ("cover", REVERSED, [("c/pos", "100")], {"value": "closed", "position": 0.0}),
    ("cover", REVERSED, [("c/pos", "20")], {"value": "open", "position": 80.0}),
    ("cover", BLIND | {"pos_clsd": 10, "pos_open": 60}, [("c/pos", "35")], {"value": "open", "position": 50.0}),
    ("valve", VALVE, [("v", "closing")], {"value": "closing"}),
    ("valve", VALVE_AT, [("v", "40")], {"value": "open", "position": 40.0}),
    ("valve", VALVE_AT, [("v", {"state": "opening", "position": 10})], {"value": "opening", "position": 10.0}),
    ("lock", LOCK, [("l", "LOCKED")], {"value": "locked"}),
    ("lock", LOCK, [("l", "UNLOCKING")], {"value": "unlocking"}),
    ("lock", LOCK, [("l", "JAMMED")], {"value": "jammed"}),
    ("lock", LOCK | {"stat_locked": "1", "stat_unlocked": "2"}, [("l", "2")], {"value": "unlocked"}),
    ("climate", CLIMATE, [("h/mode", "heat"), ("h/t", "21.5"), ("h/now", "19.8"), ("h/act", "heating")],
     {"value": "heat", "temperature": 21.5, "current_temperature": 19.8, "action": "heating"}),
    ("climate", CLIMATE, [("h/fan", "low"), ("h/pre", "eco"), ("h/mode", "banana")], {"value": None, "fan_mode": "low", "preset_mode": "eco"}),
    ("water_heater", HEATER, [("w/mode", "eco"), ("w/t", "55"), ("w/now", "48")],
     {"value": "eco", "temperature": 55.0, "current_temperature": 48.0}),
    ("humidifier", HUMIDIFIER, [("u", "ON"), ("u/t", "45"), ("u/m", "sleep"), ("u/now", "38.5")],
     {"value": "on", "humidity": 45.0, "mode": "sleep", "current_humidity": 38.5}),
    ("number", {"cmd_t": "n/set", "stat_t": "n", "min": -10, "max": 10}, [("n", "-3.5")], {"value": -3.5}),
    ("number", {"cmd_t": "n/set", "stat_t": "n", "max": 10}, [("n", "5"), ("n", "11")], {"value": 5.0}),
    ("select", {"cmd_t": "e/set", "stat_t": "e", "ops": ["tv", "radio"]}, [("e", "radio")], {"value": "radio"}),
    ("select", {"cmd_t": "e/set", "stat_t": "e", "ops": ["tv", "radio"]}, [("e", "tv"), ("e", "x")], {"value": "tv"}),
    ("text", {"cmd_t": "x/set", "stat_t": "x"}, [("x", "hello")], {"value": "hello"}),
    ("sensor", {"stat_t": "q", "unit_of_meas": "°C"}, [("q", "21.50")], {"value": 21.5}),
    ("sensor", {"stat_t": "q"}, [("q", "rainy")], {"value": "rainy"}),
    ("sensor", {"stat_t": "q", "unit_of_meas": "W"}, [("q", "5"), ("q", "unknown")], {"value": 5.0}),
    ("sensor", {"stat_t": "q", "dev_cla": "timestamp"}, [("q", "2024")], {"value": "2024"}),
    ("sensor", {"stat_t": "q", "val_tpl": "{{ value_json['a b'][0] | round(1) }}"}, [("q", {"a b": [1.26]})], {"value": 1.3}),
    ("sensor", {"stat_t": "q"}, [("q", "inf")], {"value": "inf"}),
    ("binary_sensor", {"stat_t": "b"}, [("b", "ON")], {"value": "on"}),
    ("binary_sensor", {"stat_t": "b", "pl_on": True, "pl_off": False, "val_tpl": "{{ value_json.c }}"}, [("b", {"c": False})], {"value": "off"}),
    ("vacuum", VACUUM, [("r", {"state": "cleaning", "battery_level": 61, "fan_speed": "low"})],
     {"value": "cleaning", "battery": 61.0, "fan_mode": "low"}),
    ("vacuum", VACUUM, [("r", {"state": "docked"}), ("r", {"state": "flying"})], {"value": "docked"}),
    ("lawn_mower", MOWER, [("m", "mowing")], {"value": "mowing"}),
    ("lawn_mower", MOWER, [("m", "docked"), ("m", "None")], {"value": None}),
    ("siren", SIREN, [("i", "ON")], {"value": "on"}),
    ("siren", SIREN, [("i", {"state": "ON", "tone": "bell", "volume_level": 0.5})], {"value": "on", "effect": "bell", "volume": 50.0}),
    ("alarm_control_panel", ALARM, [("a", "armed_away")], {"value": "armed_away"}),
    ("alarm_control_panel", ALARM, [("a", "triggered"), ("a", "x")], {"value": "triggered"}),
    ("device_tracker", TRACKER, [("t", "in")], {"value": "home"}),
    ("device_tracker", TRACKER, [("t", "out")], {"value": "not_home"}),
    ("device_tracker", TRACKER, [("t", "school")], {"value": "school"}),
    ("event", {"stat_t": "d", "evt_typ": ["press"]}, [("d", {"event_type": "press"})], {"value": None, "event_type": "press"}),
    ("event", {"stat_t": "d", "evt_typ": ["press"]}, [("d", {"event_type": "kick"})], {"value": None}),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "config", "messages", "expected"), READS)
def test_what_a_device_says(
    platform: str, config: dict[str, Any], messages: list[tuple[str, Any]], expected: dict[str, Any]
) -> None:
    """State in people's units and words; what cannot be read changes nothing."""
    house = House()
    house.announce(platform, config)
    for topic, payload in messages:
        house.hear(topic, payload)
    assert said(house.state()) == expected


SENDS: list[tuple[str, dict[str, Any], str, dict[str, Any], list[tuple[str, str]]]] = [
    ("switch", SWITCH, "turn_on", {}, [("s/set", "ON")]),
    ("switch", SWITCH | {"pl_off": "0"}, "turn_off", {}, [("s/set", "0")]),
    ("switch", SWITCH | {"cmd_tpl": '{"v":"{{ value }}"}'}, "turn_on", {}, [("s/set", '{"v":"ON"}')]),
    ("fan", FAN, "turn_on", {}, [("f/set", "ON")]),
    ("fan", FAN, "set", {"percentage": 50}, [("f/pct/set", "2")]),
    ("fan", FAN, "set", {"percentage": 100}, [("f/pct/set", "4")]),
    ("fan", FAN | {"spd_rng_max": 3}, "set", {"percentage": 67}, [("f/pct/set", "2")]),
    ("fan", FAN | {"spd_rng_max": 3}, "set", {"percentage": 33}, [("f/pct/set", "1")]),
    ("fan", FAN, "set", {"percentage": 0}, [("f/set", "OFF")]),
    ("fan", FAN, "set", {"preset_mode": "Breeze"}, [("f/mode/set", "breeze")]),
    ("fan", FAN, "set", {"oscillating": False}, [("f/osc/set", "oscillate_off")]),
    ("fan", FAN, "set", {"direction": "reverse"}, [("f/dir/set", "reverse")]),
    ("fan", FAN, "turn_on", {"percentage": 25}, [("f/set", "ON"), ("f/pct/set", "1")]),
    ("cover", COVER, "open", {}, [("c/set", "OPEN")]),
    ("cover", COVER | {"pl_cls": "DOWN"}, "close", {}, [("c/set", "DOWN")]),
    ("cover", COVER, "stop", {}, [("c/set", "STOP")]),
    ("cover", BLIND, "set", {"position": 40}, [("c/pos/set", "40")]),
    ("cover", BLIND, "set", {"tilt": 75}, [("c/tilt/set", "75")]),
    ("cover", REVERSED, "set", {"position": 30}, [("c/pos/set", "70")]),
    ("cover", REVERSED, "open", {}, [("c/pos/set", "0")]),
    ("cover", REVERSED | {"set_pos_tpl": '{"p":{{ position }},"v":{{ value }}}'}, "set", {"position": 30}, [("c/pos/set", '{"p":30,"v":70}')]),
    ("valve", VALVE, "open", {}, [("v/set", "OPEN")]),
    ("valve", VALVE, "stop", {}, [("v/set", "STOP")]),
    ("valve", VALVE_AT, "close", {}, [("v/set", "0")]),
    ("valve", VALVE_AT, "set", {"position": 70}, [("v/set", "70")]),
    ("lock", LOCK, "lock", {}, [("l/set", "LOCK")]),
    ("lock", LOCK, "unlock", {}, [("l/set", "UNLOCK")]),
    ("lock", LOCK, "open_latch", {}, [("l/set", "OPEN")]),
    ("climate", CLIMATE, "set", {"temperature": 21.3}, [("h/t/set", "21.5")]),
    ("climate", CLIMATE, "set", {"mode": "heat", "temperature": 20}, [("h/mode/set", "heat"), ("h/t/set", "20.0")]),
    ("climate", CLIMATE, "set", {"fan_mode": "high"}, [("h/fan/set", "high")]),
    ("climate", CLIMATE, "set", {"preset_mode": "away"}, [("h/pre/set", "away")]),
    ("climate", CLIMATE, "turn_off", {}, [("h/pow", "OFF")]),
    ("climate", {key: value for key, value in CLIMATE.items() if key != "pow_cmd_t"}, "turn_off", {}, [("h/mode/set", "off")]),
    ("climate", {key: value for key, value in CLIMATE.items() if key != "pow_cmd_t"}, "turn_on", {}, [("h/mode/set", "auto")]),
    ("water_heater", HEATER, "set", {"temperature": 50}, [("w/t/set", "50.0")]),
    ("water_heater", HEATER, "turn_off", {}, [("w/mode/set", "off")]),
    ("humidifier", HUMIDIFIER, "set", {"humidity": 55}, [("u/t/set", "55")]),
    ("humidifier", HUMIDIFIER, "set", {"mode": "sleep"}, [("u/m/set", "sleep")]),
    ("humidifier", HUMIDIFIER, "turn_on", {}, [("u/set", "ON")]),
    ("scene", {"cmd_t": "z/set"}, "activate", {}, [("z/set", "ON")]),
    ("scene", {"cmd_t": "z/set", "pl_on": "movie"}, "turn_on", {}, [("z/set", "movie")]),
    ("button", {"cmd_t": "z/set"}, "press", {}, [("z/set", "PRESS")]),
    ("button", {"cmd_t": "z/set", "pl_prs": "go"}, "press", {}, [("z/set", "go")]),
    ("number", {"cmd_t": "n/set", "max": 10, "step": 0.5}, "set", {"value": 2.6}, [("n/set", "2.5")]),
    ("number", {"cmd_t": "n/set", "max": 10}, "set", {"value": 3}, [("n/set", "3")]),
    ("select", {"cmd_t": "e/set", "ops": ["TV", "Web radio"]}, "set", {"option": "web_radio"}, [("e/set", "Web radio")]),
    ("text", {"cmd_t": "x/set"}, "set", {"value": "hi"}, [("x/set", "hi")]),
    ("vacuum", VACUUM, "start", {}, [("r/set", "start")]),
    ("vacuum", VACUUM, "turn_off", {}, [("r/set", "return_to_base")]),
    ("vacuum", VACUUM, "locate", {}, [("r/set", "locate")]),
    ("vacuum", VACUUM, "set", {"fan_mode": "high"}, [("r/fan", "high")]),
    ("lawn_mower", MOWER, "start", {}, [("m/go", "start_mowing")]),
    ("lawn_mower", MOWER, "return_to_base", {}, [("m/home", "dock")]),
    ("siren", SIREN, "turn_on", {"effect": "bell", "volume": 40}, [("i/set", '{"state":"ON","tone":"bell","volume_level":0.4}')]),
    ("siren", SIREN, "turn_off", {}, [("i/set", '{"state":"OFF"}')]),
    ("alarm_control_panel", ALARM, "arm_night", {}, [("a/set", "ARM_NIGHT")]),
    ("alarm_control_panel", ALARM | {"pl_disarm": "OUT"}, "disarm", {}, [("a/set", "OUT")]),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "config", "action", "values", "expected"), SENDS)
def test_what_a_device_is_told(
    platform: str, config: dict[str, Any], action: str, values: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Commands in the device's words, scale and step."""
    house = House()
    house.announce(platform, config)
    assert house.sends(action, **values) == expected


def test_messages_carry_qos_and_retain() -> None:
    """Both come from the configuration."""
    house = House()
    house.announce("switch", SWITCH | {"qos": 1, "ret": True})
    (message,) = house.prepare("turn_on").publishes
    assert (message.qos, message.retain) == (1, True)


def test_an_alarm_panel_wants_its_code() -> None:
    """A local code is compared; a remote one goes out through the template that asks for it."""
    house = House()
    house.announce("alarm_control_panel", ALARM | {"code": "1234", "name": "Alarm"})
    assert house.entity().code_required
    for code in (None, "4321"):
        with pytest.raises(CommandImpossible, match="code"):
            house.prepare("disarm", code=code)
    assert house.sends("disarm", code="1234") == [("a/set", "DISARM")]
    house.announce("alarm_control_panel", ALARM | {"code": "REMOTE_CODE", "cmd_tpl": "{{ action }}:{{ code }}"})
    assert house.sends("arm_away", code="77") == [("a/set", "ARM_AWAY:77")]
    house.announce("alarm_control_panel", ALARM | {"code": "1234", "cod_arm_req": False})
    assert house.sends("arm_home") == [("a/set", "ARM_HOME")]


def test_a_lock_with_a_code_format_wants_a_code() -> None:
    """The code goes out through the template."""
    house = House()
    house.announce("lock", LOCK | {"code_format": "^[0-9]{4}$", "cmd_tpl": '{"do":"{{ value }}","code":"{{ code }}"}'})
    with pytest.raises(CommandImpossible, match="code"):
        house.prepare("unlock")
    assert house.sends("unlock", code="1111") == [("l/set", '{"do":"UNLOCK","code":"1111"}')]


def test_two_set_points_are_one_temperature() -> None:
    """That of the present mode."""
    house = House()
    house.announce(
        "climate",
        {
            "mode_stat_t": "m",
            "mode_cmd_t": "m/set",
            "temp_hi_cmd_t": "hi/set",
            "temp_lo_cmd_t": "lo/set",
            "temp_hi_stat_t": "hi",
            "temp_lo_stat_t": "lo",
        },
    )
    house.hear("m", "heat")
    house.hear("hi", "26")
    house.hear("lo", "19")
    assert house.state().attributes["temperature"] == 19.0


@pytest.mark.parametrize("platform", ["camera", "image", "tag", "device_automation", "update", "notify", "nonsense"])
def test_platforms_of_no_use_to_a_voice_are_passed_over(platform: str) -> None:
    """Without a word."""
    house = House()
    house.announce(platform, {"cmd_t": "a", "stat_t": "b", "topic": "c"})
    assert not list(house.home)
    assert not house.problems


@pytest.mark.parametrize(
    ("platform", "key"),
    [
        ("sensor", "state_topic"),
        ("binary_sensor", "state_topic"),
        ("event", "state_topic"),
        ("alarm_control_panel", "state_topic"),
        ("alarm_control_panel", "command_topic"),
        ("switch", "command_topic"),
        ("lock", "command_topic"),
        ("number", "command_topic"),
        ("button", "command_topic"),
        ("scene", "command_topic"),
    ],
)
def test_what_the_convention_requires_must_be_there(platform: str, key: str) -> None:
    config = {"state_topic": "s", "command_topic": "c", "event_types": ["press"], "unique_id": "u"}
    house = House()
    house.announce(platform, config)
    assert len(house.home.entities) == 1
    house.announce(platform, {name: value for name, value in config.items() if name != key})
    assert not house.home.entities
    assert f"`{key}` is missing" in house.problems[0]
