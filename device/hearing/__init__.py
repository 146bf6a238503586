"""From frames to words: the wake word, voice activity, the end of a sentence, the recogniser. Knows no meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from device.sound.frames import Frame


@dataclass(frozen=True, slots=True)
class Detection:
    """A wake word was heard."""

    word: str
    score: float
    """0.0 to 1.0."""
    at: float
    """Monotonic seconds of the frame that decided it."""
    ends_at: float
    """Monotonic seconds when the word itself is thought to have ended: take the pre-roll from here."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word with its place in the recording."""

    text: str
    start: float
    """Seconds from the first frame given since `begin`."""
    end: float
    confidence: float
    """0.0 to 1.0."""


@dataclass(frozen=True, slots=True)
class HeardAlternative:
    """Another way to hear the same sound."""

    text: str
    confidence: float
    """0.0 to 1.0: its share among the alternatives."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What was heard so far; may change."""

    text: str
    complete: bool = False
    """The recogniser itself believes that the sentence is over."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard."""

    text: str = ""
    """Lower-case words; empty: nothing. `[unk]` stands for sounds that are no word the graph knows."""
    confidence: float = 0.0
    """0.0 to 1.0: mean of the words' confidences."""
    words: tuple[HeardWord, ...] = ()
    alternatives: tuple[HeardAlternative, ...] = ()
    """Best first; the first one is `text`."""
    graph: str = "closed"
    """closed: only what this home can be told; open: any words."""
    seconds: float = 0.0
    """How much sound it was made of."""


class Recognizer(Protocol):
    """Speech to text, one sentence at a time."""

    async def begin(self) -> None:
        """Forget the last sentence; from here on a swapped-in model is used."""
        ...

    async def accept(self, frame: Frame) -> Partial | None:
        """Hear 80 ms more; None: nothing new to say."""
        ...

    async def finish(self) -> Heard:
        """Decide. `begin` must come before the next `accept`."""
        ...

    async def swap(self, closed: Path | None = None, grammar: tuple[str, ...] | None = None) -> None:
        """Load another closed model folder (or run-time grammar) beside the present one; the next `begin` uses it.

        Raises ModelMissing or ModelBroken, and then nothing changes.
        """
        ...

    @property
    def versions(self) -> Mapping[str, str]:
        """Which models speak here: {"closed": ..., "open": ...}."""
        ...

    def close(self) -> None:
        """Let go of the models."""
        ...
