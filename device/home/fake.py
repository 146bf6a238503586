"""A home without a broker: a scripted `HomeLink` for tests of what is above. It passes the real one's contract test.

Knows nothing of MQTT; devices do at once what they are told, unless the script says otherwise.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from device.home.link import LinkStatus
from device.home.state import Command, Entity, Home, Outcome, Scalar, State

ON, OFF = "on", "off"

RESULTS: Mapping[str, str] = {
    "turn_on": ON,
    "turn_off": OFF,
    "open": "open",
    "close": "closed",
    "stop": "stopped",
    "lock": "locked",
    "unlock": "unlocked",
    "open_latch": "open",
    "pause": "paused",
    "media_pause": "paused",
    "play": "playing",
    "return_to_base": "returning",
    "arm_home": "armed_home",
    "arm_away": "armed_away",
    "arm_night": "armed_night",
    "disarm": "disarmed",
}
"""The value a device says after an action."""

OPPOSITES: Mapping[str, str] = {
    ON: "turn_on",
    OFF: "turn_off",
    "open": "open",
    "closed": "close",
    "locked": "lock",
    "unlocked": "unlock",
    "disarmed": "disarm",
    "armed_home": "arm_home",
    "armed_away": "arm_away",
    "armed_night": "arm_night",
    "docked": "return_to_base",
    "cleaning": "start",
    "mowing": "start",
}
"""The action that leads back to a value."""

MODES = frozenset({"climate", "water_heater"})
TEXTS = frozenset({"select", "number", "text"})


def imagine(entity: Entity, before: State, command: Command) -> State:
    """Return what a well-behaved device says after the command."""
    value = before.value
    values = dict(command.values)
    if command.action in RESULTS:
        value = RESULTS[command.action]
    elif command.action == "start":
        value = "mowing" if entity.platform == "lawn_mower" else "cleaning"
    elif command.action == "set":
        if entity.platform in MODES and "mode" in values:
            value = values.pop("mode")
        elif entity.platform in TEXTS:
            value = next(iter(values.values()), value)
            values = {}
        elif entity.platform in {"light", "fan", "humidifier"}:
            value = ON
        elif "position" in values:
            value = "open" if values["position"] else "closed"
    attributes = {**before.attributes, **values}
    if (
        entity.platform in {"cover", "valve"}
        and "position" in before.attributes
        and command.action in {"open", "close"}
    ):
        attributes["position"] = 100.0 if value == "open" else 0.0
    return State(value=value, attributes=attributes, at=before.at, available=True)


def undo(entity: Entity, before: State, command: Command) -> Command | None:
    """Return the command that leads back, or None where nothing does (a button, a scene)."""
    if before.value is None:
        return None
    if entity.platform in MODES and "mode" in command.values:
        return Command(entity.id, "set", {"mode": before.value})
    if entity.platform in TEXTS:
        return Command(entity.id, "set", {next(iter(command.values), "value"): before.value})
    changed: dict[str, Scalar] = {name: before.attributes[name] for name in command.values if name in before.attributes}
    if changed and before.value != OFF:
        return Command(entity.id, "set", changed)
    action = OPPOSITES.get(str(before.value))
    return Command(entity.id, action) if action else None


class FakeHome:
    """A `HomeLink` that keeps what was asked of it.

    `script` names the status with which the next commands to an entity end; "unavailable" also while the state says so.
    """

    def __init__(
        self, home: Home, script: Mapping[str, Sequence[str]] | None = None, *, connected: bool = True
    ) -> None:
        self._home = home.with_stale(not connected)
        self._script = {entity: list(statuses) for entity, statuses in (script or {}).items()}
        self._news = asyncio.Condition()
        self._status = LinkStatus(connected=connected, ready=connected)
        self.executed: list[Command] = []
        self.refreshed: list[tuple[str, ...]] = []

    @property
    def home(self) -> Home:
        """Return the newest version."""
        return self._home

    @property
    def status(self) -> LinkStatus:
        """Return whether the script says connected."""
        return self._status

    async def run(self) -> None:
        """Do nothing until cancelled: there is no link to keep up."""
        await asyncio.get_running_loop().create_future()

    async def execute(self, commands: Sequence[Command]) -> tuple[Outcome, ...]:
        """Do as told, or as scripted."""
        outcomes = tuple(self._do(command) for command in commands)
        await self._tell()
        return outcomes

    async def changed(self, version: int) -> Home:
        """Wait for a newer home."""
        async with self._news:
            await self._news.wait_for(lambda: self._home.version > version)
        return self._home

    async def ready(self) -> Home:
        """Wait until connected."""
        async with self._news:
            await self._news.wait_for(lambda: self._status.ready)
        return self._home

    async def request_refresh(self, entity_ids: Sequence[str] = ()) -> None:
        """Keep what was asked."""
        self.refreshed.append(tuple(entity_ids))

    async def become(self, home: Home) -> None:
        """Replace the whole home, as if devices had spoken; versions go on counting."""
        while home.version <= self._home.version:
            home = home.with_stale(not home.stale).with_stale(home.stale)
        self._home = home
        await self._tell()

    async def say(self, entity_id: str, state: State) -> None:
        """Let a device say something of itself."""
        self._home = self._home.with_state(entity_id, state)
        await self._tell()

    async def connect(self, connected: bool = True, problem: str = "") -> None:
        """Script the connection."""
        self._status = LinkStatus(connected=connected, ready=connected, problem=problem)
        self._home = self._home.with_stale(not connected)
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    def _do(self, command: Command) -> Outcome:
        self.executed.append(command)
        if not self._status.connected:
            return Outcome(command, "disconnected")
        entity = self._home.entities.get(command.entity_id)
        if entity is None:
            return Outcome(command, "impossible", sentence="I do not know that device.")
        before = self._home.states.get(entity.id, State())
        scripted = self._script.get(entity.id)
        status = scripted.pop(0) if scripted else "confirmed"
        if not before.available and status == "confirmed":
            status = "unavailable"
        if status not in {"confirmed", "sent"}:
            return Outcome(command, status, sentence="It cannot do that." if status == "impossible" else "")
        after = imagine(entity, before, command)
        if after == before and command.action not in {"press", "activate"}:
            return Outcome(command, "unchanged")
        if not entity.optimistic:
            self._home = self._home.with_state(entity.id, after)
        status = "sent" if entity.optimistic or command.action in {"press", "activate"} else status
        return Outcome(command, status, inverse=undo(entity, before, command))


def furnish(entities: Iterable[tuple[Entity, State]]) -> Home:
    """Return a home, not stale, of those entities and what they say."""
    home = Home()
    for entity, state in entities:
        home = home.with_entity(entity).with_state(entity.id, state)
    return home.with_stale(stale=False)
