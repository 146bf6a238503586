"""Zigbee2MQTT's `exposes`: what a device can, as configurations of platforms.

Rules are those of https://www.zigbee2mqtt.io/guide/usage/exposes.html: typed composites with features, generic ones
with an access mask (1 published, 2 settable, 4 can be asked), endpoints as suffixes of properties.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

Own = dict[str, Any]
Made = tuple[str, str, Own]
"""Platform, object id, and what differs from the device's common configuration."""

PUBLISHED, SETTABLE, ASKABLE = 1, 2, 4

_CLASSES = frozenset(
    {"temperature", "humidity", "battery", "pressure", "illuminance", "power", "energy", "voltage", "current"}
    | {"occupancy", "carbon_monoxide", "gas", "smoke", "moisture", "vibration", "tamper", "pm25", "pm10", "frequency"}
    | {"apparent_power", "distance", "speed"}
)
_RENAMED = {"illuminance_lux": "illuminance", "water_leak": "moisture", "contact": "door", "co2": "carbon_dioxide",
            "voc": "volatile_organic_compounds", "soil_moisture": "moisture", "presence": "presence",
            "device_temperature": "temperature", "local_temperature": "temperature"}  # fmt: skip
_DIAGNOSTIC = frozenset({"linkquality", "battery_low", "last_seen", "update", "update_available", "tamper", "identify",
                         "power_on_behavior", "power_outage_count", "device_temperature", "voltage", "trigger_count"})  # fmt: skip


