"""The recogniser: what Vosk's answers become, and what every recogniser keeps (the fake and the bundled model)."""

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest

from device.errors import ModelBroken, ModelMissing
from device.hearing import Heard, Partial, Recognizer
from device.hearing.fake import ScriptedRecognizer
from device.hearing.recognizer import VoskRecognizer, join, parse
from device.models.shelf import bundled_directory
from device.sound.frames import RATE, Samples, frames
from tests.device.hearing.conftest import Say

SPEECH = bundled_directory() / "speech"
SENTENCE = "turn on the kitchen light"
needs_model = pytest.mark.skipif(not (SPEECH / "am" / "final.mdl").is_file(), reason="no bundled speech model yet")


def answer(*hearings: tuple[str, float]) -> str:
    def timed(text: str) -> list[dict[str, object]]:
        return [{"word": word, "start": n * 0.5, "end": n * 0.5 + 0.4} for n, word in enumerate(text.split())]

    return json.dumps({"alternatives": [{"text": t, "confidence": c, "result": timed(t)} for t, c in hearings]})


def test_scores_become_shares_of_the_hearings() -> None:
    heard = parse(answer(("turn on the light", 100.0), ("turn off the light", 100.0 + np.log(0.25))))
    assert heard.text == "turn on the light"
    assert [round(each.confidence, 3) for each in heard.alternatives] == [0.8, 0.2]
    assert [round(word.confidence, 3) for word in heard.words] == [1.0, 0.8, 1.0, 1.0]
    assert heard.confidence == pytest.approx(0.95)
    assert (heard.words[1].start, heard.words[1].end) == (0.5, 0.9)


def test_hearings_of_the_same_words_are_one() -> None:
    heard = parse(answer(("stop", 10.0), ("stop ", 10.0), ("top", 10.0)))
    assert [(each.text, round(each.confidence, 3)) for each in heard.alternatives] == [("stop", 0.667), ("top", 0.333)]


@pytest.mark.parametrize("result", ['{"alternatives": []}', "{}", answer(("", 5.0))])
def test_nothing_heard_is_empty(result: str) -> None:
    assert parse(result) == Heard()


def test_parts_that_vosk_closed_by_itself_become_one_sentence() -> None:
    one, other = parse(answer(("turn on", 9.0))), parse(answer(("the light", 9.0)))
    assert join([one, Heard(), other], 3.0).text == "turn on the light"
    assert join([Heard(), other], 3.0).alternatives == other.alternatives
    assert join([], 3.0) == Heard(seconds=3.0)


@pytest.mark.parametrize("name", ["empty", "absent"])
def test_a_missing_model_names_the_command(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelMissing, match="hearth models"):
        VoskRecognizer(tmp_path / name)


def test_a_broken_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "conf").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"not a model")
    (tmp_path / "conf" / "model.conf").write_text("")
    with pytest.raises(ModelBroken, match="does not load"):
        VoskRecognizer(tmp_path)


@pytest.fixture(params=["script", pytest.param("vosk", marks=needs_model)])
def recognizer(request: pytest.FixtureRequest) -> Recognizer:
    return ScriptedRecognizer([SENTENCE] * 4) if request.param == "script" else VoskRecognizer(SPEECH)


async def listen(recognizer: Recognizer, sound: Samples) -> tuple[Heard, list[Partial]]:
    await recognizer.begin()
    partials = [await recognizer.accept(frame) for frame in frames(sound)]
    return await recognizer.finish(), [each for each in partials if each]


def test_a_sentence_is_heard_with_times_confidences_and_partials(recognizer: Recognizer, say: Say) -> None:
    heard, partials = asyncio.run(listen(recognizer, say(SENTENCE, "en-us")))
    assert heard.text == SENTENCE
    assert [word.text for word in heard.words] == SENTENCE.split()
    assert all(one.start <= one.end for one in heard.words)
    assert all(0.0 <= word.confidence <= 1.0 for word in heard.words)
    assert heard.alternatives[0].text == SENTENCE
    assert sum(each.confidence for each in heard.alternatives) == pytest.approx(1.0)
    assert partials[-1].text.startswith("turn on")
    assert recognizer.versions["closed"]
    recognizer.close()


def test_each_sentence_is_its_own(recognizer: Recognizer, say: Say) -> None:
    async def twice() -> list[str]:
        return [(await listen(recognizer, say(SENTENCE, "en-us")))[0].text for _ in range(2)]

    assert asyncio.run(twice()) == [SENTENCE] * 2
    recognizer.close()


def test_no_sound_is_no_words(recognizer: Recognizer) -> None:
    heard, _ = asyncio.run(listen(recognizer, np.zeros(0, np.int16)))
    assert heard.text == ""
    recognizer.close()


@needs_model
def test_silence_is_no_words() -> None:
    heard, _ = asyncio.run(listen(VoskRecognizer(SPEECH), np.zeros(2 * RATE, np.int16)))
    assert heard.text in {"", "[unk]"}  # sounds that are no word may be told as such
    assert heard.seconds == pytest.approx(2.0)


@needs_model
def test_a_swap_in_mid_sentence_waits_for_the_next(say: Say) -> None:
    async def swap() -> tuple[str, str]:
        recognizer = VoskRecognizer(SPEECH)
        await recognizer.begin()
        sound = list(frames(say(SENTENCE, "en-us")))
        for frame in sound[:8]:
            await recognizer.accept(frame)
        await recognizer.swap(SPEECH)
        for frame in sound[8:]:
            await recognizer.accept(frame)
        first = (await recognizer.finish()).text
        second = (await listen(recognizer, say(SENTENCE, "en-us")))[0].text
        recognizer.close()
        return first, second

    assert asyncio.run(swap()) == (SENTENCE, SENTENCE)


@needs_model
def test_a_swap_to_a_missing_model_changes_nothing(say: Say, tmp_path: Path) -> None:
    async def swap() -> str:
        recognizer = VoskRecognizer(SPEECH)
        with pytest.raises(ModelMissing):
            await recognizer.swap(tmp_path)
        return (await listen(recognizer, say(SENTENCE, "en-us")))[0].text

    assert asyncio.run(swap()) == SENTENCE
