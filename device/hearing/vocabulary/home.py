"""The names of this home -> the sentences its ears are made for. Pure; knows nothing of graphs.

Names are plain words as people say them. A class of the carrier grammar (light, cover, room, ...) that stays empty simply takes its
sentences away.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from device.home.state import Entity, Home

GENERAL = Path(__file__).with_name("general.words")
CLASSES = frozenset("light switch fan cover lock climate media vacuum sensor scene room other".split())

_CLASS_OF = {
    "light": "light", "switch": "switch", "fan": "fan", "cover": "cover", "valve": "cover", "lock": "lock", "climate": "climate",
    "water_heater": "climate", "humidifier": "switch", "scene": "scene", "button": "scene", "vacuum": "vacuum",
    "sensor": "sensor", "binary_sensor": "sensor", "media_player": "media", "siren": "switch", "lawn_mower": "vacuum",
    "number": "other", "select": "other", "alarm_control_panel": "other", "device_tracker": "sensor", "text": "other",
}  # fmt: skip
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: E501
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


class SpokenName(msgspec.Struct, frozen=True):
    """One way to call one thing."""

    name: str
    kind: str
    """A class of the carrier grammar (CLASSES); any other word counts as `other`."""


class Grammar(msgspec.Struct, frozen=True):
    """What may be heard in a home: the classes' names, further sentence patterns, and the words of free speech."""

    classes: dict[str, tuple[str, ...]]
    patterns: tuple[str, ...] = ()
    """Right-hand sides in the language of `device.hearing.vocabulary.grammar`."""
    free: tuple[str, ...] = ()
    """What may be said where anything may be: messages, reminders, shopping."""
    everything: tuple[str, ...] = ()
    """Words that may be said in any order beside all sentences: for a model that must write down what it hears."""


def number_words(number: int) -> str:
    """An integer from 0 as words; from a hundred on digit by digit, as people read the numbers of rooms and lamps."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    return " ".join(_ONES[int(digit)] for digit in str(number))


def spoken(name: str) -> str:
    """A name as words that can be pronounced: lower case, numbers as words, marks gone, "TV-Lamp 2" -> "tv lamp two"."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().replace("’", "'").replace("&", " and ")
    name = re.sub(r"\d+", lambda digits: f" {number_words(int(digits.group()))} ", name)
    return " ".join(word.strip("'") for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", name))


def names_of(home: Home) -> list[SpokenName]:
    """Every way to call every entity and room of a home."""
    found = [SpokenName(room, "room") for room in home.rooms]
    for entity in home:
        found += [SpokenName(name, _CLASS_OF.get(entity.platform, "other")) for name in _ways(entity)]
    return found


def _ways(entity: Entity) -> Iterable[str]:
    yield entity.name
    yield from entity.aliases
    if entity.room and entity.room not in entity.name.lower():
        yield f"{entity.room} {entity.name}"


@cache
def general_words() -> tuple[str, ...]:
    """The words of free speech that Hearth ships, most frequent first."""
    return tuple(line for line in GENERAL.read_text("utf-8").split() if line)


def sentences(home_names: Iterable[SpokenName], skills: Sequence[str] = ()) -> Grammar:
    """What may be said in a home: its names in the carrier sentences, and the skills' own patterns."""
    classes: dict[str, dict[str, None]] = {}
    for each in home_names:
        said = spoken(each.name)
        if said:
            classes.setdefault(each.kind if each.kind in CLASSES else "other", {})[said] = None
    return Grammar(
        {kind: tuple(sorted(names)) for kind, names in sorted(classes.items())}, tuple(skills), general_words()
    )


_ROOMS = "kitchen|living room|bedroom|bathroom|office|garage|hallway|dining room|basement|attic|guest room|nursery|study|garden|kids room|laundry room|entrance|patio"  # noqa: E501
_THINGS = {
    "light": "light|lights|lamp|ceiling light|floor lamp|desk lamp|bedside lamp|reading lamp|standing lamp|standing light|"
    "table lamp|night light|wall light",
    "switch": "coffee maker|kettle|heater|washing machine|dryer|dishwasher|plug|socket|christmas tree|fountain",
    "fan": "fan|ceiling fan|air purifier",
    "cover": "blinds|blind|curtains|curtain|shutters|garage door|gate|window|windows|awning",
    "lock": "front door|back door|door lock|front door lock",
    "climate": "thermostat|heating|air conditioner|air conditioning|radiator|heat pump",
    "media": "tv|television|speaker|stereo|radio|music",
    "vacuum": "vacuum|robot|vacuum cleaner|lawn mower",
    "sensor": "temperature|humidity|motion sensor|front door|door|window|washing machine|air quality|battery",
    "scene": "movie time|good night|good morning|bedtime|party|dinner|relax|reading|away|focus",
}


def general_home() -> Grammar:
    """A home like many others, heard with all general words: the graph that ships beside the acoustic model."""
    rooms = _ROOMS.split("|")
    names = [SpokenName(room, "room") for room in rooms]
    for kind, things in _THINGS.items():
        for thing in things.split("|"):
            names.append(SpokenName(thing, kind))
            if thing in {"light", "lights", "lamp", "blinds", "fan"}:
                names += [SpokenName(f"{room} {thing}", kind) for room in rooms]
    return msgspec.structs.replace(sentences(names), free=(), everything=general_words()[:450])
