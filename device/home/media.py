"""Media players, put together: MQTT has no such platform, but devices announce a volume, buttons and a switch.

A device with a button to play or pause becomes one more entity that can be told to play, and how loud. Its parts stay
entities of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import immutables

from device.home.binding import Binding, Payload, Publish, Refused, Source, Update
from device.home.commands_values import PERCENT, snap
from device.home.discovery_bind import entity_id
from device.home.naming import humanize
from device.home.state import Capability, Command, Entity, Range, State

_BUTTONS = {
    "play": "play", "pause": "pause", "play pause": "toggle", "playpause": "toggle", "next": "next", "next track": "next",
    "skip": "next", "previous": "previous", "previous track": "previous",
}  # fmt: skip
"""What buttons are called -> their part in a player."""
_PRESSES = {
    "play": ("play", "toggle"),
    "media_pause": ("pause", "toggle"),
    "next": ("next",),
    "previous": ("previous",),
}


def part_of(binding: Binding) -> str | None:
    """Return which part of a media player an entity may be: volume, power, play, pause, toggle, next, previous."""
    platform, label = binding.entity.platform, binding.label
    if platform not in {"number", "button", "switch"}:
        return None
    own = humanize(label.entity or "")
    device = humanize(label.device)
    own = own.removeprefix(device).strip() if device else own
    if platform == "switch":
        return "power" if own in {"", "power"} else None
    if platform == "number":
        return "volume" if own == "volume" else None
    return _BUTTONS.get(own)


def player(key: str, parts: Mapping[str, Binding]) -> Binding | None:
    """Return the player that parts of one device make, or None where there is nothing to play or pause."""
    first = next((parts[one] for one in ("play", "toggle", "pause") if one in parts), None)
    if first is None:
        return None
    can: dict[str, Capability] = {"play_pause": True}
    can |= {one: True for one in ("next", "previous") if one in parts}
    can |= {"on_off": True} if "power" in parts else {}
    reads = list(parts["power"].reads) if "power" in parts else []
    volume = parts.get("volume")
    reach = volume.entity.can.get("value") if volume else None
    if volume is not None and isinstance(reach, Range) and reach.high > reach.low:
        can["volume"] = PERCENT
        reads += [replace(one, read=_percent(one, reach), tells=frozenset({"volume"})) for one in volume.reads]
    entity = Entity(
        entity_id("media_player", key.partition(":")[2] or key),
        "media_player",
        "",
        can=immutables.Map(can),
        source=first.entity.source,
    )
    return replace(
        first,
        entity=entity,
        label=replace(first.label, entity=None),
        source=f"media:{key}",
        reads=tuple(reads),
        write=_writer(parts, reach if isinstance(reach, Range) else PERCENT),
        command_topics=frozenset(),
        tolerance={
            "volume": max(1.0, 100 * reach.step / (reach.high - reach.low)) if isinstance(reach, Range) else 1.0
        },
        expire_s=None,
    )


def _percent(source: Source, reach: Range) -> Callable[[Payload, State], Update]:
    """Return a reader that tells a number's value as percent of its range."""

    def read(payload: Payload, state: State) -> Update:
        value = source.read(payload, state).get("value")
        if not isinstance(value, (int, float)):
            return {}
        return {"volume": float(round((value - reach.low) * 100 / (reach.high - reach.low)))}

    return read


def _writer(parts: Mapping[str, Binding], reach: Range) -> Callable[[Command, State], tuple[Publish, ...]]:
    """Return a writer that lets the parts do what the player is told."""

    def tell(part: str, action: str, state: State, **values: float) -> tuple[Publish, ...]:
        binding = parts.get(part)
        if binding is None or binding.write is None:
            raise Refused("That player cannot do that.")
        return binding.write(Command(binding.entity.id, action, values), state)

    def write(command: Command, state: State) -> tuple[Publish, ...]:
        if command.action in {"turn_on", "turn_off"}:
            return tell("power", command.action, state)
        if command.action == "set":
            share = float(command.values.get("volume") or 0) / 100
            return tell("volume", "set", state, value=snap(reach.low + share * (reach.high - reach.low), reach))
        wanted = _PRESSES.get(command.action, ())
        return tell(next((one for one in wanted if one in parts), "play"), "press", state)

    return write
