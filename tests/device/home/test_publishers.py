"""Announcements as well-known publishers write them: their idioms are understood without a word of complaint."""

import json
from typing import Any

import pytest

from tests.device.home.listening import House, said

PUBLISHERS: dict[str, tuple[str, dict[str, Any], list[tuple[str, Any]], dict[str, Any], str, dict[str, Any], list[tuple[str, str]]]] = {
    "esphome light": (
        "homeassistant/light/desk/lamp/config",
        {"schema": "json", "sup_clrm": ["rgb"], "bri": True, "brightness": True, "fx_list": ["None", "Pulse"], "effect": True,
         "name": "Lamp", "stat_t": "desk/light/lamp/state", "cmd_t": "desk/light/lamp/command", "avty_t": "desk/status", "uniq_id": "ESPlightlamp",
         "dev": {"ids": "a0b1c2d3e4f5", "name": "desk", "sw": "esphome", "mdl": "esp32", "mf": "espressif", "cns": [["mac", "a0b1c2d3e4f5"]], "sa": "Office"}},
        [("desk/status", "online"), ("desk/light/lamp/state", {"state": "ON", "color_mode": "rgb", "brightness": 255, "color": {"r": 0, "g": 255, "b": 0}})],
        {"value": "on", "brightness": 100.0, "color": "green"},
        "set", {"color": "red"}, [("desk/light/lamp/command", '{"state":"ON","color":{"r":255,"g":0,"b":0}}')],
    ),
    "zwave-js-ui thermostat": (
        "homeassistant/climate/node_5/climate/config",
        {"mode_state_topic": "zwave/5/64/0/mode", "mode_command_topic": "zwave/5/64/0/mode/set", "modes": ["off", "heat"],
         "mode_state_template": '{% set values = {0: "off", 1: "heat"} %}{{ values[value_json.value] if value_json.value in values.keys() else \'\' }}',
         "mode_command_template": '{% set values = {"off": 0, "heat": 1} %}{"value": {{ values[value] }}}',
         "temperature_state_topic": "zwave/5/67/0/setpoint/1", "temperature_state_template": "{{ value_json.value }}",
         "temperature_command_topic": "zwave/5/67/0/setpoint/1/set", "temperature_unit": "C", "min_temp": 4, "max_temp": 28, "temp_step": 0.5,
         "unique_id": "zwavejs_5_climate", "name": "Bathroom thermostat"},
        [("zwave/5/64/0/mode", {"time": 1, "value": 1}), ("zwave/5/67/0/setpoint/1", {"time": 1, "value": 21})],
        {"value": "heat", "temperature": 21.0},
        "set", {"mode": "off"}, [("zwave/5/64/0/mode/set", '{"value": 0}')],
    ),
    "zwave-js-ui lock": (
        "homeassistant/lock/node_9/lock/config",
        {"payload_lock": "true", "payload_unlock": "false", "state_locked": "true", "state_unlocked": "false",
         "value_template": "{{ value_json.value | lower }}", "state_topic": "z/9/lock", "command_topic": "z/9/lock/set", "unique_id": "z9"},
        [("z/9/lock", {"value": True})], {"value": "locked"}, "unlock", {}, [("z/9/lock/set", "false")],
    ),
    "zwave-js-ui dimmer": (
        "homeassistant/light/node_3/dimmer/config",
        {"on_command_type": "brightness", "brightness_scale": 99, "state_topic": "z/3/cur", "command_topic": "z/3/set", "brightness_state_topic": "z/3/cur",
         "brightness_command_topic": "z/3/set", "state_value_template": '{{ "OFF" if value_json.value == 0 else "ON" }}', "brightness_value_template": "{{ value_json.value }}",
         "unique_id": "z3"},
        [("z/3/cur", {"value": 49})], {"value": "on", "brightness": 49}, "set", {"brightness": 100}, [("z/3/set", "99")],
    ),
    "openmqttgateway sensor": (
        "homeassistant/sensor/A4C1-tempc/config",
        {"stat_t": "+/+/BTtoMQTT/A4C1", "name": "Shed thermometer tempc", "uniq_id": "A4C1-tempc", "dev_cla": "temperature",
         "val_tpl": "{{ value_json.tempc | is_defined }}", "unit_of_meas": "°C", "stat_cla": "measurement", "dev": {"ids": ["A4C1"], "cns": [["mac", "A4C1"]]}},
        [("home/gw/BTtoMQTT/A4C1", {"id": "A4C1", "tempc": 12.5}), ("home/gw/BTtoMQTT/A4C1", {"id": "A4C1", "hum": 50})],
        {"value": 12.5}, "", {}, [],
    ),
    "ems-esp": (
        "homeassistant/number/ems-esp/thermostat_hc1_seltemp/config",
        {"~": "ems-esp", "uniq_id": "thermostat_hc1_seltemp", "stat_t": "~/thermostat_data", "name": "selected room temperature", "cmd_t": "~/thermostat/hc1/seltemp",
         "mode": "box", "min": 5, "max": 30, "step": 0.5, "unit_of_meas": "°C", "val_tpl": "{{value_json['hc1']['seltemp'] if value_json['hc1']['seltemp'] is defined else 0}}",
         "avty": [{"t": "~/status"}], "dev": {"ids": ["ems-esp-thermostat"], "name": "EMS-ESP Thermostat"}},
        [("ems-esp/status", "online"), ("ems-esp/thermostat_data", {"hc1": {"seltemp": 20.5}})],
        {"value": 20.5}, "set", {"value": 21}, [("ems-esp/thermostat/hc1/seltemp", "21")],
    ),
    "nuki hub": (
        "homeassistant/lock/1a2b/smartlock/config",
        {"dev": {"ids": ["nuki_1a2b"], "mf": "Nuki", "mdl": "SmartLock", "name": "Front door"}, "~": "nuki/front", "name": None, "unique_id": "1a2b_lock",
         "cmd_t": "~/lock/action", "avty": {"t": "~/maintenance/mqttConnectionState"}, "pl_lock": "lock", "pl_unlk": "unlock", "pl_open": "unlatch",
         "stat_t": "~/lock/hastate", "stat_locked": "locked", "stat_unlocked": "unlocked", "opt": "false"},
        [("nuki/front/maintenance/mqttConnectionState", "online"), ("nuki/front/lock/hastate", "locked")],
        {"value": "locked"}, "open_latch", {}, [("nuki/front/lock/action", "unlatch")],
    ),
    "zigbee2mqtt cover by discovery": (
        "homeassistant/cover/0xab/cover/config",
        {"availability": [{"topic": "zigbee2mqtt/bridge/state", "value_template": "{{ value_json.state }}"}], "command_topic": "zigbee2mqtt/blind/set",
         "name": None, "position_template": "{{ value_json.position }}", "position_topic": "zigbee2mqtt/blind", "set_position_template": '{ "position": {{ position }} }',
         "set_position_topic": "zigbee2mqtt/blind/set", "state_topic": "zigbee2mqtt/blind", "unique_id": "0xab_cover_zigbee2mqtt",
         "state_opening": "opening", "state_closing": "closing", "state_stopped": "stop",
         "value_template": '{% if "moving" in value_json and value_json.moving %} {{ value_json.moving }} {% else %} stop {% endif %}',
         "device": {"identifiers": ["zigbee2mqtt_0xab"], "name": "Study blind", "via_device": "zigbee2mqtt_bridge_0x1"}},
        [("zigbee2mqtt/bridge/state", {"state": "online"}), ("zigbee2mqtt/blind", {"position": 40, "moving": "opening"}),
         ("zigbee2mqtt/blind", {"position": 45, "moving": "stop"})],
        {"value": "open", "position": 45.0}, "set", {"position": 20}, [("zigbee2mqtt/blind/set", '{ "position": 20 }')],
    ),
    "tasmota by discovery": (
        "homeassistant/light/DDEEFF_LI_1/config",
        {"name": "Shelf", "cmd_t": "~cmnd/POWER", "stat_t": "~tele/STATE", "val_tpl": "{{value_json.POWER}}", "pl_off": "OFF", "pl_on": "ON",
         "avty_t": "~tele/LWT", "pl_avail": "Online", "pl_not_avail": "Offline", "uniq_id": "DDEEFF_LI_1", "device": {"identifiers": ["DDEEFF"]}, "~": "shelf/",
         "bri_cmd_t": "~cmnd/Dimmer", "bri_stat_t": "~tele/STATE", "bri_scl": 100, "on_cmd_type": "brightness", "bri_val_tpl": "{{value_json.Dimmer}}",
         "rgb_cmd_t": "~cmnd/Color2", "rgb_stat_t": "~tele/STATE", "rgb_val_tpl": "{{value_json.Color.split(',')[0:3]|join(',')}}"},
        [("shelf/tele/LWT", "Online"), ("shelf/tele/STATE", {"POWER": "ON", "Dimmer": 60, "Color": "153,0,0,0,0"})],
        {"value": "on", "brightness": 60, "color": "red"}, "set", {"brightness": 30}, [("shelf/cmnd/Dimmer", "30")],
    ),
    "valetudo": (
        "homeassistant/vacuum/Robo_vacuum/config",
        {"name": "Robot", "unique_id": "robo_vacuum", "supported_features": ["start", "stop", "pause", "return_home", "battery", "status", "locate", "fan_speed", "send_command"],
         "state_topic": "valetudo/Robo/hass/state", "command_topic": "valetudo/Robo/hass/command", "fan_speed_list": ["low", "max"], "schema": "state",
         "set_fan_speed_topic": "valetudo/Robo/FanSpeed/set", "payload_start": "START", "payload_return_to_base": "HOME"},
        [("valetudo/Robo/hass/state", {"state": "docked", "battery_level": 100, "fan_speed": "low"})],
        {"value": "docked", "battery": 100.0, "fan_mode": "low"}, "start", {}, [("valetudo/Robo/hass/command", "START")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHERS)
def test_a_publisher_is_understood(name: str) -> None:
    """State and command."""
    topic, config, messages, expected, action, values, sent = PUBLISHERS[name]
    house = House()
    house.hear(topic, config, retained=True)
    for where, payload in messages:
        house.hear(where, payload)
    if name != "openmqttgateway sensor":  # its `is_defined` says on purpose that a message is not for it
        assert not house.problems
    assert said(house.state()) == expected
    assert house.state().available
    if action:
        assert house.sends(action, **values) == sent


def test_names_and_rooms_of_publishers() -> None:
    """As a household would say them."""
    house = House()
    for topic, config, *_rest in PUBLISHERS.values():
        house.hear(topic, json.dumps(config))
    named = {entity.id.split(".")[0] + " " + entity.name: entity.room for entity in house.home}
    assert named == {
        "light desk lamp": "office", "climate thermostat": "bathroom", "lock lock": None, "light light": None, "lock front door": None,
        "sensor thermometer tempc": "shed", "number ems esp thermostat selected room temperature": None, "cover blind": "study",
        "light shelf": None, "vacuum robot": None,
    }  # fmt: skip
