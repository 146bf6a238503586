"""From a checked configuration to a binding: what all platforms have in common.

Names, the physical device, availability, categories and identity; the platform's own part comes from its file.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import immutables

from device.home.binding import Availability, Binding, Label, Payload, Presence
from device.home.discovery_config import BadConfig, Config, valid_filter
from device.home.platforms import PLATFORMS
from device.home.state import Entity
from device.home.templates import Template, TemplateFailed, TemplateRefusedError

HIDDEN = frozenset({"config", "diagnostic"})
_MODES = frozenset({"all", "any", "latest"})


def entity_id(platform: str, unique: str) -> str:
    """Return the stable id of an entity; a hash keeps apart what a slug would confuse."""
    slug = re.sub("[^a-z0-9]+", "_", unique.lower()).strip("_")[:100]
    if slug != unique.lower():
        slug = f"{slug}_{hashlib.sha256(unique.encode('utf-8', 'replace')).hexdigest()[:4]}".lstrip("_")
    return f"{platform}.{slug}"


def device_keys(device: Mapping[str, Any]) -> frozenset[str]:
    """Return what identifies the physical device, in one spelling for all announcers."""
    keys: set[str] = set()
    identifiers = device.get("identifiers")
    for one in identifiers if isinstance(identifiers, list) else [identifiers]:
        if isinstance(one, (str, int)) and str(one):
            keys.add("id:" + re.sub(r"^zigbee2mqtt_(?=0x)", "", str(one)))
    connections = device.get("connections")
    for pair in connections if isinstance(connections, list) else []:
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair):
            keys.add(mac_key(pair[1]) if pair[0] == "mac" else f"{pair[0]}:{pair[1]}")
    return frozenset(keys)


def mac_key(address: str) -> str:
    """Return a hardware address in one spelling."""
    return "mac:" + re.sub("[^0-9A-F]", "", address.upper())


def identifiers(config: Config) -> frozenset[str]:
    """Return the raw identifiers of the announced device."""
    device = config.data.get("device")
    found = device.get("identifiers") if isinstance(device, dict) else None
    return frozenset(str(one) for one in (found if isinstance(found, list) else [found]) if one is not None)


def _presence(topic: object, template: object, yes: str, no: str) -> Presence:
    if not isinstance(topic, str) or not valid_filter(topic):
        raise BadConfig("an availability topic cannot be listened to")
    try:
        made = Template(str(template)) if template else None
    except TemplateRefusedError as error:
        raise BadConfig(f"availability: {error}") from error

    def read(payload: Payload) -> bool | None:
        try:
            text = (payload.text if made is None else made.read(payload)).strip()
        except TemplateFailed:
            return None
        return True if text == yes else False if text == no else None

    return Presence(topic, read)


def availability(config: Config) -> Availability:
    """Read one availability topic, or a list with a mode."""
    entries = config.data.get("availability")
    topics: list[Presence] = []
    if isinstance(entries, list):
        for one in entries[:20]:
            inner = Config(config.platform, one if isinstance(one, dict) else {})
            yes, no = inner.text("payload_available", "online"), inner.text("payload_not_available", "offline")
            topics.append(_presence(inner.data.get("topic"), inner.data.get("value_template"), yes, no))
    elif config.has("availability_topic"):
        yes, no = config.text("payload_available", "online"), config.text("payload_not_available", "offline")
        template = config.data.get("availability_template")
        topics.append(_presence(config.data["availability_topic"], template, yes, no))
    mode = config.text("availability_mode", "latest")
    return Availability(tuple(topics), mode if mode in _MODES else "latest", config.flag("assume_available"))


def label(config: Config, topic: str) -> Label:
    """Return the names as announced; a missing name is the device class, an explicit `null` the device itself."""
    device = config.data.get("device")
    about = Config("device", device if isinstance(device, dict) else {})
    entity: str | None
    if "name" in config.data:
        entity = None if config.data["name"] is None else config.text("name") or None
    else:
        entity = config.text("device_class") or None
    hint = config.text("room_hint")
    return Label(about.text("name"), entity, about.text("suggested_area"), config.text("label_topic", topic), hint)


def _command_topics(data: Mapping[str, Any]) -> frozenset[str]:
    extra = data.get("same_as_topics")  # other spellings of the command topic
    same = extra if isinstance(extra, list) else []
    return frozenset(one for one in [data.get("command_topic"), *same] if isinstance(one, str) and one)


def bind(
    config: Config, source: str, kind: str, asks: Iterable[Any] = (), members: tuple[str, ...] = ()
) -> Binding | None:
    """Return the binding of one configuration, or None where no voice could use it.

    `kind`: discovery | zigbee2mqtt | tasmota.

    Raises:
        BadConfig: it cannot be used.

    """
    build: Callable[[Config], Any] | None = PLATFORMS.get(config.platform)
    if build is None:
        return None
    parts = build(config)
    device = config.data.get("device")
    optimistic = config.flag("optimistic") or parts.optimistic or not any("value" in one.tells for one in parts.reads)
    unique = config.text("unique_id")
    entity = Entity(
        id=entity_id(config.platform, unique),
        platform=config.platform,
        name="",
        device_class=config.text("device_class") or None,
        unit=config.text("unit_of_measurement") or None,
        can=immutables.Map(parts.can),
        optimistic=bool(parts.can) and optimistic,
        members=members,
        code_required=parts.code_required,
        source=kind,
    )
    expire = config.number("expire_after", 0)
    return Binding(
        entity=entity,
        label=label(config, ""),
        source=source,
        devices=device_keys(device) if isinstance(device, dict) else frozenset(),
        reads=tuple(parts.reads),
        availability=availability(config),
        write=parts.write,
        command_topics=frozenset() if kind == "zigbee2mqtt" else _command_topics(config.data),
        asks=tuple(asks),
        hidden=config.text("entity_category") in HIDDEN or not config.flag("enabled_by_default", True),
        tolerance=parts.tolerance,
        expire_s=expire if expire > 0 else None,
    )
