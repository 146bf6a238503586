"""How words sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.hearing.vocabulary.grammar import CARRIER
from device.hearing.vocabulary.home import general_words, spoken
from device.hearing.vocabulary.pronunciation import PHONES, phones_of_ipa, pronunciations, spell


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("lamp", "L AE M P"),
        ("lights", "L AY T S"),
        ("thermostat", "TH ER M AH S T AE T"),
        ("kallax", "K AE L AE K S"),
        ("garage", "G ER R AA ZH"),
        ("e", "IY"),
        ("tv", "T IY V IY"),
    ],
)
def test_the_usual_form(word, said):
    assert " ".join(pronunciations(word)[0]) == said


def test_small_words_have_several_forms():
    assert len(pronunciations("the")) == 2
    assert pronunciations("living")[1][-1] == "N"


def test_ipa_symbols_that_are_unknown_are_left_out():
    assert phones_of_ipa("tʃˈɛɹ¿") == ("CH", "EH", "R")


def test_a_sentence_is_spelled_in_the_usual_forms():
    assert spell(["the", "lamp"]) == ["DH", "AH", "L", "AE", "M", "P"]


def test_every_word_that_ships_can_be_said():
    words = {word for word in CARRIER.read_text("utf-8").replace("|", " ").split() if word.isalpha()} | set(
        general_words()
    )
    for word in words:
        assert set(pronunciations(word)[0]) <= set(PHONES), word


@given(st.text(max_size=30))
def test_any_name_can_be_said(name):
    for word in spoken(name).split():
        for way in pronunciations(word):
            assert set(way) <= set(PHONES)
