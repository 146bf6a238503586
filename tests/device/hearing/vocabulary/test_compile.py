"""A home's graph is compiled in a child process and heard with the shipped model by the real Vosk."""

import asyncio
import os
from pathlib import Path

import pytest

from device.errors import ModelBroken, ModelMissing
from device.hearing.recognizer import VoskRecognizer
from device.hearing.vocabulary.compile import compile_graph, model_for
from device.hearing.vocabulary.home import Grammar, SpokenName, sentences
from device.sound.files import read_wav
from device.sound.frames import frames

ROOT = Path(__file__).parents[4]
MODEL = ROOT / "exported_models" / "speech"
CLIPS = ROOT / "tests" / "data" / "speech"
HOME = sentences(
    [
        *(SpokenName(name, "light") for name in ("floor lamp", "ceiling light", "kallax")),
        *(SpokenName(name, "cover") for name in ("garage door", "bedroom blinds")),
        *(SpokenName(name, "room") for name in ("kitchen", "bedroom", "garage")),
    ]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return asyncio.run(model_for(MODEL, HOME, tmp_path_factory.mktemp("vocabulary")))


def hear(folder: Path, clip: str):
    async def listen():
        ears = VoskRecognizer(folder)
        await ears.begin()
        for frame in frames(read_wav(CLIPS / clip).samples):
            await ears.accept(frame)
        heard = await ears.finish()
        ears.close()
        return heard

    return asyncio.run(listen())


@pytest.mark.parametrize("sentence", ["turn on the floor lamp", "is the garage door open"])
def test_commands_of_this_home_are_heard(folder, sentence):
    heard = hear(folder, sentence.replace(" ", "-") + ".wav")
    assert heard.text == sentence
    assert 0.0 < heard.confidence <= 1.0


def test_words_have_times_and_confidences(folder):
    words = hear(folder, "turn-on-the-floor-lamp.wav").words
    assert [word.text for word in words] == ["turn", "on", "the", "floor", "lamp"]
    assert all(0.0 < word.confidence <= 1.0 for word in words)
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert 0.1 < starts[0] < 0.6
    assert all(word.start < word.end for word in words)


def test_other_talk_is_unknown_and_not_forced_onto_a_command(folder):
    heard = hear(folder, "talk.wav")
    assert "[unk]" in heard.text


def test_the_shipped_graph_hears_without_a_home():
    assert hear(MODEL, "is-the-garage-door-open.wav").text == "is the garage door open"


def test_an_unchanged_home_is_not_compiled_again(folder):
    made = (folder / "graph" / "HCLG.fst").stat().st_mtime_ns
    assert asyncio.run(model_for(MODEL, HOME, folder.parent)) == folder
    assert (folder / "graph" / "HCLG.fst").stat().st_mtime_ns == made


def test_old_graphs_go(tmp_path):
    for number in range(4):
        asyncio.run(model_for(MODEL, Grammar({"light": (f"lamp {'abcd'[number]}",)}), tmp_path))
    assert len(list(tmp_path.iterdir())) == 3


def test_a_pattern_that_is_none_says_so_and_leaves_the_graph(folder, tmp_path):
    compile_graph(MODEL, HOME, tmp_path / "graph")
    before = (tmp_path / "graph" / "HCLG.fst").read_bytes()
    with pytest.raises(ModelBroken, match="expected"):
        compile_graph(MODEL, Grammar({}, patterns=("turn (on",)), tmp_path / "graph")
    assert (tmp_path / "graph" / "HCLG.fst").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_without_a_model_the_error_names_the_command(tmp_path):
    with pytest.raises(ModelMissing, match="hearth models"):
        compile_graph(tmp_path, HOME, tmp_path / "graph")


@pytest.mark.slow
def test_five_hundred_things_compile_quickly(tmp_path):
    """Processor time of the child, interpreter start included; the promise is two seconds on one core."""
    rooms = [f"room {letter}" for letter in "abcdefghijklmnopqrst"]
    kinds = ("light", "switch", "sensor", "cover", "light")
    names = [SpokenName(room, "room") for room in rooms]
    names += [SpokenName(f"{rooms[n % 20]} thing {n // 20}", kinds[n % 5]) for n in range(500)]
    before = _children()
    size = compile_graph(MODEL, sentences(names), tmp_path / "graph")
    assert size.words > 500
    assert _children() - before < 4.0


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system
