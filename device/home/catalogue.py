"""What is announced right now: bindings, names, rooms, devices and facts, and the home made of them.

Knows nothing of conventions; those who read announcements put bindings in and take them out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from device.home import media
from device.home.binding import Binding, Publish
from device.home.merge import Devices, Groups
from device.home.naming import MAX_ALIASES, NOUNS, ROOMS, Named, aliases_of, humanize, name_entity, room_name
from device.home.naming_spoken import all_spoken
from device.home.state import Entity, Home, State
from device.home.topics import Listener, TopicIndex

MAX_ENTITIES = 20_000
"""Announcements beyond this are passed over."""


class Fact(msgspec.Struct, frozen=True):
    """What the user told about one entity; outlives its rediscovery."""

    room: str | None = None
    """Room it is in, in place of the announced or inferred one."""
    aliases: tuple[str, ...] = ()
    """What else people call it."""
    name: str | None = None
    """What people call it, in place of the announced name."""


class Catalogue:
    """Bindings in, entities out."""

    def __init__(self, rooms: Sequence[str], home: Home) -> None:
        self.home = home
        self.index = TopicIndex()
        self.bindings: dict[str, Binding] = {}
        self.rooms = ROOMS.union(room_name(room) for room in rooms)
        self._groups = Groups()
        self._devices = Devices()
        self._on_device: dict[str, set[str]] = {}
        self._parts: dict[str, dict[str, str]] = {}
        """Device -> part of a media player -> entity id."""
        self._facts: Mapping[str, Fact] = {}
        self._newcomers: list[tuple[Listener, str]] = []
        self._asks: dict[tuple[str, bytes], Publish] = {}
        self._said: dict[str, dict[str, bool]] = {}
        self._last: dict[str, str] = {}

    def put(self, binding: Binding) -> str:
        """Take one announcement in; return why not, if it cannot be."""
        if len(self._groups) >= MAX_ENTITIES:
            return f"there are more than {MAX_ENTITIES} entities"
        for entity_id in self._groups.put(binding):
            self._refresh(entity_id)
        return ""

    def drop(self, source: str) -> None:
        """Take an announcement out."""
        for entity_id in self._groups.drop(source):
            self._refresh(entity_id)

    def add_room(self, room: str) -> Iterator[int]:
        """Learn a room name, and look for it in the names of whatever has no room yet."""
        if not room or room in self.rooms:
            return
        self.rooms |= {room}
        for at, entity in enumerate(tuple(self.home)):
            if entity.room is None and entity.id in self.bindings:
                self._present(self.bindings[entity.id])
                yield 2
            elif at % 50 == 0:
                yield 1

    def apply_facts(self, facts: Mapping[str, Fact]) -> Iterator[int]:
        """Put facts in force in place of earlier ones."""
        before, self._facts = self._facts, dict(facts)
        for entity_id in sorted({*before, *facts}):
            if before.get(entity_id) != facts.get(entity_id) and entity_id in self.bindings:
                self._present(self.bindings[entity_id])
                yield 2
        for fact in facts.values():
            if fact.room:
                yield from self.add_room(room_name(fact.room))

    def take_newcomers(self) -> list[tuple[Listener, str]]:
        """Return listeners that appeared since the last call, each with an exact topic it listens to."""
        newcomers, self._newcomers = self._newcomers, []
        return newcomers

    def take_asks(self) -> tuple[Publish, ...]:
        """Return the questions of entities that appeared since the last call."""
        asks, self._asks = tuple(self._asks.values()), {}
        return asks

    def asks(self, entity_ids: Sequence[str] = ()) -> tuple[Publish, ...]:
        """Return the questions of these entities, or of all; each once."""
        known = (
            [self.bindings[one] for one in entity_ids if one in self.bindings] if entity_ids else self.bindings.values()
        )
        return tuple({(ask.topic, ask.payload): ask for binding in known for ask in binding.asks}.values())

    def set_state(self, entity_id: str, state: State) -> None:
        """Replace what an entity says of itself; hidden entities are not in the home."""
        if entity_id in self.home.entities:
            self.home = self.home.with_state(entity_id, state)

    def set_presence(self, entity_id: str, topic: str, *, available: bool) -> None:
        """Note what an availability topic said."""
        self._said.setdefault(entity_id, {})[topic] = available
        self._last[entity_id] = topic
        state = self.home.states.get(entity_id)
        reachable = self.reachable(entity_id)
        if state is not None and state.available != reachable:
            self.set_state(entity_id, msgspec.structs.replace(state, available=reachable))

    def reachable(self, entity_id: str) -> bool:
        """Return whether the device counts as available."""
        binding = self.bindings.get(entity_id)
        if binding is None:
            return False
        return binding.availability.holds(self._said.get(entity_id, {}), self._last.get(entity_id))

    def members(self, entity_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those ids that are known."""
        return tuple(one for one in entity_ids if one in self.bindings)

    def _refresh(self, entity_id: str) -> None:
        """Bring index and home in line with what is announced for one id."""
        old, new = self.bindings.get(entity_id), self._groups.merged(entity_id)
        if old is not None:
            self.index.remove(old)
        if new is None or new.hidden:
            self._forget(entity_id)
            if old is not None:
                self._assemble(self._device_of(old), entity_id, None)
            return
        key, displaced = self._devices.join(new.devices or {f"source:{new.source}"})
        self.bindings[entity_id] = new
        self._newcomers += self.index.add(new)
        if old is None:
            self._asks |= {(ask.topic, ask.payload): ask for ask in new.asks}
        self._on_device.setdefault(key, set()).add(entity_id)
        self._present(new)
        self._move(displaced, key)
        if entity_id not in self.home.states:
            self.set_state(entity_id, State(available=self.reachable(entity_id)))
        self._assemble(key, entity_id, media.part_of(new))

    def _assemble(self, key: str, entity_id: str, part: str | None) -> None:
        """Make or unmake the media player of a device when one of its parts changes."""
        parts = self._parts.setdefault(key, {}) if part else self._parts.get(key, {})
        before = next((one for one, id_ in parts.items() if id_ == entity_id), None)
        if part is None and before is None:
            return
        if before is not None:
            del parts[before]
        if part is not None:
            parts[part] = entity_id
        made = media.player(key, {one: self.bindings[id_] for one, id_ in parts.items() if id_ in self.bindings})
        for affected in self._groups.put(made) if made else self._groups.drop(f"media:{key}"):
            self._refresh(affected)

    def _device_of(self, binding: Binding) -> str:
        return self._devices.find(min(binding.devices or {f"source:{binding.source}"}))

    def _move(self, displaced: Sequence[str], key: str) -> None:
        """Let entities of device keys that were joined to another go by that one."""
        for other in displaced:
            self._parts.setdefault(key, {}).update(self._parts.pop(other, {}))
            for sibling in self._on_device.pop(other, set()):
                self._on_device[key].add(sibling)
                if sibling in self.bindings:
                    self._present(self.bindings[sibling])

    def _forget(self, entity_id: str) -> None:
        self.bindings.pop(entity_id, None)
        self._said.pop(entity_id, None)
        self._last.pop(entity_id, None)
        self.home = self.home.without(entity_id)

    def _present(self, binding: Binding) -> None:
        """Put an entity, as people know it, into the home."""
        entity = self._entity(binding)
        if self.home.entities.get(entity.id) != entity:
            self.home = self.home.with_entity(entity)

    def _entity(self, binding: Binding) -> Entity:
        entity = binding.entity
        fact = self._facts.get(entity.id, Fact())
        named = name_entity(binding.label, entity.platform, entity.device_class, self.rooms)
        if fact != Fact():
            named = _with_fact(named, fact, binding)
        aliases = named.aliases
        if entity.members:
            noun = NOUNS.get(entity.platform, humanize(entity.platform))
            whole = f"{named.room} {noun}s" if named.room else f"{named.name}s"
            aliases = tuple(dict.fromkeys([*aliases, *all_spoken([whole])]))[:MAX_ALIASES]
        key = self._device_of(binding)
        return msgspec.structs.replace(entity, name=named.name, room=named.room, aliases=aliases, device=key)


def _with_fact(named: Named, fact: Fact, binding: Binding) -> Named:
    """Let what the user told win over what was worked out."""
    room = room_name(fact.room) if fact.room else named.room
    if fact.room and fact.room != named.room:
        entity = binding.entity
        label = replace(binding.label, area=fact.room)
        named = name_entity(label, entity.platform, entity.device_class, frozenset())
    name = humanize(fact.name) if fact.name else named.name
    aliases = aliases_of(name, room, name, *(humanize(one) for one in fact.aliases))
    return Named(name, room, tuple(dict.fromkeys([*aliases, *named.aliases]))[:MAX_ALIASES])
