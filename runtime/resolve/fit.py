"""What an intent asks of an entity: whether it can, whether it would change anything, whether it is busy now.

One small pure function per question. Knows nothing of words.
"""

from collections.abc import Mapping

from device.home.state import Capability, Entity, Home, State
from runtime.resolve.kinds import ATTRIBUTES, QUANTITIES
from runtime.turn import Interpretation

SWITCHED = frozenset(["light", "switch", "fan", "siren", "humidifier"])

NEEDS: Mapping[str, Mapping[str, float]] = {
    "turn_on": {"on_off": 1.0, "activate": 0.8, "mode": 0.8, "play_pause": 0.6, "start": 0.5, "press": 0.4},
    "turn_off": {"on_off": 1.0, "mode": 0.8, "play_pause": 0.6, "return_to_base": 0.4},
    "toggle": {"on_off": 1.0, "mode": 0.6, "open_close": 0.5},
    "open": {"open_close": 1.0, "open_latch": 0.4, "lock": 0.3},
    "close": {"open_close": 1.0},
    "halt": {"stop": 1.0, "open_close": 0.5, "start": 0.4},
    "set_position": {"position": 1.0, "tilt": 0.8, "open_close": 0.6},
    "set_brightness": {"brightness": 1.0},
    "set_color": {"color": 1.0, "color_temp": 0.9},
    "set_temperature": {"temperature": 1.0},
    "set_mode": {"mode": 1.0, "preset_mode": 0.9, "option": 0.5, "fan_mode": 0.4},
    "set_fan_speed": {"percentage": 1.0, "preset_mode": 0.8, "fan_mode": 0.6},
    "set_humidity": {"humidity": 1.0},
    "lock": {"lock": 1.0},
    "unlock": {"lock": 1.0},
    "start": {"start": 1.0, "press": 0.5, "on_off": 0.4, "play_pause": 0.3, "activate": 0.3},
    "pause": {"pause": 1.0, "play_pause": 0.7},
    "return_home": {"return_to_base": 1.0},
    "locate": {"locate": 1.0},
    "activate": {"activate": 1.0, "press": 0.5, "on_off": 0.3},
    "press": {"press": 1.0},
    "select_option": {"option": 1.0, "mode": 0.6, "preset_mode": 0.6, "effect": 0.5},
    "media_play": {"play_pause": 1.0, "on_off": 0.3},
    "media_pause": {"play_pause": 1.0, "on_off": 0.2},
    "media_next": {"next": 1.0},
    "media_previous": {"previous": 1.0},
    "set_volume": {"volume": 1.0},
    "mute": {"volume": 1.0, "play_pause": 0.5},
    "unmute": {"volume": 1.0, "play_pause": 0.5},
    "arm": {"arm_away": 1.0, "arm_home": 1.0, "arm_night": 1.0},
    "disarm": {"disarm": 1.0},
}
"""Intent -> capability -> how well it serves."""

WEAK: Mapping[str, frozenset[str]] = {
    "set_brightness": frozenset({"light"}),
    "set_color": frozenset({"light"}),
    "set_temperature": frozenset({"climate", "water_heater"}),
    "set_position": frozenset({"cover", "valve"}),
    "set_fan_speed": frozenset({"fan"}),
    "set_volume": frozenset({"media_player"}),
}
"""Intent -> platforms that are meant though they cannot: the skill then says why not."""

ACTIVE_VALUES = frozenset(
    ("on", "open", "opening", "closing", "unlocked", "heat", "cool", "auto", "heat_cool", "dry", "fan_only",
     "cleaning", "mowing", "returning", "playing", "armed_home", "armed_away", "armed_night", "triggered")
)  # fmt: skip
DONE: Mapping[str, frozenset[str]] = {
    "turn_on": ACTIVE_VALUES - {"unlocked", "open"},
    "turn_off": frozenset({"off", "docked", "idle", "paused"}),
    "open": frozenset({"open", "opening"}),
    "close": frozenset({"closed", "closing"}),
    "lock": frozenset({"locked", "locking"}),
    "unlock": frozenset({"unlocked", "unlocking", "open"}),
    "start": frozenset({"cleaning", "mowing", "on"}),
    "pause": frozenset({"paused", "docked", "idle"}),
    "return_home": frozenset({"docked", "returning"}),
    "media_play": frozenset({"playing"}),
    "media_pause": frozenset({"paused", "idle", "off"}),
    "disarm": frozenset({"disarmed"}),
    "arm": frozenset({"armed_home", "armed_away", "armed_night"}),
}
"""Intent -> states in which there is nothing left to do."""
WANTS_ACTIVE = frozenset(
    ("turn_off", "close", "halt", "set_brightness", "set_color", "set_fan_speed", "pause", "media_pause",
     "media_next", "media_previous", "set_volume", "mute", "return_home", "set_humidity")
)  # fmt: skip
"""Intents that are said of what is busy now."""


def able(intent: str, entity: Entity) -> float:
    """Return how well an entity can serve an intent that acts: 1 made for it, 0 not at all."""
    needs = NEEDS.get(intent)
    if needs is None:
        return 0.0
    best = max((weight for need, weight in needs.items() if _has(entity.can, need)), default=0.0)
    if best == 0.0 and entity.platform in WEAK.get(intent, ()):
        return 0.25
    if (
        intent in {"turn_on", "turn_off"}
        and best == 0.8
        and "off" not in _modes(entity)
        and not _has(entity.can, "activate")
    ):
        return 0.0
    return best


def active(entity: Entity, state: State) -> bool:
    """Whether the entity is busy: on, open, heating, playing."""
    action = state.attributes.get("action")
    if isinstance(action, str):
        return action not in {"idle", "off"}
    if entity.platform in {"sensor", "number", "text", "select", "device_tracker"}:
        return False
    return isinstance(state.value, str) and state.value in ACTIVE_VALUES


def useful(interpretation: Interpretation, entity: Entity, state: State) -> float:
    """Return 1 when the intent would change something, 0 when it is done already, 0.5 when nobody knows."""
    intent = interpretation.intent
    if state.value is None and not state.available:
        return 0.5
    if intent in DONE:
        return 0.0 if state.value in DONE[intent] else 1.0
    if intent in WANTS_ACTIVE:
        return 1.0 if active(entity, state) else 0.0
    return 0.5


def measures(quantity: str, entity: Entity, state: State) -> float:
    """Return how well an entity answers a question about a quantity: 1 a sensor of it, less for an attribute."""
    if entity.platform in {"sensor", "number"} and entity.device_class in QUANTITIES.get(quantity, ()):
        return 1.0 if entity.device_class == (QUANTITIES[quantity] or ("",))[0] else 0.8
    for rank, attribute in enumerate(ATTRIBUTES.get(quantity, ())):
        if state.attributes.get(attribute) is not None:
            return 0.9 - 0.3 * rank
    if state.value == "off" and entity.platform == {
        "brightness": "light",
        "speed": "fan",
        "volume": "media_player",
    }.get(quantity):
        return 0.2
    if quantity in {"mode", "state"} and state.value is not None:
        return 0.6
    return 0.0


def shared_room(home: Home, ids: tuple[str, ...]) -> str | None:
    """Return the one room all these entities are in, if there is one."""
    rooms = {home.entities[entity_id].room for entity_id in ids}
    return next(iter(rooms)) if len(rooms) == 1 else None


def _has(can: Mapping[str, Capability], need: str) -> bool:
    return bool(can.get(need))


def _modes(entity: Entity) -> tuple[str, ...]:
    modes = entity.can.get("mode")
    return modes if isinstance(modes, tuple) else ()
