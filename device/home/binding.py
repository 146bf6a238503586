"""What joins one entity to the broker: where its state comes from, how a wish becomes messages.

Platforms make bindings out of configurations; the registry holds them; `device.home.commands` sends through them.
Knows nothing of who announced the entity.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from device.home.state import Capability, Command, Entity, Scalar, State


class Publish(msgspec.Struct, frozen=True):
    """One MQTT message to send."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False


_MISSING = object()


class Payload:
    """The bytes of one message, decoded at most once for all entities that read them."""

    __slots__ = ("_json", "_text", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._text: str | None = None
        self._json: object = _MISSING

    @property
    def text(self) -> str:
        """Return the payload as UTF-8 text; bytes that are none become U+FFFD."""
        if self._text is None:
            self._text = self.raw.decode("utf-8", "replace")
        return self._text

    @property
    def json(self) -> object:
        """Return the decoded JSON, or `NO_JSON` where the payload is none."""
        if self._json is _MISSING:
            try:
                self._json = msgspec.json.decode(self.raw)
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
                self._json = NO_JSON
        return self._json


class _NoJson:
    """The type of `NO_JSON`."""

    __slots__ = ()


NO_JSON = _NoJson()
"""Says that a payload is not JSON; `null` is JSON."""

Update = Mapping[str, Scalar]
"""What one message says: `value` for `State.value`, every other key an attribute; None as an attribute forgets it."""

Read = Callable[[Payload, State], Update]
"""Read one message given the state before.

Raises:
    TemplateFailed: nothing can be said (device.home.templates); the old state stays.
    BadPayload: the same, for a payload the convention does not allow.

"""

Write = Callable[[Command, State], tuple[Publish, ...]]
"""Turn a checked command (snapped to steps, words in the device's spelling) into messages."""


class Refused(Exception):  # noqa: N818 - says what the device does
    """A device does not take a command, for a reason only its platform knows; `str()` is the sentence for the user."""


class BadPayload(Exception):  # noqa: N818 - says what the payload is
    """A payload means nothing for this entity; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """One topic whose messages tell about an entity."""

    topic: str
    """May hold `+` and `#` where the announcer wrote them."""
    read: Read
    tells: frozenset[str] = frozenset()
    """What it can tell: `value`, names of attributes. A command on anything else cannot be confirmed."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One topic that says whether the device is reachable."""

    topic: str
    read: Callable[[Payload], bool | None]
    """True available, False not, None neither."""


@dataclass(frozen=True, slots=True)
class Availability:
    """When a device counts as reachable."""

    topics: tuple[Presence, ...] = ()
    mode: str = "latest"
    """latest | all | any."""
    assumed: bool = False
    """Count topics that never spoke as available: the publisher may not send them at all."""

    def holds(self, said: Mapping[str, bool], last: str | None) -> bool:
        """Return whether the device is reachable, given what each topic said and which spoke last."""
        if not self.topics:
            return True
        each = [said.get(one.topic, self.assumed) for one in self.topics]
        if self.mode == "all":
            return all(each)
        if self.mode == "any":
            return any(each)
        return self.assumed if last is None else said.get(last, self.assumed)


@dataclass(frozen=True, slots=True)
class Label:
    """What an announcer calls an entity, before rooms and spoken forms are worked out."""

    device: str = ""
    """Name of the device."""
    entity: str | None = None
    """Name of this entity on the device; None: it is the device's main one."""
    area: str = ""
    """Room the announcer suggests."""
    topic: str = ""
    """Topic or friendly name that may carry a room before a slash."""
    hint: str = ""
    """Room to assume where nothing else tells one: that of a group it is in."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One entity, with all it takes to hear and command it."""

    entity: Entity
    """As announced: `name` is provisional until `device.home.naming` has worked on `label`."""
    label: Label
    source: str
    """Key of the announcement it came from: a discovery topic, `z2m:<base>:<address>`, `tasmota:<mac>`."""
    devices: frozenset[str] = frozenset()
    """Keys that identify the physical device: identifiers, addresses, `mac:...`."""
    reads: tuple[Source, ...] = ()
    availability: Availability = Availability()
    write: Write | None = None
    """None: it only tells."""
    command_topics: frozenset[str] = frozenset()
    asks: tuple[Publish, ...] = ()
    """Messages that make the device say its state."""
    hidden: bool = False
    """Configuration, diagnostics or disabled: not for voice."""
    tolerance: Mapping[str, float] = field(default_factory=dict)
    """Per capability: half the coarsest step in which the device reports, in people's units."""
    expire_s: float | None = None
    """Seconds after which a value that was not renewed counts as gone."""


@dataclass(slots=True)
class Parts:
    """What a platform contributes to a binding; filled while the platform reads its configuration."""

    can: dict[str, Capability] = field(default_factory=dict)
    reads: list[Source] = field(default_factory=list)
    write: Write | None = None
    optimistic: bool = False
    code_required: bool = False
    tolerance: dict[str, float] = field(default_factory=dict)
