"""Simulated things that speak Home Assistant's MQTT discovery, one configuration per entity or one per device.

Topics: `sim/<id>/<property>` and `.../set`; availability `sim/<id>/online`. Knows nothing of how things behave.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from device.home.abbreviations import ABBREVIATIONS, DEVICE_ABBREVIATIONS
from device.home.binding import Publish
from device.home.simulated import discovery_light as lights
from device.home.simulated.discovery_tables import TABLES, Row
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.truth import Truth
from device.home.simulated.wire import Wish, number, plain, say

SHORT = {long: short for short, long in ABBREVIATIONS.items()}
SHORT_DEVICE = {long: short for short, long in DEVICE_ABBREVIATIONS.items()}
CHOICES = {
    ("fan", "preset_mode"): "preset_modes",
    ("climate", "preset_mode"): "preset_modes",
    ("climate", "mode"): "modes",
    ("climate", "fan_mode"): "fan_modes",
    ("water_heater", "mode"): "modes",
    ("humidifier", "mode"): "modes",
    ("select", "option"): "options",
    ("event", "events"): "event_types",
}
"""Platform and capability -> configuration key of its words."""
RANGES = {
    ("climate", "temperature"): ("min_temp", "max_temp", "temp_step"),
    ("water_heater", "temperature"): ("min_temp", "max_temp", "precision"),
    ("humidifier", "humidity"): ("min_humidity", "max_humidity", ""),
    ("number", "value"): ("min", "max", "step"),
}
"""Platform and capability -> configuration keys of its range."""


class Discovery:
    """All things of a home that speak Home Assistant's discovery."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._things = {thing.id: thing for thing in plan.thing if thing.speaks in {"discovery", "device"}}
        self.topics: tuple[str, ...] = ("sim/+/+/set", "sim/+/set") if self._things else ()

    def announce(self) -> list[Publish]:
        """Return one retained configuration per thing or device."""
        prefix = self._plan.home.prefix
        messages = []
        for thing in self._things.values():
            if thing.speaks == "discovery":
                config = {**configuration(thing), "device": _device(thing), "name": None}
                messages.append(say(f"{prefix}/{thing.platform}/{thing.id}/config", shorten(config), retain=True))
        devices: dict[str, list[Thing]] = {}
        for thing in self._things.values():
            if thing.speaks == "device":
                devices.setdefault(thing.gadget, []).append(thing)
        for name, things in devices.items():
            payload = {
                "device": _device(things[0]),
                "origin": {"name": "Hearth simulated home"},
                "components": {thing.id: {"platform": thing.platform, **configuration(thing)} for thing in things},
            }
            messages.append(say(f"{prefix}/device/{slug(name)}/config", payload, retain=True))
        return messages

    def available(self, thing_id: str, online: bool) -> list[Publish]:
        """Return what says whether the thing can be reached."""
        return [say(f"sim/{thing_id}/online", "online" if online else "offline", retain=True)]

    def read(self, topic: str, payload: bytes) -> list[tuple[str, Wish]]:
        """Return which thing is to become how."""
        parts = topic.split("/")
        thing = self._things.get(parts[1]) if parts[0] == "sim" and len(parts) >= 3 else None
        if thing is None or parts[-1] != "set":
            return []
        wish = _understand(thing, parts[2], payload.decode("utf-8", "replace"))
        return [(thing.id, wish)] if wish else []

    def tell(self, thing_id: str, truth: Truth) -> list[Publish]:
        """Return the thing's state, topic by topic."""
        thing = self._things[thing_id]
        if thing.optimistic:
            return []
        base = f"sim/{thing_id}"
        if thing.platform == "light" and thing.schema != "basic":
            return [say(f"{base}/state", lights.encode(thing, truth), retain=True)]
        if thing.platform == "vacuum":
            return [
                say(f"{base}/state", {"state": truth["value"], "battery_level": truth.get("battery", 100)}, retain=True)
            ]
        if thing.platform == "sensor":
            return [say(f"{base}/state", {"value": truth.get("value")}, retain=True)]
        if thing.platform == "event":
            return [say(f"{base}/state", {"event_type": truth["value"]})] if truth.get("value") else []
        messages = []
        for row in _rows(thing):
            value = truth.get(row.attribute)
            if row.state and value is not None:
                payload = row.says.get(value, plain(_scaled(thing, row, value)))
                messages.append(say(f"{base}/{row.name}", payload, retain=True))
        return messages


