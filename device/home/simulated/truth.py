"""How simulated things behave: a wish and the truth before in, the truths that follow out. Pure; no MQTT, no clock.

A truth is what `State` would hold: `value` and attributes in people's units. A wish is the same, or {"action": ...} for
what is no state: stop, toggle, press, activate, start, pause, return_to_base, locate.
"""

from collections.abc import Mapping

from device.home.simulated.plan import Thing
from device.home.state import Scalar

Truth = dict[str, Scalar]
Step = tuple[float, Truth]
"""Seconds after the step before, and what is true then."""

POWERED = frozenset({"light", "switch", "fan", "siren", "humidifier"})
STEPS = 5
"""Positions told on the way from open to closed."""


def react(thing: Thing, truth: Truth, wish: Mapping[str, Scalar]) -> list[Step]:
    """Return what becomes true, one step after another; an empty list when the wish means nothing to the thing."""
    action = wish.get("action")
    wished = {key: value for key, value in wish.items() if key not in {"action", "code"}}
    if action in {"press", "activate"}:
        count = truth.get("count")
        return [(0.0, {**truth, "count": (count if isinstance(count, float) else 0.0) + 1.0})]
    if thing.code and wish.get("code") != thing.code and not _harmless(thing, wished):
        return []
    match thing.platform:
        case platform if platform in POWERED:
            steps = [(0.0, _power(thing, truth, wished, toggle=action == "toggle"))]
        case "cover" | "valve":
            steps = _travel(thing, truth, wished, action)
        case "lock":
            steps = _turn_key(thing, truth, wished)
        case "vacuum" | "lawn_mower":
            steps = _drive(thing, truth, action)
        case "alarm_control_panel":
            steps = _arm(thing, truth, wished)
        case "climate":
            after = {**truth, **wished}
            steps = [(0.0, {**after, "action": _heating(after)})]
        case _:
            steps = [(0.0, {**truth, **wished})]
    return steps


def _arm(thing: Thing, truth: Truth, wished: Truth) -> list[Step]:
    if wished.get("value") == "disarmed":
        return [(0.0, {**truth, **wished})]
    return [(0.0, {**truth, "value": "arming"}), (thing.travel_s, {**truth, **wished})]


def _harmless(thing: Thing, wished: Truth) -> bool:
    return thing.platform == "lock" and wished.get("value") == "locked"


def _power(thing: Thing, truth: Truth, wished: Truth, *, toggle: bool) -> Truth:
    after = {**truth, **wished}
    if toggle:
        after["value"] = "off" if truth.get("value") == "on" else "on"
    elif "value" not in wished and thing.platform in {"light", "fan"} and wished:
        after["value"] = "on"
    if "color" in wished:
        after.pop("color_temp", None)
    elif "color_temp" in wished:
        after.pop("color", None)
    if thing.platform == "light" and wished.get("brightness") == 0:
        after["value"], after["brightness"] = "off", truth.get("brightness", 100.0)
    if thing.platform == "fan" and "percentage" in thing.can:
        if wished.get("percentage") == 0:
            after["value"] = "off"
        if after["value"] == "on" and not after.get("percentage"):
            after["percentage"] = 50.0
        if after["value"] == "off":
            after["percentage"] = 0.0
    return after


def _travel(thing: Thing, truth: Truth, wished: Truth, action: Scalar) -> list[Step]:
    has_position = "position" in truth
    start = truth.get("position", 100.0 if truth.get("value") == "open" else 0.0)
    here = float(start) if isinstance(start, int | float) else 0.0
    if action == "stop":
        return [(0.0, {**truth, "value": "open" if here > 0 else "closed"})]
    target = wished.get("position")
    if target is None and wished.get("value") in {"open", "closed"}:
        target = 100.0 if wished["value"] == "open" else 0.0
    if not isinstance(target, int | float):
        return [(0.0, {**truth, **wished})] if wished else []
    goal = float(target)
    last: Truth = {**truth, "value": "open" if goal > 0 else "closed"}
    if has_position:
        last["position"] = goal
    if goal == here or thing.travel_s == 0:
        return [(0.0, last)]
    seconds = thing.travel_s * abs(goal - here) / 100 / STEPS
    moving = "opening" if goal > here else "closing"
    steps: list[Step] = []
    for index in range(STEPS):
        between: Truth = {**truth, "value": moving}
        if has_position:
            between["position"] = float(round(here + (goal - here) * index / STEPS))
        steps.append((seconds if index else 0.0, between))
    return [*steps, (seconds, last)]


def _turn_key(thing: Thing, truth: Truth, wished: Truth) -> list[Step]:
    goal = wished.get("value")
    if goal not in {"locked", "unlocked", "open", "jammed"}:
        return []
    way = {"locked": "locking", "unlocked": "unlocking"}.get(str(goal))
    steps: list[Step] = [(0.0, {**truth, "value": way})] if way and truth.get("value") != goal else []
    return [*steps, (thing.travel_s if steps else 0.0, {**truth, "value": goal})]


def _drive(thing: Thing, truth: Truth, action: Scalar) -> list[Step]:
    busy = "mowing" if thing.platform == "lawn_mower" else "cleaning"
    if action == "return_to_base":
        return [(0.0, {**truth, "value": "returning"}), (thing.travel_s, {**truth, "value": "docked"})]
    value = {"start": busy, "pause": "paused", "stop": "idle", "locate": truth.get("value")}.get(str(action))
    return [(0.0, {**truth, "value": value})] if value else []


def _heating(truth: Truth) -> str:
    now, goal = truth.get("current_temperature"), truth.get("temperature")
    if truth.get("value") == "off":
        return "off"
    if isinstance(now, int | float) and isinstance(goal, int | float) and now < goal:
        return "heating"
    return "idle"
