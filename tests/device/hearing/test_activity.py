"""Voice activity: speech is told from silence and noise, and a reset forgets."""

import numpy as np

from device.hearing.activity import Silero
from device.sound.frames import RATE, frames
from tests.device.hearing.conftest import Say, with_noise


def test_speech_is_told_from_what_is_none(say: Say) -> None:
    activity = Silero()
    speech = [activity.process(frame) for frame in frames(say("turn on the kitchen light please", "en-gb"))]
    assert max(speech) > 0.9
    activity.reset()
    for nothing in (np.zeros(RATE, np.int16), with_noise(np.zeros(RATE, np.int16), -45)):
        assert max(activity.process(frame) for frame in frames(nothing)) < 0.5


def test_after_reset_it_hears_as_at_first(say: Say) -> None:
    activity = Silero()
    sound = list(frames(say("yes", "en-gb")))
    first = [activity.process(frame) for frame in sound]
    activity.reset()
    assert [activity.process(frame) for frame in sound] == first
