"""Sirens, with tones and volume where they have them."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from device.home.binding import Parts, Publish, Update
from device.home.discovery_config import Config, choose
from device.home.state import Command, Range, Scalar, State


def build(config: Config) -> Parts:
    """Read a siren's configuration. Without a template it is told JSON, as the convention has it."""
    on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
    send = config.sender("command_topic", "command_template")
    send_off = config.sender("command_topic", "command_off_template") if config.has("command_off_template") else send
    templated = config.has("command_template")
    parts = Parts(can={"on_off": True})
    if config.words("available_tones"):
        parts.can["effect"] = config.words("available_tones")
    if config.flag("support_volume_set", True):
        parts.can["volume"] = Range(0.0, 100.0, 1.0, "%")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        active = command.action != "turn_off"
        extra: dict[str, Scalar] = {}
        if active and "effect" in command.values:
            extra["tone"] = command.values["effect"]
        if active and "volume" in command.values:
            extra["volume_level"] = float(command.values["volume"] or 0) / 100
        payload = on if active else off
        if templated or config.has("command_off_template"):
            return ((send if active else send_off)(payload, **extra),)
        return (send(msgspec.json.encode({"state": payload, **extra}).decode()),)

    key = "state_value_template" if config.has("state_value_template") else "value_template"
    table = {config.text("state_on", on): "on", config.text("state_off", off): "off"}
    parts.reads = config.sources("state_topic", key, _reader(table), ("value",))
    parts.write = write
    return parts


def _reader(table: Mapping[str, Scalar]) -> Callable[[str, State], Update]:
    look_up = choose(table)

    def read(text: str, state: State) -> Update:
        data = _object(text)
        if data is None:
            return look_up(text, state)
        update: dict[str, Scalar] = {}
        if isinstance(data.get("state"), str):
            update |= look_up(data["state"], state)
        if isinstance(data.get("tone"), str):
            update["effect"] = data["tone"]
        if isinstance(data.get("volume_level"), (int, float)):
            update["volume"] = float(data["volume_level"]) * 100
        return update

    return read


def _object(text: str) -> Mapping[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        data = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
