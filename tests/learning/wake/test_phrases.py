"""What a wake word is taught not to answer to: nearly the phrase, never the phrase itself."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.wake.phrases import near_misses, negative, neighbours


@pytest.mark.parametrize("phrase", ["hey hearth", "hey jarvis", "computer", "okay my house"])
def test_no_negative_holds_the_phrase(phrase: str) -> None:
    rng = random.Random(1)
    said = {negative(phrase, rng) for _ in range(2000)}
    assert not any(phrase in each for each in said)
    assert len(said) > 50


def test_near_misses_are_near() -> None:
    rng = random.Random(2)
    said = [near_misses("hey hearth", rng) for _ in range(500)]
    assert "hey heart" in said
    assert "hearth" in said
    assert sum("hear" in each or "hey" in each for each in said) > 250


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_every_word_has_neighbours(word: str) -> None:
    assert neighbours(word)
    assert all(near for near in neighbours(word))
