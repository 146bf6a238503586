"""Which entities a topic concerns. Exact topics are one look-up; the few with wildcards are matched once a topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from device.home.binding import Binding, Presence, Source

MAX_KNOWN = 10_000
"""Topics whose wildcard matches are remembered."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What one entity wants of one topic."""

    entity_id: str
    sources: tuple[Source, ...]
    presences: tuple[Presence, ...]


def matches(pattern: str, topic: str) -> bool:
    """Say whether a topic filter with `+` and `#` matches a topic."""
    wanted, levels = pattern.split("/"), topic.split("/")
    for at, level in enumerate(wanted):
        if level == "#":
            return True
        if at >= len(levels) or level not in {"+", levels[at]}:
            return False
    return len(wanted) == len(levels)


class TopicIndex:
    """Topic filters and their listeners; notes which filters appeared and vanished."""

    def __init__(self) -> None:
        self._exact: dict[str, dict[str, Listener]] = {}
        self._wild: dict[str, dict[str, Listener]] = {}
        self._matched: dict[str, tuple[str, ...]] = {}
        self._touched: dict[str, bool] = {}

    @property
    def filters(self) -> tuple[str, ...]:
        """Return all filters in force."""
        return (*self._exact, *self._wild)

    def add(self, binding: Binding) -> list[tuple[Listener, str]]:
        """Listen for one binding; return what listens now, and to which topic."""
        added: list[tuple[Listener, str]] = []
        topics: dict[str, tuple[list[Source], list[Presence]]] = {}
        for source in binding.reads:
            topics.setdefault(source.topic, ([], []))[0].append(source)
        for presence in binding.availability.topics:
            topics.setdefault(presence.topic, ([], []))[1].append(presence)
        for topic, (sources, presences) in topics.items():
            table = self._table(topic)
            self._touched.setdefault(topic, topic in table)
            listener = Listener(binding.entity.id, tuple(sources), tuple(presences))
            table.setdefault(topic, {})[binding.entity.id] = listener
            added.append((listener, topic))
        return added

    def remove(self, binding: Binding) -> None:
        """Listen no more for one binding."""
        for topic in topics_of(binding):
            table = self._table(topic)
            listeners = table.get(topic)
            if listeners is not None and listeners.pop(binding.entity.id, None) is not None:
                self._touched.setdefault(topic, True)
                if not listeners:
                    del table[topic]

    def _table(self, topic: str) -> dict[str, dict[str, Listener]]:
        if "+" in topic or "#" in topic:
            self._matched.clear()
            return self._wild
        return self._exact

    def at(self, topic: str) -> Iterable[Listener]:
        """Return who listens to a topic; the collection changes with the index."""
        exact = self._exact.get(topic)
        if not self._wild:
            return exact.values() if exact else ()
        patterns = self._matched.get(topic)
        if patterns is None:
            if len(self._matched) >= MAX_KNOWN:
                self._matched.clear()
            patterns = self._matched[topic] = tuple(one for one in self._wild if matches(one, topic))
        if not patterns:
            return exact.values() if exact else ()
        return [*(exact or {}).values(), *(one for pattern in patterns for one in self._wild[pattern].values())]

    def listens(self, topic: str) -> bool:
        """Say whether anything listens to exactly this topic."""
        return topic in self._exact

    def changes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return filters that appeared and vanished since the last call."""
        if not self._touched:
            return (), ()
        touched, self._touched = self._touched, {}
        there: Mapping[str, bool] = {topic: topic in self._exact or topic in self._wild for topic in touched}
        appeared = tuple(topic for topic, before in touched.items() if there[topic] and not before)
        return appeared, tuple(topic for topic, before in touched.items() if before and not there[topic])


def topics_of(binding: Binding) -> frozenset[str]:
    """Return every topic filter a binding listens to."""
    return frozenset(
        {source.topic for source in binding.reads} | {presence.topic for presence in binding.availability.topics}
    )
