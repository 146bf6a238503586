"""Simulated Tasmota devices: one relay or one light each, native discovery, LWT, RESULT and STATE."""

import hashlib
from typing import Any

from device.home import colors
from device.home.binding import Publish
from device.home.simulated.plan import Plan, Thing
from device.home.simulated.truth import Truth
from device.home.simulated.wire import Wish, number, say

RELAY, LIGHT = 1, 2


def mac_of(thing: Thing) -> str:
    """Return a stable MAC address, as Tasmota writes it in topics."""
    return hashlib.sha256(thing.gadget.encode()).hexdigest()[:12].upper()


class Tasmota:
    """All things of a home that run Tasmota."""

    def __init__(self, plan: Plan) -> None:
        self._things = {f"tasmota_{mac_of(one)[-6:]}": one for one in plan.thing if one.speaks == "tasmota"}
        self._names = {thing.id: topic for topic, thing in self._things.items()}
        self.topics: tuple[str, ...] = tuple(f"cmnd/{topic}/+" for topic in self._things)

    def announce(self) -> list[Publish]:
        """Return the retained discovery message of each device."""
        return [
            message
            for topic, thing in self._things.items()
            for message in (
                say(f"tasmota/discovery/{mac_of(thing)}/config", _config(topic, thing), retain=True),
                say(f"tasmota/discovery/{mac_of(thing)}/sensors", {"sn": {}, "ver": 1}, retain=True),
            )
        ]

    def available(self, thing_id: str, online: bool) -> list[Publish]:
        """Return the last will, or its contrary."""
        return [say(f"tele/{self._names[thing_id]}/LWT", "Online" if online else "Offline", retain=True)]

    def read(self, topic: str, payload: bytes) -> list[tuple[str, Wish]]:
        """Return which thing is to become how; an empty payload asks."""
        parts = topic.split("/")
        thing = self._things.get(parts[1]) if len(parts) == 3 and parts[0] == "cmnd" else None
        if thing is None:
            return []
        text = payload.decode("utf-8", "replace").strip()
        if not text or parts[2].upper() == "STATE":
            return [(thing.id, {})]
        wish = _decode(parts[2].upper(), text)
        return [(thing.id, wish)] if wish else []

    def tell(self, thing_id: str, truth: Truth) -> list[Publish]:
        """Return RESULT, as after a command or question, and the plain POWER."""
        topic = self._names[thing_id]
        said: dict[str, Any] = {"POWER": "ON" if truth.get("value") == "on" else "OFF"}
        if "brightness" in truth:
            said["Dimmer"] = round(float(truth["brightness"] or 0))
        if "color_temp" in truth:
            said["CT"] = colors.kelvin_to_mired(float(truth["color_temp"] or 4000))
        rgb = colors.parse(str(truth.get("color", "")))
        if rgb:
            hue, saturation = colors.rgb_to_hs(rgb)
            said["HSBColor"] = f"{hue:.0f},{saturation:.0f},{said.get('Dimmer', 100)}"
        return [say(f"stat/{topic}/RESULT", said), say(f"stat/{topic}/POWER", said["POWER"])]


def _decode(command: str, text: str) -> Wish:
    if command in {"POWER", "POWER1"}:
        word = {"ON": "on", "1": "on", "OFF": "off", "0": "off"}.get(text.upper())
        return {"action": "toggle"} if text.upper() in {"TOGGLE", "2"} else {"value": word} if word else {}
    figure = number(text)
    if command == "DIMMER" and figure is not None:
        return {"brightness": figure}
    if command == "CT" and figure:
        return {"color_temp": colors.mired_to_kelvin(figure)}
    if command == "HSBCOLOR":
        parts = [number(part) for part in text.split(",")]
        if len(parts) == 3 and None not in parts:
            hue, saturation, brightness = (float(part or 0) for part in parts)
            return {"color": colors.describe(colors.hs_to_rgb(hue, saturation)), "brightness": brightness}
    return {}


def _config(topic: str, thing: Thing) -> dict[str, Any]:
    light = thing.platform == "light"
    subtype = 1 + ("color_temp" in thing.can) if "color" not in thing.can else 3 + 2 * ("color_temp" in thing.can)
    return {
        "ip": "192.168.1.50", "dn": thing.gadget, "fn": [thing.gadget, *[None] * 7], "hn": topic, "mac": mac_of(thing),
        "md": "Simulated", "ty": 0, "if": 0, "cam": 0, "ofln": "Offline", "onln": "Online",
        "state": ["OFF", "ON", "TOGGLE", "HOLD"], "sw": "14.2.0", "t": topic, "ft": "%prefix%/%topic%/",
        "tp": ["cmnd", "stat", "tele"], "rl": [LIGHT if light else RELAY, *[0] * 7], "swc": [-1] * 8, "swn": [None] * 8,
        "btn": [0] * 8, "so": {"4": 0, "11": 0, "13": 0, "17": 0, "20": 0, "30": 0, "68": 0, "73": 0, "82": 0, "114": 0},
        "lk": 1, "lt_st": subtype if light else 0, "bat": 0, "dslp": 0, "sho": [], "sht": [], "ver": 1,
    }  # fmt: skip
