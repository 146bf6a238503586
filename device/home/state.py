"""The home as an immutable, versioned value.

`Home` holds what was discovered and what each device last said. A change returns a new `Home` that shares all
that did not change (persistent maps), so that a turn can keep the home it was resolved against.

Values are in people's units, whatever the device speaks: percent for brightness, position, fan speed, humidity and
volume; kelvin for colour temperature; the entity's own `unit` for temperatures; words for modes.
"""

from collections.abc import Iterator, Mapping

import immutables
import msgspec

Scalar = str | float | bool | None

PLATFORMS = frozenset(
    [
        "light",
        "switch",
        "fan",
        "cover",
        "valve",
        "lock",
        "climate",
        "water_heater",
        "humidifier",
        "scene",
        "button",
        "number",
        "select",
        "text",
        "sensor",
        "binary_sensor",
        "vacuum",
        "lawn_mower",
        "siren",
        "alarm_control_panel",
        "device_tracker",
        "event",
        "media_player",
    ]
)
"""What a voice can ask about or act on. `media_player` is synthetic: no MQTT platform exists, groups of select/number are mapped."""


class Range(msgspec.Struct, frozen=True):
    """What a settable number accepts, in people's units."""

    low: float
    high: float
    step: float = 1.0
    unit: str = ""


Capability = Range | tuple[str, ...] | bool
"""A range, a closed list of words, or simply `True`."""


class State(msgspec.Struct, frozen=True):
    """What a device last said of itself.

    `value` by platform: light, switch, fan, siren, humidifier: on | off. cover, valve: open | closed | opening |
    closing | stopped. lock: locked | unlocked | locking | unlocking | jammed | open. climate, water_heater: the mode
    (off, heat, cool, auto, ...). vacuum: cleaning | docked | returning | paused | idle | error. lawn_mower: mowing |
    docked | paused | returning | error. alarm_control_panel: disarmed | armed_home | armed_away | armed_night | arming |
    pending | triggered. binary_sensor: on | off. sensor, number: a float where it is one, else the text. select,
    text: the text. device_tracker: home | not_home | a zone. scene, button, event: None.

    `attributes` (present only when known): brightness (percent), color_temp (K), color (a name or "#rrggbb"), effect,
    position (percent, 100 = open), tilt, percentage (fan), preset_mode, oscillating, direction, temperature (target),
    current_temperature, humidity (target), current_humidity, fan_mode, action, battery, volume.
    """

    value: Scalar = None
    attributes: Mapping[str, Scalar] = immutables.Map()
    at: float | None = None
    """Monotonic seconds when it was said; None: never."""
    available: bool = True


class Entity(msgspec.Struct, frozen=True):
    """One thing that can be named, asked about or commanded. Everything but its state."""

    id: str
    """Stable across restarts: `<platform>.<slug of a unique id>`."""
    platform: str
    name: str
    """What people call it, without the room when the room is known: "ceiling light", "floor lamp"."""
    room: str | None = None
    """Lower-case room name: "living room"."""
    device: str = ""
    """Key of the physical device; entities of one device share it."""
    aliases: tuple[str, ...] = ()
    """Other spoken forms, the full one included: "kitchen ceiling light"."""
    device_class: str | None = None
    """Home Assistant's: window, door, garage, blind, curtain, shutter, outlet, temperature, humidity, motion, ..."""
    unit: str | None = None
    can: Mapping[str, Capability] = immutables.Map()
    """What may be set or done: on_off, brightness, color_temp, color, effect, open_close, stop, position, tilt, percentage,
    preset_mode, oscillating, direction, temperature, mode, fan_mode, humidity, lock, open_latch, start, pause,
    return_to_base, locate, press, activate, arm_home, arm_away, arm_night, disarm, value, option, volume, play_pause, next, previous."""
    optimistic: bool = False
    """It never reports back: an action is sent, not confirmed."""
    members: tuple[str, ...] = ()
    """Entity ids when this is a group."""
    code_required: bool = False
    source: str = "discovery"
    """discovery | zigbee2mqtt | tasmota | taught."""


