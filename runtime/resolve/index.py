"""The home's names, rooms, floors and kinds, arranged for looking up: built once per structure, not per sentence.

Cached by the identity of the persistent maps, so a home whose states change keeps its index. Look-ups cost the same in
a home of 25 or of 5,000 entities, except "all of them". Knows nothing of intents.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import immutables

from device.home.state import Entity, Home
from runtime.resolve.kinds import APPLIANCES, KINDS_OF, SURE, membership
from runtime.resolve.sounds import sound
from runtime.words import bare

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """One structure of the home, inverted."""

    ids: Ids
    """Every entity, sorted, so that nothing depends on the order in which a map is walked."""
    names: dict[str, Ids]
    """Every spoken form -> entities."""
    postings: dict[str, tuple[str, ...]]
    """Stemmed word -> spoken forms that hold it, the shortest first."""
    sounds: dict[str, tuple[str, ...]]
    """Phonetic key -> stemmed words."""
    words: tuple[str, ...]
    by_room: dict[str, Ids]
    by_platform: dict[str, Ids]
    kinds: dict[tuple[str, str | None], Ids]
    """(Kind, room or None for anywhere) -> entities that surely belong to it, or those that may when none does."""
    appliances: Ids
    """Things whose temperature is not the room's."""
    by_device: dict[str, Ids]
    occupancy: dict[str, Ids]
    """Room -> motion and occupancy sensors."""
    rooms: tuple[str, ...]
    floors: dict[str, frozenset[str]]
    """Floor -> its rooms."""
    serving: dict[str, dict[str, None]]
    """Intent -> what can serve it; filled when first asked for, by `runtime.resolve.target`."""


_KEPT: list[tuple[immutables.Map[str, Entity], immutables.Map[str, str], Index]] = []


def index_of(home: Home) -> Index:
    """Return the index of a home's structure, from the few kept ones when it is known."""
    for entities, floors, index in _KEPT:
        if entities is home.entities and floors is home.floors:
            return index
    index = _build(home)
    _KEPT.insert(0, (home.entities, home.floors, index))
    del _KEPT[4:]
    return index


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Drop plural and possessive endings."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def normal(words: str) -> str:
    """Return a name as it is compared: no articles, no punctuation, words stemmed."""
    plain = bare(words.replace("-", " ").replace("_", " ").replace(",", " "))
    return " ".join(stem(word) for word in plain.split())


def forms(entity: Entity) -> tuple[str, ...]:
    """Return every spoken form of an entity, the shortest first."""
    name = normal(entity.name)
    found = {name: None, **{normal(alias): None for alias in entity.aliases}}
    if entity.room:
        room = normal(entity.room)
        if not name.startswith(room):
            found.setdefault(f"{room} {name}", None)
        elif name != room:
            found.setdefault(name.removeprefix(room).strip(), None)
    return tuple(form for form in found if form)


def _build(home: Home) -> Index:
    ordered = sorted(home, key=lambda entity: entity.id)
    names, postings = _spoken(ordered)
    sounds: dict[str, list[str]] = defaultdict(list)
    for word in postings:
        sounds[sound(word)].append(word)
    floors: dict[str, set[str]] = defaultdict(set)
    for room, floor in home.floors.items():
        floors[floor].add(room)
    sensing = (entity for entity in ordered if entity.device_class in {"motion", "occupancy", "presence"})
    return Index(
        ids=tuple(entity.id for entity in ordered),
        names=names,
        postings={
            word: tuple(sorted(found, key=lambda form: (form.count(" "), form))) for word, found in postings.items()
        },
        sounds={key: tuple(found) for key, found in sounds.items()},
        words=tuple(postings),
        by_room=_grouped((entity.room, entity.id) for entity in ordered),
        by_platform=_grouped((entity.platform, entity.id) for entity in ordered),
        by_device=_grouped((entity.device, entity.id) for entity in ordered),
        kinds=_kinds(ordered),
        appliances=tuple(entity.id for entity in ordered if APPLIANCES & set(normal(entity.name).split())),
        occupancy=_grouped((entity.room, entity.id) for entity in sensing),
        rooms=tuple(sorted({*home.rooms, *home.floors})),
        floors={floor: frozenset(rooms) for floor, rooms in floors.items()},
        serving={},
    )


def _kinds(entities: Iterable[Entity]) -> dict[tuple[str, str | None], Ids]:
    sure: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    perhaps: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for entity in entities:
        for kind in KINDS_OF.get(entity.platform, ()):
            score = membership(kind, entity)
            found = sure if score >= SURE else perhaps
            if score > 0:
                found[kind, None].append(entity.id)
                if entity.room:
                    found[kind, entity.room].append(entity.id)
    return {key: tuple(sure.get(key) or perhaps[key]) for key in {*sure, *perhaps}}


def _spoken(entities: Iterable[Entity]) -> tuple[dict[str, Ids], dict[str, set[str]]]:
    names: dict[str, list[str]] = defaultdict(list)
    postings: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for form in forms(entity):
            names[form].append(entity.id)
            for word in form.split():
                postings[word].add(form)
    return {form: tuple(ids) for form, ids in names.items()}, postings


def _grouped(pairs: Iterable[tuple[str | None, str]]) -> dict[str, Ids]:
    """Collect entity ids under their key; no key, no place."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, entity_id in pairs:
        if key:
            found[key].append(entity_id)
    return {key: tuple(ids) for key, ids in found.items()}
