"""What is spoken first, and what follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.voice.sentences import pieces


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("The light is on.", ["The light is on."]),
        ("Done. The blind is closing.", ["Done.", "The blind is closing."]),
        ("Which one? The floor lamp or the desk lamp?", ["Which one?", "The floor lamp or the desk lamp?"]),
        ("It is 18.5 degrees.", ["It is 18.5 degrees."]),
        ("", []),
        ("...", []),
        (
            "The kitchen ceiling light, the hallway light, the office ceiling light and the bedroom lamp are on.",
            ["The kitchen ceiling light,", "the hallway light, the office ceiling light and the bedroom lamp are on."],
        ),
    ],
)
def test_pieces(text: str, spoken: list[str]) -> None:
    assert list(pieces(text)) == spoken


@given(st.text())
def test_no_letter_is_lost(text: str) -> None:
    letters = [sign for sign in text if sign.isalnum()]
    assert [sign for piece in pieces(text) for sign in piece if sign.isalnum()] == letters
