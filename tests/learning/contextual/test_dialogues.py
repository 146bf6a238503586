"""The conversations that teach: repeatable, split, copyable."""

import itertools

from learning.contextual.dialogues import generate
from learning.contextual.homes import NAMES, ROOMS, part_of
from learning.contextual.phrases import ELLIPSIS_ROOM, spelled, wordings
from runtime.rewrite.source import CLOSED
from runtime.rewrite.words import split

KINDS = {"anaphora", "locative", "nominal", "ellipsis", "merge", "correction", "repair", "reply", "alone", "dangling"}


def test_the_same_seed_gives_the_same_conversations():
    assert list(generate("dev", 5)) == list(generate("dev", 5))
    assert list(generate("dev", 5)) != list(generate("dev", 5, 5))


def test_every_kind_of_reference_occurs():
    assert {example.kind for example in generate("train", 400)} == KINDS


def test_plenty_is_left_alone():
    found = list(generate("train", 400))
    assert 0.4 < sum(not example.needed for example in found) / len(found) < 0.7


def test_every_word_of_a_rewrite_can_be_copied():
    for example in generate("test", 300):
        said = {*split(example.utterance), *CLOSED}
        for turn in example.turns:
            said.update(word for text in (turn.user, turn.system, *turn.entities, *turn.rooms) for word in split(text))
        assert said >= set(split(example.target)), example


def test_wordings_are_split():
    train, dev, test = (set(wordings(ELLIPSIS_ROOM, split_)) for split_ in ("train", "dev", "test"))
    assert all((train, dev, test))
    assert not train & dev | train & test | dev & test
    assert {part_of(wording) for wording in test} == {"test"}


def test_names_are_split():
    for names in (ROOMS, *NAMES.values()):
        for one, other in itertools.combinations(("train", "dev", "test"), 2):
            assert not set(names[one]) & set(names[other])


def test_some_combinations_are_kept_from_training():
    assert not any(example.held_out for example in generate("train", 300))
    assert any(example.held_out for example in generate("test", 300))


def test_spelled_out():
    assert spelled("(a|b) x [c|d]") == ("a x", "a x c", "a x d", "b x", "b x c", "b x d")
