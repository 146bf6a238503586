"""From a wish to messages: checked against what the device can do, with what to wait for and how to undo it.

Pure. Knows nothing of sentences people say, nor of how messages travel.
"""

import msgspec

from device.errors import DeviceError
from device.home.binding import Binding, Publish
from device.home.state import Command, Home, Scalar, State


class CommandImpossible(DeviceError):
    """The device cannot do that; `str()` is the sentence for the user."""

    code = "impossible"


class Expectation(msgspec.Struct, frozen=True):
    """What the device's own state must say for a command to count as done."""

    wanted: dict[str, Scalar] = {}
    """`value` or an attribute's name -> what it must be, in people's units; empty: nothing can be expected."""
    progress: tuple[str, ...] = ()
    """Values that show the device obeying, such as "opening"; one of them is enough."""
    tolerance: dict[str, float] = {}

    def satisfied(self, before: State, now: State) -> bool:
        """Return whether `now`, as told by the device, shows the command done or under way."""
        raise NotImplementedError


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
    raise NotImplementedError
