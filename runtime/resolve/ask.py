"""Which entities a question is about. A question may look at the whole house: looking changes nothing.

A room or name that was said and not understood is still an error, so that no answer is about something else.
"""

import re
from collections.abc import Iterable

from runtime.resolve.ask_state import in_state, pool_of, sensible
from runtime.resolve.features import features
from runtime.resolve.fit import measures
from runtime.resolve.fitting import members
from runtime.resolve.index import Index, normal
from runtime.resolve.kinds import QUANTITIES
from runtime.resolve.names import entities_named, name_within
from runtime.resolve.place import Place, place_of, room_named
from runtime.resolve.ranker import Ranker
from runtime.resolve.saying import PRONOUN
from runtime.resolve.why import because
from runtime.turn import Context, Interpretation, Reply, Request
from runtime.words import bare


def asked_about(interpretation: Interpretation, context: Context, index: Index, ranker: Ranker) -> Request | Reply:
    """Return what the question is about, or why that is unknown."""
    place = place_of(interpretation, index, context)
    if place.unknown:
        found = _as_name(interpretation, place, index)
        if not found:
            what, words = place.unknown.split("|", 1)
            return Reply(say=f"I don't know a {what} called {words}.", failed="unknown_room")
        return _request(interpretation, sensible(interpretation, found, context), context, "It has that name.")
    match interpretation.intent:
        case "ask_value":
            return _measured(interpretation, place, context, index, ranker)
        case "ask_where":
            return _wanted(interpretation, context, index)
        case "ask_devices":
            return _listed(interpretation, place, context, index)
    return in_state(interpretation, place, context, index)


def _as_name(interpretation: Interpretation, place: Place, index: Index) -> dict[str, float]:
    words = place.unknown.split("|", 1)[1]
    rest = interpretation.said("name") or interpretation.said("kind") or ""
    return entities_named(f"{words} {rest}".strip(), index, tolerant=False)


def _measured(
    interpretation: Interpretation, place: Place, context: Context, index: Index, ranker: Ranker
) -> Request | Reply:
    """Choose what measures the quantity: what was named, what is in the room, else what the context points at."""
    found = measuring(interpretation, place, context, index)
    if isinstance(found, Reply):
        return found
    ids, names = found
    if len(ids) == 1:
        return _request(interpretation, tuple(ids), context, "It is the only one that tells that there.")
    rows = features(interpretation, ids, context, index, names)
    best = int(ranker.score(rows).argmax())
    others = rows[[other for other in range(len(ids)) if other != best]]
    return _request(
        interpretation, (ids[best],), context, because(context.home.entities[ids[best]], rows[best], others, context)
    )


def measuring(
    interpretation: Interpretation, place: Place, context: Context, index: Index
) -> tuple[list[str], dict[str, float]] | Reply:
    """Return what could answer a question about a quantity, with how well each was named; or why nothing could."""
    quantity = str(interpretation.value("quantity") or "temperature")
    name, kind = interpretation.said("name"), str(interpretation.value("kind") or "")
    names: dict[str, float] = {}
    pool: Iterable[str] = index.ids
    if not name and not kind and not place.said and _OUTSIDE.search(interpretation.text.lower()):
        outside = _outside(quantity, context, index)
        return (
            (outside, {})
            if outside
            else Reply(say=f"Nothing tells me the {quantity.replace('_', ' ')} outside.", failed="unknown_device")
        )
    if name and not PRONOUN.fullmatch(name) and normal(name) not in {quantity, normal(quantity)}:
        names = entities_named(name, index)
        room = None if names else room_named(name, index)
        if not names and room is None:
            return Reply(say=f"I don't know anything called {bare(name)}.", failed="unknown_device")
        pool = _with_siblings(names, context, index) if names else index.by_room.get(room or "", ())
        if place.rooms:
            pool = [i for i in pool if context.home.entities[i].room in {*place.rooms, None}]
    elif kind:
        pool = _with_siblings(pool_of(kind, place, interpretation, context, index), context, index)
    elif place.rooms:
        pool = [i for room in place.rooms for i in index.by_room.get(room, ())]
    else:
        pool = _around(quantity, context, index)
    ids = [i for i in pool if measures(quantity, context.home.entities[i], context.home.state(i)) > 0]
    if not ids:
        ids, names = _by_its_words(quantity, interpretation, names, context, index)
    if ids:
        return _near(ids, interpretation, context), names
    what = quantity.replace("_", " ")
    where = (
        f" of the {bare(name or '') or kind.replace('_', ' ')}"
        if name or kind
        else f" in the {place.rooms[0]}"
        if place.rooms
        else ""
    )
    return Reply(say=f"Nothing tells me the {what}{where}.", failed="unknown_device")


_OUTSIDE = re.compile(r"\b(outside|outdoors|out there)\b")
_OUT_WORDS = frozenset(
    ("outside", "outdoor", "outdoors", "garden", "balcony", "terrace", "patio", "exterior", "weather")
)


