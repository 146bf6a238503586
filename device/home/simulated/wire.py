"""What every convention of the simulated home offers to the process that runs it."""

import json
from typing import Any, Protocol

from device.home.binding import Publish
from device.home.simulated.truth import Truth
from device.home.state import Scalar

Wish = dict[str, Scalar]


class Convention(Protocol):
    """One way to speak MQTT, for all things of the home that speak it."""

    topics: tuple[str, ...]
    """What to subscribe to."""

    def announce(self) -> list[Publish]:
        """Return all that is retained: what there is."""

    def available(self, thing_id: str, online: bool) -> list[Publish]:
        """Return what says that a thing can be reached, or not."""

    def read(self, topic: str, payload: bytes) -> list[tuple[str, Wish]]:
        """Return which thing is to become how; an empty wish only asks for the state."""

    def tell(self, thing_id: str, truth: Truth) -> list[Publish]:
        """Return what says how a thing is."""


def say(topic: str, value: Any, *, retain: bool = False) -> Publish:
    """Return a message: text as it is, all else as JSON."""
    text = value if isinstance(value, str) else json.dumps(value)
    return Publish(topic, text.encode(), retain=retain)


def number(text: str) -> float | None:
    """Return the number that a payload is, or None."""
    try:
        return float(text)
    except ValueError:
        return None


def plain(value: Scalar) -> str:
    """Return a value as devices write it: 21, 21.5, text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, int | float) else str(value or "")
