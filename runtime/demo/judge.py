"""Whether a line of the demo did what it should: the reply, the outcome, and the whole home. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from device.home.state import Entity, Home, Scalar
from runtime.demo.script import Line

DRIFTS = frozenset({"sensor", "binary_sensor", "event", "device_tracker"})
"""Platforms whose states change by themselves."""
FOLLOWS = frozenset({"action", "current_temperature", "current_humidity", "battery"})
"""Attributes that the home, not the person, changes."""
CLOSE = 2.0
"""Percent by which a device's own scale may round."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was right and what was not."""

    understood: bool
    changed: bool
    """The home changed as it should and in nothing else."""
    detail: str = ""

    @property
    def right(self) -> bool:
        """Both."""
        return self.understood and self.changed


def call(entity: Entity) -> str:
    """Return how the script names an entity."""
    return f"{entity.room or 'home'}/{entity.name}".lower()


def differences(before: Home, after: Home, line: Line) -> list[str]:
    """Return what is not as the line says: a wanted change that is missing, or a change that nobody wanted."""
    wrong = []
    by_name = {call(entity): entity for entity in after}
    allowed = set()
    for name, wanted in line.changes.items():
        entity = by_name.get(name)
        if entity is None:
            wrong.append(f"{name} does not exist")
            continue
        allowed |= {entity.id, *(group.id for group in after if entity.id in group.members)}
        state = after.state(entity.id)
        is_now: Mapping[str, Scalar] = {"value": state.value, **state.attributes}
        wrong += [
            f"{name}: {key} is {is_now.get(key)}, not {value}"
            for key, value in wanted.items()
            if not _same(is_now.get(key), value)
        ]
    for entity in after:
        if entity.id in allowed or entity.platform in DRIFTS:
            continue
        old, new = before.state(entity.id), after.state(entity.id)
        moved = {
            key
            for key in {*old.attributes, *new.attributes} - FOLLOWS
            if old.attributes.get(key) != new.attributes.get(key)
        }
        if old.value != new.value or moved:
            wrong.append(f"{call(entity)} changed too: {old.value} to {new.value} {sorted(moved)}")
    return wrong


def judge(line: Line, outcome: str, reply: str, wrong: list[str]) -> Verdict:
    """Weigh one line."""
    said = not line.reply or any(word in reply.lower() for word in line.reply)
    understood = said and outcome in line.outcome.split("|")
    detail = "; ".join(wrong)
    if not understood:
        detail = f"{outcome}: {reply!r} {detail}".strip()
    return Verdict(understood, not wrong, detail)


def _same(left: Scalar, right: Scalar) -> bool:
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    return abs(left - right) <= CLOSE if numbers else left == right  # type: ignore[operator]
