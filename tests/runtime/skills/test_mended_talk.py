"""Conversations about what Hearth does to itself: undoing it, doing it until a time, codes of locks and alarms."""

from datetime import timedelta

import msgspec
import pytest

from runtime.turn import Interpretation, Slot
from tests.support.talk import NOW, Talk, said


@pytest.mark.parametrize(
    ("clause", "reply", "effect"),
    [
        (said("set_volume", "turn the volume down", change="down:down"), "My volume is 70 percent again.", ("volume", {"percent": 70.0, "before": 60.0})),
        (said("timer_start", duration=600), "I cancelled the timer.", ("timer_cancel", {"ids": (1,)})),
        (said("alarm_set", time="seven:07:00?"), "I cancelled the alarm.", ("alarm_cancel", {"ids": (1,)})),
        (said("reminder_set", message="call anna", duration=600), "I cancelled the reminder.", ("reminder_cancel", {"ids": (1,)})),
        (said("turn_off", name="floor lamp", duration=600), "All right, I will not do that.", ("reminder_cancel", {"ids": (1,)})),
        (said("teach_room", name="floor lamp", area="study"), "I forgot what you told me about the floor lamp.", ("forget", {"entity": "light.floor"})),
        (said("teach_name", name="floor lamp", alias="big one"), "I forgot what you told me about the floor lamp.", ("forget", {"entity": "light.floor"})),
    ],
)  # fmt: skip
def test_what_hearth_did_to_itself_is_taken_back(clause, reply, effect):
    talk = Talk()
    talk.say(clause)
    assert talk.say(said("undo")) == reply
    assert [(one.kind, dict(one.data)) for one in talk.effects] == [effect]
    assert talk.say(said("undo")) == "There is nothing that I could undo."


def test_undo_goes_back_through_both_kinds():
    talk = Talk()
    talk.say(said("turn_on", name="floor lamp"))
    talk.say(said("set_volume", "louder", change="up:up"))
    assert talk.say(said("undo")) == "My volume is 70 percent again."
    assert talk.say(said("undo")) == "I put the floor lamp back."


def test_a_timer_made_longer_is_made_shorter_again():
    talk = Talk()
    talk.say(said("timer_start", duration=600))
    talk.say(said("timer_add", change_duration=120))
    assert talk.say(said("undo")) == "The timer is as it was."
    assert talk.say(said("timer_status")) == "10 minutes left on the 10 minutes timer."


def test_until_a_time():
    talk = Talk()
    clause = said("turn_on", "turn on the floor lamp until eleven", name="floor lamp", time="eleven:11:00?")
    assert talk.say(clause) == "The floor lamp is on until eleven at night."
    (later,) = talk.book.reminders
    assert later.due == NOW.replace(hour=23)
    assert later.request.intent == "turn_off"


def test_five_said_in_the_evening_is_not_before_dawn():
    talk = Talk()
    talk.say(said("reminder_set", message="call anna", time="five:05:00?"))
    assert talk.book.reminders[0].due == NOW.replace(hour=17) + timedelta(days=1)


def coded(*ids: str) -> Talk:
    """A home in which some things want a code."""
    talk = Talk()
    home = talk.home.home
    for entity_id in ids:
        home = home.with_entity(msgspec.structs.replace(home.entities[entity_id], code_required=True))
    talk.home._home = home
    return talk


@pytest.mark.parametrize(
    ("clause", "entity", "action", "asks"),
    [
        (said("unlock", name="front door"), "lock.front", "unlock", "What is the code of the hallway front door?"),
        (said("lock", name="front door"), "lock.front", "lock", "What is the code of the hallway front door?"),
        (said("disarm", name="alarm"), "alarm_control_panel.house", "disarm", "What is the code of the hallway alarm?"),
        (said("arm", name="alarm"), "alarm_control_panel.house", "arm_away", "What is the code of the hallway alarm?"),
    ],
)
def test_a_code_is_asked_for_and_sent(clause, entity, action, asks):
    talk = coded(entity)
    assert talk.say(clause) == asks
    assert talk.sent == ()
    talk.say(said("give_pin", "one two three four", pin="one two three four:1234"))
    assert [(command.entity_id, command.action, command.code) for command in talk.sent] == [(entity, action, "1234")]


def test_a_code_said_at_once_is_sent_at_once():
    talk = coded("alarm_control_panel.house")
    pin = Slot("pin", "one two three four", "1234")
    talk.say(Interpretation("disarm", (Slot("name", "alarm"), pin), 1.0, "disarm the alarm one two three four"))
    assert [command.code for command in talk.sent] == ["1234"]


