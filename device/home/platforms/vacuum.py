"""Robot vacuums."""

from collections.abc import Mapping
from typing import Any

import msgspec

from device.home.binding import BadPayload, Parts, Publish, Update
from device.home.discovery_config import Config
from device.home.state import Command, Scalar, State

STATES = frozenset({"cleaning", "docked", "paused", "idle", "returning", "error"})
FEATURES = ("start", "stop", "return_home", "status", "battery", "clean_spot")
"""What a vacuum can when its configuration does not say."""
_ACTIONS: Mapping[str, tuple[str, str, str]] = {
    "start": ("start", "payload_start", "start"),
    "pause": ("pause", "payload_pause", "pause"),
    "stop": ("stop", "payload_stop", "stop"),
    "return_to_base": ("return_home", "payload_return_to_base", "return_to_base"),
    "locate": ("locate", "payload_locate", "locate"),
}
"""Action -> feature, key and default of its payload."""


def _read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
    try:
        data: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadPayload("it is not JSON") from error
    if not isinstance(data, dict):
        raise BadPayload("it is not a JSON object")
    update: dict[str, Scalar] = {}
    if data.get("state") in STATES:
        update["value"] = data["state"]
    if isinstance(data.get("battery_level"), (int, float)):
        update["battery"] = float(data["battery_level"])
    if isinstance(data.get("fan_speed"), str):
        update["fan_mode"] = data["fan_speed"]
    return update


def build(config: Config) -> Parts:
    """Read a vacuum's configuration."""
    features = config.words("supported_features", FEATURES)
    parts = Parts(reads=config.sources("state_topic", "value_template", _read, ("value", "battery", "fan_mode")))
    payloads: dict[str, str] = {}
    if config.has("command_topic"):
        payloads = {
            action: config.text(key, default)
            for action, (feature, key, default) in _ACTIONS.items()
            if feature in features
        }
    parts.can |= dict.fromkeys(payloads, True)
    speeds = config.words("fan_speed_list")
    if speeds and config.has("set_fan_speed_topic"):
        parts.can["fan_mode"] = speeds

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        if command.action == "set":
            return (config.sender("set_fan_speed_topic")(command.values["fan_mode"]),)
        return (config.sender("command_topic")(payloads[command.action]),)

    parts.write = write if parts.can else None
    return parts