class Home(msgspec.Struct, frozen=True):
    """All entities and states at one version. Shared structure: a change is O(log n)."""

    version: int = 0
    entities: immutables.Map[str, Entity] = immutables.Map()
    states: immutables.Map[str, State] = immutables.Map()
    rooms: tuple[str, ...] = ()
    """Lower-case names of all known rooms, sorted."""
    structure: int = 0
    """Version at which entities, names or rooms last changed: what the recogniser's vocabulary depends on."""
    stale: bool = True
    """The broker is away or has not yet told everything."""
    floors: immutables.Map[str, str] = immutables.Map()
    """Room -> floor, both lower-case: "bedroom" -> "upstairs". Discovery tells none; the configuration or the user does."""
    population: immutables.Map[str, int] = immutables.Map()
    """Room -> number of entities in it, so that the last one to leave takes the room with it."""

    def __iter__(self) -> Iterator[Entity]:
        """Yield every entity."""
        return iter(self.entities.values())

    def state(self, entity_id: str) -> State:
        """Return what the entity last said, or the empty state."""
        return self.states.get(entity_id, UNKNOWN)

    def with_entity(self, entity: Entity) -> "Home":
        """Add or replace an entity."""
        before = self.entities.get(entity.id)
        moved = self._moved(before.room if before is not None else None, entity.room)
        return self._next(entities=self.entities.set(entity.id, entity), structure=self.version + 1, **moved)

    def without(self, entity_id: str) -> "Home":
        """Remove an entity and its state; unknown ids change nothing."""
        if entity_id not in self.entities:
            return self
        moved = self._moved(self.entities[entity_id].room, None)
        entities = self.entities.delete(entity_id)
        states = self.states.delete(entity_id) if entity_id in self.states else self.states
        return self._next(entities=entities, states=states, structure=self.version + 1, **moved)

    def with_state(self, entity_id: str, state: State) -> "Home":
        """Replace what an entity says of itself."""
        states = self.states.set(entity_id, state)
        # Spelled out, for this runs for every message: `replace` takes ten times as long.
        return Home(
            self.version + 1,
            self.entities,
            states,
            self.rooms,
            self.structure,
            self.stale,
            self.floors,
            self.population,
        )

    def with_floor(self, room: str, floor: str) -> "Home":
        """Say on which floor a room is."""
        return self._next(floors=self.floors.set(room, floor), structure=self.version + 1)

    def with_stale(self, stale: bool) -> "Home":
        """Mark whether what is known may be out of date."""
        return self if stale is self.stale else self._next(stale=stale)

    def _moved(self, before: str | None, after: str | None) -> dict[str, object]:
        """Return population and rooms after one entity went from one room to another; None: nowhere."""
        if before == after:
            return {}
        population = self.population
        if after:
            population = population.set(after, population.get(after, 0) + 1)
        if before and before in population:
            left = population[before] - 1
            population = population.set(before, left) if left > 0 else population.delete(before)
        rooms = self.rooms
        if (after and after not in self.population) or (before and before not in population):
            rooms = tuple(sorted(population))
        return {"population": population, "rooms": rooms}

    def _next(self, **changes: object) -> "Home":
        return msgspec.structs.replace(self, version=self.version + 1, **changes)


UNKNOWN = State(available=False)
"""What is known of an entity that never spoke."""


class Command(msgspec.Struct, frozen=True):
    """One wish to one entity, in people's units; `device.home.commands` turns it into MQTT messages.

    `action`: turn_on | turn_off | set | open | close | stop | lock | unlock | open_latch | start | pause | return_to_base | locate |
    press | activate | arm_home | arm_away | arm_night | disarm | play | media_pause | next | previous.
    `values` names capabilities: {"brightness": 40.0}, {"color": "red"}, {"temperature": 21.0}, {"mode": "heat"}, {"option": "x"}.
    """

    entity_id: str
    action: str
    values: Mapping[str, Scalar] = immutables.Map()
    code: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of one command."""

    command: Command
    status: str
    """confirmed (the device's own state says so) | unchanged (it was so already) | sent (optimistic: it cannot say) |
    timeout | unavailable | disconnected | impossible."""
    sentence: str = ""
    """For `impossible`: why, in words for the user."""
    inverse: Command | None = None
    """What undoes it, computed from the state before."""
    seconds: float = 0.0
