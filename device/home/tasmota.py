"""Tasmota's own announcements: `tasmota/discovery/<MAC>/config` and `.../sensors`.

A device becomes the configurations that Home Assistant's discovery would have carried. State comes on two topics, each
with whatever changed; a template that finds nothing says nothing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from device.home.binding import Publish
from device.home.discovery_config import BadConfig, Config, valid_topic

MAX_CONFIG = 65_536
PREFIX = "tasmota/discovery"
FILTERS = (f"{PREFIX}/+/config", f"{PREFIX}/+/sensors")
RELAY, LIGHT, SHUTTER = 1, 2, 3
_TOPIC = re.compile(rf"{PREFIX}/([^/]+)/(config|sensors)")
_SENSORS: Mapping[str, tuple[str, str]] = {
    "Temperature": ("temperature", "°C"), "Humidity": ("humidity", "%"), "Pressure": ("pressure", "hPa"),
    "Illuminance": ("illuminance", "lx"), "Power": ("power", "W"), "Voltage": ("voltage", "V"),
    "Current": ("current", "A"), "Total": ("energy", "kWh"), "Today": ("energy", "kWh"),
    "CarbonDioxide": ("carbon_dioxide", "ppm"), "Moisture": ("moisture", "%"), "Distance": ("distance", "cm"),
}  # fmt: skip
"""Member of a sensor's JSON -> device class and unit."""


class Device(msgspec.Struct):
    """A Tasmota device's announcement; names are Tasmota's own."""

    mac: str
    t: str
    ft: str = "%prefix%/%topic%/"
    tp: tuple[str, ...] = ("cmnd", "stat", "tele")
    dn: str | None = None
    fn: list[str | None] = []
    ofln: str = "Offline"
    onln: str = "Online"
    state: tuple[str, ...] = ("OFF", "ON", "TOGGLE", "HOLD")
    rl: list[int] = []
    so: dict[str, Any] = {}
    lt_st: int = 0
    md: str | None = None

    def topic(self, kind: int, end: str) -> str:
        """Return a full topic; `kind`: 0 command, 1 answer, 2 telemetry."""
        base = self.ft.replace("%prefix%", self.tp[kind]).replace("%topic%", self.t)
        return f"{base.rstrip('/')}/{end}"

    @property
    def name(self) -> str:
        """Return what the device is called."""
        return self.dn or next((one for one in self.fn if one), None) or self.t


def split_topic(topic: str) -> tuple[str, str] | None:
    """Return address and "config" or "sensors", or None for any other topic."""
    found = _TOPIC.fullmatch(topic)
    return (found[1], found[2]) if found else None


def read_device(payload: bytes) -> Device | None:
    """Decode an announcement; an empty one removes the device.

    Raises:
        BadConfig: it is malformed.

    """
    if not payload.strip():
        return None
    if len(payload) > MAX_CONFIG:
        raise BadConfig(f"it is longer than {MAX_CONFIG} bytes")
    try:
        device = msgspec.json.decode(payload, type=Device)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadConfig(f"it is malformed: {str(error)[:100]}") from error
    if len(device.tp) < 3 or len(device.state) < 2 or len(device.rl) > 64 or not valid_topic(device.topic(0, "STATE")):
        raise BadConfig("its topics cannot be used")
    return device


def asks(device: Device) -> tuple[Publish, ...]:
    """Return the messages that make a device say its state."""
    wanted = [Publish(device.topic(0, "STATE"), b"")]
    if SHUTTER in device.rl or device.so.get("80"):
        wanted.append(Publish(device.topic(0, "STATUS"), b"10"))
    return tuple(wanted)


def _common(device: Device) -> dict[str, Any]:
    return {
        "device": {"connections": [["mac", device.mac]], "name": device.name, "model": device.md},
        "availability_topic": device.topic(2, "LWT"),
        "payload_available": device.onln,
        "payload_not_available": device.ofln,
        "assume_available": True,
        "payload_on": device.state[1],
        "payload_off": device.state[0],
    }


def _pick(path: str) -> str:
    return f"{{{{ value_json.{path} }}}}"


def _states(device: Device) -> list[str]:
    return [device.topic(1, "RESULT"), device.topic(2, "STATE")]


def _power(device: Device, index: int, *, alone: bool) -> dict[str, Any]:
    """Return how one output is switched; the only one is called POWER in states, the others are numbered."""
    key = "POWER" if alone else f"POWER{index}"
    return {
        "command_topic": device.topic(0, f"POWER{index}"),
        "same_as_topics": [device.topic(0, key)],
        "state_topic": _states(device),
        "value_template": f"{{{{ value_json.{key} | default(value_json.POWER{index}) }}}}" if alone else _pick(key),
    }


