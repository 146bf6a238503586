"""What is to be asked of the broker, in the order it was wished; subscriptions are remembered, messages are not.

Knows nothing of connections.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from device.home.binding import Publish

log = logging.getLogger(__name__)

SUBSCRIBE_CHUNK = 100
"""Filters in one SUBSCRIBE: brokers limit the packet, and each chunk brings its retained messages with it."""
TOGETHER = 500
"""Wishes taken as one: to join thousands would hold the loop."""
LIMIT = 20_000
"""Wishes waiting to be written; beyond it the newest is dropped, and said."""


class Wish(NamedTuple):
    """Something to ask of the broker."""

    subscribe: tuple[str, ...] = ()
    unsubscribe: tuple[str, ...] = ()
    publish: tuple[Publish, ...] = ()


class Outbox:
    """Wishes waiting to be written, and the filters that are to be in force."""

    def __init__(self) -> None:
        self._filters: dict[str, None] = {}
        self._queue: asyncio.Queue[Wish] = asyncio.Queue(LIMIT)
        self._dropped = 0
        self._open = False
        self._subscribing = False

    @property
    def idle(self) -> bool:
        """Return whether every subscription that was wished is in force."""
        return self._queue.empty() and not self._subscribing

    def open(self) -> None:
        """Begin a connection: only the remembered filters are wished."""
        self._queue = asyncio.Queue(LIMIT)
        self._open, self._subscribing = True, False
        self._put(Wish(subscribe=tuple(self._filters)))

    def close(self) -> None:
        """End a connection: messages wished from now on are dropped."""
        self._open = False

    def want(self, subscribe: Iterable[str], unsubscribe: Iterable[str], publish: Iterable[Publish]) -> None:
        """Wish something; filters already in force are not asked for again."""
        gone = tuple(topic for topic in unsubscribe if topic in self._filters)
        for topic in gone:
            del self._filters[topic]
        new = tuple(topic for topic in dict.fromkeys(subscribe) if topic not in self._filters)
        self._filters.update(dict.fromkeys(new))
        if self._open:
            self._put(Wish(new, gone, tuple(publish)))

    async def take(self) -> Wish:
        """Wait, and take what waits as one: a round trip for each of a thousand configurations would take seconds."""
        self._subscribing = False
        first = await self._queue.get()
        new, gone, publish = dict.fromkeys(first.subscribe), dict.fromkeys(first.unsubscribe), list(first.publish)
        for _ in range(min(TOGETHER, self._queue.qsize())):
            wish = self._queue.get_nowait()
            for topic in wish.unsubscribe:
                new.pop(topic, None)
            gone.update(dict.fromkeys(wish.unsubscribe))
            new.update(dict.fromkeys(wish.subscribe))
            publish += wish.publish
        self._subscribing = bool(new)
        return Wish(tuple(new), tuple(gone), tuple(publish))

    def _put(self, wish: Wish) -> None:
        if not any(wish):
            return
        try:
            self._queue.put_nowait(wish)
        except asyncio.QueueFull:
            self._dropped += 1
            log.warning("Too much is waiting to be sent to the broker: dropped %d requests.", self._dropped)


def chunks(topics: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the topics in lists that fit one packet."""
    for start in range(0, len(topics), SUBSCRIBE_CHUNK):
        yield list(topics[start : start + SUBSCRIBE_CHUNK])
