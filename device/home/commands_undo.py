"""What undoes a command, worked out of the state before it."""

from collections.abc import Mapping

import immutables

from device.home.state import Command, Entity, Scalar, State

_LOOKS = ("color", "color_temp")
_MODES = frozenset({"climate", "water_heater"})
_VALUES = {"number": "value", "text": "value", "select": "option"}
"""Platforms whose one value is set under this name."""
_ARMED = {"armed_home": "arm_home", "armed_away": "arm_away", "armed_night": "arm_night", "disarmed": "disarm"}
_BACK: Mapping[str, Mapping[str, str]] = {
    "lock": {"unlocked": "unlock", "unlocking": "unlock"},
    "unlock": {"locked": "lock", "locking": "lock"},
    "open_latch": {"locked": "lock", "locking": "lock"},
    "start": {"docked": "return_to_base", "returning": "return_to_base", "paused": "pause", "idle": "stop"},
    "pause": {"cleaning": "start", "mowing": "start", "returning": "return_to_base"},
    "stop": {"cleaning": "start", "mowing": "start", "returning": "return_to_base"},
    "return_to_base": {"cleaning": "start", "mowing": "start"},
    "open": {"closed": "close", "closing": "close"},
    "close": {"open": "open", "opening": "open"},
    "arm_home": _ARMED, "arm_away": _ARMED, "arm_night": _ARMED, "disarm": _ARMED,
}  # fmt: skip
"""Action -> state before -> what leads back there."""


def inverse(entity: Entity, before: State, command: Command) -> Command | None:
    """Return the command that restores the state before, or None where nothing changed or nothing is known."""
    if entity.platform in {"cover", "valve"}:
        return _moved(entity, before, command)
    if entity.platform in _MODES:
        return _mode(entity, before, command)
    if entity.platform in _VALUES:
        name = _VALUES[entity.platform]
        return None if before.value is None else _set(entity, {name: before.value})
    if command.action in _BACK:
        action = _BACK[command.action].get(str(before.value))
        if action == "stop" and not entity.can.get("stop"):
            action = "return_to_base" if entity.can.get("return_to_base") else None
        known = action is not None and action != command.action
        return Command(entity.id, action) if known and action else None
    if command.action in {"turn_on", "turn_off", "set"}:
        return _switched(entity, before, command)
    return {"play": Command(entity.id, "media_pause"), "media_pause": Command(entity.id, "play")}.get(command.action)


def _set(entity: Entity, values: Mapping[str, Scalar], action: str = "set") -> Command:
    return Command(entity.id, action, immutables.Map(values))


def _old(entity: Entity, before: State, names: Mapping[str, Scalar] | tuple[str, ...]) -> dict[str, Scalar]:
    """Return what the state before says of some capabilities; of the looks of a light, whichever was in force."""
    wanted = {*names, *(_LOOKS if set(names) & {*_LOOKS, "effect"} else ())}
    known = {name: before.attributes[name] for name in wanted if before.attributes.get(name) is not None}
    if "color" in known and "color_temp" in known:
        known.pop("color")
    return {name: value for name, value in known.items() if entity.can.get(name)}


def _switched(entity: Entity, before: State, command: Command) -> Command | None:
    if command.action == "turn_off":
        if before.value != "on":
            return None
        names = ("brightness", "percentage") if entity.platform in {"light", "fan"} else ()
        return _set(entity, {name: value for name, value in _old(entity, before, names).items() if value}, "turn_on")
    if before.value == "off":
        return Command(entity.id, "turn_off")
    old = _old(entity, before, command.values)
    return _set(entity, old) if old else None


def _mode(entity: Entity, before: State, command: Command) -> Command | None:
    old = _old(entity, before, command.values)
    changes_mode = command.action in {"turn_on", "turn_off"} or "mode" in command.values
    if changes_mode and before.value is not None:
        if before.value == "off" and command.action == "turn_on" and entity.can.get("on_off"):
            return Command(entity.id, "turn_off")
        if entity.can.get("mode"):
            old["mode"] = before.value
    return _set(entity, old) if old else None


def _moved(entity: Entity, before: State, command: Command) -> Command | None:
    names = ("tilt",) if "tilt" in command.values else ("position",)
    old = _old(entity, before, names)
    if command.action == "stop":
        return None
    if old:
        return _set(entity, old)
    if command.action == "set" and "tilt" not in command.values:
        action = {"closed": "close", "open": "open"}.get(str(before.value))
    else:
        action = _BACK.get(command.action, {}).get(str(before.value))
    return Command(entity.id, action) if action else None
