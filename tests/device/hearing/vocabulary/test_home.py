"""Names of a home -> a grammar."""

import immutables
import pytest

from device.hearing.vocabulary.home import SpokenName, general_home, names_of, number_words, sentences, spoken
from device.home.state import Entity, Home


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Floor Lamp", "floor lamp"),
        ("TV-Lamp 2", "tv lamp two"),
        ("livingRoom light_3", "living room light three"),
        ("Emma’s Room", "emma's room"),
        ("Küche & Bad", "küche and bad"),
        ("🎄 tree", "tree"),
        ("R2D2", "r two d two"),
        ("---", ""),
    ],
)
def test_a_name_becomes_words(name, words):
    assert spoken(name) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "zero"), (17, "seventeen"), (40, "forty"), (42, "forty two"), (104, "one zero four")]
)
def test_numbers_become_words(number, words):
    assert number_words(number) == words


def test_sentences_sort_names_into_classes():
    grammar = sentences(
        [
            SpokenName("Lamp", "light"),
            SpokenName("lamp", "light"),
            SpokenName("X-Ray", "toaster"),
            SpokenName("!", "light"),
        ]
    )
    assert grammar.classes == {"light": ("lamp",), "other": ("x ray",)}


def test_a_home_gives_every_way_to_call_its_things():
    lamp = Entity("light.a", "light", "ceiling light", "kitchen", aliases=("big light",))
    window = Entity("binary_sensor.w", "binary_sensor", "window", "office")
    home = Home(entities=immutables.Map({lamp.id: lamp, window.id: window}), rooms=("kitchen", "office"))
    names = {(name.name, name.kind) for name in names_of(home)}
    assert names >= {
        ("kitchen", "room"),
        ("ceiling light", "light"),
        ("big light", "light"),
        ("kitchen ceiling light", "light"),
        ("office window", "sensor"),
    }


def test_the_general_home_hears_words_in_any_order():
    grammar = general_home()
    assert "kitchen light" in grammar.classes["light"]
    assert "weather" in grammar.everything
