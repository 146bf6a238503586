"""A home of thousands costs a sentence no more than a flat does; and the export says what the network said."""

import json
import statistics
import time
from pathlib import Path

import numpy as np
import pytest

from bench.understanding.house import demo, entity, home, told
from device.engine import open_session
from device.errors import ModelBroken
from runtime.resolve import Learned, Plain, resolve
from runtime.resolve.features import FEATURES
from runtime.resolve.index import index_of
from runtime.resolve.names import entities_named, name_within
from runtime.resolve.place import room_named
from runtime.resolve.sounds import sound
from runtime.turn import Context, Request
from tests.support.talk import NOW, said

FOLDER = Path("exported_models/ranker")


def large(count):
    names = ("ceiling light", "floor lamp", "desk lamp", "thermostat", "blinds")
    platforms = ("light", "light", "light", "climate", "cover")
    made = home([entity(f"{platforms[n % 5]}.e{n}", names[n % 5], f"room {n // 5}") for n in range(count)])
    return told(made, "light.e1", "on")


@pytest.mark.parametrize(
    "clause",
    [said("turn_off", kind="light:light"), said("turn_off", name="floor lamp", area="room 0"), said("turn_off", "it")],
)
def test_flat_from_25_to_5000(clause):
    took = {}
    for count in (25, 5000):
        context = Context(home=large(count), now=NOW, at=1.0, room="room 0")
        assert isinstance(resolve(clause, context, Plain()), Request)
        times = []
        for _ in range(7):
            start = time.thread_time()
            resolve(clause, context, Plain())
            times.append(time.thread_time() - start)
        took[count] = statistics.median(times)
    assert took[5000] < 0.02 + took[25]


def test_the_index_is_kept_while_only_states_change():
    made = demo()
    assert index_of(made) is index_of(told(made, "light.floor", "on"))
    assert index_of(made) is not index_of(made.without("light.floor"))


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("flor lamp", "light.floor"), ("dest lamp", "light.desk"), ("coffee mashine", "switch.coffee"), ("sealing fan", "fan.ceiling"),
     ("roof windows", "cover.window"), ("the humidifiers", "humidifier.bedroom")],
)  # fmt: skip
def test_misheard_names(heard, meant):
    assert list(entities_named(heard, index_of(demo()))) == [meant]


@pytest.mark.parametrize("heard", ["hello", "disco ball", "bed", "cat", "the president", "lamp post office"])
def test_what_is_no_name_is_none(heard):
    assert room_named(heard, index_of(demo())) is None
    assert not [i for i, score in entities_named(heard, index_of(demo())).items() if score > 0.95]


def test_rooms_and_sounds():
    index = index_of(demo())
    assert room_named("living", index) == "living room"
    assert room_named("kitchin", index) == "kitchen"
    assert sound("knight") == sound("night")
    assert name_within("start the robot vacuum please", index) == "robot vacuum"
    assert name_within("turn on the light", index) is None


def test_the_exported_ranker_is_for_these_features():
    about = json.loads((FOLDER / "model.json").read_text())
    assert about["features"] == list(FEATURES)
    assert (FOLDER / "model.onnx").stat().st_size < 100_000
    ranker = Learned(open_session(FOLDER / "model.onnx"))
    assert ranker.score(np.zeros((3, len(FEATURES)), np.float32)).shape == (3,)


def test_a_ranker_for_other_features_is_refused():
    class Other:
        def get_inputs(self):
            return [type("Input", (), {"name": "features", "shape": ["candidates", 3]})]

    with pytest.raises(ModelBroken, match="3 features"):
        Learned(Other())
