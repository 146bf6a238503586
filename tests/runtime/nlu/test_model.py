"""The exported model on sentences that must never fail, whatever was retrained."""

from pathlib import Path

import pytest

from device.errors import ModelBroken, ModelMissing
from device.home.state import Entity, Home
from runtime.nlu.labels import OUT_OF_SCOPE, labels_hash
from runtime.nlu.model import Nlu
from runtime.nlu.vocabulary import Vocabulary
from runtime.skills import catalogue
from runtime.turn import Alternative

FOLDER = Path(__file__).parents[3] / "exported_models" / "nlu"
THINGS = (
    ("light", "floor lamp", "living room"), ("light", "ceiling light", "kitchen"), ("cover", "blinds", "bedroom"), ("lock", "front door", "hallway"),
    ("scene", "movie time", None), ("vacuum", "rosie", "hallway"), ("light", "zubravka", "office"),
)  # fmt: skip


def house() -> Home:
    home = Home()
    for number, (platform, name, room) in enumerate(THINGS):
        home = home.with_entity(Entity(f"{platform}.{number}", platform, name, room))
    return home


NAMES = Vocabulary.of(house())


@pytest.fixture(scope="module")
def nlu() -> Nlu:
    return Nlu.open(FOLDER, dict(catalogue()), labels_hash(catalogue()))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("turn on the floor lamp", "turn_on name=floor lamp"),
        ("Turn off the floor lamp in ten minutes.", "turn_off name=floor lamp duration=600.0"),
        ("set the kitchen lights to 40%", "set_brightness area=kitchen kind=light brightness=40.0"),
        ("turn on the floor lamp and close the blinds", "turn_on name=floor lamp / close kind=blind"),
        ("lock the front door", "lock name=front door"),
        ("movie time", "activate name=movie time"),
        ("switch on the zubravka", "turn_on name=zubravka"),
        ("set a timer for five minutes", "timer_start duration=300.0"),
        ("what time is it", "ask_time"),
        ("never mind", "stop"),
        ("yes", "affirm"),
        ("no", "deny"),
        ("set the bedroom to nineteen degrees", "set_temperature area=bedroom temperature=19.0"),
        ("what is the weather like in london", OUT_OF_SCOPE),
        ("", OUT_OF_SCOPE),
    ],
)
def test_plain_sentences(nlu, text, reading):
    found = nlu.understand(text, NAMES)
    told = [
        " ".join(
            [
                clause.intent,
                *(f"{slot.name}={slot.text if slot.value is None else slot.value}" for slot in clause.slots),
            ]
        )
        for clause in found.clauses
    ]
    assert " / ".join(told) == reading


def test_confidences_are_chances(nlu):
    found = nlu.understand("turn on the floor lamp", NAMES)
    assert 0.5 < found.clauses[0].confidence <= 1
    assert all(0 <= other.confidence <= 1 for other in found.alternatives)


def test_another_hearing_that_makes_sense_wins(nlu):
    heard = "torn hon the flour clamp over their"
    found = nlu.understand(heard, NAMES, (Alternative("turn on the floor lamp", 0.9),))
    assert found.clauses[0].intent == "turn_on"
    assert found.clauses[0].said("name") == "floor lamp"


def test_the_same_words_give_the_same_understanding(nlu):
    assert nlu.understand("dim the lights", NAMES) == nlu.understand("dim the lights", NAMES)


def test_another_catalogue_is_refused():
    with pytest.raises(ModelBroken, match="another catalogue"):
        Nlu.open(FOLDER, dict(catalogue()), "0" * 16)


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelMissing, match="no NLU"):
        Nlu.open(tmp_path, dict(catalogue()), labels_hash(catalogue()))
