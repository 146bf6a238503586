"""Which entities a question about a state is about: windows can be open, locks locked, people at home. Pure."""

import re

from device.home.state import Entity
from runtime.resolve.fitting import kind_said, members
from runtime.resolve.index import Index, normal
from runtime.resolve.kinds import ANYTHING, KINDS, membership
from runtime.resolve.names import entities_named
from runtime.resolve.place import Place, room_named
from runtime.resolve.saying import PRONOUN, names_said, own_name
from runtime.resolve.wording import where
from runtime.turn import Context, Interpretation, Reply, Request
from runtime.words import bare

_OPENING = frozenset(["door", "window", "garage", "garage_door", "opening", "gate"])
_SHADES = frozenset(["blind", "curtain", "shade", "shutter", "awning"])
_LIT = frozenset(["light", "switch", "fan", "siren", "humidifier", "climate", "water_heater", "media_player"])
_CLASSES: dict[str, frozenset[str]] = {
    "occupied": frozenset(("occupancy", "motion", "presence")),
    "motion": frozenset(("motion", "occupancy", "moving", "vibration")),
    "wet": frozenset(("moisture",)),
    "low": frozenset(("battery",)),
    "home": frozenset(("presence",)),
    "triggered": frozenset(("smoke", "gas", "carbon_monoxide", "moisture", "tamper", "safety", "problem", "sound")),
    "charging": frozenset(("battery_charging", "plug")),
}
_PLATFORMS: dict[str, frozenset[str]] = {
    "on": _LIT,
    "off": _LIT,
    "running": frozenset(
        ["vacuum", "lawn_mower", "switch", "fan", "climate", "media_player", "humidifier", "binary_sensor"]
    ),
    "playing": frozenset(("media_player",)),
    "paused": frozenset(("media_player", "vacuum", "lawn_mower")),
    "idle": frozenset(["media_player", "vacuum", "lawn_mower", "sensor", "binary_sensor"]),
    "home": frozenset(("device_tracker",)),
    "away": frozenset(("device_tracker",)),
    "heating": frozenset(("climate", "water_heater")),
    "cooling": frozenset(("climate",)),
    "cleaning": frozenset(("vacuum",)),
    "mowing": frozenset(("lawn_mower",)),
    "docked": frozenset(("vacuum", "lawn_mower")),
    "armed": frozenset(("alarm_control_panel",)),
    "disarmed": frozenset(("alarm_control_panel",)),
    "triggered": frozenset(("alarm_control_panel", "siren")),
    "jammed": frozenset(("lock",)),
    "muted": frozenset(("media_player",)),
}


def admits(state: str, entity: Entity) -> bool:
    """Whether an entity can be in a state, as people speak of it: windows are open, locks are locked."""
    if state in {"locked", "unlocked"}:
        return entity.platform == "lock" or entity.device_class == "lock"
    if state in {"open", "closed"}:
        return entity.platform in {"cover", "valve"} or entity.device_class in _OPENING
    if state in {"unavailable", "available"}:
        return True
    if entity.platform in _PLATFORMS.get(state, ()):
        return True
    return entity.platform == "binary_sensor" and entity.device_class in _CLASSES.get(state, ())


def in_state(interpretation: Interpretation, place: Place, context: Context, index: Index) -> Request | Reply:
    """Return what a question about a state is about, or why that is unknown."""
    names = names_said(interpretation)
    kind = str(interpretation.value("kind") or "")
    if not names and (own := own_name(interpretation, index)):
        names = [own]
    if names and not PRONOUN.fullmatch(names[0]):
        named = _by_name(interpretation, names, place, context, index)
        if isinstance(named, Request | Reply):
            return named
        kind, place = named[0] or kind, named[1]
    state = str(interpretation.value("state") or "")
    ids = pool_of(kind, place, interpretation, context, index)
    if state:
        ids = [i for i in ids if admits(state, context.home.entities[i])] or (ids if kind else [])
    elif not kind:
        ids = [i for i in ids if context.home.entities[i].platform in ANYTHING | {"cover", "lock"}]
    if not ids and (said := interpretation.said("kind")):
        there = f" in {where(place)}" if place.rooms else ""
        return Reply(say=f"I don't know any {normal(said)}{there}.", failed="unknown_device")
    return Request(interpretation, tuple(ids), context.home.version, "They are what you asked about.")


def _by_name(
    interpretation: Interpretation, names: list[str], place: Place, context: Context, index: Index
) -> Request | Reply | tuple[str, Place]:
    """Look names up; words that name no device may be a class or a room, which is returned instead."""
    found: dict[str, float] = {}
    kind = ""
    for name in names:
        scores = entities_named(name, index)
        found |= scores
        if not scores and not (kind := kind_said(name) or ""):
            room = room_named(name, index)
            if room is None:
                return Reply(say=f"I don't know anything called {bare(name)}.", failed="unknown_device")
            place = Place(rooms=(room,), words=room)
    if not found:
        return kind, place
    inside = {
        i: s for i, s in found.items() if not place.rooms or context.home.entities[i].room in {*place.rooms, None}
    }
    if not inside:
        return Reply(say=f"There is no {normal(names[0])} in {where(place)}.", failed="unknown_device")
    return Request(
        interpretation, sensible(interpretation, inside, context), context.home.version, "You said its name."
    )


def pool_of(kind: str, place: Place, interpretation: Interpretation, context: Context, index: Index) -> list[str]:
    """Collect what a class or a place holds; for "the light" with no place what is here, for "which lights" the house."""
    if str(interpretation.value("state")) in {"home", "away"} and (not kind or kind not in KINDS):
        return list(index.by_platform.get("device_tracker", ()))
    if kind and kind != "device":
        ids = members(kind, None, context, index) if not place.rooms else [
            i for room in place.rooms for i in members(kind, room, context, index)]  # fmt: skip
        if place.rooms or place.house or not _singular_question(interpretation):
            return ids
        here = [i for i in ids if context.home.entities[i].room == context.room]
        return here or ids
    if PRONOUN.search(interpretation.text.lower()) and not place.said:
        last = next((r.entities for e in reversed(context.history) for r in reversed(e.requests) if r.entities), ())
        if last:
            return [i for i in last if i in context.home.entities]
    if place.rooms:
        return [i for room in place.rooms for i in index.by_room.get(room, ())]
    return list(index.ids)


def _singular_question(interpretation: Interpretation) -> bool:
    text = interpretation.text.lower()
    return interpretation.value("quantifier") is None and not re.search(
        r"\b(which|what|any|all|every|how many|are|did i|have i|leave|left)\b", text
    )


def sensible(interpretation: Interpretation, found: dict[str, float], context: Context) -> tuple[str, ...]:
    """Among things of one name keep those the asked state can be true of, and those of this room."""
    top = max(found.values())
    ids = [i for i, score in found.items() if score >= top - 0.001]
    state, kind = str(interpretation.value("state") or ""), str(interpretation.value("kind") or "")
    if kind:
        ids = [i for i in found if membership(kind, context.home.entities[i]) > 0] or ids
    if state:
        ids = (
            [i for i in ids if admits(state, context.home.entities[i])]
            or [i for i in found if admits(state, context.home.entities[i])]
            or ids
        )
        said = [i for i in ids if context.home.entities[i].platform == "lock"]
        ids = said if said and state in {"locked", "unlocked"} else ids
    here = [i for i in ids if context.home.entities[i].room == context.room]
    return tuple(here or ids)