def _outside(quantity: str, context: Context, index: Index) -> list[str]:
    """Return what measures a quantity out of doors, by its name or its room."""
    entities = context.home.entities
    found = [
        i for i in _measurable(quantity, context, index) if measures(quantity, entities[i], context.home.state(i)) > 0
    ]
    return [i for i in found if _OUT_WORDS & set(f"{entities[i].name} {entities[i].room or ''}".lower().split())]


def _around(quantity: str, context: Context, index: Index) -> Iterable[str]:
    """Return what a question without a place may be about: this room, what was spoken of, what is hot; else anything."""
    here = index.by_room.get(context.room or "", ())
    if not any(measures(quantity, context.home.entities[i], context.home.state(i)) > 0 for i in here):
        return _measurable(quantity, context, index)
    spoken = (
        i
        for exchange in context.history
        for request in exchange.requests
        for i in request.entities
        if i in context.home.entities
    )
    return dict.fromkeys((*here, *spoken, *index.appliances))


def _by_its_words(
    quantity: str, interpretation: Interpretation, names: dict[str, float], context: Context, index: Index
) -> tuple[list[str], dict[str, float]]:
    """Find a sensor that does not say what it measures by its name: "outside temperature"."""
    area = interpretation.said("area")
    if not names and area:
        names = entities_named(f"{area} {quantity.replace('_', ' ')}", index, tolerant=False)
    return [i for i in names if context.home.entities[i].platform in {"sensor", "number"}], names


_HOLDING: dict[str, frozenset[str]] = {
    "temperature": frozenset(("climate", "water_heater")),
    "target_temperature": frozenset(("climate", "water_heater")),
    "humidity": frozenset(("climate", "humidifier")),
    "target_humidity": frozenset(("climate", "humidifier")),
    "brightness": frozenset(("light",)),
    "position": frozenset(("cover", "valve")),
    "volume": frozenset(("media_player",)),
    "speed": frozenset(("fan",)),
}
"""Quantity -> platforms that may hold it as an attribute; any, where not listed."""


def _measurable(quantity: str, context: Context, index: Index) -> Iterable[str]:
    """Return what could ever measure a quantity; looked up once per structure of the home."""
    key = f"ask_value|{quantity}"
    if key not in index.serving:
        classes, holding = QUANTITIES.get(quantity, ()), _HOLDING.get(quantity)
        entities = (context.home.entities[i] for i in index.ids)
        index.serving[key] = dict.fromkeys(
            one.id
            for one in entities
            if (
                one.device_class in classes
                if one.platform in {"sensor", "number"}
                else holding is None or one.platform in holding
            )
        )
    return index.serving[key]


_WEIGHED = 24


def _near(ids: list[str], interpretation: Interpretation, context: Context) -> list[str]:
    """Keep what was spoken of when the sentence says "it", and no more than can be weighed."""
    if PRONOUN.search(interpretation.text.lower()) and context.history:
        spoken = {i for request in context.history[-1].requests for i in request.entities}
        ids = [i for i in ids if i in spoken] or ids
    return sorted(ids, key=lambda i: context.home.entities[i].room != context.room)[:_WEIGHED]


def _with_siblings(ids: Iterable[str], context: Context, index: Index) -> list[str]:
    """Add the other entities of the same devices: the oven's temperature is a sensor beside the oven."""
    found: dict[str, None] = {}
    for entity_id in ids:
        found[entity_id] = None
        found.update(dict.fromkeys(index.by_device.get(context.home.entities[entity_id].device, ())))
    return list(found)


def _wanted(interpretation: Interpretation, context: Context, index: Index) -> Request | Reply:
    name = interpretation.said("name") or interpretation.said("kind") or name_within(interpretation.text, index) or ""
    found = entities_named(name, index)
    if not found:
        return Reply(say=f"I don't know anyone or anything called {normal(name) or 'that'}.", failed="unknown_device")
    top = max(found.values())
    ids = [i for i, score in found.items() if score >= top - 0.001]
    people = [i for i in ids if context.home.entities[i].platform == "device_tracker"]
    return _request(interpretation, tuple(people or ids[:3]), context, "That is the name you said.")


def _listed(interpretation: Interpretation, place: Place, context: Context, index: Index) -> Request | Reply:
    kind = str(interpretation.value("kind") or "")
    rooms = place.rooms or ((context.room,) if context.room and not kind and not place.house else ())
    if kind and kind != "device":
        ids = [i for i in members(kind, None, context, index) if not rooms or context.home.entities[i].room in rooms]
    else:
        ids = [i for room in rooms for i in index.by_room.get(room, ())] if rooms else list(index.ids)
    return _request(interpretation, tuple(ids), context, "They are what is there.")


def _request(interpretation: Interpretation, ids: tuple[str, ...], context: Context, why: str) -> Request:
    return Request(interpretation, ids, context.home.version, why)
