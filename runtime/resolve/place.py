"""Where: the rooms that a sentence's area and floor mean. A place nobody understood is an error, never the whole house."""

import re
from dataclasses import dataclass

from runtime.resolve.index import Index, normal
from runtime.resolve.names import best_text
from runtime.turn import Context, Interpretation

HERE = frozenset(("here", "in here", "this room", "this area", "my room", "the room", "room", "around here"))
_PREPOSITIONS = frozenset(("in", "on", "at", "around", "the", "this"))
THERE = frozenset(("there", "in there", "that room", "over there"))
HOUSE = frozenset(
    ("house", "home", "everywhere", "apartment", "flat", "building", "the house", "whole house", "entire house", "whole home",
     "whole place", "whole flat", "whole apartment", "all rooms", "every room", "every area", "all areas")
)  # fmt: skip
_HOUSE_WORDS = re.compile(
    r"\b(everywhere|(whole|entire) (house|home|flat|apartment|place)|(in|around|of) the (house|home|flat|apartment)|"
    r"(every|each) (room|area)|all (the )?(rooms|areas))\b"
)
_HERE_WORDS = re.compile(r"\b(in here|this room|in my room)\b|\bhere$")
_SAME_FLOOR = {
    "upstairs": ("upper floor", "first floor", "top floor", "second floor", "upper level"),
    "downstairs": ("ground floor", "lower floor", "main floor", "lower level", "first floor"),
    "basement": ("cellar",),
    "cellar": ("basement",),
    "attic": ("loft", "top floor"),
    "loft": ("attic", "top floor"),
    "main floor": ("ground floor", "first floor"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is meant to be."""

    rooms: tuple[str, ...] = ()
    """The rooms; empty: no place was said."""
    house: bool = False
    """The whole house was said."""
    here: bool = False
    words: str = ""
    unknown: str = ""
    """The words of a place that this home does not have, with what it was taken for: "room" or "floor" before a bar."""

    @property
    def said(self) -> bool:
        """Whether a place was named."""
        return bool(self.rooms) or self.house


def place_of(interpretation: Interpretation, index: Index, context: Context) -> Place:
    """Read area, floor and the words for the whole house."""
    area, floor = interpretation.said("area"), interpretation.said("floor")
    if area is not None:
        return _area(area, str(interpretation.value("area") or area), interpretation.text.lower(), index, context)
    if floor is not None:
        return floor_of(floor, index)
    text = interpretation.text.lower()
    if any(slot.name == "quantifier" and slot.text.lower() in HOUSE for slot in interpretation.slots):
        return Place(house=True, words="the house")
    if _HOUSE_WORDS.search(text):
        return Place(house=True, words="the house")
    if _HERE_WORDS.search(text) and context.room:
        return Place(rooms=(context.room,), here=True, words=context.room)
    return Place()


def room_named(words: str, index: Index) -> str | None:
    """Return the room of this home that the words name, misheard or not."""
    found = best_text(words, index.rooms)
    if found is not None:
        return found[0]
    short = normal(words)
    fuller = [
        room
        for room in index.rooms
        if short and (normal(room).removesuffix(" room") == short or normal(room) == short.removesuffix(" room"))
    ]
    return fuller[0] if len(fuller) == 1 else None


def floor_of(words: str, index: Index) -> Place:
    """Return the rooms of a floor."""
    plain = normal(words)
    for wanted in (plain, *(_SAME_FLOOR.get(plain, ()))):
        for floor, rooms in index.floors.items():
            if normal(floor) == wanted:
                return Place(rooms=tuple(sorted(rooms)), words=words)
    close = best_text(words, index.floors)
    if close is not None:
        return Place(rooms=tuple(sorted(index.floors[close[0]])), words=words)
    room = room_named(words, index)
    return Place(rooms=(room,), words=words) if room else Place(unknown=f"floor|{words}")


def _area(said: str, value: str, text: str, index: Index, context: Context) -> Place:
    plain = normal(said)
    if said.lower() in _PREPOSITIONS and _HERE_WORDS.search(text):
        value = "here"
    if value == "here" or said.lower() in HERE or plain in HERE:
        return Place(rooms=(context.room,), here=True, words=context.room) if context.room else Place()
    if said.lower() in THERE:
        room = last_room(context)
        return Place(rooms=(room,), words=room) if room else Place()
    if said.lower() in HOUSE or plain in HOUSE or (plain in {"area", "room"} and _HOUSE_WORDS.search(text)):
        return Place(house=True, words="the house")
    rooms = [room for part in re.split(r"\band\b|,", said) if (room := room_named(part, index))]
    parts = len(re.split(r"\band\b|,", said))
    if rooms and len(rooms) == parts:
        return Place(rooms=tuple(dict.fromkeys(rooms)), words=said)
    floor = floor_of(said, index)
    return floor if floor.rooms else Place(unknown=f"room|{said}")


def last_room(context: Context) -> str | None:
    """Return the room of what was last spoken about."""
    for exchange in reversed(context.history):
        for request in reversed(exchange.requests):
            for entity_id in request.entities:
                entity = context.home.entities.get(entity_id)
                if entity is not None and entity.room:
                    return entity.room
    return None
