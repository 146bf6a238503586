"""The three conventions of announcing things, read into the catalogue.

Each `read` works in pieces, one entity a piece, so that a list of a thousand devices never holds the loop.
"""

from collections.abc import Iterator
from typing import Any

from device.home import discovery, tasmota, zigbee2mqtt
from device.home.binding import Binding
from device.home.catalogue import Catalogue
from device.home.discovery_bind import bind, entity_id, identifiers
from device.home.discovery_config import BadConfig, Config
from device.home.naming import room_name
from device.home.templates import ahead

_ENDS = ("/config", "/sensors", "/devices", "/groups")
"""How topics of announcements end: one look spares state messages the rest."""


def filters(prefix: str) -> tuple[str, ...]:
    """Return the topic filters under which things are announced."""
    return (*discovery.topic_filters(prefix), *zigbee2mqtt.FILTERS, *tasmota.FILTERS)


class Reader:
    """Reads announcements, remembering what each source announced before."""

    def __init__(self, prefix: str, own_ids: frozenset[str], catalogue: Catalogue) -> None:
        self._prefix = prefix
        self._own_ids = own_ids
        self._catalogue = catalogue
        self._parts: dict[str, set[str]] = {}
        self._last: dict[str, bytes] = {}
        self._bridges: dict[str, _Bridge] = {}
        self._tasmotas: dict[str, tuple[tasmota.Device | None, list[tuple[str, str]]]] = {}

    def concerns(self, topic: str) -> bool:
        """Say whether a topic carries announcements."""
        return topic.endswith(_ENDS) and (
            discovery.is_discovery(self._prefix, topic)
            or zigbee2mqtt.split_topic(topic) is not None
            or tasmota.split_topic(topic) is not None
        )

    def read(self, topic: str, payload: bytes) -> Iterator[str | None]:
        """Take one announcement in, piece by piece; each piece yields a problem, or nothing. None: a piece that took long.

        Raises:
            BadConfig: the whole message is malformed; what was announced before stays.

        """
        if self._last.get(topic) == payload:
            return
        if discovery.is_discovery(self._prefix, topic):
            yield from self._discovery(topic, payload)
        elif (bridge := zigbee2mqtt.split_topic(topic)) is not None:
            yield from self._zigbee2mqtt(*bridge, payload)
        elif (device := tasmota.split_topic(topic)) is not None:
            yield from self._tasmota(*device, payload)
        self._last[topic] = payload
        if not payload:
            self._last.pop(topic, None)

    def _bind(self, config: Config, source: str, kind: str, **more: Any) -> Iterator[str | None]:
        """Bind one configuration; a bad one goes the way of a removed one."""
        for _piece in ahead(config.data):
            yield None
        binding: Binding | None = None
        problem = ""
        try:
            binding = bind(config, source, kind, **more)
        except BadConfig as error:
            problem = f"{config.platform} {config.text('unique_id')[:80]!r} was passed over: {error}"
        if binding is None:
            self._catalogue.drop(source)
        else:
            problem = self._catalogue.put(binding)
        yield problem
        if binding is not None and binding.label.area:
            for _cost in self._catalogue.add_room(room_name(binding.label.area)):
                yield ""

    def _replace(self, source: str, parts: set[str]) -> Iterator[str | None]:
        """Drop what a source announced before and does not now."""
        gone = self._parts.get(source, set()) - parts
        if parts:
            self._parts[source] = parts
        else:
            self._parts.pop(source, None)
        for part in sorted(gone):
            self._catalogue.drop(part)
            yield ""

    def _discovery(self, topic: str, payload: bytes) -> Iterator[str | None]:
        found = discovery.read(self._prefix, topic, payload)
        if found.ignored:
            return
        yield from found.problems
        own = [one for one in found.present if not identifiers(one.config) & self._own_ids]
        yield from self._replace(topic, {f"{topic}#{one.key}" for one in own})
        for one in own:
            yield from self._bind(one.config, f"{topic}#{one.key}", "discovery")

    def _tasmota(self, mac: str, what: str, payload: bytes) -> Iterator[str | None]:
        device, sensors = self._tasmotas.get(mac, (None, []))
        if what == "config":
            device = tasmota.read_device(payload)
        else:
            sensors = tasmota.read_sensors(payload)
        self._tasmotas[mac] = (device, sensors)
        source = f"tasmota:{mac}"
        found = [] if device is None else [*tasmota.configs(device), *tasmota.sensor_configs(device, sensors)]
        yield from self._replace(source, {f"{source}#{key}" for key, _config in found})
        for key, config in found:
            assert device is not None, "only devices have configurations"
            yield from self._bind(config, f"{source}#{key}", "tasmota", asks=tasmota.asks(device))

    def _zigbee2mqtt(self, base: str, what: str, payload: bytes) -> Iterator[str | None]:
        bridge = self._bridges.setdefault(base, _Bridge(base))
        raws = zigbee2mqtt.split_list(payload)
        yield ""
        if what == "devices":
            devices: dict[str, zigbee2mqtt.Device] = {}
            for raw in raws:
                try:
                    device = zigbee2mqtt.read_device(raw)
                except BadConfig as error:
                    yield str(error)
                    continue
                devices[device.ieee_address] = device
                yield from self._device(bridge, device)
            gone = {address for address in bridge.devices if address not in devices}
            for address in sorted(gone):
                yield from self._replace(f"z2m:{base}:{address}", set())
            bridge.devices = devices
        else:
            bridge.groups = []
            for raw in raws:
                try:
                    bridge.groups.append(zigbee2mqtt.read_group(raw))
                except BadConfig as error:
                    yield str(error)
                yield ""
        yield from self._groups(bridge)

    def _device(self, bridge: "_Bridge", device: zigbee2mqtt.Device) -> Iterator[str | None]:
        source = f"z2m:{bridge.base}:{device.ieee_address}"
        asks = zigbee2mqtt.device_asks(bridge.base, device)
        hint = bridge.hints.get(device.ieee_address, "")
        configs = list(zigbee2mqtt.device_configs(bridge.base, device, hint))
        parts = {f"{source}#{config.platform}#{config.data['unique_id']}": config for config in configs}
        yield from self._replace(source, set(parts))
        for part, config in parts.items():
            yield from self._bind(config, part, "zigbee2mqtt", asks=asks)

    def _groups(self, bridge: "_Bridge") -> Iterator[str | None]:
        """Bind the groups of a bridge again; members without a room take that of the group's name."""
        rooms = self._catalogue.rooms
        hints: dict[str, str] = {}
        parts: dict[str, tuple[Config, tuple[str, ...]]] = {}
        for group in bridge.groups:
            room = zigbee2mqtt.group_room(group, rooms)
            for member in group.members if room else ():
                hints.setdefault(member.ieee_address, room)
            for config in zigbee2mqtt.group_configs(bridge.base, group, bridge.devices):
                yield ""
                if config is None:
                    continue
                ids: list[str] = []
                for one in group.members:
                    device = bridge.devices.get(one.ieee_address)
                    unique = zigbee2mqtt.member_ids(bridge.base, config.platform, one, device)
                    ids += [entity_id(config.platform, each) for each in unique]
                    yield ""
                source = f"z2m:{bridge.base}:group:{group.id}#{config.data['unique_id']}"
                parts[source] = (config, self._catalogue.members(ids))
            yield ""
        before, bridge.hints = bridge.hints, hints
        for address, known in bridge.devices.items():
            if before.get(address) != hints.get(address):
                yield from self._device(bridge, known)
        yield from self._replace(f"z2m:{bridge.base}:groups", set(parts))
        for source, (config, members) in parts.items():
            yield from self._bind(config, source, "zigbee2mqtt", members=() if config.platform == "scene" else members)


class _Bridge:
    """What one Zigbee2MQTT told last."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.devices: dict[str, zigbee2mqtt.Device] = {}
        self.groups: list[zigbee2mqtt.Group] = []
        self.hints: dict[str, str] = {}
        """Address -> room of a group it is in."""
