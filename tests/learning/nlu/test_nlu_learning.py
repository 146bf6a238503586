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


def test_templates_of_several_clauses_keep_their_clauses():
    from learning.nlu.dataset import Maker

    found = [
        sample
        for sample in Maker(catalogue(), 5, homes=3).samples(1500)
        if sample.intents == ("timer_start", "timer_start")
    ]
    assert found
    assert all(set(sample.clauses) <= {-1, 0, 1} and sample.clauses.count(1) > 0 for sample in found)


def test_a_template_that_does_not_fit_its_clauses_is_refused(tmp_path):
    from learning.nlu.grammar import read

    (tmp_path / "odd.grammar").write_text("[open + close]\nopen {kind:blinds} and close it\n")
    with pytest.raises(ValueError, match="do not fit"):
        read(tmp_path)


@pytest.mark.learning
@pytest.mark.parametrize(
    ("heard", "tags"),
    [
        ("turn on the flor lamp", "O O O B-name I-name"),
        ("turn on floor lamp", "O O B-name I-name"),
        ("turn on the big floor lamp", "O O O O B-name I-name"),
        ("turn on the floor the lamp", "O O O B-name I-name I-name"),
        ("something else was heard here", None),
        ("[unk]", None),
    ],
)
def test_labels_are_carried_over_to_what_was_heard(heard, tags):
    pytest.importorskip("soundfile")
    pytest.importorskip("scipy")
    from learning.nlu.heard import Spoken, aligned

    row = Spoken(
        1, ("turn", "on", "the", "floor", "lamp"), ("O", "O", "O", "B-name", "I-name"), ("turn_on",), (0,) * 5, (), ()
    )
    found = aligned(row, heard)
    assert (found if found is None else " ".join(tag for _, tag in found[0])) == tags


@pytest.mark.learning
def test_rejection_keeps_to_its_share():
    pytest.importorskip("torch")
    import numpy as np

    from learning.nlu.calibrate import REJECTED, rejection

    rng = np.random.default_rng(1)
    ours = np.stack([rng.normal(-4, 2, 1000), rng.beta(8, 1, 1000)], 1)
    foreign = np.stack([rng.normal(4, 2, 1000), rng.beta(1, 8, 1000)], 1)
    margin, unsure = rejection(((ours, REJECTED),), foreign)
    rejected = ((ours[:, 0] >= margin) | (ours[:, 1] < unsure)).mean()
    assert rejected <= REJECTED + 0.001
    assert ((foreign[:, 0] >= margin) | (foreign[:, 1] < unsure)).mean() > 0.9


@pytest.mark.learning
def test_going_on_from_the_shipped_model_gives_its_weights():
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from pathlib import Path

    from learning.nlu.catalogue import catalogue as outputs
    from learning.nlu.goes_on import weights_of
    from learning.nlu.network import Network
    from runtime.nlu.labels import labels_hash

    slots = outputs()
    network = Network(len(slots))
    folder = Path(__file__).parents[3] / "exported_models" / "nlu"
    state = weights_of(folder, labels_hash(slots.items()), network)
    assert state is not None
    network.load_state_dict(state)
    assert torch.isfinite(network.pieces.weight).all()
    assert weights_of(folder, "another", network) is None
