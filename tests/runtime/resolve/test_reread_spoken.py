"""Short sentences that hang on what was spoken of."""

import pytest

from runtime.resolve.reread import reread
from runtime.resolve.reread_spoken import by_what_was_spoken_of
from runtime.turn import Effect, Exchange, Interpretation, Reminder, Request, Slot
from tests.runtime.resolve.test_resolve import NOW, context, done


@pytest.mark.parametrize(
    ("text", "before", "reading"),
    [
        ("lower them", done("open", "cover.living"), "close"),
        ("raise it", done("close", "cover.living"), "open"),
        ("lower them a bit", done("open", "cover.living"), "set_position change=down"),
        ("lower it", done("turn_on", "light.floor"), "set_brightness change=down"),
        ("raise it a little", done("turn_on", "light.floor"), "set_brightness change=up"),
        ("lower it", done("media_play", "media_player.tv"), "set_volume change=down"),
        ("please lower it", done("set_temperature", "climate.living"), "set_temperature change=down"),
        ("the one before", done("media_next", "media_player.tv"), "media_previous"),
        ("play the one before", done("turn_on", "light.floor"), "media_previous"),
        ("stop", done("turn_on", "light.floor"), "undo"),
    ],
)
def test_by_what_was_spoken_of(text, before, reading):
    found = by_what_was_spoken_of(Interpretation("undo", (), 0.06, text), context(history=[before]))
    assert " ".join([found.intent, *(f"{slot.name}={slot.value}" for slot in found.slots)]) == reading


def test_the_one_before_is_the_thing_before():
    where = context(history=[done("turn_on", "light.floor"), done("turn_on", "light.desk")])
    found = by_what_was_spoken_of(Interpretation("undo", (), 0.9, "no the one before"), where)
    assert (found.intent, found.said("name")) == ("correct", "living room floor lamp")


@pytest.mark.parametrize(
    ("intent", "effects", "reading"),
    [("timer_start", (Effect("timer_start", {}),), "undo"), ("timer_status", (), "timer_cancel"), ("turn_on", (), "stop"),
     ("turn_off", (Effect("delay", {}),), "undo"), ("alarm_list", (), "alarm_cancel")],
)  # fmt: skip
def test_cancel_it(intent, effects, reading):
    last = Exchange("", "", (Request(Interpretation(intent)),), "", effects=effects)
    where = context(history=[last], reminders=(Reminder(1, "timer", NOW),))
    assert by_what_was_spoken_of(Interpretation("stop", (), 0.9, "cancel it"), where).intent == reading


@pytest.mark.parametrize(
    ("intent", "text", "slot", "reading"),
    [
        ("set_temperature", "make it two degrees warmer", Slot("temperature", "two degrees", 2.0), "change=2.0"),
        ("set_temperature", "two degrees colder in here", Slot("temperature", "two degrees", 2.0), "change=-2.0"),
        ("set_temperature", "turn the heating up to twenty", Slot("temperature", "twenty", 20.0), "temperature=20.0"),
        ("set_temperature", "warmer please twenty two degrees", Slot("temperature", "twenty two degrees", 22.0), "temperature=22.0"),
        ("set_position", "raise the blinds halfway", Slot("percent", "halfway", 50.0), "percent=50.0"),
        ("set_position", "raise the blinds twenty percent", Slot("percent", "twenty percent", 20.0), "change=20.0"),
        ("open", "let some light in", Slot("kind", "light", "light"), ""),
    ],
)  # fmt: skip
def test_numbers_and_directions(intent, text, slot, reading):
    found = reread(Interpretation(intent, (slot,), 1.0, text), context())
    assert " ".join(f"{slot.name}={slot.value}" for slot in found.slots) == reading


@pytest.mark.parametrize(
    ("text", "intent"),
    [("and now off", "turn_off"), ("off with it", "turn_off"), ("on again", "turn_on"), ("off we go", "stop")],
)
def test_off_alone(text, intent):
    assert reread(Interpretation("stop", (), 0.4, text), context()).intent == intent


@pytest.mark.parametrize(("text", "intent", "slots"), [
    ("i'm freezing", "set_temperature", "change=up"), ("it's roasting in the bedroom", "set_temperature", "change=down"),
    ("stop cleaning", "pause", "kind=vacuum"), ("stop mowing", "pause", "kind=mower"),
    ("it's too bright in here", "turn_on", "change=down"), ("it's too dark", "turn_on", "kind=light"),
])  # fmt: skip
def test_what_people_feel(text, intent, slots):
    found = reread(Interpretation(intent, (), 1.0, text), context())
    assert " ".join(f"{slot.name}={slot.value}" for slot in found.slots) == slots


@pytest.mark.parametrize(("text", "intent"), [("all lights off in here", "turn_off"), ("every lamp on", "turn_on"),
                                              ("all lights are off", "ask_state")])  # fmt: skip
def test_all_lights_off_is_a_command(text, intent):
    slots = (Slot("quantifier", "all", "all"), Slot("kind", "lights", "light"), Slot("state", "off", "off"))
    assert reread(Interpretation("ask_state", slots, 1.0, text), context()).intent == intent
