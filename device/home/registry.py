"""All that was announced on the broker, and the home that follows from it. Pure: no clock, no sockets, no tasks.

The session feeds it messages and does what each `Change` asks. Topics map to the entities they concern, so that a
state message costs O(entities on that topic). Long work is cut into slices: see `Change.more`.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from device.home import announcements
from device.home.binding import BadPayload, Binding, Payload, Publish, Source
from device.home.catalogue import Catalogue, Fact
from device.home.discovery_config import BadConfig
from device.home.state import Home, Scalar, State
from device.home.templates import TemplateFailed
from device.home.templates_budget import BUDGET
from device.home.topics import Listener

__all__ = ["Change", "DiscoverySettings", "Fact", "Registry"]

SLICE = 24
"""Units of work in one slice; a state read is one unit."""
BOUND = 12
"""Units that binding an entity costs."""
STEPS_A_UNIT = 80
"""Steps of templates that cost as much as one unit: what templates repeat is what takes long."""
MAX_PAYLOAD = 262_144
"""Bytes of a state message that are looked at."""
MAX_KEPT = 16_384
"""Bytes of a message that are kept for entities that begin to listen to its topic later."""
MAX_TOLD = 10_000
"""Causes of problems that are remembered as told."""


class DiscoverySettings(msgspec.Struct, frozen=True):
    """What the registry looks for."""

    prefix: str = "homeassistant"
    """Topic prefix of Home Assistant's discovery; may hold slashes."""
    own_ids: tuple[str, ...] = ()
    """Device identifiers of this Hearth: announcements of such devices are ignored."""
    rooms: tuple[str, ...] = ()
    """Room names to look for in device names, beside the common ones and those that devices announce."""


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
        self._work: deque[Iterator[int]] = deque()
        self._problems: list[str] = []
        self._told: set[str] = set()
        self._expires: dict[str, float] = {}
        self._spoken: dict[str, tuple[bytes, float]] = {}
        self._catalogue = Catalogue(settings.rooms, Home() if home is None else home)
        self._reader = announcements.Reader(settings.prefix, frozenset(settings.own_ids), self._catalogue)

    @property
    def home(self) -> Home:
        """Return the newest version."""
        return self._catalogue.home

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """Return the fixed topic filters to subscribe to after each connect (at QoS 0 or 1)."""
        return announcements.filters(self.settings.prefix)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the learned topic filters in force; after a reconnect they are subscribed to again."""
        return self._catalogue.index.filters

    def message(self, topic: str, payload: bytes, *, retained: bool, now: float) -> Change:
        """Take one message and work on it for at most a few milliseconds. Never raises, on any topic or bytes.

        `now`: monotonic seconds. When `Change.more`, what is left is done by `step()`; messages given before that is
        finished wait their turn in order, none is lost.
        """
        if not self._work and not self._reader.concerns(topic):
            work = self._hear(topic, payload, retained, now)
        else:
            work = self._take(topic, payload, retained, now)
        self._work.append(work)
        return self.step(now)

    def step(self, now: float) -> Change:  # noqa: ARG002 - part of the agreed interface
        """Do the next slice of work; an idle registry returns an empty change."""
        left = SLICE
        while self._work and left > 0:
            cost = next(self._work[0], None)
            if cost is None:
                self._work.popleft()
            else:
                left -= cost
        return self._change()

    def apply_facts(self, facts: Mapping[str, Fact], now: float) -> Change:
        """Replace all that the user told, by entity id; ids not (yet) announced are kept for later."""
        self._work.append(self._catalogue.apply_facts(facts))
        return self.step(now)

    def connected(self, now: float) -> Change:
        """Begin again after a (re)connect: marks the home stale and asks known devices for their state."""
        self._catalogue.home = self.home.with_stale(True)
        return msgspec.structs.replace(self.step(now), publish=self.asks())

    def settled(self, now: float) -> Change:
        """End discovery after a quiet gap: the home is no longer stale."""
        self._catalogue.home = self.home.with_stale(False)
        return self.step(now)

    def disconnected(self, now: float) -> Change:
        """Mark the home stale; nothing is forgotten."""
        self._catalogue.home = self.home.with_stale(True)
        return self.step(now)

    def tick(self, now: float) -> Change:
        """Let values expire whose announcer set `expire_after`; call about once a second."""
        for entity_id in [one for one, at in self._expires.items() if at <= now]:
            del self._expires[entity_id]
            state = self.home.states.get(entity_id)
            if state is not None:
                self._catalogue.set_state(entity_id, State(None, at=state.at, available=False))
        return self.step(now)

    def asks(self, entity_ids: Sequence[str] = ()) -> tuple[Publish, ...]:
        """Return the messages that make these devices (none named: all) say their state; each topic once."""
        return self._catalogue.asks(entity_ids)

    def binding(self, entity_id: str) -> Binding | None:
        """Return how an entity is commanded, or None for an unknown id."""
        return self._catalogue.bindings.get(entity_id)

    def _change(self) -> Change:
        appeared, vanished = self._catalogue.index.changes()
        for topic in vanished:
            self._spoken.pop(topic, None)
        problems, self._problems = tuple(self._problems), []
        publish = self._catalogue.take_asks()
        return Change(self.home, appeared, vanished, publish, problems, bool(self._work))

    def _take(self, topic: str, payload: bytes, retained: bool, now: float) -> Iterator[int]:
        """Work on one message; what is yielded is the cost of each piece."""
        if self._reader.concerns(topic):
            try:
                for problem in self._reader.read(topic, payload):
                    if problem:
                        self._tell(f"{topic[:200]}: {problem}")
                    yield SLICE if problem is None else BOUND
                    yield from self._catch_up()
            except BadConfig as error:
                self._tell(f"The announcement on {topic[:200]} was passed over: {error}.")
            yield from self._catch_up()
        yield from self._hear(topic, payload, retained, now)

    def _hear(self, topic: str, payload: bytes, retained: bool, now: float) -> Iterator[int]:
        """Let all listeners of a topic read one message."""
        listeners = tuple(self._catalogue.index.at(topic))
        if not listeners:
            yield 1
            return
        if len(payload) > MAX_PAYLOAD:
            self._tell(f"A message on {topic[:200]} was passed over: it is longer than {MAX_PAYLOAD} bytes.")
            return
        if self._catalogue.index.listens(topic) and len(payload) <= MAX_KEPT:
            self._spoken[topic] = (payload, now)
        shared = Payload(payload)
        for listener in listeners:
            yield from self._read(listener, topic, shared, now, retained=retained)

    def _catch_up(self) -> Iterator[int]:
        """Let entities that begin to listen hear what was last said on topics that are subscribed already.

        The broker repeats a retained message only for a new subscription, and several entities often share a topic.
        """
        for listener, topic in self._catalogue.take_newcomers():
            last = self._spoken.get(topic)
            if last is not None:
                yield from self._read(listener, topic, Payload(last[0]), last[1], retained=True)

    def _read(self, listener: Listener, topic: str, payload: Payload, now: float, *, retained: bool) -> Iterator[int]:
        """Let one listener read a message; each source is a piece of work."""
        entity_id = listener.entity_id
        yield 1
        binding = self._catalogue.bindings.get(entity_id)
        if binding is None:
            return
        for presence in listener.presences:
            said = presence.read(payload)
            if said is not None:
                self._catalogue.set_presence(entity_id, presence.topic, available=said)
        if not listener.sources or (retained and binding.entity.platform == "event"):
            return
        state = self.home.states.get(entity_id) or State(available=False)
        update: dict[str, Scalar] = {}
        for source in listener.sources:
            before = BUDGET.spent
            # What one source of a message said holds for the next.
            current = advance(state, update, now, state.available) if update else state
            update |= self._take_in(source, topic, payload, current, entity_id)
            if (units := (BUDGET.spent - before) // STEPS_A_UNIT) > 0:
                yield units
        if update:
            available = state.available or self._catalogue.reachable(entity_id)
            self._catalogue.set_state(entity_id, advance(state, update, now, available))
            if binding.expire_s is not None:
                self._expires[entity_id] = now + binding.expire_s

    def _take_in(
        self, source: Source, topic: str, payload: Payload, current: State, entity_id: str
    ) -> Mapping[str, Scalar]:
        """Return what one source makes of a message; what it cannot read leaves the state as it is, and is told."""
        try:
            return source.read(payload, current)
        except (TemplateFailed, BadPayload) as error:
            self._tell(
                f"{entity_id} keeps its state, for it cannot read {topic[:120]}: {error}.", f"{entity_id} {topic}"
            )
            return {}

    def _tell(self, problem: str, cause: str = "") -> None:
        """Keep a problem for the log, unless its cause was told before."""
        cause = cause or problem
        if cause not in self._told and len(self._told) < MAX_TOLD:
            self._told.add(cause)
            self._problems.append(problem)


def advance(state: State, update: Mapping[str, Scalar], now: float, available: bool) -> State:
    """Return the state after an update; attributes that became None are forgotten."""
    attributes = state.attributes
    changed = {key: value for key, value in update.items() if key != "value" and attributes.get(key) != value}
    if changed:
        merged = {**attributes, **changed}
        attributes = {key: value for key, value in merged.items() if value is not None}
    return State(update.get("value", state.value), attributes, now, available)
