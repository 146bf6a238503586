"""From a wish to messages: checked against what the device can do, with what to wait for and how to undo it.

Pure. Knows nothing of sentences people say, nor of how messages travel.
"""

from collections.abc import Iterable, Mapping

import immutables
import msgspec

from device.home import colors
from device.home.binding import BadPayload, Binding, Publish, Refused
from device.home.commands_undo import inverse
from device.home.commands_values import CommandImpossible, checked, the
from device.home.discovery_config import BadConfig
from device.home.platforms.climate import preferred_mode
from device.home.state import UNKNOWN, Command, Entity, Home, Scalar, State
from device.home.templates import TemplateFailed

__all__ = ["CommandImpossible", "Expectation", "Prepared", "prepare"]

DEADLINE_S = 2.0
DEADLINES: Mapping[str, float] = {
    "cover": 10.0, "valve": 10.0, "lock": 8.0, "vacuum": 10.0, "lawn_mower": 10.0, "alarm_control_panel": 5.0,
    "climate": 5.0, "water_heater": 5.0,
}  # fmt: skip
"""Seconds a device may take to say that it obeyed: motors and sleeping radios are slow."""

NEEDS: Mapping[str, str] = {
    "turn_on": "on_off", "turn_off": "on_off", "open": "open_close", "close": "open_close", "unlock": "lock",
    "play": "play_pause", "media_pause": "play_pause",
}  # fmt: skip
"""Action -> capability, where they differ."""
ACTIONS = frozenset(
    {
        "turn_on",
        "turn_off",
        "set",
        "open",
        "close",
        "stop",
        "lock",
        "unlock",
        "open_latch",
        "start",
        "pause",
        "return_to_base",
    }
    | {
        "locate",
        "press",
        "activate",
        "arm_home",
        "arm_away",
        "arm_night",
        "disarm",
        "play",
        "media_pause",
        "next",
        "previous",
    }
)
_MEANT: Mapping[tuple[str, str], str] = {
    ("scene", "turn_on"): "activate", ("button", "turn_on"): "press", ("vacuum", "turn_on"): "start",
    ("vacuum", "turn_off"): "return_to_base", ("lawn_mower", "turn_on"): "start",
    ("lawn_mower", "turn_off"): "return_to_base",
}  # fmt: skip
"""What switching means for things that have no switch."""
_SAID: Mapping[str, str] = {
    "turn_on": "be switched on", "turn_off": "be switched off", "return_to_base": "be sent home", "open_latch": "open its latch",
    "arm_home": "be armed for home", "arm_away": "be armed for away", "arm_night": "be armed for the night", "locate": "be located",
    "media_pause": "be paused", "next": "skip forward", "previous": "skip back",
}  # fmt: skip
_ENDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "turn_on": ("on", ()), "turn_off": ("off", ()),
    "open": ("open", ("opening",)), "close": ("closed", ("closing",)),
    "lock": ("locked", ("locking",)), "unlock": ("unlocked", ("unlocking", "open")),
    "open_latch": ("open", ("unlocked", "unlocking")), "pause": ("paused", ("idle",)),
    "return_to_base": ("docked", ("returning",)), "disarm": ("disarmed", ()),
    "arm_home": ("armed_home", ("arming", "pending")), "arm_away": ("armed_away", ("arming", "pending")),
    "arm_night": ("armed_night", ("arming", "pending")),
}  # fmt: skip
"""Action -> value that ends it, and values that show it under way."""
_MODES = frozenset({"climate", "water_heater"})
_MOVERS = frozenset({"cover", "valve"})
_LIT = frozenset({"light"})
COLOR_DISTANCE = 0.2


class Expectation(msgspec.Struct, frozen=True):
    """What the device's own state must say for a command to count as done."""

    wanted: dict[str, Scalar] = {}
    """`value` or an attribute's name -> what it must be, in people's units; empty: nothing can be expected."""
    progress: tuple[str, ...] = ()
    """Values that show the device obeying, such as "opening"; one of them is enough."""
    tolerance: dict[str, float] = {}
    moving: bool = False
    """A position that came nearer than before counts as progress."""

    def satisfied(self, before: State, now: State) -> bool:
        """Return whether `now`, as told by the device, shows the command done or under way."""
        if self.progress and now.value in self.progress:
            return True
        if not self.wanted:
            return False
        return all(self._holds(name, wanted, before, now) for name, wanted in self.wanted.items())

    def done(self, now: State) -> bool:
        """Return whether the state is what is wanted, not merely on its way."""
        return bool(self.wanted) and all(
            self._matches(name, wanted, _told(now, name)) for name, wanted in self.wanted.items()
        )

    def _holds(self, name: str, wanted: Scalar, before: State, now: State) -> bool:
        said = _told(now, name)
        if self._matches(name, wanted, said):
            return True
        earlier = _told(before, name)
        numbers = [one for one in (wanted, said, earlier) if isinstance(one, (int, float))]
        return self.moving and len(numbers) == 3 and abs(numbers[1] - numbers[0]) < abs(numbers[2] - numbers[0])

    def _matches(self, name: str, wanted: Scalar, said: Scalar) -> bool:
        if isinstance(wanted, (int, float)) and isinstance(said, (int, float)) and not isinstance(wanted, bool):
            return abs(wanted - said) <= self.tolerance.get(name, 0.0) + 1e-6
        if name == "color" and isinstance(wanted, str) and isinstance(said, str):
            one, other = colors.parse(wanted), colors.parse(said)
            return one is not None and other is not None and colors.distance(one, other) < COLOR_DISTANCE
        return wanted == said


