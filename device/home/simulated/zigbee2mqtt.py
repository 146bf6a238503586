"""Simulated things behind a Zigbee2MQTT: `bridge/devices` with exposes, groups, state that must be asked for with `/get`."""

import hashlib
import json
from typing import Any

from device.home import colors
from device.home.binding import Publish
from device.home.simulated.discovery_light import from_json
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.truth import Truth
from device.home.simulated.wire import Wish, plain, say

READ, BOTH = 1, 7
"""Access bits: only published; published, settable and gettable."""
ASLEEP = frozenset({"sensor", "binary_sensor"})
CONTACT = frozenset({"door", "window", "garage_door", "opening"})


def address(thing: Thing) -> str:
    """Return a stable IEEE address for a thing's device."""
    return "0x" + hashlib.sha256(thing.gadget.encode()).hexdigest()[:16]


class Zigbee2Mqtt:
    """All things of a home that are behind its Zigbee2MQTT."""

    def __init__(self, plan: Plan) -> None:
        self._base = plan.home.zigbee2mqtt
        self._groups = plan.groups
        self._things = {thing.id: thing for thing in plan.thing if thing.speaks == "zigbee2mqtt"}
        self._by_topic: dict[str, list[str]] = {
            f"{self._base}/{thing.gadget}": [thing.id] for thing in self._things.values()
        }
        self._by_topic |= {f"{self._base}/{name}": list(members) for name, members in plan.groups.items()}
        verbs = ("set", "get")
        self.topics: tuple[str, ...] = tuple(f"{topic}/{verb}" for topic in self._by_topic for verb in verbs)

    def announce(self) -> list[Publish]:
        """Return the bridge's retained messages."""
        if not self._things:
            return []
        coordinator = {"ieee_address": "0x00124b0000000000", "type": "Coordinator", "friendly_name": "Coordinator"}
        devices = [coordinator | {"disabled": False, "definition": None}, *map(_device, self._things.values())]
        groups = [
            {
                "id": number,
                "friendly_name": name,
                "members": [{"ieee_address": address(self._things[one]), "endpoint": 1} for one in members],
                "scenes": [],
            }
            for number, (name, members) in enumerate(self._groups.items(), 1)
        ]
        bridge = f"{self._base}/bridge"
        return [
            say(f"{bridge}/state", {"state": "online"}, retain=True),
            say(f"{bridge}/info", {"version": "2.6.0", "config": {"mqtt": {"base_topic": self._base}}}, retain=True),
            say(f"{bridge}/devices", devices, retain=True),
            say(f"{bridge}/groups", groups, retain=True),
        ]

    def available(self, thing_id: str, online: bool) -> list[Publish]:
        """Return the device's availability."""
        topic = f"{self._base}/{self._things[thing_id].gadget}/availability"
        return [say(topic, {"state": "online" if online else "offline"}, retain=True)]

    def read(self, topic: str, payload: bytes) -> list[tuple[str, Wish]]:
        """Return which things are to become how; `/get` wishes nothing."""
        name, _, verb = topic.rpartition("/")
        ids = self._by_topic.get(name, [])
        if verb == "get":
            return [(one, {}) for one in ids]
        text = payload.decode("utf-8", "replace")
        try:
            data = json.loads(text)
        except ValueError:
            data = {"state": text}
        if not isinstance(data, dict) or verb != "set":
            return []
        return [(one, wish) for one in ids if (wish := _decode(self._things[one], data))]

    def tell(self, thing_id: str, truth: Truth) -> list[Publish]:
        """Return the device's state, and that of its groups: Zigbee2MQTT lets a group say what its last member said."""
        thing = self._things[thing_id]
        groups = [name for name, members in self._groups.items() if thing_id in members]
        said = _encode(thing, truth)
        names = () if thing.optimistic else (thing.gadget, *groups)
        # Who sleeps cannot be asked: users set Zigbee2MQTT's option `retain` for sensors.
        return [say(f"{self._base}/{name}", said, retain=thing.platform in ASLEEP) for name in names]


def _decode(thing: Thing, data: dict[str, Any]) -> Wish:
    wish = from_json(data, 254)
    if thing.platform == "cover":
        verb = {"OPEN": {"value": "open"}, "CLOSE": {"value": "closed"}, "STOP": {"action": "stop"}}
        wish = dict(verb.get(str(data.get("state", "")).upper(), {}))
        if isinstance(data.get("position"), int | float):
            wish = {"position": float(data["position"])}
    elif thing.platform == "lock":
        wish = {"LOCK": {"value": "locked"}, "UNLOCK": {"value": "unlocked"}}.get(str(data.get("state")), {})  # type: ignore[assignment]
    return wish