def test_a_lock_without_a_code_gets_none():
    talk = Talk()
    talk.say(said("lock", name="front door"))
    assert [command.code for command in talk.sent] == [None]


def test_things_side_by_side_are_one_answer():
    talk = Talk()
    slots = (Slot("kind", "tv", "tv", 3, 4), Slot("name", "floor lamp", None, 6, 8))
    clause = Interpretation("turn_on", slots, 1.0, "turn on the tv and the floor lamp")
    assert talk.say(clause) == "The television and the floor lamp are on."


def test_another_hearing_is_asked_about_and_opens_no_lock():
    talk = Talk()
    heard = said("unlock", "unlock the fun door", name="fun gate")
    other = said("unlock", "unlock the front door", name="front door")
    assert talk.say(heard, hearings=((other,),)) == "Did you say: unlock the front door?"
    assert talk.say(said("affirm", "yes")) == "Shall I unlock the hallway front door?"
    assert talk.sent == ()
    talk.say(said("affirm", "yes"))
    assert [command.action for command in talk.sent] == ["unlock"]


def test_in_an_hour_for_half_an_hour():
    talk = Talk()
    slots = (
        Slot("name", "floor lamp", None, 2, 4),
        Slot("duration", "one hour", 3600.0, 6, 8),
        Slot("duration", "thirty minutes", 1800.0, 9, 11),
    )
    clause = Interpretation("turn_on", slots, 1.0, "please turn floor lamp on in one hour for thirty minutes")
    assert talk.say(clause) == "All right, in 1 hour for 30 minutes."
    assert [(one.due - NOW, one.request.intent) for one in talk.book.reminders] == [
        (timedelta(hours=1), "turn_on"),
        (timedelta(hours=1, minutes=30), "turn_off"),
    ]


def test_tomorrow_at_nine_answers_with_day_and_time():
    talk = Talk()
    assert talk.say(said("reminder_set", message="call anna")) == "When shall I remind you?"
    talk.say(said("alarm_set", "tomorrow at nine", date="tomorrow:tomorrow", time="nine:09:00?"))
    assert talk.book.reminders[0].due == NOW.replace(hour=9) + timedelta(days=1)


def test_except_the_floor_lamp_leaves_it_out_afterwards():
    talk = Talk().tell("light.floor", "on").tell("light.ceiling", "on")
    talk.say(said("turn_off", "turn off the lights", kind="lights:light"))
    assert talk.say(said("correct", "except the floor lamp", name="floor lamp")) == "The ceiling light is off."
    assert talk.home.home.state("light.floor").value == "on"


def test_not_here_in_the_kitchen():
    talk = Talk()
    talk.say(said("turn_on", "turn the lights on", kind="lights:light"))
    areas = (Slot("area", "here", "here"), Slot("area", "kitchen"))
    talk.say(Interpretation("correct", areas, 1.0, "not here in the kitchen"))
    assert talk.home.home.state("light.kitchen").value == "on"
    assert talk.home.home.state("light.floor").value == "off"


def test_continue_is_meant_for_the_robot_that_was_spoken_of():
    talk = Talk().tell("vacuum.robot", "cleaning")
    talk.say(said("pause", "pause the vacuum", kind="vacuum:vacuum"))
    talk.say(said("media_play", "continue"))
    assert talk.did() == [("start", "vacuum.robot", {})]


@pytest.mark.parametrize(
    ("clause", "reply"),
    [
        (said("arm", "arm the house", quantifier="house:all"), "The hallway alarm is armed for away."),
        (said("turn_on", "it's too dark"), "The ceiling light and the floor lamp are on."),
        (said("ask_value", "what's the temperature outside", quantity="temperature:temperature"), "Nothing tells me the temperature outside."),
        (said("ask_value", "how bright is the floor lamp", quantity="bright:brightness", name="floor lamp"), "The floor lamp is off."),
        (said("ask_state", "is the back door closed", name="back door", state="closed:closed"), "Yes, the kitchen back door is locked."),
        (said("ask_state", "is the washing machine done", name="washing machine", state="done:idle"), "The bathroom washing machine power is 3 watts."),
        (said("turn_on", "turn on the kitchn counter", name="kitchn counter lights"), "The kitchen counter lights are on."),
    ],
)  # fmt: skip
def test_small_readings(clause, reply):
    assert Talk().say(clause) == reply


def test_a_bare_thing_is_switched_on():
    clause = msgspec.structs.replace(said("set_color", "lights", kind="lights:light"), confidence=0.1)
    assert Talk().say(clause) == "The ceiling light and the floor lamp are on."
