"""Home Assistant's MQTT discovery: from a topic and a payload to the entities they announce.

Pure syntax: abbreviations, `~`, device-based messages, removals and migration notices. What a platform means is in
`device.home.platforms`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from device.home.abbreviations import ABBREVIATIONS, DEVICE_ABBREVIATIONS, ORIGIN_ABBREVIATIONS
from device.home.discovery_config import BadConfig, Config

MAX_CONFIG = 262_144
"""Bytes of one announcement."""
MAX_COMPONENTS = 1_000
"""Entities that one device may announce at once."""

_TAIL = re.compile(r"(?P<component>\w+)/(?:(?P<node>[a-zA-Z0-9_-]+)/)?(?P<object>[a-zA-Z0-9_-]+)/config")
_SHARED = ("availability", "availability_mode", "availability_template", "availability_topic", "command_topic")
_SHARED_OPTIONS = ("encoding", "payload_available", "payload_not_available", "qos", "state_topic", "origin", "device")


@dataclass(frozen=True, slots=True)
class Announced:
    """One entity in an announcement."""

    key: str
    """Tells the entities of one announcement apart."""
    config: Config


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one discovery message says about its topic."""

    present: tuple[Announced, ...] = ()
    """All entities in force; those of an earlier message on the topic that are not here are gone."""
    ignored: bool = False
    """It says nothing (a migration notice): what was announced before stays."""
    problems: tuple[str, ...] = field(default=())


def topic_filters(prefix: str) -> tuple[str, ...]:
    """Return what to subscribe to; never `<prefix>/#`, for state streams may share the prefix."""
    return (f"{prefix}/+/+/config", f"{prefix}/+/+/+/config")


def is_discovery(prefix: str, topic: str) -> bool:
    """Say whether a topic carries announcements."""
    return topic.startswith(f"{prefix}/") and _TAIL.fullmatch(topic, len(prefix) + 1) is not None


def read(prefix: str, topic: str, payload: bytes) -> Announcement:
    """Return what a message on a discovery topic announces.

    Raises:
        BadConfig: it is malformed; what was announced before stays.

    """
    found = _TAIL.fullmatch(topic, len(prefix) + 1)
    assert found is not None, "only called for discovery topics"
    if not payload.strip():
        return Announcement()
    data = _object(payload)
    if "migrate_discovery" in data or "migr_discvry" in data:
        return Announcement(ignored=True)
    data = _expand(data)
    if found["component"] == "device":
        return _device(data, found["object"])
    identity = f"{found['node']} {found['object']}" if found["node"] else found["object"]
    return Announcement(present=(Announced("", _finish(found["component"], data, identity)),))


def _object(payload: bytes) -> dict[str, Any]:
    if len(payload) > MAX_CONFIG:
        raise BadConfig(f"it is longer than {MAX_CONFIG} bytes")
    try:
        data = msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadConfig("it is not JSON") from error
    if not isinstance(data, dict):
        raise BadConfig("it is not a JSON object")
    return data


def _long(data: Mapping[str, Any], table: Mapping[str, str]) -> dict[str, Any]:
    return {table.get(key, key): value for key, value in data.items()}


def _expand(data: Mapping[str, Any]) -> dict[str, Any]:
    """Write all abbreviations out, at every level where they are allowed."""
    whole = _long(data, ABBREVIATIONS)
    if isinstance(whole.get("device"), dict):
        whole["device"] = _long(whole["device"], DEVICE_ABBREVIATIONS)
    if isinstance(whole.get("origin"), dict):
        whole["origin"] = _long(whole["origin"], ORIGIN_ABBREVIATIONS)
    availability = whole.get("availability")
    if isinstance(availability, dict):
        availability = [availability]
    if isinstance(availability, list):
        whole["availability"] = [_long(one, ABBREVIATIONS) for one in availability if isinstance(one, dict)]
    if isinstance(whole.get("components"), dict):
        whole["components"] = {
            key: _expand(one) if isinstance(one, dict) else one for key, one in whole["components"].items()
        }
    return whole


def _tilde(data: dict[str, Any]) -> dict[str, Any]:
    """Put the base topic in place of `~` at the start or the end of topics."""
    base = data.pop("~", None)
    if not isinstance(base, str):
        return data

    def put(value: Any) -> Any:
        if not isinstance(value, str) or not value:
            return value
        if value.startswith("~"):
            return base + value[1:]
        return value[:-1] + base if value.endswith("~") else value

    data = {key: put(value) if key.endswith("topic") else value for key, value in data.items()}
    if isinstance(data.get("availability"), list):
        data["availability"] = [{**one, "topic": put(one.get("topic"))} for one in data["availability"]]
    return data


def _device(data: dict[str, Any], identity: str) -> Announcement:
    """Take a device apart into its components; one of only a platform is a removal."""
    components = data.get("components")
    if not isinstance(components, dict) or not isinstance(data.get("device"), dict):
        raise BadConfig("a device announcement needs `device` and `components`")
    if len(components) > MAX_COMPONENTS:
        raise BadConfig(f"it has more than {MAX_COMPONENTS} components")
    root = _tilde({key: value for key, value in data.items() if key != "components"})
    shared = {key: root[key] for key in (*_SHARED, *_SHARED_OPTIONS) if key in root}
    present: list[Announced] = []
    problems: list[str] = []
    for key, component in components.items():
        platform = component.get("platform") if isinstance(component, dict) else None
        if not isinstance(platform, str):
            problems.append(f"the component {key[:80]!r} names no platform")
        elif set(component) - {"platform"}:
            own = {name: value for name, value in component.items() if name != "platform"}
            present.append(Announced(key, _finish(platform, {**shared, **_tilde(own)}, f"{identity} {key}")))
    return Announcement(present=tuple(present), problems=tuple(problems))


def _finish(platform: str, data: dict[str, Any], identity: str) -> Config:
    """Return a configuration that knows what makes it unique."""
    data = _tilde(data)
    if not isinstance(data.get("unique_id"), (str, int)) or data["unique_id"] == "":
        data["unique_id"] = identity
    return Config(platform, data)
