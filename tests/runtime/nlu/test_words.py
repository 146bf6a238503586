import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runtime.nlu.words import split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Turn ON the Light!", "turn on the light"),
        ("set it to 50%", "set it to 50 percent"),
        ("21.5°", "21.5 degrees"),
        ("21°C in the café", "21 degrees celsius in the cafe"),
        ("wake me at 7:30 p.m.", "wake me at 7:30 pm"),
        ("seven thirty p m", "seven thirty pm"),
        ("at 7pm", "at 7 pm"),
        ("seven o'clock", "seven o'clock"),
        ("a 5-minute timer", "a 5 minute timer"),
        ("2700K", "2700 kelvin"),
        ("what’s the time?", "what's the time"),
        ("lamp & fan", "lamp and fan"),
        ("...", ""),
    ],
)
def test_typed_and_heard_text_become_the_same_words(text, words):
    assert " ".join(split(text)) == words


@example("A$M")
@example("o clock")
@given(st.text(max_size=60))
def test_splitting_twice_changes_nothing(text):
    once = split(text)
    assert split(" ".join(once)) == once or any(letter.isnumeric() for letter in text) or "'" in text or "’" in text
    assert all(word and word == word.strip() for word in once)