def configuration(thing: Thing) -> dict[str, Any]:
    """Return a thing's configuration without its device, in long keys."""
    base = f"sim/{thing.id}"
    name = None if thing.name == thing.device else thing.name
    config: dict[str, Any] = {"name": name, "unique_id": f"sim_{thing.id}", "availability_topic": f"{base}/online"}
    facts = {
        "device_class": thing.device_class,
        "unit_of_measurement": thing.unit,
        "entity_category": thing.category,
    }
    config |= {key: value for key, value in facts.items() if value}
    if thing.platform == "light" and thing.schema != "basic":
        return config | lights.describe(thing, base)
    for row in _rows(thing):
        if row.command:
            config[row.command] = f"{base}/{row.name}/set"
        if row.state and not thing.optimistic:
            config[row.state] = f"{base}/{row.name}"
    for capability, limits in thing.can.items():
        config |= _limits(thing.platform, capability, limits)
    return config | _peculiar(thing, base)


def _limits(platform: str, capability: str, limits: bool | list[float | str]) -> dict[str, Any]:
    if (platform, capability) in CHOICES:
        return {CHOICES[platform, capability]: limits}
    keys = RANGES.get((platform, capability), ())
    return {key: limit for key, limit in zip(keys, _list(limits), strict=False) if key}


PECULIAR: Mapping[str, Mapping[str, Any]] = {
    "sensor": {"value_template": "{{ value_json.value }}"},
    "vacuum": {
        "state_topic": "~/state",
        "supported_features": ["start", "stop", "pause", "return_home", "locate", "battery", "status"],
    },
    "valve": {"reports_position": False},
    "scene": {"payload_on": "ON"},
    "siren": {"command_template": "{{ value }}"},  # without it the convention sends JSON
    "event": {"state_topic": "~/state"},
    "climate": {"temperature_unit": "C"},
    "water_heater": {"temperature_unit": "C"},
    "alarm_control_panel": {
        "command_topic": "~/arm/set",
        "supported_features": ["arm_home", "arm_away", "arm_night"],
    },
}
"""What else a platform's configuration says; `~` is the base topic, as the convention has it."""


def _peculiar(thing: Thing, base: str) -> dict[str, Any]:
    more = dict(PECULIAR.get(thing.platform, {}))
    if any(str(value).startswith("~") for value in more.values()):
        more["~"] = base
    if thing.platform == "alarm_control_panel" and thing.code:
        more |= {"code": "REMOTE_CODE", "command_template": '{"action": "{{ action }}", "code": "{{ code }}"}'}
    return more


def _understand(thing: Thing, name: str, text: str) -> Wish:
    if thing.platform == "light" and thing.schema != "basic":
        return lights.decode(thing, text)
    if thing.platform == "alarm_control_panel":
        return _arm(text)
    row = next((row for row in _rows(thing) if row.name == name and row.command), None)
    return {} if row is None else _hear(thing, row, text)


def _hear(thing: Thing, row: Row, text: str) -> Wish:
    if row.hears:
        return dict(row.hears.get(text, {}))
    if row.says:
        return next(({row.attribute: value} for value, word in row.says.items() if word == text), {})
    figure = number(text)
    if figure is None:
        return {row.attribute: text}
    return {row.attribute: float(round(figure / 2.55)) if _is_brightness(thing, row) else figure}


def _arm(text: str) -> Wish:
    try:
        data = json.loads(text) if text.startswith("{") else {"action": text}
    except ValueError:
        return {}
    goal = {"ARM_HOME": "armed_home", "ARM_AWAY": "armed_away", "ARM_NIGHT": "armed_night", "DISARM": "disarmed"}
    action = goal.get(str(data.get("action")))
    return {"value": action, "code": str(data.get("code", ""))} if action else {}


def _rows(thing: Thing) -> list[Row]:
    return [row for row in TABLES[thing.platform] if not row.needs or row.needs in thing.can]


def _is_brightness(thing: Thing, row: Row) -> bool:
    return thing.platform == "light" and row.attribute == "brightness"


def _scaled(thing: Thing, row: Row, value: Any) -> Any:
    return round(value * 2.55) if _is_brightness(thing, row) else value


def _device(thing: Thing) -> dict[str, Any]:
    device: dict[str, Any] = {"identifiers": [f"sim_{slug(thing.device or thing.id)}"], "name": thing.gadget}
    if thing.area and thing.room:
        device["suggested_area"] = thing.room.title()
    return {**device, "manufacturer": "Hearth", "model": "Simulated"}


def shorten(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration in abbreviated keys, as most publishers write it."""
    short = {SHORT.get(key, key): value for key, value in config.items()}
    if "dev" in short:
        short["dev"] = {SHORT_DEVICE.get(key, key): value for key, value in short["dev"].items()}
    return short


def slug(text: str) -> str:
    """Return a name as it may stand in a topic."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _list(limits: bool | list[float | str]) -> list[Any]:
    return [] if isinstance(limits, bool) else list(limits)
