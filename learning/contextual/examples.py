"""One turn to rewrite, whatever corpus it comes from."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from runtime.rewrite.source import Turn
from runtime.rewrite.words import Lexicon, split

HISTORY = 5
"""Exchanges of the past that a sentence may lean on: as many as the runtime looks at."""


class Example(msgspec.Struct, frozen=True):
    """A dialogue so far, what is said next, and what that means alone."""

    turns: tuple[Turn, ...]
    """Oldest first."""
    utterance: str
    target: str
    """Equal to `utterance` when nothing needs to change."""
    kind: str
    """anaphora locative nominal ellipsis merge correction repair reply | alone dangling."""
    corpus: str
    pending: str = "none"
    places: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    held_out: bool = False
    """A combination of reference and request that training never saw."""
    values: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    """Entities the rewrite must mention, where a corpus says so itself."""

    @property
    def needed(self) -> bool:
        """Whether anything must change."""
        return split(self.target) != split(self.utterance)

    @property
    def lexicon(self) -> Lexicon:
        """The names known in this dialogue."""
        return Lexicon(self.places, self.things, self.values)


def save(path: Path, examples: Sequence[Example]) -> None:
    """Write one JSON object a line."""
    path.write_bytes(msgspec.json.Encoder().encode_lines(examples))


def load(path: Path) -> list[Example]:
    """Read what `save` wrote."""
    return msgspec.json.Decoder(Example).decode_lines(path.read_bytes())