def _light(device: Device) -> dict[str, Any]:
    """Return what a light of 1 to 5 channels adds to switching."""
    states, kind = _states(device), device.lt_st
    own: dict[str, Any] = {
        "brightness_command_topic": device.topic(0, "Dimmer"), "brightness_state_topic": states,
        "brightness_value_template": _pick("Dimmer"), "brightness_scale": 100,
    }  # fmt: skip
    if kind in {2, 5}:
        own |= {"color_temp_command_topic": device.topic(0, "CT"), "color_temp_state_topic": states}
        own |= {"color_temp_value_template": _pick("CT"), "min_mireds": 153, "max_mireds": 500}
    if kind >= 3:
        own |= {
            "rgb_command_topic": device.topic(0, "Color2"), "hs_state_topic": states,
            "hs_value_template": "{% if value_json.HSBColor is defined and (value_json.White | default(0)) == 0 %}"
            "{{ value_json.HSBColor.split(',')[0] }},{{ value_json.HSBColor.split(',')[1] }}{% endif %}",
        }  # fmt: skip
    return own


def _shutter(device: Device, number: int) -> dict[str, Any]:
    send = device.topic(0, "Backlog")
    states = [device.topic(1, "RESULT"), device.topic(2, "SENSOR"), device.topic(1, "STATUS10")]
    place = f"Shutter{number}"
    read = f"{{{{ ((value_json.StatusSNS | default(value_json)).{place} | default({{}})).Position | default('') }}}}"
    return {
        "command_topic": send, "payload_open": f"ShutterOpen{number}", "payload_close": f"ShutterClose{number}",
        "payload_stop": f"ShutterStop{number}", "set_position_topic": device.topic(0, f"ShutterPosition{number}"),
        "position_topic": states, "position_template": read, "device_class": "shutter", "name": None,
    }  # fmt: skip


def configs(device: Device) -> Iterator[tuple[str, Config]]:
    """Yield object id and configuration of each relay, light and shutter."""
    common = _common(device)
    outputs = [at for at, kind in enumerate(device.rl) if kind in {RELAY, LIGHT}]
    light_done = False
    for at in outputs:
        kind, alone = device.rl[at], len(outputs) == 1
        name = None if alone or at >= len(device.fn) or not device.fn[at] else device.fn[at]
        own = _power(device, at + 1, alone=alone) | {"name": None if alone or name else f"{at + 1}"}
        if name:  # a friendly name is a whole name, not a part of the device's
            own["device"] = common["device"] | {"name": name}
        platform = "light" if kind == LIGHT or device.so.get("30") else "switch"
        if kind == LIGHT and not light_done:
            own |= _light(device)
            light_done = True
        yield _finish(device, platform, f"{platform}_{at + 1}", {**common, **own})
    shutters = sum(1 for kind in device.rl if kind == SHUTTER) // 2 or (1 if SHUTTER in device.rl else 0)
    for number in range(1, shutters + 1):
        yield _finish(device, "cover", f"shutter_{number}", {**common, **_shutter(device, number)})


def _finish(device: Device, platform: str, object_id: str, data: dict[str, Any]) -> tuple[str, Config]:
    return object_id, Config(platform, data | {"unique_id": f"{device.mac}_{object_id}"})


def read_sensors(payload: bytes) -> list[tuple[str, str]]:
    """Return group and member of each known measurement in a `sensors` message; energy totals of days are left out.

    Raises:
        BadConfig: it is malformed.

    """
    if not payload.strip() or len(payload) > MAX_CONFIG:
        return []
    try:
        data = msgspec.json.decode(payload, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadConfig("it is not a JSON object") from error
    groups = data.get("sn")
    return [
        (group, member)
        for group, members in (groups if isinstance(groups, dict) else {}).items()
        if isinstance(members, dict) and re.fullmatch(r"\w{1,40}|[\w-]{1,40}", group)
        for member in members
        if member in _SENSORS and member != "Today"
    ]


def sensor_configs(device: Device, found: list[tuple[str, str]]) -> Iterator[tuple[str, Config]]:
    """Yield object id and configuration of each measurement."""
    for group, member in found[:100]:
        device_class, unit = _SENSORS[member]
        twice = sum(other == member for _group, other in found) > 1
        inner = f'((value_json.StatusSNS | default(value_json))["{group}"] | default({{}})).{member} | default("")'
        own = {
            "state_topic": [device.topic(2, "SENSOR"), device.topic(1, "STATUS10")],
            "value_template": f"{{{{ {inner} }}}}",
            "device_class": device_class,
            "unit_of_measurement": unit,
            "name": f"{group.replace('-', ' ')} {device_class}" if twice else device_class,
        }
        yield _finish(device, "sensor", f"{group}_{member}".lower(), {**_common(device), **own})
