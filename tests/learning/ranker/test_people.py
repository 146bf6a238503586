"""Simulated people and their lists: the same seed, the same life; what is meant is among the candidates."""

from learning.ranker.homes import make
from learning.ranker.people import sentences
from learning.ranker.train import interval, listed
from runtime.resolve.features import FEATURES


def test_the_same_seed_is_the_same_life():
    first = [(said.clause, said.meant) for said in sentences(make(3), 3, 40)]
    assert first == [(said.clause, said.meant) for said in sentences(make(3), 3, 40)]
    assert len(first) > 20


def test_lists_hold_what_is_meant():
    found = [pair for said in sentences(make(5), 5, 60) if (pair := listed(said)) is not None]
    assert len(found) > 20
    for rows, place in found:
        assert rows.shape[1] == len(FEATURES)
        assert 0 <= place < len(rows)
        assert rows.min() >= 0
        assert rows.max() <= 1


def test_the_interval_holds_its_share():
    low, high = interval(0.9, 100)
    assert low < 0.9 < high
