"""What a state is called, and whether an entity is in the state that was asked for. Tables, by platform and class."""

from collections.abc import Mapping

from device.home.state import Entity, State

_BINARY: Mapping[str, tuple[str, str]] = {
    "window": ("open", "closed"),
    "door": ("open", "closed"),
    "garage_door": ("open", "closed"),
    "garage": ("open", "closed"),
    "opening": ("open", "closed"),
    "gate": ("open", "closed"),
    "lock": ("unlocked", "locked"),
    "motion": ("seeing motion", "seeing no motion"),
    "occupancy": ("occupied", "empty"),
    "presence": ("home", "away"),
    "moisture": ("wet", "dry"),
    "smoke": ("reporting smoke", "clear"),
    "gas": ("reporting gas", "clear"),
    "carbon_monoxide": ("reporting carbon monoxide", "clear"),
    "battery": ("low", "normal"),
    "battery_charging": ("charging", "not charging"),
    "plug": ("plugged in", "unplugged"),
    "power": ("powered", "without power"),
    "problem": ("reporting a problem", "fine"),
    "running": ("running", "not running"),
    "connectivity": ("connected", "disconnected"),
    "cold": ("cold", "normal"),
    "heat": ("hot", "normal"),
    "light": ("seeing light", "dark"),
    "sound": ("hearing something", "quiet"),
    "vibration": ("vibrating", "still"),
    "tamper": ("reporting tampering", "clear"),
    "safety": ("unsafe", "safe"),
    "update": ("waiting for an update", "up to date"),
    "moving": ("moving", "still"),
}
"""Device class of a binary sensor -> what on and off mean."""

_MEANS: Mapping[str, frozenset[str]] = {
    "on": frozenset(
        [
            "on",
            "heat",
            "cool",
            "auto",
            "heat_cool",
            "dry",
            "fan_only",
            "playing",
            "cleaning",
            "mowing",
            "eco",
            "electric",
            "gas",
            "high_demand",
            "heat_pump",
            "performance",
        ]
    ),
    "off": frozenset(("off", "idle", "standby")),
    "open": frozenset(("open", "opening", "stopped")),
    "closed": frozenset(("closed", "closing", "locked", "locking")),
    "locked": frozenset(("locked", "locking")),
    "unlocked": frozenset(("unlocked", "unlocking", "open")),
    "running": frozenset(["on", "cleaning", "mowing", "playing", "returning", "heat", "cool", "auto"]),
    "playing": frozenset(("playing", "on")),
    "paused": frozenset(("paused",)),
    "idle": frozenset(("idle", "docked", "off")),
    "home": frozenset(("home",)),
    "cleaning": frozenset(("cleaning",)),
    "mowing": frozenset(("mowing",)),
    "docked": frozenset(("docked",)),
    "armed": frozenset(("armed_home", "armed_away", "armed_night", "arming")),
    "disarmed": frozenset(("disarmed",)),
    "triggered": frozenset(("triggered", "on", "pending")),
    "jammed": frozenset(("jammed",)),
}
"""State that was asked for -> values that are it."""
_BINARY_TRUE = frozenset(
    ("on", "open", "unlocked", "occupied", "motion", "wet", "low", "home", "running", "triggered", "charging")
)  # fmt: skip
_BINARY_FALSE = frozenset(["off", "closed", "locked", "away", "empty", "dry", "clear", "docked", "full"])


def holds(state: str, entity: Entity, now: State) -> bool:
    """Whether an entity is in the state that was asked for."""
    if state == "unavailable":
        return not now.available
    if state == "available":
        return now.available
    if entity.platform == "binary_sensor":
        return (now.value == "on") if state in _BINARY_TRUE else now.value == "off" if state in _BINARY_FALSE else False
    if state in {"heating", "cooling"}:
        action = now.attributes.get("action")
        return action == state if action is not None else str(now.value).startswith(state.removesuffix("ing"))
    if state == "away":
        return now.value not in {"home", None}
    if state == "muted":
        return now.attributes.get("volume") == 0.0
    if state == "low" and isinstance(now.value, (int, float)):
        return float(now.value) <= 20
    value = str(now.value)
    return value in _MEANS.get(state, frozenset((state,)))


def state_words(entity: Entity, now: State) -> str:
    """Say the state of an entity: "on, at 40 percent", "open", "armed for away"."""
    value = now.value
    if entity.platform == "binary_sensor":
        yes, no = _BINARY.get(entity.device_class or "", ("on", "off"))
        return yes if value == "on" else no
    if entity.platform == "device_tracker":
        return "at home" if value == "home" else "away" if value == "not_home" else f"at {value}"
    words = str(value).replace("_", " ")
    if words.startswith("armed "):
        return f"armed for {words.removeprefix('armed ')}"
    if (entity.platform == "lawn_mower" and words == "error") or (entity.platform == "vacuum" and words == "error"):
        return "stuck"
    detail = _detail(entity, now)
    return f"{words}{detail}"


def _detail(entity: Entity, now: State) -> str:
    attributes = now.attributes
    if entity.platform == "light" and now.value == "on" and isinstance(attributes.get("brightness"), (int, float)):
        return f", at {round(float(attributes['brightness'] or 0))} percent"
    if (
        entity.platform == "cover"
        and isinstance(position := attributes.get("position"), (int, float))
        and 0 < position < 100
    ):
        return f", {round(float(position))} percent"
    if (
        entity.platform in {"climate", "water_heater"}
        and isinstance(target := attributes.get("temperature"), (int, float))
        and now.value != "off"
    ):
        return f", set to {round(float(target), 1):g} degrees"
    return ""
