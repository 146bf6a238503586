"""From text to sound. Knows nothing of why something is said."""

from collections.abc import AsyncIterator
from typing import Protocol

from device.sound.frames import Audio


class Voice(Protocol):
    """Something that speaks: `synthesize` yields sound as soon as the first clause is made."""

    @property
    def name(self) -> str:
        """What it is called, for traces and `hearth doctor`."""
        ...

    @property
    def rate(self) -> int:
        """Samples a second of what it yields."""
        ...

    def synthesize(self, text: str) -> AsyncIterator[Audio]:
        """Yield the sound of `text`, clause by clause; the next is made while the caller plays the last.

        Text without words yields nothing. Closing the iterator stops the work after the clause in hand.
        """
        ...

    def close(self) -> None:
        """Let go of the engine."""
        ...
