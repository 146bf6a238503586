"""Humidifiers and dehumidifiers."""

from collections.abc import Callable

from device.home.binding import Parts, Publish
from device.home.discovery_config import NONE, Config, choose, measure, tell
from device.home.state import Command, Range, Scalar, State


def build(config: Config) -> Parts:
    """Read a humidifier's configuration."""
    on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
    power = config.sender("command_topic", "command_template")
    senders: dict[str, Callable[[Scalar], Publish]] = {}
    parts = Parts(can={"on_off": True})
    key = "state_value_template" if config.has("state_value_template") else "value_template"
    parts.reads = config.sources("state_topic", key, choose({on: "on", off: "off"}), ("value",))
    if config.has("target_humidity_command_topic"):
        low, high = config.number("min_humidity", 0), config.number("max_humidity", 100)
        send = config.sender("target_humidity_command_topic", "target_humidity_command_template")
        senders["humidity"] = lambda value: send(round(float(value or 0)))
        parts.can["humidity"] = Range(min(low, high), max(low, high), 1.0, "%")
        parts.tolerance["humidity"] = 1.0
    parts.reads += config.sources(
        "target_humidity_state_topic", "target_humidity_state_template", measure("humidity"), ("humidity",)
    )
    parts.reads += config.sources(
        "current_humidity_topic", "current_humidity_template", measure("current_humidity"), ("current_humidity",)
    )
    modes = config.words("modes")
    if config.has("mode_command_topic") and modes:
        senders["mode"] = config.sender("mode_command_topic", "mode_command_template")
        parts.can["mode"] = modes
    reset = config.text("payload_reset_mode", NONE)
    parts.reads += config.sources(
        "mode_state_topic",
        "mode_state_template",
        choose({**dict(zip(modes, modes, strict=True)), reset: None}, "mode"),
        ("mode",),
    )
    parts.reads += config.sources("action_topic", "action_template", tell("action"), ("action",))

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        if command.action == "turn_off":
            return (power(off),)
        values = tuple(send(command.values[name]) for name, send in senders.items() if name in command.values)
        return (power(on), *values) if command.action == "turn_on" else values

    parts.write = write
    return parts
