"""Lights whose state and commands are one JSON object each."""

from collections.abc import Mapping
from typing import Any

import msgspec

from device.home import colors
from device.home.binding import BadPayload, Parts, Payload, Publish, Source, Update
from device.home.discovery_config import Config
from device.home.platforms.light import (
    COLOR_MODES,
    brightness_percent,
    brightness_raw,
    color_numbers,
    color_text,
    kelvin_range,
)
from device.home.state import Command, Scalar, State

_FIELDS = {"hs": "hs", "xy": "xy", "rgb": "rgb", "rgbw": "rgbw", "rgbww": "rgbcw"}
"""Per colour mode: the letters under which the numbers stand in `color`."""


def _modes(config: Config) -> tuple[str, ...]:
    modes = config.words("supported_color_modes")
    if modes:
        return modes
    flags = [mode for mode in ("hs", "xy", "rgb") if config.flag(mode)]
    return (*flags, *(["color_temp"] if config.flag("color_temp") else []))


def build(config: Config) -> Parts:
    """Read a JSON light's configuration."""
    modes = _modes(config)
    mode = next((one for one in ("hs", "xy", "rgb", "rgbw", "rgbww") if one in modes), "")
    scale = max(1.0, config.number("brightness_scale", 255))
    kelvin = config.flag("color_temp_kelvin")
    prop = config.text("state_property", "state")
    parts = Parts()
    if config.flag("brightness") or set(modes) - {"onoff"}:
        parts.can["brightness"] = True
    if "color_temp" in modes:
        parts.can["color_temp"] = kelvin_range(config)
    if mode:
        parts.can["color"] = True
    if config.flag("effect", config.has("effect_list")) and config.words("effect_list"):
        parts.can["effect"] = config.words("effect_list")
    send = config.sender("command_topic")
    suffix = config.text("property_suffix")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        message: dict[str, Any] = {prop: "OFF" if command.action == "turn_off" else "ON"}
        values = command.values if command.action != "turn_off" else {}
        if "brightness" in values:
            message["brightness"] = brightness_raw(float(values["brightness"] or 0), scale)
        if "color_temp" in values:
            wanted = float(values["color_temp"] or 4000)
            message["color_temp"] = round(wanted) if kelvin else colors.kelvin_to_mired(wanted)
        if "color" in values:
            message["color"] = _color_object(mode, values["color"])
        if "effect" in values:
            message["effect"] = values["effect"]
        return (send(msgspec.json.encode({key + suffix: value for key, value in message.items()}).decode()),)

    parts.write = write
    tells = frozenset({"value", *parts.can})
    reader = _Reader(prop, scale, suffix, kelvin=kelvin)
    parts.reads = [Source(topic, reader.read, tells) for topic in config.filters("state_topic")]
    return parts


def _color_object(mode: str, color: Scalar) -> dict[str, float]:
    numbers = color_numbers(mode, color)
    whole = [round(one) for one in numbers] if mode.startswith("rgb") else numbers
    return dict(zip(_FIELDS[mode], whole, strict=False))


class _Reader:
    """Reads the one state object."""

    def __init__(self, prop: str, scale: float, suffix: str, *, kelvin: bool) -> None:
        self._prop = prop
        self._suffix = suffix
        self._percent = brightness_percent(scale)
        self._kelvin = kelvin

    def read(self, payload: Payload, state: State) -> Update:  # noqa: ARG002 - the shape of all readers
        """Return whatever the object carries; members of a wrong type are passed over."""
        data = payload.json
        if not isinstance(data, dict):
            raise BadPayload("it is not a JSON object")
        if self._suffix:  # one endpoint of several: `brightness_left`
            end = len(self._suffix)
            data = {key[:-end]: value for key, value in data.items() if key.endswith(self._suffix)}
        update: dict[str, Scalar] = {}
        said = data.get(self._prop)
        if isinstance(said, str) and said.upper() in {"ON", "OFF"}:
            update["value"] = said.lower()
        elif said is None and self._prop in data:
            update["value"] = None
        brightness = data.get("brightness")
        if isinstance(brightness, (int, float)):
            update["brightness"] = self._percent(brightness)
        if isinstance(data.get("effect"), str):
            update["effect"] = data["effect"]
        self._read_color(data, update)
        return update

    def _read_color(self, data: Mapping[str, Any], update: dict[str, Scalar]) -> None:
        mode = data.get("color_mode")
        white, color = data.get("color_temp"), data.get("color")
        if isinstance(white, (int, float)) and white > 0 and mode in {None, "color_temp"}:
            update["color_temp"] = float(white) if self._kelvin else colors.mired_to_kelvin(white)
            if mode:
                update["color"] = None
        if isinstance(color, dict) and mode != "color_temp":
            text = _text_of(color, str(mode or ""))
            if text:
                update["color"] = text
                if mode:
                    update["color_temp"] = None


def _text_of(color: Mapping[str, Any], mode: str) -> str | None:
    data = {{"hue": "h", "saturation": "s"}.get(key, key): value for key, value in color.items()}
    for one in (mode, "xy", "hs", "rgb"):
        numbers = [data.get(letter) for letter in _FIELDS.get(one, "") or "?"]
        if one in COLOR_MODES and all(isinstance(number, (int, float)) for number in numbers):
            return color_text(one, [float(number) for number in numbers if number is not None])
    return None
