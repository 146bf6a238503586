"""What a rewrite may be copied from: the dialogue as words with marks, and the closed list.

A `Turn` is one exchange as text; a `Passage` is a turn split and tagged; `fuse` compares the words of the
utterance with those of the passages. All pure values; shared with training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from runtime.rewrite.words import PLACE, THING, Lexicon, split

USER, SYSTEM, ENTITY, ROOM = range(4)
"""Who or what a word of a passage comes from: said by the user, said by Hearth, acted on, the room of that."""

MAX_PASSAGE: Final = 56
"""Words of one exchange: a long reply is cut at its end."""
MAX_UTTERANCE: Final = 40
MAX_DISTANCE: Final = 7

_CLOSED = (
    "the in on off to of for at a an and or is are by with from not it either both turn make set what how do that "
    "there about which my"
)
CLOSED: Final = tuple(_CLOSED.split())
"""All that may be written without having been said. No names, no numbers, no rooms: those can only be copied."""

PENDING: Final = ("none", "which", "slot", "confirm", "pin")


@dataclass(frozen=True, slots=True)
class Turn:
    """One finished exchange as text: what the user meant (rewritten), what Hearth said, what was acted on."""

    user: str
    system: str = ""
    entities: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn as words; all tuples are of one length."""

    words: tuple[str, ...]
    kinds: tuple[int, ...]
    tags: tuple[int, ...]
    places: tuple[int, ...]
    """Position of each word within its own sentence."""


def passage(turn: Turn, lexicon: Lexicon) -> Passage:
    """Split a turn. Entities and rooms come first: they are short, and what is cut is the end of the reply."""
    words: list[str] = []
    kinds: list[int] = []
    tags: list[int] = []
    places: list[int] = []
    parts = [(name, ENTITY) for name in turn.entities] + [(name, ROOM) for name in turn.rooms]
    for text, kind in [*parts, (turn.user, USER), (turn.system, SYSTEM)]:
        fresh = split(text)
        words += fresh
        kinds += [kind] * len(fresh)
        tags += (
            [THING] * len(fresh) if kind == ENTITY else [PLACE] * len(fresh) if kind == ROOM else lexicon.tags(fresh)
        )
        places += range(len(fresh))
    cut = slice(0, MAX_PASSAGE)
    return Passage(tuple(words[cut]), tuple(kinds[cut]), tuple(tags[cut]), tuple(places[cut]))


@dataclass(frozen=True, slots=True)
class Fused:
    """What depends on the whole dialogue and is cheap: comparisons of words."""

    words: tuple[str, ...]
    """Every word that can be copied: passages oldest first, then the utterance, then the closed list."""
    distance: NDArray[np.int64]
    """(memory,) exchanges back, 0 = the last one."""
    flags: NDArray[np.int64]
    """(memory,) bit 0: also in the utterance; 1: also in the last exchange; 2: also in a later exchange."""
    echoes: NDArray[np.int64]
    """(utterance,) 1 where the word also occurs in a passage."""
    memory: int
    utterance: int


def fuse(utterance: Sequence[str], passages: Sequence[Passage]) -> Fused:
    """Compare the utterance's words with those of the passages (oldest first)."""
    said = set(utterance)
    last = set(passages[-1].words) if passages else set()
    words: list[str] = []
    distance: list[int] = []
    flags: list[int] = []
    later: set[str] = set()
    rows: list[tuple[Passage, set[str], int]] = []
    for back, passage_ in enumerate(reversed(passages)):
        rows.append((passage_, set(later), back))
        later |= set(passage_.words)
    for passage_, after, back in reversed(rows):
        words += passage_.words
        distance += [min(back, MAX_DISTANCE)] * len(passage_.words)
        flags += [(word in said) + 2 * (word in last) + 4 * (word in after) for word in passage_.words]
    echoes = [int(word in later) for word in utterance]
    return Fused(
        words=(*words, *utterance, *CLOSED),
        distance=np.array(distance, np.int64),
        flags=np.array(flags, np.int64),
        echoes=np.array(echoes, np.int64),
        memory=len(words),
        utterance=len(utterance),
    )
