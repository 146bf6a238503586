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
