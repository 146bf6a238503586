"""What Hearth can do: one file a skill, one line here.

A skill says which intents it serves and turns a resolved request into commands, effects and words. Skills are pure and
know nothing of MQTT, of each other's state, or of how the words were understood.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from runtime.skills import (
    alarms,
    alarms_panel,
    announcements,
    climate,
    clock,
    conversation,
    covers,
    fans,
    humidity,
    lights,
    locks,
    media,
    questions,
    scenes,
    switches,
    teaching,
    timers,
    vacuum,
)
from runtime.skills.intent import Intent
from runtime.turn import Context, Reply, Request


class Skill(Protocol):
    """A module of this package."""

    @property
    def INTENTS(self) -> tuple[Intent, ...]:  # noqa: N802 - a module's constant
        """The intents it serves."""
        ...

    @property
    def act(self) -> Callable[[Request, Context], Reply]:
        """What to do and what to say if it succeeds; never raises for anything a user can say."""
        ...


CATALOG: tuple[Skill, ...] = (
    switches,
    lights,
    covers,
    climate,
    fans,
    humidity,
    locks,
    alarms_panel,
    vacuum,
    scenes,
    media,
    questions,
    timers,
    alarms,
    announcements,
    clock,
    teaching,
    conversation,
)
"""Every skill. Adding one is a file and a line here."""

INTENTS: tuple[Intent, ...] = tuple(intent for skill in CATALOG for intent in skill.INTENTS)
SKILL_OF: Mapping[str, Callable[[Request, Context], Reply]] = {
    intent.name: skill.act for skill in CATALOG for intent in skill.INTENTS
}
"""Intent -> the `act` that serves it. `runtime.skills.perform.act` adds what all skills have in common."""


def catalogue() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every intent with its slots: the labels of the NLU, whose hash is `runtime.nlu.labels.labels_hash`."""
    return tuple((intent.name, intent.slots) for intent in INTENTS)