def _encode(thing: Thing, truth: Truth) -> dict[str, Any]:
    value = truth.get("value")
    said: dict[str, Any] = {"linkquality": 120}
    if "battery" in truth:
        said["battery"] = truth["battery"]
    if thing.platform == "binary_sensor":
        on = value == "on"
        said[_binary(thing)] = not on if thing.device_class in CONTACT else on
        return said
    if thing.platform == "sensor":
        return said | {thing.device_class or "value": value}
    said["state"] = {"locked": "LOCK", "unlocked": "UNLOCK"}.get(str(value), plain(value).upper())
    if "position" in truth:
        said["position"] = truth["position"]
    if "brightness" in thing.can:
        said["brightness"] = round(float(truth.get("brightness") or 0) * 2.54)
    rgb = colors.parse(str(truth.get("color", "")))
    if rgb:
        x, y = colors.rgb_to_xy(rgb)
        said |= {"color_mode": "xy", "color": {"x": x, "y": y}}
    elif "color_temp" in truth:
        kelvin = float(truth["color_temp"] or 4000)
        said |= {"color_mode": "color_temp", "color_temp": colors.kelvin_to_mired(kelvin)}
    return said


def _device(thing: Thing) -> dict[str, Any]:
    exposes = _exposes(thing)
    link = _numeric("linkquality", "lqi", READ)
    if "battery" in thing.state:
        exposes.append(_numeric("battery", "%", READ))
    return {
        "ieee_address": address(thing),
        "type": "Router" if thing.platform in {"light", "switch"} else "EndDevice",
        "friendly_name": thing.gadget,
        "disabled": False,
        "supported": True,
        "interview_state": "SUCCESSFUL",
        "definition": {"model": "SIM1", "vendor": "Hearth", "description": thing.name, "exposes": [*exposes, link]},
    }


def _exposes(thing: Thing) -> list[dict[str, Any]]:
    if thing.platform == "light":
        features = [_switchable("ON", "OFF")]
        if "brightness" in thing.can:
            features.append(_numeric("brightness", "", BOTH) | {"value_min": 0, "value_max": 254})
        limits = thing.can.get("color_temp")
        if isinstance(limits, list):
            low, high = (colors.kelvin_to_mired(float(limits[index])) for index in (1, 0))
            features.append(_numeric("color_temp", "mired", BOTH) | {"value_min": low, "value_max": high})
        if "color" in thing.can:
            axes = [_numeric("x", "", BOTH), _numeric("y", "", BOTH)]
            features.append(
                {"type": "composite", "name": "color_xy", "property": "color", "access": BOTH, "features": axes}
            )
        return [{"type": "light", "features": features}]
    if thing.platform == "cover":
        position = _numeric("position", "%", BOTH) | {"value_min": 0, "value_max": 100}
        state = {
            "type": "enum",
            "name": "state",
            "property": "state",
            "access": BOTH,
            "values": ["OPEN", "CLOSE", "STOP"],
        }
        return [{"type": "cover", "features": [state, position]}]
    if thing.platform == "lock":
        return [{"type": "lock", "features": [_switchable("LOCK", "UNLOCK")]}]
    if thing.platform == "binary_sensor":
        name = _binary(thing)
        inverted = thing.device_class in CONTACT
        values = {"value_on": not inverted, "value_off": inverted}
        return [{"type": "binary", "name": name, "property": name, "access": READ, **values}]
    if thing.platform == "sensor":
        return [_numeric(thing.device_class or "value", thing.unit or "", READ)]
    return [{"type": "switch", "features": [_switchable("ON", "OFF")]}]


def _binary(thing: Thing) -> str:
    if thing.device_class in CONTACT:
        return "contact"
    return {"motion": "occupancy", "moisture": "water_leak"}.get(
        thing.device_class or "", thing.device_class or "state"
    )


def _switchable(on: str, off: str) -> dict[str, Any]:
    toggle = {"value_toggle": "TOGGLE"} if on == "ON" else {}
    return {
        "type": "binary", "name": "state", "property": "state", "access": BOTH, "value_on": on, "value_off": off, **toggle
    }  # fmt: skip


def _numeric(name: str, unit: str, access: int) -> dict[str, Any]:
    extra = {"unit": unit} if unit else {}
    return {"type": "numeric", "name": name, "property": name, "access": access, **extra}
