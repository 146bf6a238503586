"""The three schemas of lights."""

import json
from typing import Any

import pytest

from device.home.state import Range
from tests.device.home.listening import House, said

BASIC = {
    "cmd_t": "l/set", "stat_t": "l", "bri_cmd_t": "l/b/set", "bri_stat_t": "l/b", "clr_temp_cmd_t": "l/w/set",
    "clr_temp_stat_t": "l/w", "rgb_cmd_t": "l/c/set", "rgb_stat_t": "l/c", "fx_cmd_t": "l/e/set", "fx_stat_t": "l/e",
    "fx_list": ["Rainbow", "Fire"],
}  # fmt: skip
JSON = {
    "schema": "json", "cmd_t": "l/set", "stat_t": "l", "bri": True, "sup_clrm": ["color_temp", "xy"], "brightness": True,
    "bri_scl": 254, "max_mirs": 454, "min_mirs": 153, "fx_list": ["blink"], "effect": True,
}  # fmt: skip
TEMPLATE = {
    "schema": "template", "cmd_t": "l/set", "stat_t": "l", "fx_list": ["blink"],
    "cmd_on_tpl": "on{%- if brightness is defined -%},b{{ brightness }}{%- endif -%}{%- if red is defined -%},{{ red }}-{{ green }}-{{ blue }}{%- endif -%}"
    "{%- if color_temp is defined -%},w{{ color_temp }}{%- endif -%}{%- if effect is defined -%},{{ effect }}{%- endif -%}",
    "cmd_off_tpl": "off", "stat_tpl": "{{ value.split(',')[0] }}", "bri_tpl": "{{ value.split(',')[1] }}",
    "clr_temp_tpl": "{{ value.split(',')[2] }}", "r_tpl": "{{ value.split(',')[3] }}", "g_tpl": "{{ value.split(',')[4] }}",
    "b_tpl": "{{ value.split(',')[5] }}",
}  # fmt: skip

READS: list[tuple[dict[str, Any], list[tuple[str, Any]], dict[str, Any]]] = [
    (BASIC, [("l", "ON"), ("l/b", "128")], {"value": "on", "brightness": 50}),
    (BASIC, [("l/b", "1")], {"value": None, "brightness": 1.0}),
    (BASIC, [("l/b", "0")], {"value": None, "brightness": 0}),
    (BASIC | {"bri_scl": 100}, [("l/b", "42")], {"value": None, "brightness": 42}),
    (BASIC, [("l/w", "370")], {"value": None, "color_temp": 2700.0}),
    (BASIC | {"clr_temp_k": True}, [("l/w", "3100")], {"value": None, "color_temp": 3100.0}),
    (BASIC, [("l/c", "255,0,0")], {"value": None, "color": "red"}),
    (BASIC, [("l/c", "128,0,0")], {"value": None, "color": "red"}),
    (BASIC, [("l/c", "255,0,0"), ("l/w", "250")], {"value": None, "color_temp": 4000.0}),
    (BASIC, [("l/c", "red"), ("l/b", "bright"), ("l/e", "Fire")], {"value": None, "effect": "Fire"}),
    ({"cmd_t": "x", "hs_cmd_t": "y", "hs_stat_t": "l"}, [("l", "240,100")], {"value": None, "color": "blue"}),
    ({"cmd_t": "x", "xy_cmd_t": "y", "xy_stat_t": "l"}, [("l", "0.64,0.33")], {"value": None, "color": "red"}),
    (JSON, [("l", {"state": "ON", "brightness": 127})], {"value": "on", "brightness": 50}),
    (JSON, [("l", {"state": "ON", "color_mode": "color_temp", "color_temp": 370, "color": {"x": 0.4, "y": 0.3}})],
     {"value": "on", "color_temp": 2700.0}),
    (JSON, [("l", {"color_mode": "xy", "color": {"x": 0.64, "y": 0.33}, "color_temp": 200})], {"value": None, "color": "red"}),
    (JSON, [("l", {"color": {"h": 120, "s": 100}, "color_mode": "hs"})], {"value": None, "color": "green"}),
    (JSON, [("l", {"color": {"hue": 120, "saturation": 100}})], {"value": None, "color": "green"}),
    (JSON, [("l", {"color": {"r": 0, "g": 0, "b": 255}, "color_mode": "rgb"})], {"value": None, "color": "blue"}),
    (JSON, [("l", {"state": "ON"}), ("l", {"state": 7, "brightness": "x", "color": 3, "effect": []})], {"value": "on"}),
    (JSON, [("l", {"state": "ON"}), ("l", "garbage"), ("l", "[]"), ("l", b"\xff\xfe")], {"value": "on"}),
    (JSON, [("l", {"state": "ON"}), ("l", {"state": None})], {"value": None}),
    (TEMPLATE, [("l", "on,128,370,255,0,0")], {"value": "on", "brightness": 50, "color_temp": 2700.0, "color": "red"}),
    (TEMPLATE, [("l", "off,0,370,255,0,0"), ("l", "nonsense")],
     {"value": "off", "brightness": 0, "color_temp": 2700.0, "color": "red"}),
]  # fmt: skip