def _features(expose: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found = expose.get("features")
    return {
        str(one["name"]): one
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and isinstance(one.get("name"), str)
    }


def _property(expose: Mapping[str, Any]) -> str:
    return str(expose.get("property") or expose.get("name") or "")


def _access(expose: Mapping[str, Any]) -> int:
    access = expose.get("access")
    return access if isinstance(access, int) else PUBLISHED


def _pick(prop: str) -> str:
    """Return the template that reads one property, whatever its name holds."""
    if re.fullmatch(r"[A-Za-z]\w*", prop):
        return f"{{{{ value_json.{prop} }}}}"
    return "{{ value_json[" + msgspec.json.encode(prop).decode() + "] }}"


def _set(prop: str, value: Any) -> str:
    return msgspec.json.encode({prop: value}).decode()


def _set_template(prop: str, variable: str = "value", *, quoted: bool = False) -> str:
    inner = f"{{{{ {variable} | tojson }}}}" if quoted else f"{{{{ {variable} }}}}"
    return "{" + msgspec.json.encode(prop).decode() + ": " + inner + "}"


def _entity(expose: Mapping[str, Any], platform: str) -> tuple[str, Own]:
    """Return the object id and the name that an endpoint brings."""
    endpoint = expose.get("endpoint")
    if not isinstance(endpoint, (str, int)) or endpoint == "":
        return platform, {"name": None}
    return f"{platform}_{endpoint}", {"name": str(endpoint)}


def _light(expose: Mapping[str, Any]) -> Iterator[Made]:
    features = _features(expose)
    state = _property(features.get("state", {"name": "state"}))
    suffix = state[len("state") :] if state.startswith("state") else ""
    object_id, own = _entity(expose, "light")
    modes = [mode for mode, name in (("xy", "color_xy"), ("hs", "color_hs")) if name in features][:1]
    if "color_temp" in features:
        modes.append("color_temp")
        white = features["color_temp"]
        own |= {"min_mireds": white.get("value_min", 153), "max_mireds": white.get("value_max", 500)}
    own |= {
        "schema": "json",
        "supported_color_modes": modes,
        "brightness": "brightness" in features,
        "brightness_scale": 254,
    }
    effects = features.get("effect", {}).get("values")
    if isinstance(effects, list) and effects:
        own |= {"effect": True, "effect_list": effects}
    if suffix:
        own |= {"property_suffix": suffix}
    yield "light", object_id, own


def _switch(expose: Mapping[str, Any]) -> Iterator[Made]:
    for name, feature in _features(expose).items():
        if name == "state":
            object_id, own = _entity(expose, "switch")
            prop = _property(feature)
            on, off = feature.get("value_on", "ON"), feature.get("value_off", "OFF")
            own |= {"value_template": _pick(prop), "state_on": str(on), "state_off": str(off)}
            yield "switch", object_id, own | {"payload_on": _set(prop, on), "payload_off": _set(prop, off)}


def _cover(expose: Mapping[str, Any]) -> Iterator[Made]:
    features = _features(expose)
    object_id, own = _entity(expose, "cover")
    if "position" in features:
        prop = _property(features["position"])
        own |= {"position_topic": "=state", "position_template": _pick(prop), "set_position_topic": "=command"}
        own |= {"set_position_template": _set_template(prop, "position"), "state_topic": None}
    if "tilt" in features:
        prop = _property(features["tilt"])
        own |= {"tilt_status_topic": "=state", "tilt_status_template": _pick(prop), "tilt_command_topic": "=command"}
        own |= {"tilt_command_template": _set_template(prop, "tilt_position")}
    if "state" in features:
        prop = _property(features["state"])
        own |= {f"payload_{word}": _set(prop, word.upper()) for word in ("open", "close", "stop")}
        if "position" not in features:
            own |= {
                "value_template": _pick(prop),
                "state_open": "OPEN",
                "state_closed": "CLOSE",
                "state_stopped": "STOP",
            }
    yield "cover", object_id, own


_MOVES = {"opening": ("opening", "open", "forward", "up", "rising"), "closing": ("closing", "close", "backward", "back", "down"),
          "stopped": ("stopped", "stop", "pause", "paused")}  # fmt: skip
"""What motors call what they do."""


def _moving(made: Iterator[Made], exposes: Sequence[Any]) -> Iterator[Made]:
    """Let a cover's motor say that it moves, where it does; only a lone cover can be meant."""
    motor = next(
        (
            one
            for one in exposes
            if isinstance(one, dict)
            and str(one.get("name")) in {"motor_state", "moving"}
            and isinstance(one.get("values"), list)
        ),
        None,
    )
    for platform, object_id, own in made:
        words = (
            {
                state: next((one for one in motor["values"] if str(one).lower() in known), None)
                for state, known in _MOVES.items()
            }
            if motor
            else {}
        )
        if motor is None or object_id != "cover" or None in words.values():
            yield platform, object_id, own
        else:
            states = {f"state_{state}": str(word) for state, word in words.items()}
            kept = {key: value for key, value in own.items() if key != "state_topic"}
            yield platform, object_id, kept | {"value_template": _pick(_property(motor))} | states


def _lock(expose: Mapping[str, Any]) -> Iterator[Made]:
    state = _features(expose).get("state")
    if state is None:
        return
    prop, locked, open_ = _property(state), state.get("value_on", "LOCK"), state.get("value_off", "UNLOCK")
    object_id, own = _entity(expose, "lock")
    own |= {"value_template": _pick(prop), "state_locked": str(locked), "state_unlocked": str(open_)}
    own |= {"payload_lock": _set(prop, locked), "payload_unlock": _set(prop, open_)}
    if prop in {"child_lock", "keypad_lockout"}:
        object_id, own = ("child_lock" if prop == "child_lock" else "keypad_lock"), own | {"entity_category": "config"}
    yield "lock", object_id, own


def _fan(expose: Mapping[str, Any]) -> Iterator[Made]:
    features = _features(expose)
    state = features.get("state")
    if state is None:
        return
    object_id, own = _entity(expose, "fan")
    prop, on, off = _property(state), state.get("value_on", "ON"), state.get("value_off", "OFF")
    own |= {"state_value_template": _pick(prop), "payload_on": str(on), "payload_off": str(off)}
    own |= {"command_template": _set_template(prop, quoted=True)}
    modes = features.get("mode", {}).get("values")
    if isinstance(modes, list) and modes:
        prop = _property(features["mode"])
        own |= {"preset_modes": [str(one) for one in modes if one != "off"], "preset_mode_command_topic": "=command"}
        own |= {"preset_mode_command_template": _set_template(prop, quoted=True)}
        own |= {"preset_mode_state_topic": "=state", "preset_mode_value_template": _pick(prop)}
    speed = features.get("speed")
    if speed is not None and isinstance(speed.get("value_max"), int):
        prop = _property(speed)
        own |= {"percentage_command_topic": "=command", "percentage_command_template": _set_template(prop)}
        own |= {"percentage_state_topic": "=state", "percentage_value_template": _pick(prop)}
        own |= {"speed_range_max": speed["value_max"], "speed_range_min": max(1, int(speed.get("value_min", 1) or 1))}
    yield "fan", object_id, own


def _climate(expose: Mapping[str, Any]) -> Iterator[Made]:
    features = _features(expose)
    object_id, own = _entity(expose, "climate")
    target = next(
        (features[one] for one in ("occupied_heating_setpoint", "current_heating_setpoint") if one in features), None
    )
    if target is not None:
        prop = _property(target)
        own |= {"temperature_command_topic": "=command", "temperature_command_template": _set_template(prop)}
        own |= {"temperature_state_topic": "=state", "temperature_state_template": _pick(prop)}
        own |= {"min_temp": target.get("value_min", 5), "max_temp": target.get("value_max", 30)}
        own |= {"temp_step": target.get("value_step", 0.5)}
        own |= {"temperature_unit": "F" if target.get("unit") == "°F" else "C"}
    if "local_temperature" in features:
        own |= {"current_temperature_topic": "=state"}
        own |= {"current_temperature_template": _pick(_property(features["local_temperature"]))}
    if "running_state" in features:
        own |= {"action_topic": "=state", "action_template": _pick(_property(features["running_state"]))}
    for name, key, list_key, reader in (
        ("system_mode", "mode", "modes", "mode_state_template"),
        ("fan_mode", "fan_mode", "fan_modes", "fan_mode_state_template"),
        ("preset", "preset_mode", "preset_modes", "preset_mode_value_template"),
    ):
        values = features.get(name, {}).get("values")
        if isinstance(values, list) and values:
            prop = _property(features[name])
            own |= {list_key: values, f"{key}_state_topic": "=state", reader: _pick(prop)}
            own |= {f"{key}_command_topic": "=command", f"{key}_command_template": _set_template(prop, quoted=True)}
    yield "climate", object_id, own | {"command_topic": None}


_TYPED: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Made]]] = {
    "light": _light, "switch": _switch, "cover": _cover, "lock": _lock, "fan": _fan, "climate": _climate,
}  # fmt: skip


