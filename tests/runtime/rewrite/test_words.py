"""Words: normalised, hashed, tagged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.rewrite.words import BUCKETS, NONE, PIECES, PLACE, THING, VALUE, Lexicon, pieces, split

SPLITS = [
    ("Turn on the Kitchen light!", "turn on the kitchen light"),
    ("what's it like at 7:30, 18.5 degrees?", "what's it like at 7:30 18.5 degrees"),
    ("40% / $5", "40 % / $ 5"),
    ("anna\u2019s room", "anna's room"),
    ("...", ""),
]


@pytest.mark.parametrize(("text", "words"), SPLITS)
def test_split(text, words):
    assert " ".join(split(text)) == words


@given(st.text())
def test_splitting_is_stable(text):
    once = split(text)
    assert split(" ".join(once)) == once


@given(st.text(min_size=1, max_size=40))
def test_every_word_has_rows(word):
    rows = pieces(word)
    assert len(rows) == PIECES
    assert 0 < rows[0] < BUCKETS
    assert all(0 <= row < BUCKETS for row in rows)


def test_the_longest_name_wins():
    lexicon = Lexicon(["living room", "bedroom"], ["room lamp", "lamp"])
    assert lexicon.tags(split("the living room lamp to forty")) == (NONE, PLACE, PLACE, THING, NONE, VALUE)
