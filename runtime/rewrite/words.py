"""Words as the rewriter sees them: normalised, hashed into pieces, tagged with what they name.

Used by training and at run time alike, so that the two cannot differ. Knows nothing of models or turns.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

BUCKETS: Final = 5120
"""Rows of the embedding table; row 0 pads."""
PIECES: Final = 8
"""Hashed pieces of a word: itself, its beginning, its end, and up to five trigrams. An open vocabulary in a closed table."""

NONE, PLACE, THING, VALUE = range(4)
"""What a word is part of: nothing known, a room, a device's name, a number or colour."""

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[$%/]")

_VALUE_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred half quarter percent % degrees degree minutes minute seconds second "
    "hours hour red green blue yellow orange purple pink white warm cold turquoise violet cyan magenta low medium high"
)
_VALUES = frozenset(_VALUE_WORDS.split())


def split(text: str) -> tuple[str, ...]:
    """Return the normalised words: lower case, no punctuation but ' $ % /."""
    return tuple(_WORD.findall(text.lower().replace("\u2019", "'")))


@lru_cache(maxsize=16384)
def pieces(word: str) -> tuple[int, ...]:
    """Return `PIECES` rows of the embedding table, padded with 0."""
    framed = f"<{word}>"
    names = [f"w{word}", f"p{word[:3]}", f"s{word[-3:]}"]
    names += [framed[i : i + 3] for i in range(len(framed) - 2)][: PIECES - len(names)]
    rows = [zlib.crc32(name.encode()) % (BUCKETS - 1) + 1 for name in names]
    return tuple(rows + [0] * (PIECES - len(rows)))


class Lexicon:
    """The names of one home (or of one corpus) and what they name."""

    def __init__(self, places: Iterable[str] = (), things: Iterable[str] = (), values: Iterable[str] = ()) -> None:
        self._names: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        seen: set[tuple[str, ...]] = set()
        for tag, names in ((PLACE, places), (THING, things), (VALUE, values)):
            for name in names:
                words = split(name)
                if words and words not in seen:
                    seen.add(words)
                    self._names.setdefault(words[0], []).append((words, tag))
        for found in self._names.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def tags(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return one tag per word; the longest name wins."""
        tags, at = [NONE] * len(words), 0
        while at < len(words):
            for name, tag in self._names.get(words[at], ()):
                if tuple(words[at : at + len(name)]) == name:
                    tags[at : at + len(name)] = [tag] * len(name)
                    at += len(name)
                    break
            else:
                if words[at] in _VALUES or words[at][0].isdigit():
                    tags[at] = VALUE
                at += 1
        return tuple(tags)