def _generic(expose: Mapping[str, Any]) -> Iterator[Made]:
    """Turn one plain property into a sensor, switch, number, select or text."""
    prop, kind, access = _property(expose), expose.get("type"), _access(expose)
    name = str(expose.get("name") or prop)
    own: Own = {"name": str(expose.get("label") or name), "value_template": _pick(prop)}
    if name in _CLASSES or name in _RENAMED:
        own["device_class"] = _RENAMED.get(name, name)
    if expose.get("unit"):
        own["unit_of_measurement"] = expose["unit"]
    category = str(expose.get("category") or "")
    if category in {"config", "diagnostic"} or name in _DIAGNOSTIC:
        own["entity_category"] = category or "diagnostic"
    settable = bool(access & SETTABLE)
    if kind == "binary":
        on, off = expose.get("value_on", name != "contact"), expose.get("value_off", name == "contact")
        if settable:
            own |= {
                "state_on": str(on),
                "state_off": str(off),
                "payload_on": _set(prop, on),
                "payload_off": _set(prop, off),
            }
            yield "switch", f"switch_{prop}", own
        else:
            yield "binary_sensor", prop, own | {"payload_on": str(on), "payload_off": str(off)}
    elif kind == "numeric" and settable:
        reach = {
            key: expose[wire]
            for key, wire in (("min", "value_min"), ("max", "value_max"), ("step", "value_step"))
            if isinstance(expose.get(wire), (int, float))
        }
        yield "number", prop, own | {"min": 0, "max": 65535} | reach | {"command_template": _set_template(prop)}
    elif kind == "enum" and settable and isinstance(expose.get("values"), list) and expose["values"]:
        yield "select", prop, own | {"options": expose["values"], "command_template": _set_template(prop, quoted=True)}
    elif kind == "text" and settable:
        yield "text", prop, own | {"command_template": _set_template(prop, quoted=True)}
    elif kind in {"numeric", "enum", "text"} and access & PUBLISHED and name not in {"action", "click"}:
        yield "sensor", prop, own


def configs_of(exposes: Sequence[Any]) -> Iterator[Made]:
    """Yield what each expose means; unknown kinds and malformed ones are passed over."""
    for expose in exposes[:200]:
        if not isinstance(expose, dict):
            continue
        kind = expose.get("type")
        typed = _TYPED.get(kind) if isinstance(kind, str) else None
        if typed is _cover:
            yield from _moving(_cover(expose), exposes)
        elif typed is not None:
            yield from typed(expose)
        elif isinstance(kind, str) and _property(expose):
            yield from _generic(expose)


def gettable(exposes: Sequence[Any]) -> tuple[str, ...]:
    """Return the properties of typed exposes that can be asked for."""
    found: list[str] = []
    for expose in exposes:
        if isinstance(expose, dict) and str(expose.get("type")) in _TYPED:
            found += [_property(one) for one in _features(expose).values() if _access(one) & ASKABLE and _property(one)]
    return tuple(dict.fromkeys(found))
