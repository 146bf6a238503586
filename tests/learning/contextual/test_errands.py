"""Errands: the same number gives the same dialogue, and what must be written can be copied."""

from learning.contextual.errands import errand
from learning.contextual.phrases import ELLIPSIS_ROOM, wordings
from runtime.rewrite.source import CLOSED
from runtime.rewrite.words import split


def test_the_same_number_gives_the_same_dialogue():
    assert errand(7) == errand(7)
    assert errand(7) != errand(8)


def test_every_word_of_a_rewrite_was_said():
    for number in range(200):
        for example in errand(number):
            known = {
                *CLOSED,
                *split(example.utterance),
                *(w for t in example.turns for w in split(f"{t.user} {t.system}")),
            }
            assert set(split(example.target)) <= known
            assert example.kind == "alone" or example.needed


def test_extra_wordings_only_train():
    train, dev, test = (set(wordings(ELLIPSIS_ROOM, part)) for part in ("train", "dev", "test"))
    assert not train & (dev | test)
    assert len(train) > 3 * len(test)
