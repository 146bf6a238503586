"""All that was announced on the broker, and the home that follows from it. Pure: no clock, no sockets, no tasks.

The session feeds it messages and does what each `Change` asks. Topics map to the entities they concern, so that a
state message costs O(entities on that topic).
"""

from collections.abc import Mapping, Sequence

import msgspec

from device.home.binding import Binding, Publish
from device.home.state import Home


class DiscoverySettings(msgspec.Struct, frozen=True):
    """What the registry looks for."""

    prefix: str = "homeassistant"
    """Topic prefix of Home Assistant's discovery; may hold slashes."""
    own_ids: tuple[str, ...] = ()
    """Device identifiers of this Hearth: announcements of such devices are ignored."""
    rooms: tuple[str, ...] = ()
    """Room names to look for in device names, beside the common ones and those that devices announce."""


class Fact(msgspec.Struct, frozen=True):
    """What the user told about one entity; outlives its rediscovery."""

    room: str | None = None
    """Room it is in, in place of the announced or inferred one."""
    aliases: tuple[str, ...] = ()
    """What else people call it."""
    name: str | None = None
    """What people call it, in place of the announced name."""


class Change(msgspec.Struct, frozen=True):
    """What one step did and what it asks of the session."""

    home: Home
    """The newest version."""
    subscribe: tuple[str, ...] = ()
    """Topic filters to subscribe to; never one that is subscribed already."""
    unsubscribe: tuple[str, ...] = ()
    publish: tuple[Publish, ...] = ()
    """Questions to devices (Zigbee2MQTT `/get`, Tasmota STATE): never urgent, may be paced, droppable offline."""
    problems: tuple[str, ...] = ()
    """Sentences for the log; each is told once per cause."""
    more: bool = False
    """Work is left: call `step()` before the next `message()`, after giving other tasks a turn."""


class Registry:
    """Announcements and states in, versions of the home out."""

    def __init__(self, settings: DiscoverySettings, home: Home | None = None) -> None:
        self.settings = settings
        self.home = Home() if home is None else home

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """Return the fixed topic filters to subscribe to after each connect (at QoS 0 or 1)."""
        raise NotImplementedError

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the learned topic filters in force; subscribe to them again, with `subscriptions`, after a reconnect."""
        raise NotImplementedError

    def message(self, topic: str, payload: bytes, *, retained: bool, now: float) -> Change:
        """Take one message and work on it for at most a few milliseconds. Never raises, on any topic or bytes.

        `now`: monotonic seconds. When `Change.more`, what is left is done by `step()`; messages given before that is
        finished wait their turn in order, none is lost.
        """
        raise NotImplementedError

    def step(self, now: float) -> Change:
        """Do the next slice of work; an idle registry returns an empty change."""
        raise NotImplementedError

    def apply_facts(self, facts: Mapping[str, Fact], now: float) -> Change:
        """Replace all that the user told, by entity id; ids not (yet) announced are kept for later."""
        raise NotImplementedError

    def connected(self, now: float) -> Change:
        """Begin again after a (re)connect: marks the home stale, asks devices for their state as they reappear."""
        raise NotImplementedError

    def settled(self, now: float) -> Change:
        """End discovery after a quiet gap: the home is no longer stale."""
        raise NotImplementedError

    def disconnected(self, now: float) -> Change:
        """Mark the home stale; nothing is forgotten."""
        raise NotImplementedError

    def tick(self, now: float) -> Change:
        """Let values expire whose announcer set `expire_after`; call about once a second."""
        raise NotImplementedError

    def asks(self, entity_ids: Sequence[str] = ()) -> tuple[Publish, ...]:
        """Return the messages that make these devices (none named: all) say their state; each topic once."""
        raise NotImplementedError

    def binding(self, entity_id: str) -> Binding | None:
        """Return how an entity is commanded, or None for an unknown id."""
        raise NotImplementedError
