"""Which entities a sentence could be about: hard limits only, before anything is weighed.

A name, a class or a room that was said is never given up: when it leads nowhere, the answer says so. Knows nothing of
habits or scores.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from runtime.resolve.fit import able
from runtime.resolve.fitting import MADE_FOR_IT, fitting, fitting_kind, implied, kind_said, members, serving, tops
from runtime.resolve.index import Index, normal
from runtime.resolve.kinds import ANYTHING, membership
from runtime.resolve.lookup import exactly_a_room, look_up, with_its_kind
from runtime.resolve.names import entities_named, name_within
from runtime.resolve.place import Place, place_of, room_named
from runtime.resolve.saying import PRONOUN, names_said, own_name, quantifier_of
from runtime.resolve.wording import on_floor, plain, unable, verb, where
from runtime.turn import Context, Interpretation, Reply
from runtime.words import is_plural, the

_OBJECT = re.compile(r"^(?:(?:please|can you|could you|would you|and|now) )*[a-z]+ (it|them)\b")
"""A pronoun right after the verb is what the sentence is about, whatever else was taken for a name."""
_PLURAL_PRONOUN = re.compile(r"\b(them|those|these|both)\b")
_OF_THE_ROOM = frozenset(("set_brightness", "set_color"))
"""Intents that speak of the light of a room when they name nothing."""
_ROOM_DEFAULTS = {
    "turn_on": ("light",), "turn_off": ("light",), "toggle": ("light",), "set_brightness": ("light",), "set_color": ("light",),
    "open": ("cover", "blind", "curtain", "garage_door"), "close": ("cover", "blind", "curtain", "garage_door"),
    "set_position": ("cover", "blind", "curtain"), "halt": ("cover", "blind", "curtain"),
}  # fmt: skip
"""Intent -> kinds that a bare room stands for: "turn off the kitchen" means its lights."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a sentence points at."""

    ids: tuple[str, ...] = ()
    """Everything that fits all that was said."""
    names: Mapping[str, float] = field(default_factory=dict)
    """How well each was named."""
    every: bool = False
    """All of them are meant."""
    quantifier: str = ""
    place: Place = field(default_factory=Place)
    referred: bool = False
    """Meant by "it" or by saying nothing."""
    words: str = ""
    """What the thing was called."""
    failed: Reply | None = None


def target_of(interpretation: Interpretation, context: Context, index: Index) -> Target:
    """Return what the sentence of an acting intent points at, or why it points at nothing."""
    place = place_of(interpretation, index, context)
    quantifier = quantifier_of(interpretation)
    name = names_said(interpretation)
    if not name and (own := own_name(interpretation, index)):
        name = [own]
    if not name and not interpretation.said("kind") and (within := name_within(interpretation.text, index)):
        # A name that was said but not tagged: acting on something else would be worse than not understanding.
        name = [within]
    if place.unknown:
        return _with_unknown_place(interpretation, place, quantifier, context, index)
    if name:
        return _named(interpretation, name, place, quantifier, context, index)
    if interpretation.said("kind"):
        return _of_kind(interpretation, place, quantifier, context, index)
    if place.said or quantifier == "all":
        return _of_place(interpretation, place, quantifier, context, index)
    return _referred(interpretation, quantifier, context, index)


# ---- a name ------------------------------------------------------------------------------------------------------


def _named(
    interpretation: Interpretation, said: list[str], place: Place, quantifier: str, context: Context, index: Index
) -> Target:
    words = " and ".join(said)
    if not place.said and len(said) == 1 and (room := exactly_a_room(words, index)):
        return _of_place(interpretation, Place(rooms=(room,), words=words), quantifier, context, index)
    names, missing = look_up(said, index)
    if missing:
        return _not_a_name(interpretation, missing, place, quantifier, context, index)
    here = _in_place(names, place, context)
    if not here:
        entity = context.home.entities[next(iter(names))]
        return _failed("unknown_device", f"There is no {plain(words)} in {where(place)}; {the(entity, context)} is the only one I know."
                       if len(names) == 1 else f"There is no {plain(words)} in {where(place)}.")  # fmt: skip
    kind = str(interpretation.value("kind") or "")
    if kind:
        of_it = [entity_id for entity_id in here if membership(kind, context.home.entities[entity_id]) > 0]
        whole = f"{words} {interpretation.said('kind')}"
        if not of_it and whole in interpretation.text.lower():
            return _failed("unknown_device", f"I don't know anything called {plain(whole)}.")
        here = of_it or here
    able_ids = fitting(interpretation.intent, here, context)
    if not able_ids:
        return Target(ids=tuple(here), names=names, words=words, failed=unable(interpretation, here, context))
    several = len(said) > 1 or any(" and " in part for part in said)
    every = (
        several or (quantifier in {"all", "both"}) or (is_plural(words) and _are_one_group(able_ids, context, place))
    )
    return Target(
        tuple(able_ids), names, every=every and len(able_ids) > 1, quantifier=quantifier, place=place, words=words
    )


