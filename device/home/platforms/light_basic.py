"""Lights that have a topic for each property (the default schema)."""

from collections.abc import Callable

from device.home import colors
from device.home.binding import Parts, Publish, Source, Update
from device.home.discovery_config import NONE, Config, as_number, as_text, choose, measure, tell
from device.home.platforms.light import brightness_percent, brightness_raw, color_numbers, color_text, kelvin_range
from device.home.state import Command, Scalar, State

Send = Callable[..., Publish]
_VARIABLES = {
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
    "rgbww": ("red", "green", "blue", "cold_white", "warm_white"),
    "hs": ("hue", "sat"),
    "xy": ("x", "y"),
}


def _read_color(mode: str) -> Callable[[str, State], Update]:
    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        if text == NONE:
            return {"color": None}
        return {"color": color_text(mode, [as_number(part) for part in text.split(",")]), "color_temp": None}

    return read


def _sources(config: Config) -> list[Source]:
    on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
    scale = max(1.0, config.number("brightness_scale", 255))
    key = "state_value_template" if config.has("state_value_template") else "value_template"
    sources = config.sources("state_topic", key, choose({on: "on", off: "off"}), ("value",))
    sources += config.sources(
        "brightness_state_topic",
        "brightness_value_template",
        measure("brightness", brightness_percent(scale)),
        ("brightness",),
    )
    kelvin = config.flag("color_temp_kelvin")

    def read_white(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        raw = as_number(text)
        return {"color_temp": raw if kelvin else colors.mired_to_kelvin(raw), "color": None}

    sources += config.sources("color_temp_state_topic", "color_temp_value_template", read_white, ("color_temp",))
    for mode in _VARIABLES:
        sources += config.sources(f"{mode}_state_topic", f"{mode}_value_template", _read_color(mode), ("color",))
    return sources + config.sources("effect_state_topic", "effect_value_template", tell("effect"), ("effect",))


def build(config: Config) -> Parts:
    """Read a basic light's configuration."""
    on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
    power = config.sender("command_topic")
    first = config.text("on_command_type", "last")
    scale = max(1.0, config.number("brightness_scale", 255))
    kelvin = config.flag("color_temp_kelvin")
    parts = Parts(reads=_sources(config))
    senders: dict[str, Callable[[Scalar], Publish]] = {}

    if config.has("brightness_command_topic"):
        dim = config.sender("brightness_command_topic", "brightness_command_template")
        senders["brightness"] = lambda value: dim(brightness_raw(float(value or 0), scale))
        parts.can["brightness"] = True
    if config.has("color_temp_command_topic"):
        white = config.sender("color_temp_command_topic", "color_temp_command_template")
        senders["color_temp"] = lambda value: white(
            round(float(value or 0)) if kelvin else colors.kelvin_to_mired(float(value or 4000))
        )
        parts.can["color_temp"] = kelvin_range(config)
    if config.has("effect_command_topic") and config.words("effect_list"):
        senders["effect"] = config.sender("effect_command_topic", "effect_command_template")
        parts.can["effect"] = config.words("effect_list")
    for mode in ("rgbww", "rgbw", "rgb", "hs", "xy"):
        if config.has(f"{mode}_command_topic") and "color" not in senders:
            senders["color"] = _color_sender(config, mode)
            parts.can["color"] = True

    def write(command: Command, state: State) -> tuple[Publish, ...]:
        if command.action == "turn_off":
            return (power(off),)
        values = [send(command.values[name]) for name, send in senders.items() if name in command.values]
        if first == "brightness" and "brightness" in senders:
            known = state.attributes.get("brightness") or 100.0
            return tuple(values if "brightness" in command.values else [*values, senders["brightness"](known)])
        if first == "first":
            return (power(on), *values)
        return (*values, power(on))

    parts.write = write
    return parts


def _color_sender(config: Config, mode: str) -> Callable[[Scalar], Publish]:
    send = config.sender(f"{mode}_command_topic", f"{mode}_command_template")

    def paint(value: Scalar) -> Publish:
        numbers = color_numbers(mode, value)
        plain: list[Scalar] = [round(one) for one in numbers] if mode.startswith("rgb") else list(numbers)
        return send(",".join(as_text(one) for one in plain), **dict(zip(_VARIABLES[mode], plain, strict=False)))

    return paint