class Prepared(msgspec.Struct, frozen=True):
    """One command, ready to be sent."""

    command: Command
    """As understood: relative values resolved, numbers snapped to the device's step, words in its spelling."""
    publishes: tuple[Publish, ...]
    expects: Expectation
    deadline_s: float
    """Seconds to wait for the device's own state."""
    inverse: Command | None = None
    """What undoes it; None where nothing does or nothing is known of the state before."""
    optimistic: bool = False
    """The device cannot confirm: sent is all that can be said."""
    already: bool = False
    """The state (if it can be trusted) is what is wanted already; sending does no harm."""


def prepare(binding: Binding, home: Home, command: Command) -> Prepared:
    """Check a command and make its messages.

    Raises:
        CommandImpossible: unknown action or capability, a value out of range or not offered; says so for the user.

    """
    entity = home.entities.get(binding.entity.id, binding.entity)
    state = home.states.get(entity.id, UNKNOWN)
    understood = _understand(entity, state, command)
    if binding.write is None:
        raise CommandImpossible(f"{the(entity)} only tells; it takes no commands.")
    try:
        publishes = binding.write(understood, state)
    except Refused as refusal:
        raise CommandImpossible(str(refusal)) from refusal
    except (TemplateFailed, BadConfig, BadPayload, KeyError) as error:
        raise CommandImpossible(f"{the(entity)} does not understand that.") from error
    tells = frozenset[str]().union(*(source.tells for source in binding.reads))
    expects = _expect(entity, understood, tells, binding.tolerance)
    known = state.at is not None and not entity.optimistic
    return Prepared(
        command=understood,
        publishes=publishes,
        expects=expects,
        deadline_s=DEADLINES.get(entity.platform, DEADLINE_S),
        inverse=inverse(entity, state, understood) if state.at is not None else None,
        optimistic=entity.optimistic or not (expects.wanted or expects.progress),
        already=known and expects.done(state) and not understood.code,
    )


def _understand(entity: Entity, state: State, command: Command) -> Command:
    """Return the command as the device can take it."""
    action = _MEANT.get((entity.platform, command.action), command.action)
    if action not in ACTIONS:
        raise CommandImpossible(f"{the(entity)} cannot do that.")
    values = dict(checked(entity, state, name, value) for name, value in command.values.items())
    if action == "set" and not values:
        raise CommandImpossible(f"{the(entity)} was given nothing to change.")
    if entity.platform in _LIT and (action == "set" or values):
        action = "turn_off" if values.get("brightness") == 0 or action == "turn_off" else "turn_on"
    elif entity.platform == "fan" and values.get("percentage") == 0:
        action = "turn_off"
    if action == "turn_off":
        values = {}
    modes = entity.can.get("mode")
    if action == "turn_on" and entity.platform in _MODES and isinstance(modes, tuple) and "mode" not in values:
        values["mode"] = preferred_mode(modes)
    elif action != "set" and not entity.can.get(NEEDS.get(action, action)):
        raise CommandImpossible(f"{the(entity)} cannot {_SAID.get(action, f'be told to {action}')}.")
    if entity.platform == "lock" and entity.code_required and not command.code:
        raise CommandImpossible(f"{the(entity)} needs its code.")
    return Command(entity.id, action, immutables.Map(values), command.code)


def _expect(entity: Entity, command: Command, tells: Iterable[str], tolerance: Mapping[str, float]) -> Expectation:
    """Return what the device should come to say, of all that it can say."""
    wanted: dict[str, Scalar] = {}
    progress: tuple[str, ...] = ()
    action = command.action
    if action == "start":
        wanted["value"] = "mowing" if entity.platform == "lawn_mower" else "cleaning"
    elif action == "stop":
        progress = (
            ("stopped", "open", "closed") if entity.platform in _MOVERS else ("idle", "paused", "docked", "returning")
        )
    elif action in _ENDS and not (action == "turn_on" and entity.platform in _MODES):
        wanted["value"], progress = _ENDS[action]
    for name, value in command.values.items():
        own_value = name in {"value", "option"} or (name == "mode" and entity.platform in _MODES)
        wanted["value" if own_value else name] = value
    told = set(tells)
    if entity.platform in _MOVERS:
        if action in {"open", "close"} and "position" in told:
            wanted = {"position": 100.0 if action == "open" else 0.0}
        elif "position" in wanted or "tilt" in wanted:
            progress = ("opening", "closing")
    if "effect" in wanted:
        wanted.pop("color", None)
    wanted = {name: value for name, value in wanted.items() if name in told}
    return Expectation(
        wanted=wanted,
        progress=progress if "value" in told else (),
        tolerance={"position": 2.0, "tilt": 3.0, **tolerance},
        moving=entity.platform in _MOVERS,
    )


def _told(state: State, name: str) -> Scalar:
    return state.value if name == "value" else state.attributes.get(name)
