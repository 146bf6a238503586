"""Simulated lights of Home Assistant's json and template schemas: brightness 0 to 255, white in mireds, colour as hue and saturation."""

import json
from typing import Any

from device.home import colors
from device.home.simulated.plan import Thing
from device.home.simulated.truth import Truth
from device.home.simulated.wire import Wish, number


def describe(thing: Thing, base: str) -> dict[str, Any]:
    """Return what the schema adds to a light's configuration."""
    config: dict[str, Any] = {"schema": thing.schema, "command_topic": f"{base}/set"}
    if not thing.optimistic:
        config["state_topic"] = f"{base}/state"
    if thing.schema == "template":
        return config | {
            "command_on_template": "on,{{ brightness if brightness is defined else '' }}",
            "command_off_template": "off",
            "state_template": "{{ value.split(',')[0] }}",
            "brightness_template": "{{ value.split(',')[1] }}",
        }
    modes = [mode for mode, needs in (("hs", "color"), ("color_temp", "color_temp")) if needs in thing.can]
    if "brightness" in thing.can:
        config["brightness"] = True
    config["supported_color_modes"] = modes or (["brightness"] if "brightness" in thing.can else ["onoff"])
    limits = thing.can.get("color_temp")
    if isinstance(limits, list):
        config["min_mireds"] = colors.kelvin_to_mired(float(limits[1]))
        config["max_mireds"] = colors.kelvin_to_mired(float(limits[0]))
    if "effect" in thing.can:
        config |= {"effect": True, "effect_list": thing.can["effect"]}
    return config


def encode(thing: Thing, truth: Truth) -> Any:
    """Return the state payload."""
    level = truth.get("brightness", 100.0)
    brightness = round(float(level) * 2.55) if isinstance(level, int | float) else 255
    if thing.schema == "template":
        return f"{truth.get('value', 'off')},{brightness}"
    state: dict[str, Any] = {"state": str(truth.get("value", "off")).upper()}
    if "brightness" in thing.can:
        state |= {"brightness": brightness, "color_mode": "brightness"}
    rgb = colors.parse(str(truth.get("color", "")))
    kelvin = truth.get("color_temp")
    if rgb and "color" in thing.can:
        hue, saturation = colors.rgb_to_hs(rgb)
        state |= {"color_mode": "hs", "color": {"h": hue, "s": saturation}}
    elif isinstance(kelvin, int | float) and "color_temp" in thing.can:
        state |= {"color_mode": "color_temp", "color_temp": colors.kelvin_to_mired(float(kelvin))}
    if truth.get("effect"):
        state["effect"] = truth["effect"]
    return state


def decode(thing: Thing, text: str) -> Wish:
    """Return what a command payload wishes; empty where it is nonsense."""
    if thing.schema == "template":
        word, _, level = text.partition(",")
        wish: Wish = {"value": word} if word in {"on", "off"} else {}
        brightness = number(level)
        return wish | ({"brightness": float(round(brightness / 2.55))} if wish and brightness is not None else {})
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return from_json(data, 255) if isinstance(data, dict) else {}


def from_json(data: dict[str, Any], scale: float) -> Wish:
    """Return what a JSON command means; Zigbee2MQTT writes almost the same."""
    wish: Wish = {}
    state = str(data.get("state", "")).upper()
    if state in {"ON", "OFF"}:
        wish["value"] = state.lower()
    elif state == "TOGGLE":
        wish["action"] = "toggle"
    if isinstance(data.get("brightness"), int | float):
        wish["brightness"] = float(round(data["brightness"] / scale * 100))
    if isinstance(data.get("color_temp"), int | float) and data["color_temp"] > 0:
        wish["color_temp"] = colors.mired_to_kelvin(data["color_temp"])
    color = data.get("color")
    if isinstance(color, dict):
        wish |= _color(color)
    if isinstance(data.get("effect"), str):
        wish["effect"] = data["effect"]
    return wish


def _color(color: dict[str, Any]) -> Wish:
    def numbers(*keys: str) -> list[float] | None:
        found = [color.get(key) for key in keys]
        return [float(one) for one in found] if all(isinstance(one, int | float) for one in found) else None  # type: ignore[arg-type]

    if hs := numbers("h", "s") or numbers("hue", "saturation"):
        return {"color": colors.describe(colors.hs_to_rgb(*hs))}
    if xy := numbers("x", "y"):
        return {"color": colors.describe(colors.xy_to_rgb(*xy))}
    if rgb := numbers("r", "g", "b"):
        return {"color": colors.describe(colors.full(*rgb))}
    return {}
