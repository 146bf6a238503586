"""One physical thing, announced more than once, is one entity: the announcer that knows it best speaks for it.

A native announcement (Zigbee2MQTT, Tasmota) wins for state and commands, for it knows ranges and asks for states;
discovery still gives the room, and may hide an entity. Two announcements are the same thing when they agree on
platform and unique id, or when different conventions command the same topic on the same platform.
"""

from collections.abc import Iterable
from dataclasses import replace

from device.home.binding import Binding

_RANK = {"zigbee2mqtt": 0, "tasmota": 0, "discovery": 1}


class Groups:
    """Announcements by the entity they describe."""

    def __init__(self) -> None:
        self._members: dict[str, list[Binding]] = {}
        self._where: dict[str, str] = {}
        self._topics: dict[tuple[str, str], set[str]] = {}

    def __len__(self) -> int:
        return len(self._members)

    def put(self, binding: Binding) -> set[str]:
        """Add what a source says, in place of what it said before; return all entity ids to look at again."""
        affected = self.drop(binding.source)
        home = self._home_of(binding)
        members = self._members.setdefault(home, [])
        members.append(binding)
        self._where[binding.source] = home
        for topic in binding.command_topics:
            self._topics.setdefault((binding.entity.platform, topic), set()).add(home)
        return affected | self._settle(home)

    def drop(self, source: str) -> set[str]:
        """Forget what a source said; return all entity ids to look at again."""
        home = self._where.pop(source, None)
        if home is None:
            return set()
        self._members[home] = [one for one in self._members[home] if one.source != source]
        return self._settle(home)

    def _settle(self, home: str) -> set[str]:
        """Keep a group under the id of whoever knows it best, so that ids do not depend on the order of messages."""
        members = sorted(self._members.pop(home), key=lambda one: _RANK.get(one.entity.source, 1))
        if not members:
            return {home}
        now = members[0].entity.id
        self._members[now] = members if now == home else [*members, *self._members.get(now, ())]
        if now != home:
            for one in members:
                self._where[one.source] = now
                for topic in one.command_topics:
                    self._topics.setdefault((one.entity.platform, topic), set()).add(now)
        return {home, now}

    def _home_of(self, binding: Binding) -> str:
        """Return the id of the group a binding belongs to, its own if there is none yet."""
        own = binding.entity.id
        if own in self._members:
            return own
        for topic in binding.command_topics:
            for candidate in self._topics.get((binding.entity.platform, topic), ()):
                others = self._members.get(candidate, ())
                if others and all(one.entity.source != binding.entity.source for one in others):
                    return candidate
        return own

    def merged(self, entity_id: str) -> Binding | None:
        """Return what speaks for an entity, with what the others add; None where nothing announces it."""
        members = self._members.get(entity_id)
        if not members:
            return None
        best, *others = members
        if not others:
            return best
        area = next((one.label.area for one in members if one.label.area), "")
        return replace(
            best,
            label=replace(best.label, area=area),
            devices=best.devices.union(*(one.devices for one in others)),
            hidden=any(one.hidden for one in members),
        )


class Devices:
    """Which announced keys mean the same physical device."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, keys: Iterable[str]) -> tuple[str, list[str]]:
        """Join all keys of one device; return the one it goes by, and those that others went by until now."""
        roots = sorted({self._root(one) for one in keys})
        for other in roots[1:]:
            self._parent[other] = roots[0]
        return (roots[0] if roots else ""), roots[1:]

    def find(self, key: str) -> str:
        """Return the key that a device goes by."""
        return self._root(key)

    def _root(self, key: str) -> str:
        path = []
        while (parent := self._parent.setdefault(key, key)) != key:
            path.append(key)
            key = parent
        for one in path:
            self._parent[one] = key
        return key
