"""Commands that must not be carried out as they stand."""

import pytest

from runtime.resolve.refused import refused
from runtime.turn import Interpretation, Slot


@pytest.mark.parametrize(
    ("intent", "text", "says"),
    [
        ("turn_on", "don't turn on the light", "leave it"),
        ("turn_on", "please do not turn on the light", "leave it"),
        ("open", "never open the garage door", "leave it"),
        ("turn_off", "you don't need to turn off the lamp", "leave it"),
        ("turn_on", "why don't you turn on the light", None),
        ("turn_off", "don't forget to turn off the lamp", None),
        ("halt", "don't open the blinds any further", None),
        ("turn_off", "turn off the tv when the movie ends", "not for something"),
        ("turn_on", "turn on the light if somebody comes home", "not for something"),
        ("turn_on", "as soon as it gets dark turn on the light", "not for something"),
        ("turn_on", "leave the light on until i am back", "not for something"),
        ("turn_on", "turn on the light if you can", None),
        ("turn_on", "if you don't mind turn on the light", None),
        ("turn_on", "if possible turn on the light", None),
        ("turn_on", "turn on the light when you get a chance", None),
        ("turn_on", "before i forget turn on the light", None),
        ("turn_on", "leave the light on until eleven", None),
        ("turn_on", "after ten minutes turn on the light", None),
        ("close", "close the blinds at sunset", "the sun"),
        ("close", "close the blinds when the sun goes down", "the sun"),
        ("open", "every day at seven open the blinds", "only do that once"),
        ("alarm_set", "wake me at six on weekdays", "only do that once"),
        ("reminder_set", "remind me every monday to take out the bins", "only do that once"),
        ("turn_on", "turn on every light", None),
        ("turn_on", "turn on every night light", None),
        ("ask_state", "tell me if the light is on", None),
        ("announce", "tell everyone when we leave", None),
    ],
)
def test_refused(intent, text, says):
    found = refused(Interpretation(intent, (), 1.0, text))
    assert found is None if says is None else found is not None and says in found.say


def test_a_scene_may_be_called_sunset():
    scene = Interpretation("activate", (Slot("name", "sunset", None, 1, 2),), 1.0, "activate sunset")
    assert refused(scene) is None
