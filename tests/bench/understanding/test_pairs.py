"""The minimal pairs: that the table is what it says, and that nothing is done to what was not meant."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.understanding import pairs, wrong_device
from device.engine import open_session
from runtime.resolve import Learned, Plain

MODEL = Path("exported_models/ranker/model.onnx")
RANKERS = [pytest.param(Plain(), id="plain"), pytest.param(Learned(open_session(MODEL)), id="learned")]


def test_at_least_120_pairs_in_ten_kinds_with_two_meanings_each():
    table = list(pairs.pairs())
    kinds = Counter(pair.kind for pair in table)
    assert len(table) >= 120
    assert len(kinds) == 10
    assert min(kinds.values()) >= 10
    for pair in table:
        first, second = pair.members
        assert (first.meant, first.asks) != (second.meant, second.asks), pair.text


@pytest.mark.parametrize("ranker", RANKERS)
def test_context_decides_what_words_leave_open(ranker):
    result = pairs.run(SimpleNamespace(ranker=ranker))["words_given"]
    assert result["right"] >= 0.95
    assert result["right_without_context"] < 0.2


@pytest.mark.slow
def test_no_wrong_device_and_nothing_wider_than_asked():
    result = wrong_device.run(SimpleNamespace(ranker=Learned(open_session(MODEL)), data=None))
    assert result["offences"] == []