def _not_a_name(
    interpretation: Interpretation, missing: str, place: Place, quantifier: str, context: Context, index: Index
) -> Target:
    """Read words that name no device as a room, as a class or as a pronoun; otherwise admit that nobody has that name."""
    if PRONOUN.fullmatch(missing.lower().strip()) or _OBJECT.search(interpretation.text.lower()):
        return _referred(interpretation, quantifier, context, index)
    if interpretation.said("kind") and (whole := with_its_kind(interpretation, missing, index)):
        return _named(interpretation, [whole], place, quantifier, context, index)
    *rest, last = missing.split()
    if rest and not place.said and (thing := kind_said(last)) and (room := room_named(" ".join(rest), index)):
        there = Place(rooms=(room,), words=room)
        return _of_kind(interpretation, there, quantifier, context, index, kind=thing, said=last)
    room = None if place.said else room_named(missing, index)
    if room is not None:
        return _of_place(interpretation, Place(rooms=(room,), words=missing), quantifier, context, index)
    kind = kind_said(missing)
    if kind is not None:
        return _of_kind(interpretation, place, quantifier, context, index, kind=kind, said=missing)
    return _failed("unknown_device", f"I don't know anything called {plain(missing)}.")


def _are_one_group(ids: Iterable[str], context: Context, place: Place) -> bool:
    """Whether things of one plural name are in one place, so that the plural means all of them."""
    rooms = {context.home.entities[entity_id].room for entity_id in ids}
    return len(rooms) == 1 or place.said


# ---- a class -----------------------------------------------------------------------------------------------------


def _of_kind(
    interpretation: Interpretation,
    place: Place,
    quantifier: str,
    context: Context,
    index: Index,
    *,
    kind: str = "",
    said: str = "",
) -> Target:
    kind = kind or str(interpretation.value("kind"))
    said = said or str(interpretation.said("kind"))
    everywhere = members(kind, None, context, index)
    able_ids = fitting_kind(interpretation.intent, kind, everywhere, context, index)
    if not everywhere:
        return _failed("unknown_device", f"I don't know any {plain(said)} in this home.")
    if not able_ids:
        return Target(ids=tuple(everywhere), words=said, failed=unable(interpretation, everywhere, context))
    plural = is_plural(said) or quantifier == "both"
    if place.rooms:
        inside = [entity_id for entity_id in able_ids if context.home.entities[entity_id].room in place.rooms]
        if not inside:
            return _failed("unknown_device", f"There is no {normal(said)} in {where(place)}.")
        every = quantifier in {"all", "both"} or (plural and quantifier not in {"other", "any", "one"})
        return Target(
            tuple(tops(inside, context)) if every else tuple(inside),
            every=every,
            quantifier=quantifier,
            place=place,
            words=said,
        )
    if place.house or quantifier == "all":
        return Target(
            tuple(tops(able_ids, context)), every=True, quantifier=quantifier or "all", place=place, words=said
        )
    if plural and quantifier not in {"other", "any", "one"}:
        return _plural_somewhere(able_ids, said, quantifier, context)
    return Target(tuple(able_ids), quantifier=quantifier, place=place, words=said)


def _plural_somewhere(able_ids: list[str], said: str, quantifier: str, context: Context) -> Target:
    """Read "the lights" with no room: those of this room, or of the only room that has any. Never the house."""
    rooms = {context.home.entities[entity_id].room for entity_id in able_ids}
    room = context.room if context.room in rooms else next(iter(rooms)) if len(rooms) == 1 else None
    if room is None and len(able_ids) > 1 and not (quantifier == "both" and len(able_ids) == 2):
        return Target(tuple(able_ids), every=True, quantifier="room?", words=said)
    inside = (
        able_ids
        if room is None
        else [entity_id for entity_id in able_ids if context.home.entities[entity_id].room == room]
    )
    place = Place(rooms=(room,), here=room == context.room, words=room) if room else Place()
    return Target(tuple(tops(inside, context)), every=True, quantifier=quantifier, place=place, words=said)


