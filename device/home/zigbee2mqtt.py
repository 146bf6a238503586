"""Zigbee2MQTT's own announcements: `<base>/bridge/devices` and `<base>/bridge/groups`.

Each device becomes the configurations that Zigbee2MQTT itself would announce to Home Assistant, with the same unique
ids, so that a device that arrives both ways is one. Topics are built from friendly names, never parsed back: names may
hold slashes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from device.home.binding import Publish
from device.home.discovery_config import BadConfig, Config, valid_topic
from device.home.naming import find_room, humanize
from device.home.zigbee2mqtt_exposes import configs_of, gettable

MAX_BRIDGE = 4_194_304
"""Bytes of one list of devices."""
MAX_DEVICES = 2_000
FILTERS = ("+/bridge/devices", "+/bridge/groups", "+/+/bridge/devices", "+/+/bridge/groups")
"""Base topics may be anything; those of one or two levels are found."""
_GROUPED = frozenset({"light", "switch", "cover", "lock", "fan"})
_STATE = "{{ value_json.state if value_json is mapping else value }}"


class Device(msgspec.Struct):
    """What a bridge tells about one device, as far as it matters here."""

    ieee_address: str
    friendly_name: str
    type: str = ""
    disabled: bool = False
    power_source: str | None = None
    definition: dict[str, Any] | None = None
    endpoints: dict[str, Any] = {}
    """By number; newer bridges say the name of each, which the exposes use."""

    @property
    def exposes(self) -> list[Any]:
        """Return what the device can; nothing while it is unknown or disabled."""
        found = (self.definition or {}).get("exposes")
        return found if isinstance(found, list) and not self.disabled and self.type != "Coordinator" else []


class Member(msgspec.Struct):
    """One device in a group."""

    ieee_address: str
    endpoint: int | str | None = None


class Group(msgspec.Struct):
    """What a bridge tells about one group."""

    id: int
    friendly_name: str
    members: list[Member] = []
    scenes: list[dict[str, Any]] = []


def split_topic(topic: str) -> tuple[str, str] | None:
    """Return base topic and "devices" or "groups", or None for any other topic."""
    base, separator, what = topic.rpartition("/bridge/")
    return (base, what) if separator and base and what in {"devices", "groups"} else None


def split_list(payload: bytes) -> list[msgspec.Raw]:
    """Return the members of a JSON list undecoded, so that each can be taken in its turn.

    Raises:
        BadConfig: it is no list, or too long.

    """
    if not payload.strip():
        return []
    if len(payload) > MAX_BRIDGE:
        raise BadConfig(f"it is longer than {MAX_BRIDGE} bytes")
    try:
        items = msgspec.json.decode(payload, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadConfig("it is not a JSON list") from error
    if len(items) > MAX_DEVICES:
        raise BadConfig(f"it has more than {MAX_DEVICES} members")
    return items


def read_device(raw: msgspec.Raw) -> Device:
    """Decode one device.

    Raises:
        BadConfig: it is none.

    """
    try:
        return msgspec.json.decode(raw, type=Device)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadConfig(f"a device is malformed: {str(error)[:100]}") from error


def read_group(raw: msgspec.Raw) -> Group:
    """Decode one group.

    Raises:
        BadConfig: it is none.

    """
    try:
        return msgspec.json.decode(raw, type=Group)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadConfig(f"a group is malformed: {str(error)[:100]}") from error


def _common(base: str, name: str, unique: str, device_id: str) -> dict[str, Any]:
    return {
        "device": {"identifiers": [device_id], "name": name.rpartition("/")[2] or name},
        "label_topic": name,
        "availability": [
            {"topic": f"{base}/bridge/state", "value_template": _STATE},
            {"topic": f"{base}/{name}/availability", "value_template": _STATE},
        ],
        "availability_mode": "all",
        "assume_available": True,
        "state_topic": f"{base}/{name}",
        "command_topic": f"{base}/{name}/set",
        "unique_prefix": unique,
    }


def _finish(base: str, common: Mapping[str, Any], platform: str, object_id: str, own: Mapping[str, Any]) -> Config:
    places = {"=state": common["state_topic"], "=command": common["command_topic"]}
    data = {
        key: places.get(value, value) if isinstance(value, str) else value for key, value in {**common, **own}.items()
    }
    for key in ("state_topic", "command_topic"):
        if data[key] is None:
            del data[key]
    return Config(platform, data | {"unique_id": f"{common['unique_prefix']}_{object_id}_{base}"})


def device_configs(base: str, device: Device, hint: str = "") -> Iterator[Config]:
    """Yield the configurations of one device's entities; `hint` is the room of a group it is in."""
    if not valid_topic(f"{base}/{device.friendly_name}") or not device.exposes:
        return
    common = _common(base, device.friendly_name, device.ieee_address, device.ieee_address) | {"room_hint": hint}
    for platform, object_id, own in configs_of(device.exposes):
        yield _finish(base, common, platform, object_id, own)


