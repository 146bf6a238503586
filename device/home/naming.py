"""What people call a thing, and which room it is in, worked out of what its announcer wrote.

Publishers rarely say the room, so it is read from names ("Kitchen ceiling light", `kitchen/floor_light`) by the words
that rooms usually have, by rooms other devices announced, and by what the user configured. Knows nothing of facts
that the user told: those win, later.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from device.home.binding import Label
from device.home.naming_spoken import all_spoken

MAX_NAME = 120
MAX_ALIASES = 12

ROOMS = frozenset(
    """attic|balcony|basement|bath|bathroom|bedroom|boiler room|boot room|breakfast room|carport|cellar|cloakroom|closet
    |conservatory|corridor|courtyard|crawl space|deck|den|dining area|dining room|drawing room|dressing room|driveway
    |ensuite|en suite|entrance|entrance hall|entry|entryway|family room|foyer|front yard|back yard|backyard|game room
    |games room|garage|garden|greenhouse|guest room|gym|hall|hallway|home office|home theater|home theatre|kids room
    |kid's room|kids' room|kitchen|landing|laundry|laundry room|library|living area|living room|loft|lounge|lobby
    |mud room|mudroom|music room|nursery|office|pantry|patio|playroom|play room|pool house|porch|powder room|rec room
    |restroom|sauna|server room|shed|shower room|spare room|staircase|stairs|stairway|stairwell|storage room|storeroom
    |studio|study|sun room|sunroom|terrace|toilet|tv room|utility|utility room|veranda|walk in closet|wardrobe|washroom
    |wine cellar|winter garden|work room|workroom|workshop|yard|children's room|children's bedroom|kids bedroom
    |wohnzimmer|küche|schlafzimmer|badezimmer|flur|kinderzimmer|arbeitszimmer|salon|cuisine|chambre|salle de bain
    |bureau|cocina|dormitorio|baño|woonkamer|keuken|slaapkamer|badkamer|soggiorno|cucina""".replace(
        "\n", ""
    ).split("|")
).union() - {""}  # fmt: skip
ROOMS = frozenset(" ".join(room.split()) for room in ROOMS)
"""Names that rooms usually have."""

_JOINED = {"livingroom": "living room", "diningroom": "dining room", "bed room": "bedroom", "bath room": "bathroom",
           "hall way": "hallway", "guestroom": "guest room", "kidsroom": "kids room", "laundryroom": "laundry room",
           "familyroom": "family room", "tvroom": "tv room", "playroom": "playroom", "utilityroom": "utility room",
           "masterbedroom": "master bedroom", "guestbedroom": "guest bedroom", "entrancehall": "entrance hall"}  # fmt: skip
"""Spellings that mean the room on the right."""

_BEFORE = frozenset(
    {"back", "downstairs", "first", "front", "ground", "guest", "kids", "left", "lower", "main", "master", "middle"}
    | {"primary", "right", "second", "small", "big", "spare", "third", "top", "upper", "upstairs"}
)
_OWNED = frozenset({"room", "bedroom", "bathroom", "office", "study"})
_LINKS = frozenset({"in", "the", "of", "at", "for", "on"})
_KEEP = {"garage": {"door", "gate"}, "balcony": {"door"}, "terrace": {"door"}, "patio": {"door"}, "yard": {"gate"},
         "cellar": {"door"}, "garden": {"gate", "hose"}, "driveway": {"gate"}, "stairs": {"gate"}}  # fmt: skip
"""Things named after a room whose name is nothing without it: a garage door is not "the door"."""

NOUNS = {"binary_sensor": "sensor", "alarm_control_panel": "alarm", "climate": "thermostat", "cover": "blinds",
         "device_tracker": "tracker", "lawn_mower": "mower", "water_heater": "water heater"}  # fmt: skip
"""What a platform is called when a thing has no other name."""
CLASS_NOUNS = {"garage": "garage door", "garage_door": "garage door", "running": "activity", "pm25": "particles",
               "volatile_organic_compounds": "air quality", "carbon_dioxide": "carbon dioxide"}  # fmt: skip
"""The same for device classes whose name nobody would say."""


_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}|(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")
"""What stands in place of a name that nobody gave."""


@dataclass(frozen=True, slots=True)
class Named:
    """What naming worked out."""

    name: str
    room: str | None
    aliases: tuple[str, ...]


@lru_cache(maxsize=16_384)
def humanize(text: str) -> str:
    """Return a technical name as people would write it, in lower case: `FloorLamp_2` -> "floor lamp 2"."""
    text = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])", " ", text[:MAX_NAME])
    text = re.sub(r"[_/\\|,;:()\[\]{}<>\"]+|(?<=\w)-(?=\w)|\s-\s|\.(?!\d)", " ", text)
    text = re.sub(r"(?<=[^\W\d_]{3})(?=\d{1,2}$)", " ", " ".join(text.split()))
    return "".join(one for one in text.lower() if one.isprintable()).strip(" -.'")


def room_name(text: str) -> str:
    """Return a room's name as it is kept: lower case, one spelling."""
    human = humanize(text)
    return _JOINED.get(human, human)


