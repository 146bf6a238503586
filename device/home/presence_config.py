"""The components of Hearth's own device, in the words of Home Assistant's MQTT discovery. Pure tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from device.home.presence import PresenceSettings

STATES = ("idle", "listening", "thinking", "speaking", "muted", "error")


def describe(settings: "PresenceSettings", identity: str, base: str, events: Sequence[str]) -> dict[str, Any]:
    """Return the payload of the device's discovery message."""
    device: dict[str, Any] = {"ids": [identity], "name": settings.name, "mf": "Hearth", "mdl": "Voice assistant"}
    if settings.version:
        device["sw"] = settings.version
    if settings.room:
        device["sa"] = settings.room.title()
    components = {**_states(base), **_controls(base, settings), **_events(base, events)}
    for name in ("last_command", "last_reply"):
        # A component that holds only its platform removes what an earlier, talkative configuration announced.
        told = {"p": "sensor", "name": name.replace("_", " ").capitalize(), "stat_t": f"{base}/{name}"}
        components[name] = {**told, "ent_cat": "diagnostic"} if settings.transcript else {"p": "sensor"}
    for name, component in components.items():
        if len(component) > 1:
            component["uniq_id"] = f"{identity}_{name}"
    return {
        "dev": device,
        "o": {"name": "Hearth", **({"sw": settings.version} if settings.version else {})},
        "avty_t": f"{base}/online",
        "cmps": components,
    }


def _states(base: str) -> dict[str, dict[str, Any]]:
    diagnostic = {"ent_cat": "diagnostic"}
    return {
        "state": {"p": "sensor", "name": "State", "stat_t": f"{base}/state", "dev_cla": "enum", "ops": list(STATES)},
        "last_failure": {"p": "sensor", "name": "Last failure", "stat_t": f"{base}/last_failure", **diagnostic},
        "latency_ms": {
            "p": "sensor",
            "name": "Latency",
            "stat_t": f"{base}/latency_ms",
            "unit_of_meas": "ms",
            "dev_cla": "duration",
            "stat_cla": "measurement",
            **diagnostic,
        },
        "mic_ok": {
            "p": "binary_sensor",
            "name": "Microphone",
            "stat_t": f"{base}/mic_ok",
            "dev_cla": "connectivity",
            **diagnostic,
        },
        "timers": {
            "p": "sensor",
            "name": "Timers",
            "stat_t": f"{base}/timers",
            "val_tpl": "{{ value_json.count }}",
            "json_attr_t": f"{base}/timers",
        },
    }


def _controls(base: str, settings: "PresenceSettings") -> dict[str, dict[str, Any]]:
    def both(name: str) -> dict[str, str]:
        return {"stat_t": f"{base}/{name}", "cmd_t": f"{base}/{name}/set"}

    percent = {"p": "number", "min": 0, "max": 100, "step": 1, "unit_of_meas": "%", "ent_cat": "config"}
    return {
        "mute": {"p": "switch", "name": "Mute", "ic": "mdi:microphone-off", **both("mute")},
        "volume": {**percent, "name": "Volume", **both("volume")},
        "wake_sensitivity": {**percent, "name": "Wake word sensitivity", **both("wake_sensitivity")},
        "wake_word": {
            "p": "select",
            "name": "Wake word",
            "ops": list(settings.wake_words),
            "ent_cat": "config",
            **both("wake_word"),
        },
        "listen": {"p": "button", "name": "Listen", "cmd_t": f"{base}/listen/set"},
        "stop": {"p": "button", "name": "Stop", "cmd_t": f"{base}/stop/set"},
        "restart": {
            "p": "button",
            "name": "Restart",
            "dev_cla": "restart",
            "cmd_t": f"{base}/restart/set",
            "ent_cat": "config",
        },
        "announce": {"p": "notify", "name": "Announce", "cmd_t": f"{base}/announce/set"},
    }


def _events(base: str, events: Sequence[str]) -> dict[str, dict[str, Any]]:
    return {
        f"event_{kind}": {
            "p": "event",
            "name": kind.replace("_", " ").capitalize(),
            "stat_t": f"{base}/{kind}/event",
            "evt_typ": [kind],
        }
        for kind in events
    }
