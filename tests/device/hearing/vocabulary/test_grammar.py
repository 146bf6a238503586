"""The sentence language: what is read, what is laid out, what is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.hearing.vocabulary.acceptor import DONE, START, UNKNOWN, Costs, Network, network_of, surroundings
from device.hearing.vocabulary.grammar import (
    Alt,
    GrammarError,
    Ref,
    Seq,
    Word,
    carrier_rules,
    parse_expression,
    parse_rules,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lights", Word("lights")),
        ("Turn ON", Seq((Word("turn"), Word("on")))),
        ("on | off", Alt((Word("on"), Word("off")))),
        ("[the] <light>", Seq((Alt((Seq(()), Word("the"))), Ref("light")))),
        ("(a | b) c", Seq((Alt((Word("a"), Word("b"))), Word("c")))),
    ],
)
def test_an_expression_is_read(text, expected):
    assert parse_expression(text) == expected


@pytest.mark.parametrize("text", ["(on", "on)", "[the", "a | (b", "<light"])
def test_what_does_not_close_is_refused(text):
    with pytest.raises(GrammarError):
        parse_expression(text)


def test_a_line_that_begins_with_a_space_goes_on():
    rules = parse_rules("# a comment\n<a> = one\n two | three\n\n<b> = <a>\n")
    assert rules == {"a": Alt((Word("one"), Word("two"), Word("three"))), "b": Ref("a")}


def said(network: Network, words: list[str]) -> bool:
    """Whether a network holds a sentence."""
    here = _silently(network, {START})
    for word in words:
        here = _silently(network, {b for a, b, w in network.arcs if a in here and w == word})
    return DONE in here


def _silently(network: Network, states: set[int]) -> set[int]:
    while more := {b for a, b, w in network.arcs if a in states and not w} - states:
        states = states | more
    return states


CLASSES = {"light": ["floor lamp", "kitchen light"], "room": ["kitchen"], "scene": ["movie time"]}


@pytest.fixture(scope="module")
def home() -> Network:
    return network_of(carrier_rules(), CLASSES, [parse_expression("beam me up <light>")], ["milk", "tea"])


@pytest.mark.parametrize(
    "sentence",
    [
        "turn on the floor lamp",
        "please turn the kitchen light off",
        "set the floor lamp to twenty five percent",
        "turn off the floor lamp and set the kitchen lights to blue and stop the music",
        "in ten minutes turn off the floor lamp",
        "activate movie time",
        "set a timer for ten minutes",
        "wake me up at half past seven",
        "the floor lamp is in the kitchen",
        "no the kitchen light",
        "and in the kitchen",
        "what did you hear",
        "remind me to tea milk",
        "beam me up floor lamp",
        "never mind",
        "did i leave a light on",
    ],
)
def test_what_people_say_is_there(home, sentence):
    assert said(home, sentence.split())


@pytest.mark.parametrize(
    "sentence", ["turn on", "turn on the heater lamp", "lock the gate lamp", "lamp floor the on turn"]
)
def test_what_nobody_says_is_not(home, sentence):
    assert not said(home, sentence.split())


def test_a_class_without_names_takes_its_sentences_away():
    rules = parse_rules("<sentence> = open <cover> | dim <light>")
    network = network_of(rules, {"light": ["lamp"]})
    assert said(network, ["dim", "lamp"])
    assert not any(word == "open" for _, _, word in network.arcs)


def test_unknown_phones_run_beside_the_sentences():
    arcs = surroundings(0, {1: 0.0}, 2, Costs(), ["milk"])
    assert sum(word == UNKNOWN for _, _, word, _ in arcs) == 5
    assert any(word == "milk" and a == b for a, b, word, _ in arcs)


@given(st.integers(0, 10_000))
def test_every_drawn_sentence_is_in_the_network(home, seed):
    """The text that trains and the graph that hears are one grammar."""
    rng = random.Random(seed)
    words = _draw(Ref("sentence"), rng)
    assert said(home, words), words


def _draw(node, rng):
    match node:
        case Word(text):
            return [text]
        case Seq(parts):
            return [word for part in parts for word in _draw(part, rng)]
        case Alt(choices):
            return _draw(rng.choice([each for each in choices if _possible(each)]), rng)
        case Ref("free"):
            return ["milk"]
        case Ref(name):
            rules = carrier_rules()
            return _draw(rules[name], rng) if name in rules else rng.choice(CLASSES[name]).split()


def _possible(node):
    match node:
        case Word() | Ref("free"):
            return True
        case Seq(parts):
            return all(map(_possible, parts))
        case Alt(choices):
            return any(map(_possible, choices))
        case Ref(name):
            rules = carrier_rules()
            return _possible(rules[name]) if name in rules else name in CLASSES