def device_asks(base: str, device: Device) -> tuple[Publish, ...]:
    """Return the message that makes a mains-powered device say its state; sleeping ones would not hear it."""
    wanted = gettable(device.exposes)
    if not wanted or device.power_source == "Battery" or not valid_topic(f"{base}/{device.friendly_name}"):
        return ()
    payload = msgspec.json.encode(dict.fromkeys(wanted, ""))
    return (Publish(f"{base}/{device.friendly_name}/get", payload),)


def group_configs(base: str, group: Group, devices: Mapping[str, Device]) -> Iterator[Config | None]:
    """Yield the configurations of one group: the union of what its members can, and its scenes; None after each member."""
    if not valid_topic(f"{base}/{group.friendly_name}"):
        return
    common = _common(base, group.friendly_name, str(group.id), f"{base}_group_{group.id}")
    common["availability"] = common["availability"][:1]
    members = [devices[one.ieee_address] for one in group.members if one.ieee_address in devices]
    seen: set[str] = set()
    for member in members:
        for platform, _object_id, own in configs_of(_without_endpoints(member.exposes)):
            if platform in _GROUPED and platform not in seen and not own.get("entity_category"):
                seen.add(platform)
                yield _finish(base, common, platform, platform, own)
        yield None
    for scene in group.scenes:
        name, number = scene.get("name"), scene.get("id")
        if isinstance(name, str) and isinstance(number, int):
            own = {"name": name, "payload_on": f'{{"scene_recall": {number}}}', "state_topic": None}
            yield _finish(base, common, "scene", f"scene_{number}", own)


def member_ids(base: str, platform: str, member: Member, device: Device | None) -> list[str]:
    """Return the unique ids of what a member of a group is: of a device with several endpoints, the one that is meant."""
    plain = f"{member.ieee_address}_{platform}_{base}"
    if device is None:
        return [plain]
    own = [object_id for kind, object_id, _own in configs_of(device.exposes) if kind == platform]
    if platform in own or not own:
        return [plain]
    names = {f"{platform}_{name}" for name in _endpoint_names(member.endpoint, device)}
    meant = [object_id for object_id in own if object_id in names] or own
    return [f"{member.ieee_address}_{object_id}_{base}" for object_id in meant]


def _endpoint_names(endpoint: int | str | None, device: Device) -> set[str]:
    """Return how an endpoint may be called in the exposes: by its name, its number, or the bridge's usual `l1`."""
    told = device.endpoints.get(str(endpoint))
    name = told.get("name") if isinstance(told, dict) else None
    return {str(endpoint), f"l{endpoint}", *([name] if isinstance(name, str) else [])}


def _without_endpoints(exposes: list[Any]) -> list[Any]:
    """Return exposes as a group sees them: members are set together, whatever endpoint they have."""
    plain: list[Any] = []
    for one in exposes:
        if isinstance(one, dict) and str(one.get("type")) in _GROUPED:
            listed = one.get("features")
            features = [
                {**feature, "property": feature.get("name")}
                for feature in (listed if isinstance(listed, list) else [])
                if isinstance(feature, dict)
            ]
            plain.append({key: value for key, value in one.items() if key != "endpoint"} | {"features": features})
    return plain


def group_room(group: Group, rooms: frozenset[str]) -> str:
    """Return the room that a group's name says, or nothing."""
    found = find_room(humanize(group.friendly_name), rooms)
    return found[0] if found else ""