# ---- a place, or everything --------------------------------------------------------------------------------------


def _of_place(interpretation: Interpretation, place: Place, quantifier: str, context: Context, index: Index) -> Target:
    """Read "turn off the kitchen", "close everything", "everything off upstairs"."""
    intent = interpretation.intent
    everything = quantifier == "all" and intent in {"turn_on", "turn_off"}
    entities = context.home.entities
    ids = list(index.ids) if not place.rooms else [i for room in place.rooms for i in index.by_room.get(room, ())]
    made_for_it = [i for i in ids if able(intent, entities[i]) >= MADE_FOR_IT]
    if not made_for_it and place.rooms and intent not in _ROOM_DEFAULTS:
        # Robots belong to no room: "clean the first floor" means the one there is.
        made_for_it = [i for i in serving(intent, context, index) if entities[i].room is None]
    able_ids = fitting(intent, made_for_it, context)
    if everything:
        able_ids = [entity_id for entity_id in able_ids if context.home.entities[entity_id].platform in ANYTHING]
    else:
        usual = _ROOM_DEFAULTS.get(intent, ())
        able_ids = [
            i for i in able_ids if any(membership(kind, context.home.entities[i]) > 0 for kind in usual)
        ] or able_ids
    if not able_ids:
        return _failed("unknown_device", f"There is nothing in {where(place)} that I could {verb(intent)}.")
    every = quantifier in {"all", "both"} or intent in _ROOM_DEFAULTS or place.house
    return Target(tuple(tops(able_ids, context)) if every else tuple(able_ids), every=every, quantifier=quantifier, place=place,
                  words="everything" if everything else where(place))  # fmt: skip


# ---- it ----------------------------------------------------------------------------------------------------------


def _referred(interpretation: Interpretation, quantifier: str, context: Context, index: Index) -> Target:
    """Read "it", "them" or nothing at all: what was last spoken of and can do this, else what is here."""
    text = interpretation.text.lower()
    plural = bool(_PLURAL_PRONOUN.search(text))
    for exchange in reversed(context.history):
        for request in reversed(exchange.requests):
            known = [entity_id for entity_id in request.entities if entity_id in context.home.entities]
            able_ids = fitting(interpretation.intent, known, context)
            if able_ids:
                every = len(able_ids) > 1
                return Target(tuple(able_ids), every=every, quantifier=quantifier, referred=True, words="it")
    able_ids = implied(interpretation, context, index)
    if not able_ids:
        return _failed("unknown_device", f"I don't know what to {verb(interpretation.intent)}.")
    # "Brighter" with nothing named, in a room where two lamps burn: both.
    plural = plural or (interpretation.intent in _OF_THE_ROOM and not PRONOUN.search(text) and context.room is not None)
    return Target(tuple(able_ids), every=plural and len(able_ids) > 1, quantifier=quantifier, referred=True, words="it")


# ---- helpers of all ----------------------------------------------------------------------------------------------


def _with_unknown_place(
    interpretation: Interpretation, place: Place, quantifier: str, context: Context, index: Index
) -> Target:
    """Take a place that this home does not have for part of a name ("garage" + "door"), or say it is unknown."""
    what, words = place.unknown.split("|", 1)
    rest = [said for said in (*names_said(interpretation), interpretation.said("kind") or "") if said]
    for whole in (f"{words} {' '.join(rest)}".strip(), f"{' '.join(rest)} {words}".strip()):
        found = entities_named(whole, index, tolerant=False)
        able_ids = fitting(interpretation.intent, found, context)
        if able_ids:
            return Target(tuple(able_ids), found, quantifier=quantifier, words=whole)
    if what == "floor" and not index.floors:
        return _failed("unknown_room", f"I don't know which rooms are {on_floor(words)}.")
    return _failed("unknown_room", f"I don't know a {what} called {plain(words)}.")


def _in_place(names: Mapping[str, float], place: Place, context: Context) -> list[str]:
    if not place.rooms:
        return list(names)
    inside = [i for i in names if context.home.entities[i].room in place.rooms]
    return inside or [i for i in names if context.home.entities[i].room is None]


def _failed(code: str, say: str) -> Target:
    return Target(failed=Reply(say=say, failed=code))
