"""The same conversations from words: the shipped NLU and ranker, the resolver, the policy and the skills, a script each."""

import pytest

from bench.understanding.scores import nlu as open_nlu
from device.engine import open_session
from runtime.nlu.vocabulary import Vocabulary
from runtime.resolve import Learned
from tests.support.talk import Talk

RANKER = "exported_models/ranker/model.onnx"


@pytest.fixture(scope="module")
def nlu():
    return open_nlu()


@pytest.fixture
def talk(nlu, pytestconfig):
    made = Talk(ranker=Learned(open_session(pytestconfig.rootpath / RANKER)))

    def hear(text):
        found = nlu.understand(text, Vocabulary.of(made.home.home))
        return made.say(found.clauses, text, found.hearings)

    made.hear = hear
    return made


SCRIPTS = {
    "switches": [
        ("turn on the coffee machine", "The kitchen coffee machine is on."),
        ("turn it off again", "The kitchen coffee machine is off."),
        ("turn on the lava lamp", "I don't know anything called lava lamp."),
    ],
    "lights": [
        ("turn on the floor lamp", "The floor lamp is on."),
        ("set it to forty percent", "The floor lamp is at 40 percent."),
        ("make it blue", "The floor lamp is blue."),
        ("no the desk lamp", "The office desk lamp is blue."),
        ("turn off the tv and the floor lamp", "The television and the floor lamp are off."),
        ("turn off the lights in the kitchen and the bedroom", "5 lights are off."),
    ],
    "covers": [
        ("open the blinds", "The blinds are open."),
        ("lower them", "The blinds are closed."),
        ("let some light in", "The blinds are open."),
        ("open the garage door", "Shall I open the garage door?"),
        ("yes", "The garage door is open."),
        ("close the window in the bathroom", "There is no window in the bathroom."),
    ],
    "climate": [
        ("set the thermostat to twenty two degrees", "The thermostat is set to 22 degrees."),
        ("make it two degrees warmer in the bedroom", "The bedroom radiator is set to 20 degrees."),
        ("what is the temperature", "The temperature here is 21.5 degrees."),
    ],
    "locks": [
        ("lock the front door", "The hallway front door is locked."),
        ("unlock the back door", "Shall I unlock the kitchen back door?"),
        ("no", "Okay, I left it as it is."),
        ("is the front door locked", "Yes, the hallway front door is locked."),
    ],
    "alarm panel": [
        ("arm the alarm for the night", "The hallway alarm is armed for night."),
        ("disarm the alarm", "Shall I disarm the hallway alarm?"),
        ("yes", "The hallway alarm is disarmed."),
    ],
    "vacuum": [
        ("start the vacuum", "The robot vacuum is starting."),
        ("send the robot home", "The robot vacuum is going home."),
    ],
    "scenes": [
        ("movie time", "Movie time is on."),
        ("press the doorbell", "I pressed the hallway doorbell button."),
        ("set the washing program to eco", "The bathroom washing program is on eco."),
    ],
    "media and volume": [
        ("turn on the tv", "The television is on."),
        ("turn the volume down", "The television is at"),
        ("mute the television", "The television is muted."),
    ],
    "own volume": [
        ("set the volume to fifty", "My volume is 50 percent."),
        ("undo that", "My volume is 70 percent again."),
    ],
    "timers": [
        ("set a timer for ten minutes", "10 minutes, starting now."),
        ("how long is left", "10 minutes left on the 10 minutes timer."),
        ("add five minutes to the timer", "The 10 minutes timer now has 15 minutes left."),
        ("cancel it", "I cancelled the 10 minutes timer."),
    ],
    "alarms": [
        ("wake me up at seven", "Alarm set for seven in the morning."),
        ("set an alarm for six thirty on weekdays", "I can only do that once, not again and again. Say it with a single time."),
        ("cancel my alarm", "I cancelled the alarm at seven in the morning."),
        ("remind me in twenty minutes to check the oven", "I will remind you at seven twenty in the evening."),
    ],
    "later": [
        ("turn off the floor lamp in ten minutes", "All right, in 10 minutes."),
        ("undo that", "All right, I will not do that."),
        ("in ten minutes turn off the floor lamp and close the blinds", "All right, in 10 minutes."),
        ("turn off the tv when the movie ends", "I can wait for a time, but not for something to happen."),
    ],
    "questions": [
        ("which windows are open", "No window is open."),
        ("is the garage open", "No, the garage door is closed."),
        ("where is anna", "Anna is at home."),
        ("are any lights on", "No, no light is on."),
    ],
    "time": [("what time is it", "It is seven in the evening.")],
    "announcements": [("announce that dinner is ready", "")],
    "teaching": [
        ("the floor lamp is in the study", "All right, the floor lamp is in the study."),
        ("undo that", "I forgot what you told me about the floor lamp."),
    ],
    "talk": [
        ("turn on the floor lamp", "The floor lamp is on."),
        ("why did you do that", "You said its name, floor lamp."),
        ("undo that", "I put the floor lamp back."),
        ("don't turn on the light", "Okay."),
        ("thank you", "You are welcome."),
    ],
    "not ours": [
        ("what's the weather like", "I don't know the weather: nothing in this home tells me."),
        ("turn on the swimming pool pump", "I don't know anything called swimming pool pump."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("skill", SCRIPTS)
def test_script(skill, talk):
    for sentence, reply in SCRIPTS[skill]:
        heard = talk.hear(sentence)
        assert heard.startswith(reply) if reply.endswith(" at") else heard == reply, sentence


@pytest.mark.parametrize(
    "sentence",
    ["i love the kitchen light", "my sister bought a new floor lamp", "what is a light year", "let's close the meeting", "dim sum for dinner",
     "she turned off the lights and went to bed", "remind me who won the world cup", "tell me about the history of doors",
     "the garage called about the car", "never turn on the light"],
)  # fmt: skip
def test_nothing_is_done_on_teasers(sentence, talk):
    talk.hear(sentence)
    assert talk.sent == ()
    assert talk.effects == []