@pytest.mark.parametrize(("config", "messages", "expected"), READS)
def test_what_a_light_says(config: dict[str, Any], messages: list[tuple[str, Any]], expected: dict[str, Any]) -> None:
    """Percent, kelvin and names of colours; a colour and a white exclude each other."""
    house = House()
    house.announce("light", config)
    for topic, payload in messages:
        house.hear(topic, payload)
    assert said(house.state()) == expected


SENDS: list[tuple[dict[str, Any], str, dict[str, Any], list[tuple[str, Any]]]] = [
    (BASIC, "turn_on", {}, [("l/set", "ON")]),
    (BASIC, "set", {"brightness": 50}, [("l/b/set", "128"), ("l/set", "ON")]),
    (BASIC | {"on_cmd_type": "first"}, "set", {"brightness": 50}, [("l/set", "ON"), ("l/b/set", "128")]),
    (BASIC | {"on_cmd_type": "brightness"}, "set", {"brightness": 50}, [("l/b/set", "128")]),
    (BASIC | {"on_cmd_type": "brightness"}, "turn_on", {}, [("l/b/set", "255")]),
    (BASIC, "set", {"brightness": 0}, [("l/set", "OFF")]),
    (BASIC, "set", {"brightness": "dim"}, [("l/b/set", "51"), ("l/set", "ON")]),
    (BASIC, "set", {"brightness": "minimum"}, [("l/b/set", "3"), ("l/set", "ON")]),
    (BASIC, "set", {"color": "red"}, [("l/c/set", "255,0,0"), ("l/set", "ON")]),
    (BASIC, "set", {"color": "Light Blue"}, [("l/c/set", "173,216,230"), ("l/set", "ON")]),
    (BASIC, "set", {"color": "warm white"}, [("l/w/set", "370"), ("l/set", "ON")]),
    (BASIC, "set", {"color_temp": "cool"}, [("l/w/set", "200"), ("l/set", "ON")]),
    (BASIC, "set", {"color_temp": 4000}, [("l/w/set", "250"), ("l/set", "ON")]),
    (BASIC, "set", {"effect": "rainbow"}, [("l/e/set", "Rainbow"), ("l/set", "ON")]),
    (BASIC | {"rgb_cmd_tpl": "{{ '#%02x%02x%02x' | format(red, green, blue) }}"}, "set", {"color": "orange"}, [("l/c/set", "#ffa500"), ("l/set", "ON")]),
    (JSON, "turn_on", {}, [("l/set", {"state": "ON"})]),
    (JSON, "turn_off", {}, [("l/set", {"state": "OFF"})]),
    (JSON, "set", {"brightness": 50}, [("l/set", {"state": "ON", "brightness": 127})]),
    (JSON, "set", {"color": "red", "brightness": 100}, [("l/set", {"state": "ON", "brightness": 254, "color": {"x": 0.64, "y": 0.33}})]),
    (JSON, "set", {"color_temp": 2700}, [("l/set", {"state": "ON", "color_temp": 370})]),
    (JSON, "set", {"effect": "blink"}, [("l/set", {"state": "ON", "effect": "blink"})]),
    (JSON | {"sup_clrm": ["rgbww"]}, "set", {"color": "blue"}, [("l/set", {"state": "ON", "color": {"r": 0, "g": 0, "b": 255, "c": 0, "w": 0}})]),
    (TEMPLATE, "set", {"brightness": 100, "color": "red"}, [("l/set", "on,b255,255-0-0")]),
    (TEMPLATE, "turn_off", {}, [("l/set", "off")]),
]  # fmt: skip


@pytest.mark.parametrize(("config", "action", "values", "expected"), SENDS)
def test_what_a_light_is_told(
    config: dict[str, Any], action: str, values: dict[str, Any], expected: list[tuple[str, Any]]
) -> None:
    """In the light's own scale and colour model."""
    house = House()
    house.announce("light", config)
    sent = [
        (topic, json.loads(payload) if payload.startswith("{") else payload)
        for topic, payload in house.sends(action, **values)
    ]
    assert sent == expected


def test_what_a_light_can() -> None:
    """Limits of white come from mireds or kelvin."""
    house = House()
    house.announce("light", JSON)
    can = house.entity().can
    assert set(can) == {"on_off", "brightness", "color", "color_temp", "effect"}
    assert can["color_temp"] == Range(2200.0, 6540.0, 10.0, "K")
    house.announce("light", {"cmd_t": "a", "clr_temp_cmd_t": "b", "min_kelvin": 2000, "max_kelvin": 5000})
    assert house.entity().can["color_temp"] == Range(2000.0, 5000.0, 10.0, "K")
    house.announce("light", {"schema": "json", "cmd_t": "a", "sup_clrm": ["onoff"]})
    assert set(house.entity().can) == {"on_off"}
