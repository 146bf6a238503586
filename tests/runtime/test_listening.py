"""One sentence, from the first frame after the call to what it is about. The recogniser is scripted, the clock jumps."""

import asyncio
from datetime import UTC, datetime

import numpy as np
import pytest

from device.errors import MicrophoneLost, SpeakerLost
from device.hearing import Heard, HeardAlternative, Partial
from device.hearing.endpoint import Settings
from device.hearing.fake import ScriptedRecognizer
from device.sound import Played
from device.sound.files import WavMicrophone
from device.sound.frames import FRAME_S, RATE, Audio
from runtime.ear import Call, Ear
from runtime.listening import Listening, strip, understood
from runtime.recorder import Recorder
from tests.support.clock import jump

LOUD, QUIET = 1000, 0


def sound(*parts: tuple[int, float]) -> Audio:
    """Stretches of one level each: (level, seconds)."""
    return Audio(np.concatenate([np.full(round(seconds * RATE), level, np.int16) for level, seconds in parts]))


class Loudness:
    """Voice activity for sound that is either loud or quiet."""

    def process(self, frame):
        return float(frame.samples.max() >= LOUD)

    def reset(self):
        pass


class Deaf:
    async def hear(self, frame, *, speaking=False):
        return None


class Spy(ScriptedRecognizer):
    """Keeps what it was given."""

    def __init__(self, script):
        super().__init__(script)
        self.levels: list[int] = []

    async def accept(self, frame):
        self.levels.append(int(frame.samples.max()))
        return await super().accept(frame)


def listen(clip: Audio, recognizer, *, call: str = "wake", settings: Settings | None = None, chime=None):
    """Listen to a clip; return the hypothesis and the finished trace."""

    async def main():
        ear = Ear(WavMicrophone([clip], keep_open=True), Deaf())
        limits = settings or Settings(start_s=2.0)
        listening = Listening(ear, recognizer, Loudness(), limits, follow_up=Settings(start_s=5.0), chime=chime)
        record = Recorder(datetime(2026, 5, 4, tzinfo=UTC), {})
        pump = asyncio.create_task(ear.run())
        heard = await listening(Call(call, 0.0), record)
        pump.cancel()
        await asyncio.wait({pump})
        return heard, record.trace()

    return jump(main())


def test_a_sentence_ends_with_its_silence() -> None:
    heard, trace = listen(sound((LOUD, 1.5), (QUIET, 3)), Spy(["turn on the lamp"]))
    assert heard.text == "turn on the lamp"
    assert [event.stage for event in trace.events] == ["endpoint", "recognize"]
    assert trace.events[0].seconds == pytest.approx(1.5 + 0.7, abs=2 * FRAME_S)


def test_nobody_speaks() -> None:
    heard, trace = listen(sound((QUIET, 5)), Spy([Heard()]))
    assert not heard.text
    assert trace.events[0].data["reason"] == "nothing"


def test_words_that_a_recogniser_finds_in_noise_are_not_a_sentence() -> None:
    heard, trace = listen(sound((QUIET, 8)), Spy(["[unk] teal"]), call="follow_up")
    assert (heard.text, heard.unknown) == ("", False)
    assert trace.events[0].data["reason"] == "nothing"
    assert trace.events[1].data["text"] == "[unk] teal"  # what it believed stays in the trace


def test_a_follow_up_may_take_longer_to_begin() -> None:
    clip = sound((QUIET, 3.5), (LOUD, 1), (QUIET, 3))
    assert not listen(clip, Spy([Heard()]))[0].text
    assert listen(clip, Spy(["the floor lamp"]), call="follow_up")[0].text == "the floor lamp"


def test_eight_seconds_are_the_most() -> None:
    _, trace = listen(sound((LOUD, 20)), Spy(["on and on"]), settings=Settings())
    assert trace.events[0].seconds == pytest.approx(8.0, abs=2 * FRAME_S)


def test_a_recogniser_that_believes_it_is_over_shortens_the_wait() -> None:
    class Sure(Spy):
        async def accept(self, frame):
            await super().accept(frame)
            return Partial("turn on the lamp", complete=True)

    _, trace = listen(sound((LOUD, 1), (QUIET, 3)), Sure(["turn on the lamp"]))
    assert trace.events[0].data["reason"] == "complete"


def test_who_waits_hears_a_tone_and_the_recogniser_does_not() -> None:
    played = []

    async def chime() -> Played:
        played.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.15)
        return Played(played[0], 0.15)

    recognizer = Spy(["turn on the lamp"])
    listen(sound((QUIET, 0.4), (700, 0.3), (QUIET, 0.6), (LOUD, 1), (QUIET, 2)), recognizer, chime=chime)
    assert len(played) == 1
    assert 700 not in recognizer.levels  # the tone as the microphone heard it


def test_who_speaks_on_is_not_interrupted_by_a_tone() -> None:
    async def chime() -> Played:
        raise AssertionError("there is no pause")

    listen(sound((LOUD, 1.5), (QUIET, 2)), Spy(["turn on the lamp"]), chime=chime)


def test_a_missing_speaker_costs_the_tone_and_not_the_sentence() -> None:
    async def chime() -> Played:
        raise SpeakerLost("no speaker")

    assert listen(sound((QUIET, 0.8), (LOUD, 1), (QUIET, 2)), Spy(["stop"]), chime=chime)[0].text == "stop"


def test_a_microphone_that_goes_away_ends_the_sentence_with_its_stage() -> None:
    async def main():
        microphone = WavMicrophone([sound((LOUD, 1.0))], tail_s=0)  # and then it is over
        ear = Ear(microphone, Deaf())
        listening = Listening(ear, Spy(["turn on"]), Loudness(), Settings(), follow_up=Settings())
        record = Recorder(datetime(2026, 5, 4, tzinfo=UTC), {})
        pump = asyncio.create_task(ear.run())
        with pytest.raises(MicrophoneLost, match="over"):
            await listening(Call("button", 0.0), record)
        with pytest.raises(MicrophoneLost, match="over"):  # there is none now: nobody waits for it
            await listening(Call("button", 0.0), record)
        await pump
        return record.trace()

    trace = jump(main())
    assert [event.stage for event in trace.events] == ["endpoint", "endpoint"]
    assert trace.events[0].seconds == pytest.approx(1.0, abs=2 * FRAME_S)
    assert "over" in trace.events[0].data["problem"]


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("turn on the lamp", "turn on the lamp"),
        ("[unk] turn on the lamp [unk] [unk]", "turn on the lamp"),
        ("turn [unk] the lamp", "turn [unk] the lamp"),
        ("[unk]", ""),
        ("", ""),
        ("jarvis turn on the lamp", "turn on the lamp"),
        ("hey jarvis turn on the lamp", "turn on the lamp"),
        ("jarvis", ""),
    ],
)
def test_sounds_around_a_sentence_and_the_wake_word_are_dropped(heard: str, kept: str) -> None:
    assert strip(heard, ("hey", "jarvis")) == kept


def test_alternatives_that_say_the_same_are_dropped() -> None:
    heard = Heard(
        "[unk] stop",
        0.9,
        (),
        (HeardAlternative("[unk] stop", 0.6), HeardAlternative("stop", 0.3), HeardAlternative("top", 0.1)),
    )
    assert [each.text for each in understood(heard, ()).alternatives] == ["top"]