def _phrase_at(words: Sequence[str], at: int, rooms: frozenset[str]) -> int:
    """Return how many words from a place on name a room; 0 for none."""
    for length in range(min(5, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length])
        if phrase in rooms or phrase in _JOINED:
            return length
    if at + 1 < len(words):
        if words[at] in _BEFORE:
            inner = _phrase_at(words, at + 1, rooms)
            if inner:
                return inner + 1
        if (words[at].endswith(("'s", "s'")) and words[at + 1] in _OWNED) or (
            words[at + 1] == "room" and at == 0 and words[at].endswith("s")
        ):
            return 2
    return 0


def _with_number(words: Sequence[str], at: int, length: int) -> int:
    """Take "2" of "bedroom 2 lamp" into the room; a number at the very end counts the things instead."""
    end = at + length
    return length + 1 if end + 1 < len(words) and re.fullmatch(r"\d{1,2}|[ivx]{1,4}", words[end]) else length


def find_room(human: str, rooms: frozenset[str]) -> tuple[str, str] | None:
    """Return the room that a name starts or ends with, and the rest of the name."""
    words = human.split()
    length = _phrase_at(words, 0, rooms)
    if length:
        length = _with_number(words, 0, length)
        return room_name(" ".join(words[:length])), " ".join(words[length:])
    for at in range(1, len(words)):
        length = _phrase_at(words, at, rooms)
        if length and (at + length == len(words) or (at + length + 1 == len(words) and words[-1].isdigit())):
            head = list(words[:at])
            while head and head[-1] in _LINKS:
                head.pop()
            return room_name(" ".join(words[at : at + length])), " ".join([*head, *words[at + length :]])
    return None


def full_name(label: Label, fallback: str) -> str:
    """Return the whole name: device, then entity, neither said twice."""
    named = "" if _ADDRESS.fullmatch(label.device.strip()) else label.device
    device, entity = humanize(named), humanize(label.entity) if label.entity is not None else ""
    if not device or not entity:
        return device or entity or fallback
    have, more = device.split(), entity.split()
    if more[: len(have)] == have:
        return entity
    return device if set(more) <= set(have) else f"{device} {entity}"


def _room_of(label: Label, whole: str, rooms: frozenset[str]) -> tuple[str | None, str]:
    """Return the room and the name without it."""
    if label.area.strip():
        room = room_name(label.area)
        found = find_room(whole, frozenset({room, humanize(label.area)}))
        return room or None, found[1] if found else whole
    segments = [humanize(segment) for segment in label.topic.split("/") if segment]
    for at, segment in enumerate(segments[:-1]):
        found = find_room(segment, rooms)
        if found and not found[1]:
            rest = " ".join(segments[at + 1 :])
            again = find_room(rest, frozenset({found[0]}))
            own = (
                whole
                if not whole.startswith(" ".join(segments))
                else whole[len(" ".join(segments[: at + 1])) :].strip()
            )
            return found[0], (again[1] if again and again[1] else own)
    return find_room(whole, rooms) or (room_name(label.hint) or None, whole)


def name_entity(label: Label, platform: str, device_class: str | None, rooms: frozenset[str] = ROOMS) -> Named:
    """Work out name, room and spoken aliases of one entity; `rooms` are all names that are known to be rooms."""
    noun = (
        CLASS_NOUNS.get(device_class or "") or humanize(device_class or "") or NOUNS.get(platform, humanize(platform))
    )
    whole = full_name(label, noun)
    room, rest = _room_of(label, whole, rooms)
    if room and set(rest.split()) <= _KEEP.get(room.split()[-1], set()) and rest:
        rest = f"{room} {rest}"
    name = rest or noun
    return Named(name, room, aliases_of(name, room, whole))


def aliases_of(name: str, room: str | None, whole: str, *more: str) -> tuple[str, ...]:
    """Return the spoken forms of a thing: its name, with its room, and as its announcer has it."""
    full = name if room is None or name.startswith(room) else f"{room} {name}"
    spoken = all_spoken([*more, name, full, whole])
    return tuple(one for one in spoken if one != name)[:MAX_ALIASES]
