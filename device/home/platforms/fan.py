"""Fans: power, speed, preset modes, oscillation and direction."""

import math
from collections.abc import Callable

from device.home.binding import BadPayload, Parts, Publish, Update
from device.home.discovery_config import NONE, Config, as_number, choose, tell
from device.home.state import Command, Range, Scalar, State


def _speed(low: float, high: float, reset: str) -> Callable[[str, State], Update]:
    """Return a reader of speeds low..high as percent; a speed below the range says that the fan is off."""

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        if text in {NONE, reset}:
            return {"percentage": None}
        raw = as_number(text)
        if not low - 1 <= raw <= high:
            raise BadPayload(f"the speed {text[:20]!r} is out of range")
        return {"percentage": float(round((raw - low + 1) * 100 / (high - low + 1)))}

    return read


def build(config: Config) -> Parts:
    """Read a fan's configuration."""
    on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
    low, high = config.number("speed_range_min", 1), config.number("speed_range_max", 100)
    low, high = (low, high) if 0 < low < high else (1.0, max(high, 1.0))
    power = config.sender("command_topic", "command_template")
    parts = Parts(can={"on_off": True})
    key = "state_value_template" if config.has("state_value_template") else "value_template"
    parts.reads = config.sources("state_topic", key, choose({on: "on", off: "off"}), ("value",))
    senders: dict[str, Callable[[Scalar], Publish]] = {}

    if config.has("percentage_command_topic"):
        speed = config.sender("percentage_command_topic", "percentage_command_template")
        senders["percentage"] = lambda value: speed(
            max(round(low), math.ceil(low - 1 + float(value or 0) * (high - low + 1) / 100 - 0.01))
        )
        step = 100 / (high - low + 1)
        parts.can["percentage"] = Range(0.0, 100.0, step if step > 1 else 1.0, "%")
        parts.tolerance["percentage"] = max(1.0, step / 2)
    reset = config.text("payload_reset_percentage", NONE)
    parts.reads += config.sources(
        "percentage_state_topic", "percentage_value_template", _speed(low, high, reset), ("percentage",)
    )
    modes = config.words("preset_modes")
    if modes and config.has("preset_mode_command_topic"):
        senders["preset_mode"] = config.sender("preset_mode_command_topic", "preset_mode_command_template")
        parts.can["preset_mode"] = modes
    reset_mode = config.text("payload_reset_preset_mode", NONE)
    table: dict[str, Scalar] = {mode: mode for mode in modes}
    parts.reads += config.sources(
        "preset_mode_state_topic",
        "preset_mode_value_template",
        choose(table | {reset_mode: None}, "preset_mode"),
        ("preset_mode",),
    )
    _oscillation(config, parts, senders)
    _direction(config, parts, senders)

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        if command.action == "turn_off":
            return (power(off),)
        values = tuple(send(command.values[name]) for name, send in senders.items() if name in command.values)
        return (power(on), *values) if command.action == "turn_on" else values

    parts.write = write
    return parts


def _oscillation(config: Config, parts: Parts, senders: dict[str, Callable[[Scalar], Publish]]) -> None:
    on = config.text("payload_oscillation_on", "oscillate_on")
    off = config.text("payload_oscillation_off", "oscillate_off")
    if config.has("oscillation_command_topic"):
        send = config.sender("oscillation_command_topic", "oscillation_command_template")
        senders["oscillating"] = lambda value: send(on if value else off)
        parts.can["oscillating"] = True
    parts.reads += config.sources(
        "oscillation_state_topic",
        "oscillation_value_template",
        choose({on: True, off: False}, "oscillating"),
        ("oscillating",),
    )


def _direction(config: Config, parts: Parts, senders: dict[str, Callable[[Scalar], Publish]]) -> None:
    ways = ("forward", "reverse")
    if config.has("direction_command_topic"):
        senders["direction"] = config.sender("direction_command_topic", "direction_command_template")
        parts.can["direction"] = ways
    parts.reads += config.sources(
        "direction_state_topic", "direction_value_template", tell("direction", ways), ("direction",)
    )
