"""The wake word: the package's scores, the same with the gate, and when it speaks up."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from device.engine import open_session
from device.errors import ModelBroken, ModelMissing
from device.hearing import Detection
from device.hearing.embedding import wheel_models
from device.hearing.gate import Settings as GateSettings
from device.hearing.streaming import StreamingEmbedding
from device.hearing.wake import Settings, Wake, WakeWord, locate
from device.sound.frames import RATE, Samples, frames
from tests.device.hearing.conftest import Say, with_noise

OPEN = GateSettings(enabled=False)
PackageScores = Callable[[Samples, list[str]], dict[str, list[float]]]


def listener(*words: WakeWord, gated: bool = True, refractory_s: float = 1.5) -> Wake:
    return Wake(Settings(words=words, refractory_s=refractory_s, gate=GateSettings(enabled=gated)))


def scores(wake: Wake, sound: Samples, word: str) -> list[float]:
    """Score of each whole frame; 0.0 while the gate is shut."""
    found: list[float] = []
    for frame in list(frames(sound))[: len(sound) // 1280]:
        wake.scores = {}
        wake.process(frame)
        found.append(wake.scores.get(word, 0.0))
    return found


def detections(wake: Wake, sound: Samples, *, speaking: bool = False) -> list[Detection]:
    found = [wake.process(frame, speaking=speaking) for frame in frames(sound)]
    return [one for one in found if one]


@pytest.fixture(scope="module")
def conversation(say: Say) -> Samples:
    """Two wake words among other words, with pauses, in a quiet room."""
    pause = np.zeros(3 * RATE, np.int16)
    said = [say("hey jarvis", "en-gb"), pause, say("what time is it in paris please", "en-us"), pause]
    said += [say("hey jarvis, turn on the kitchen light", "en-gb"), pause]
    return with_noise(np.concatenate(said), -60)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_scores_are_the_packages(conversation: Samples, package_scores: PackageScores) -> None:
    theirs = package_scores(conversation, ["hey_jarvis", "alexa"])
    assert max(theirs["hey_jarvis"]) > 0.9
    for word, expected in theirs.items():
        assert scores(listener(WakeWord(word), gated=False), conversation, word) == pytest.approx(expected, abs=2e-4)


def test_embeddings_that_remember_are_the_models_own() -> None:
    """The rewritten graph gives to the last bit what the wheel's model gives for the same 76 mel frames."""
    folder = wheel_models()
    whole = open_session(folder / "embedding_model.onnx")
    streaming = StreamingEmbedding(folder / "embedding_model.onnx")
    ones = np.ones((8, 32), np.float32)
    streaming.reset(ones, 10)
    mels = np.random.default_rng(0).normal(8, 3, (20 * 8, 32)).astype(np.float32)
    window = np.ones((76, 32), np.float32)
    for rows in np.split(mels, 20):
        window = np.concatenate([window, rows])[-76:]
        expected = whole.run(None, {"input_1": window[None, :, :, None]})[0].reshape(1, 96)
        assert np.abs(streaming.step(rows) - expected).max() < 1e-4


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x3a\xff"])
def test_a_broken_embedding_model_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.onnx").write_bytes(content)
    with pytest.raises(ModelBroken):
        StreamingEmbedding(tmp_path / "x.onnx")


def test_the_gate_changes_no_score_while_there_is_speech(conversation: Samples) -> None:
    ungated = scores(listener(WakeWord("hey_jarvis"), gated=False), conversation, "hey_jarvis")
    gated = scores(listener(WakeWord("hey_jarvis")), conversation, "hey_jarvis")
    shut = [number for number, score in enumerate(gated) if score == 0.0]
    assert all(ungated[number] < 0.1 for number in shut)
    same = [(one, other) for one, other in zip(gated, ungated, strict=True) if one]
    assert len(same) > 30
    assert len(shut) > 60
    assert max(abs(one - other) for one, other in same) < 2e-4


@pytest.mark.parametrize("dbfs", [None, -50.0, -30.0])
def test_steady_sound_never_reaches_the_models(dbfs: float | None) -> None:
    wake = listener(WakeWord("hey_jarvis"))
    room = np.zeros(20 * RATE, np.int16)
    looked = 0
    for frame in frames(room if dbfs is None else with_noise(room, dbfs)):
        wake.scores = {}
        wake.process(frame)
        looked += bool(wake.scores)
    assert looked == 0


def test_each_word_is_reported_once(conversation: Samples) -> None:
    found = detections(listener(WakeWord("hey_jarvis")), conversation)
    assert [one.word for one in found] == ["hey_jarvis", "hey_jarvis"]
    assert all(one.ends_at < one.at and one.score >= 0.5 for one in found)


def test_two_words_at_once(say: Say) -> None:
    pause = np.zeros(2 * RATE, np.int16)
    sound = np.concatenate([say("alexa", "en-gb"), pause, say("hey jarvis", "en-gb")])
    wake = listener(WakeWord("hey_jarvis"), WakeWord("alexa"))
    assert [one.word for one in detections(wake, sound)] == ["alexa", "hey_jarvis"]


def test_while_speaking_the_higher_threshold_holds(say: Say) -> None:
    word = WakeWord("hey_jarvis", threshold=0.5, barge_in_threshold=1.01)
    sound = say("hey jarvis", "en-gb")
    assert detections(listener(word), sound)
    assert not detections(listener(word), sound, speaking=True)


def test_nothing_is_reported_in_the_refractory_time(say: Say) -> None:
    twice = np.concatenate([say("hey jarvis", "en-gb")] * 2)
    assert len(detections(listener(WakeWord("hey_jarvis"), refractory_s=0.5), twice)) == 2
    assert len(detections(listener(WakeWord("hey_jarvis"), refractory_s=30), twice)) == 1


def test_it_listens_on_a_thread_of_its_own(say: Say) -> None:
    async def listen() -> list[Detection]:
        wake = listener(WakeWord("hey_jarvis"))
        found = [await wake.hear(frame) for frame in frames(say("hey jarvis", "en-gb"))]
        wake.close()
        return [one for one in found if one]

    (found,) = asyncio.run(listen())
    assert found.word == "hey_jarvis"


def test_after_reset_it_hears_as_at_first(say: Say) -> None:
    wake = listener(WakeWord("hey_jarvis"), gated=False)
    first = scores(wake, say("hey jarvis", "en-gb"), "hey_jarvis")
    wake.reset()
    assert scores(wake, say("hey jarvis", "en-gb"), "hey_jarvis") == first


def test_an_unknown_word_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no wake word 'hey_hal'.*alexa.*hey_jarvis"):
        Wake(Settings(words=(WakeWord("hey_hal"),)), [tmp_path])


def test_a_head_of_ones_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "alexa.onnx").touch()
    assert locate("alexa", [tmp_path]) == tmp_path / "alexa.onnx"
    assert locate("/some/head.onnx", [tmp_path]) == Path("/some/head.onnx")
