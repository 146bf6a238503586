"""Words as the arrays the model reads: hashed pieces of each word, and channels that say what the words are here.

The same code makes the arrays in training and in use. Hashes are CRC-32: stable across processes and versions.
"""

import zlib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from runtime.nlu import lexicon
from runtime.nlu.vocabulary import LONGEST, Vocabulary

BUCKETS = 16384
PIECES = 14
"""Pieces per word: the word itself, then its 3- and 4-letter pieces; 0 is no piece."""
HOME = (
    "name", "room", "scene", "light", "power", "humidifier", "fan", "cover", "lock", "climate", "media", "cleaner",
    "button", "number", "select", "sensor", "person", "alarm", "option", "whole",
)  # fmt: skip
"""What a word is in this home. `whole`: the sentence is one known name and nothing else."""
EVERYDAY = ("kind", "color", "floor", "place", "mode", "state", "quantity", "quantifier", "number", "unit", "day")
"""What a word is everywhere."""
BEGINNINGS = ("name_begins", "room_begins", "kind_begins", "option_begins")
CHANNELS = (*HOME, *EVERYDAY, *BEGINNINGS)
INDEX = {channel: number for number, channel in enumerate(CHANNELS)}
HOME_CHANNELS = (*(INDEX[name] for name in HOME), INDEX["name_begins"], INDEX["room_begins"], INDEX["option_begins"])
"""The channels that need a home; training drops them at times."""

_LISTS: tuple[tuple[str, frozenset[str]], ...] = (
    ("kind", frozenset(lexicon.KINDS)),
    ("color", frozenset(lexicon.COLORS)),
    ("floor", frozenset(lexicon.FLOORS)),
    ("place", frozenset((*lexicon.ROOMS, *lexicon.HERE))),
    ("mode", frozenset(lexicon.MODES)),
    ("state", frozenset(lexicon.STATES)),
    ("quantity", frozenset(lexicon.QUANTITIES)),
    ("quantifier", frozenset(lexicon.QUANTIFIERS)),
)
_LISTED: dict[str, tuple[str, ...]] = {}
for _channel, _phrases in _LISTS:
    for _phrase in _phrases:
        _LISTED[_phrase] = (*_LISTED.get(_phrase, ()), _channel)
_LONGEST_LISTED = max(phrase.count(" ") + 1 for phrase in _LISTED)


@lru_cache(maxsize=4096)
def pieces(word: str) -> tuple[int, ...]:
    """Return the PIECES hashed pieces of a word, in 1..BUCKETS-1, padded with 0."""
    shape = "".join("0" if letter.isdigit() else letter for letter in word)
    found = [_bucket("=" + shape)]
    fenced = f"<{shape}>"
    grams = (fenced[start : start + size] for size in (3, 4) for start in range(len(fenced) - size + 1))
    found.extend(dict.fromkeys(_bucket(gram) for gram in grams))
    return tuple((found + [0] * PIECES)[:PIECES])


def _bucket(piece: str) -> int:
    return 1 + zlib.crc32(piece.encode()) % (BUCKETS - 1)


def ids(words: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the pieces of all words: int64 [words, PIECES]."""
    return np.array([pieces(word) for word in words], dtype=np.int64).reshape(len(words), PIECES)


def channels(words: tuple[str, ...], names: Vocabulary) -> NDArray[np.float32]:
    """Return what each word is, here and everywhere: float32 [words, len(CHANNELS)], 0 or 1."""
    flags = np.zeros((len(words), len(CHANNELS)), dtype=np.float32)
    for start, end, channel in _everyday(words):
        flags[start:end, INDEX[channel]] = 1
        if channel == "kind":
            flags[start, INDEX["kind_begins"]] = 1
    _mark_home(words, names, flags)
    return flags


def _everyday(words: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield spans of listed phrases, the longest that start at each word, and single words of units, numbers, days."""
    for start, word in enumerate(words):
        if word[0].isdigit() or word in lexicon.NUMBER_WORDS:
            yield start, start + 1, "number"
        if word in lexicon.UNITS:
            yield start, start + 1, "unit"
        if word in lexicon.DAYS:
            yield start, start + 1, "day"
        seen: set[str] = set()
        for end in range(min(len(words), start + _LONGEST_LISTED), start, -1):
            for channel in _LISTED.get(" ".join(words[start:end]), ()):
                if channel not in seen:
                    seen.add(channel)
                    yield start, end, channel


def _mark_home(words: tuple[str, ...], names: Vocabulary, flags: NDArray[np.float32]) -> None:
    for match in names.find(words):
        span = slice(match.start, match.end)
        if match.mention is None:
            flags[span, INDEX["room"]] = 1
            flags[match.start, INDEX["room_begins"]] = 1
            continue
        flags[span, INDEX["name"]] = 1
        flags[match.start, INDEX["name_begins"]] = 1
        for group in match.mention.groups:
            flags[span, INDEX[group]] = 1
        if match.end - match.start == len(words):
            flags[span, INDEX["whole"]] = 1
    if not names.options:
        return
    for start in range(len(words)):
        for end in range(min(len(words), start + LONGEST), start, -1):
            if " ".join(words[start:end]) in names.options:
                flags[start:end, INDEX["option"]] = 1
                flags[start, INDEX["option_begins"]] = 1
                break
