import random

import pytest

from learning.nlu.catalogue import catalogue
from learning.nlu.grammar import parse, read
from learning.nlu.homes import make_home
from runtime.nlu.labels import OUT_OF_SCOPE, SLOTS
from runtime.nlu.tidy import spans_of


def test_every_intent_has_sentences_and_every_slot_a_label():
    slots = catalogue()
    grammar = read()
    assert set(slots) == set(grammar.sentences)
    assert {slot for names in slots.values() for slot in names} <= set(SLOTS)


def test_templates_sample_into_tags():
    grammar = read()
    node = parse("turn (on|off) [the] {name:floor lamp}")
    pairs = grammar.sample(node, lambda slot, group: "x", random.Random(1))
    assert [tag for _, tag in pairs][-2:] == ["B-name", "I-name"]


def test_a_missing_bracket_is_told():
    with pytest.raises(ValueError, match="bracket"):
        parse("turn (on|off the light")


def test_homes_differ_and_held_out_words_stay_out():
    from learning.nlu.homes import RARE

    names = [entity.name for seed in range(10) for entity in make_home(random.Random(seed)).home]
    assert len(set(names)) > 50
    assert not [name for name in names if any(word in RARE for word in name.split())]


@pytest.mark.learning
def test_samples_are_deterministic_and_consistent():
    pytest.importorskip("torch")
    from learning.nlu.dataset import Maker

    slots = catalogue()
    first, second = (list(Maker(slots, 3, homes=4).samples(60)) for _ in range(2))
    assert [sample.words for sample in first] == [sample.words for sample in second]
    for sample in first:
        assert len(sample.words) == len(sample.tags) == len(sample.clauses)
        if len(sample.intents) == 1:
            allowed = set(slots[sample.intents[0]])
            assert {span.slot for span in spans_of(sample.tags)} <= allowed
            assert sample.intents[0] != OUT_OF_SCOPE or not allowed


@pytest.mark.learning
def test_a_few_steps_lower_the_loss(tmp_path):
    torch = pytest.importorskip("torch")
    from learning.nlu.dataset import Maker, arrays
    from learning.nlu.network import Network
    from learning.nlu.train import batch, losses, train

    slots = catalogue()
    torch.manual_seed(1)
    data = arrays(list(Maker(slots, 3, homes=4).samples(300)), sorted(slots))
    network = Network(len(slots))
    one = batch(data, torch.arange(64).numpy(), 40)
    before = sum(float(term.detach()) for term in losses(network.eval(), one))
    train(lambda _: data, network, tmp_path / "checkpoint.pt", 12, 30)
    after = sum(float(term.detach()) for term in losses(network.eval(), one))
    assert after < before
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 12
