"""What this home does not have is said not to be there: nothing else is switched in its place."""

import pytest

from bench.understanding.house import demo
from runtime.resolve import Plain, resolve
from runtime.resolve.index import index_of
from runtime.resolve.names import entities_named
from runtime.turn import Interpretation, Question, Reply, Slot
from tests.runtime.resolve.test_resolve import context, said

INDEX = index_of(demo())


@pytest.mark.parametrize("words", ["lava lamp", "pool light", "garden light", "moon lamp", "wall lamp", "cellar light", "tea machine",
                                   "christmas tree", "front gate", "back yard door", "bathroom fan", "sauna", "skylight"])  # fmt: skip
def test_nothing_stands_in_for_what_is_not_there(words):
    assert entities_named(words, INDEX) == {}


@pytest.mark.parametrize(("words", "entity"), [
    ("flor lamp", "light.floor"), ("f lore lamp", "light.floor"), ("left lamb", "light.left"), ("sealing fan", "fan.ceiling"),
    ("cof fee machine", "switch.coffee"), ("robot vacuums", "vacuum.robot"), ("movie tyme", "scene.movie"), ("roof windows", "cover.window"),
])  # fmt: skip
def test_misheard_names_are_found(words, entity):
    assert entity in entities_named(words, INDEX)


def test_a_name_heard_half_is_asked_for():
    found = resolve(said("turn_on", "turn on the night lamp", name="night lamp"), context(), Plain())
    assert isinstance(found, Question)
    assert found.ask == "Shall I turn on the bedroom right lamp?"


@pytest.mark.parametrize(("confidence", "outcome"), [(0.01, Reply), (0.1, Question)])
def test_a_doubtful_sentence_is_not_acted_on(confidence, outcome):
    clause = Interpretation("turn_on", (Slot("name", "floor lamp"),), confidence, "floor lamp that")
    assert isinstance(resolve(clause, context(), Plain()), outcome)


def test_a_name_said_with_a_class_it_is_not():
    clause = Interpretation(
        "turn_on", (Slot("name", "front door"), Slot("kind", "lamp", "light")), 1.0, "turn on the front door lamp"
    )
    found = resolve(clause, context(), Plain())
    assert isinstance(found, Reply)
    assert found.say == "I don't know anything called front door lamp."
