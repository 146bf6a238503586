"""What this home's names look like in a sentence: phrases -> the entities they may mean, kept up to date cheaply.

A value made from `device.home.state.Home`. Persistent maps: an entity that changes costs O(log n), a look-up costs the
same in a home of 25 or of 5,000. Knows nothing of intents; the model gets these matches as input channels, which is why
a name nobody trained on is still tagged.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Self

import immutables
import msgspec

from device.home.state import Entity, Home
from runtime.nlu.words import split

GROUPS = {
    "light": "light",
    "switch": "power",
    "siren": "power",
    "humidifier": "humidifier",
    "fan": "fan",
    "cover": "cover",
    "valve": "cover",
    "lock": "lock",
    "climate": "climate",
    "water_heater": "climate",
    "media_player": "media",
    "vacuum": "cleaner",
    "lawn_mower": "cleaner",
    "scene": "scene",
    "button": "button",
    "event": "sensor",
    "number": "number",
    "select": "select",
    "text": "sensor",
    "sensor": "sensor",
    "binary_sensor": "sensor",
    "device_tracker": "person",
    "alarm_control_panel": "alarm",
}
"""Platform -> what a sentence would want of it."""
LONGEST = 7
"""Words of the longest name that is looked for."""


class Mention(msgspec.Struct, frozen=True):
    """What a phrase may mean."""

    entities: immutables.Map[str, str] = immutables.Map()
    """Entity id -> group."""
    groups: immutables.Map[str, int] = immutables.Map()
    """Group -> how many entities of it."""

    def added(self, entity_id: str, group: str) -> "Mention":
        """Return this with one entity more."""
        if self.entities.get(entity_id) == group:
            return self
        return Mention(self.entities.set(entity_id, group), self.groups.set(group, self.groups.get(group, 0) + 1))

    def removed(self, entity_id: str) -> "Mention":
        """Return this without an entity."""
        group = self.entities.get(entity_id)
        if group is None:
            return self
        left = self.groups[group] - 1
        groups = self.groups.set(group, left) if left else self.groups.delete(group)
        return Mention(self.entities.delete(entity_id), groups)


class Match(msgspec.Struct, frozen=True):
    """A phrase of this home found in a sentence, as a half-open span of words."""

    start: int
    end: int
    phrase: str
    mention: Mention | None
    """None: a room."""


@dataclasses.dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every phrase that means something in one home."""

    structure: int = -1
    """`Home.structure` this was made from."""
    entities: immutables.Map[str, Entity] = immutables.Map()
    phrases: immutables.Map[str, Mention] = immutables.Map()
    rooms: frozenset[str] = frozenset()
    options: immutables.Map[str, int] = immutables.Map()
    """Option, mode and effect words that devices of this home understand -> how many do."""

    @classmethod
    def of(cls, home: Home) -> Self:
        """Read a whole home."""
        return cls().updated(home)

    def updated(self, home: Home) -> Self:
        """Return the vocabulary of a later home; only entities that changed are read again."""
        if home.structure == self.structure and home.entities is self.entities:
            return self
        phrases, options = self.phrases.mutate(), self.options.mutate()
        for old in self.entities.values():
            if home.entities.get(old.id) is not old:
                _forget(old, phrases, options)
        for new in home.entities.values():
            if self.entities.get(new.id) is not new:
                _learn(new, phrases, options)
        rooms = frozenset(" ".join(split(room)) for room in home.rooms)
        return dataclasses.replace(
            self,
            structure=home.structure,
            entities=home.entities,
            phrases=phrases.finish(),
            options=options.finish(),
            rooms=rooms,
        )

    def find(self, words: tuple[str, ...]) -> Iterator[Match]:
        """Yield the longest known name and the longest known room that start at each word."""
        for start in range(len(words)):
            named = roomed = False
            for end in range(min(len(words), start + LONGEST), start, -1):
                phrase = " ".join(words[start:end])
                if not named and (mention := self.phrases.get(phrase)) is not None:
                    named = True
                    yield Match(start, end, phrase, mention)
                if not roomed and phrase in self.rooms:
                    roomed = True
                    yield Match(start, end, phrase, None)
                if named and roomed:
                    break


def forms(entity: Entity) -> Iterable[str]:
    """Return the phrases that name an entity, in words as the model sees them, each once."""
    name = " ".join(split(entity.name))
    said = {name, *(" ".join(split(alias)) for alias in entity.aliases)}
    if entity.room:
        room = " ".join(split(entity.room))
        said.add(name if name.startswith(f"{room} ") else f"{room} {name}")
    return sorted(phrase for phrase in said if phrase)


def _choices(entity: Entity) -> Iterator[str]:
    for capability in entity.can.values():
        if isinstance(capability, tuple):
            yield from (" ".join(split(option.replace("_", " "))) for option in capability)


def _learn(
    entity: Entity, phrases: "immutables.MapMutation[str, Mention]", options: "immutables.MapMutation[str, int]"
) -> None:
    group = GROUPS.get(entity.platform, "sensor")
    for phrase in forms(entity):
        phrases[phrase] = phrases.get(phrase, Mention()).added(entity.id, group)
    for option in _choices(entity):
        options[option] = options.get(option, 0) + 1


def _forget(
    entity: Entity, phrases: "immutables.MapMutation[str, Mention]", options: "immutables.MapMutation[str, int]"
) -> None:
    for phrase in forms(entity):
        left = phrases.get(phrase, Mention()).removed(entity.id)
        if left.entities:
            phrases[phrase] = left
        elif phrase in phrases:
            del phrases[phrase]
    for option in _choices(entity):
        count = options.get(option, 0) - 1
        if count > 0:
            options[option] = count
        elif option in options:
            del options[option]
