"""What a rewrite is worth."""

from learning.contextual.examples import Example, load, save
from learning.contextual.metrics import bootstrap, difference, distance_of, score, summary
from runtime.rewrite.source import Turn
from runtime.rewrite.words import split

PLACES, THINGS = ("kitchen", "bedroom"), ("floor lamp",)
LEAN = Example(
    (Turn("turn on the kitchen light", "okay"),),
    "and in the bedroom",
    "turn on the bedroom light",
    "ellipsis",
    "home",
    places=PLACES,
    things=THINGS,
)
ALONE = Example((), "turn on the floor lamp", "turn on the floor lamp", "alone", "home", places=PLACES, things=THINGS)


def test_a_perfect_rewrite():
    found = summary([score(LEAN, LEAN.target), score(ALONE, ALONE.target)])
    assert (found["entity_f1"], found["when_f1"], found["bleu4"], found["exact"]) == (100.0, 100.0, 100.0, 100.0)
    assert (found["hallucination"], found["damaged"]) == (0.0, 0.0)


def test_doing_nothing():
    found = summary([score(LEAN, LEAN.utterance), score(ALONE, ALONE.utterance)])
    assert (found["entity_f1"], found["when_r"], found["damaged"]) == (0.0, 0.0, 0.0)


def test_damage_and_invention():
    found = summary([score(ALONE, "turn on the chandelier")])
    assert (found["damaged"], found["hallucination"]) == (100.0, 100.0)


def test_a_wrong_entity_costs_precision():
    one = score(LEAN, "turn on the floor lamp in the bedroom")
    assert (one.new_right, one.new_said, one.new_gold) == (0, 1, 1)


def test_where_the_referent_was():
    assert distance_of(LEAN, split(LEAN.target)) == "last user turn"
    told = Example(
        (Turn("what is on", "the floor lamp is on"),),
        "turn it off",
        "turn the floor lamp off",
        "reply",
        "home",
        places=PLACES,
        things=THINGS,
    )
    assert distance_of(told, split(told.target)) == "last system turn"
    older = Example(
        (Turn("turn on the kitchen light", "okay"), Turn("thanks", "")),
        "turn it off",
        "turn the kitchen light off",
        "anaphora",
        "home",
    )
    assert distance_of(older, split(older.target)) == "older"


def test_intervals_hold_the_value():
    rows = [score(LEAN, LEAN.target)] * 20 + [score(LEAN, LEAN.utterance)] * 20
    low, high = bootstrap(rows, 100)["entity_r"]
    assert low < 50.0 < high
    assert difference(rows, rows, 50)["entity_f1"] == (0.0, 0.0)


def test_examples_survive_a_file(tmp_path):
    save(tmp_path / "x.jsonl", [LEAN, ALONE])
    assert load(tmp_path / "x.jsonl") == [LEAN, ALONE]
