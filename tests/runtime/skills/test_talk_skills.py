"""Scripted conversations for what Hearth does itself: timers, alarms, questions, talk about the talk, corrections."""

from datetime import timedelta

from tests.support.talk import NOW, Talk, said


def lines(talk, *script):
    for clause, expected in script:
        assert talk.say(clause) == expected


def test_timers():
    talk = Talk()
    lines(
        talk,
        (said("timer_status"), "No timer is set."),
        (said("timer_start"), "For how long?"),
        (said("timer_start", "ten minutes", duration=600), "10 minutes, starting now."),
        (said("timer_start", duration=300, label="pasta"), "Pasta timer, 5 minutes, starting now."),
    )
    talk.wait(60)
    lines(
        talk,
        (said("timer_status"), "9 minutes left on the 10 minutes timer. 4 minutes left on the pasta timer."),
        (said("timer_add", change_duration=120, label="pasta"), "The pasta timer now has 6 minutes left."),
        (said("timer_subtract", change_duration=600, label="pasta"), "The pasta timer has only 6 minutes left."),
        (said("timer_pause", label="pasta"), "The pasta timer is paused."),
    )
    talk.wait(60)
    lines(
        talk,
        (said("timer_status", label="pasta"), "6 minutes left on the pasta timer, paused."),
        (said("timer_resume", label="pasta"), "The pasta timer is running again."),
        (said("timer_cancel", "cancel the timer"), "Which one: 10 minutes timer or pasta timer?"),
        (said("timer_cancel", "the pasta one", label="pasta"), "I cancelled the pasta timer."),
        (said("timer_cancel", quantifier="all:all"), "I cancelled the 10 minutes timer."),
    )
    assert talk.book.reminders == ()


def test_alarms_and_reminders():
    talk = Talk()
    lines(
        talk,
        (said("alarm_set", time="seven:07:00?"), "Alarm set for seven in the morning."),
        (
            said("alarm_set", time="six thirty:06:30?", date="friday:friday"),
            "Alarm set for on Friday at six thirty in the morning.",
        ),
        (said("alarm_list"), "You have 2 alarms: at seven in the morning and on Friday at six thirty in the morning."),
        (said("alarm_cancel", date="friday:friday"), "I cancelled the alarm on Friday at six thirty in the morning."),
        (said("reminder_set", message="to water the plants"), "When shall I remind you?"),
        (said("reminder_set", "at eight", time="eight:08:00?"), "I will remind you at eight in the evening."),
        (
            said("reminder_set", message="to call anna", duration=1800),
            "I will remind you at seven thirty in the evening.",
        ),
        (
            said("reminder_list"),
            "You have 2 reminders: to call anna at seven thirty in the evening and to water the plants at eight in the evening.",
        ),
        (said("reminder_cancel", quantifier="all:all"), "I cancelled all 2 reminders."),
        (said("reminder_list"), "No reminder is set."),
    )
    (alarm,) = talk.book.reminders
    assert alarm.due == NOW.replace(day=11, hour=7)


def test_alarms_keep_the_wall_clock_when_clocks_change():
    talk = Talk()
    talk.now = NOW.replace(month=3, day=28, hour=22)
    talk.say(said("alarm_set", time="seven:07:00?"))
    (alarm,) = talk.book.reminders
    assert alarm.due.astimezone(NOW.tzinfo).hour == 7
    assert alarm.due - talk.now == timedelta(hours=8) or (
        alarm.due - talk.now.astimezone(alarm.due.tzinfo)
    ) == timedelta(hours=8)


def test_time_and_date():
    lines(
        Talk(),
        (said("ask_time"), "It is seven in the evening."),
        (said("ask_date"), "It is Tuesday, the tenth of March."),
        (said("ask_date", date="tomorrow:tomorrow"), "Tomorrow is Wednesday, the eleventh of March."),
    )


def test_later_and_for_a_while():
    talk = Talk()
    assert (
        talk.say(said("turn_off", "turn off the lights in ten minutes", kind="lights:light", duration="ten minutes"))
        is not None
    )
    talk = Talk()
    lights = said("turn_on", "turn on the lights in ten minutes", kind="lights:light", duration=600)
    assert talk.say(lights) == "All right, in 10 minutes."
    assert talk.did() == []
    (later,) = talk.book.reminders
    assert later.kind == "delay"
    assert later.request is not None
    assert set(later.request.entities) == {"light.ceiling", "light.floor"}
    assert later.request.interpretation.slot("duration") is None
    assert talk.say(said("close", kind="blinds:blind", time="nine:09:00?")) == "All right, at nine in the evening."


def test_questions_about_states():
    talk = Talk().tell("light.floor", "on", brightness=40.0).tell("binary_sensor.kitchen_window", "on")
    lines(
        talk,
        (said("ask_state", "is the garage open", kind="garage:garage_door", state="open:open"), "No, the garage door is closed."),
        (said("ask_state", "which windows are open", kind="windows:window", state="open:open"), "The kitchen window is open."),
        (said("ask_state", "did i leave a light on", kind="light:light", state="on:on", quantifier="a:any"), "Yes, the floor lamp is on."),
        (said("ask_state", "is the front door locked", name="front door", state="locked:locked"), "Yes, the hallway front door is locked."),
        (said("ask_state", "is everything locked", quantifier="everything:all", state="locked:locked"), "Yes, everything is locked."),
        (said("ask_state", "are all the lights off", kind="lights:light", quantifier="all:all", state="off:off"), "No, the floor lamp is not off."),
        (said("ask_state", "how many lights are on", kind="lights:light", state="on:on"), "1 light is on."),
        (said("ask_state", "is anna home", name="anna", state="home:home"), "Yes, Anna is at home."),
        (said("ask_state", "is there motion in the hallway", area="hallway", state="motion:motion"), "No, the hallway motion sensor is seeing no motion."),
        (said("ask_state", "is the television on", kind="television:tv", state="on:on"), "No, the television is off."),
    )  # fmt: skip


def test_questions_about_values():
    talk = Talk()
    lines(
        talk,
        (said("ask_value", quantity="temperature:temperature"), "The temperature here is 21.5 degrees."),
        (said("ask_value", quantity="warm:temperature", area="bedroom"), "The bedroom temperature is 18 degrees."),
        (said("ask_value", quantity="humidity:humidity"), "The humidity here is 45 percent."),
        (
            said("ask_value", quantity="power:power", name="washing machine"),
            "The bathroom washing machine power is 3 watts.",
        ),
        (
            said("ask_value", quantity="set to:target_temperature", kind="thermostat:thermostat"),
            "The thermostat is set to 20 degrees.",
        ),
        (
            said("ask_value", quantity="battery:battery", name="floor lamp"),
            "Nothing tells me the battery of the floor lamp.",
        ),
    )
    talk.tell("climate.oven", "heat", current_temperature=180.0)
    assert talk.say(said("ask_value", quantity="temperature:temperature")) == "The kitchen oven is at 180 degrees."


def test_where_and_what():
    talk = Talk()
    assert talk.say(said("ask_where", name="anna")) == "Anna is at home."
    assert talk.say(said("ask_where", name="desk lamp")) == "The desk lamp is in the office."
    assert talk.say(said("ask_devices", area="office")) == "There is desk lamp, ceiling light and heater."


def test_announcements_and_stop():
    talk = Talk()
    assert talk.say(said("announce", message="dinner is ready")) == ""
    assert dict(talk.effects[0].data) == {"message": "Dinner is ready."}
    assert (
        talk.say(said("announce", message="dinner is ready", area="bedroom"))
        == "I can only speak in this room, not in the bedroom."
    )
    assert talk.say(said("announce")) == "What shall I announce?"
    talk.say(said("stop", "never mind"))
    assert [effect.kind for effect in talk.effects] in ([], ["hush"])


def test_talk_about_the_talk():
    talk = Talk().tell("light.floor", "on")
    talk.say(said("turn_off", "turn off the light", kind="light:light"))
    lines(
        talk,
        (
            said("why", "why did you do that"),
            "I chose the floor lamp because it is the one that is on and it changed a moment ago.",
        ),
        (said("what_heard", "what did you hear"), "I heard: turn off the light."),
        (said("repeat", "say that again"), "I heard: turn off the light."),
        (said("thanks", "thanks"), "You are welcome."),
    )
    assert "undo" in talk.say(said("help", "what can you do"))


def test_undo_twice_takes_back_two_things():
    talk = Talk()
    talk.say(said("turn_on", name="floor lamp"))
    talk.say(said("open", kind="blinds:blind"))
    assert talk.say(said("undo", "undo that")) == "I put the blinds back."
    assert talk.did() == [("close", "cover.living", {})]
    talk.say(said("undo", "undo that"))
    assert talk.did() == [("turn_off", "light.floor", {})]
    assert talk.say(said("undo", "undo that")) == "There is nothing that I could undo."


def test_no_the_bedroom():
    talk = Talk()
    talk.say(said("turn_on", "turn on the ceiling light", name="ceiling light"))
    assert talk.did() == [("turn_on", "light.ceiling", {})]
    assert talk.say(said("correct", "no the bedroom", area="bedroom")) == "The bedroom ceiling light is on."
    assert talk.did() == [("turn_off", "light.ceiling", {}), ("turn_on", "light.bedroom", {})]


def test_i_meant_the_desk_lamp():
    talk = Talk()
    talk.say(said("turn_on", "turn on the floor lamp", name="floor lamp"))
    assert talk.say(said("correct", "i meant the desk lamp", name="desk lamp")) == "The office desk lamp is on."
    assert talk.did() == [("turn_off", "light.floor", {}), ("turn_on", "light.desk", {})]


def test_a_corrected_value_overrides_at_once():
    talk = Talk()
    talk.say(said("set_brightness", name="floor lamp", brightness=40))
    assert talk.say(said("correct", "no fifty percent", brightness=50)) == "The floor lamp is at 50 percent."
    assert talk.did() == [("set", "light.floor", {"brightness": 50.0})]


def test_that_is_wrong_undoes_and_asks():
    talk = Talk()
    talk.say(said("turn_on", "turn on the ceiling light", name="ceiling light"))
    assert talk.say(said("wrong", "that's wrong")) == "I put the ceiling light back. What did you mean?"
    assert talk.did() == [("turn_off", "light.ceiling", {})]
    talk.say(said("out_of_scope", "the bedroom"), "the bedroom")
    assert talk.did() == [("turn_on", "light.bedroom", {})]


def test_which_one_is_asked_once():
    talk = Talk(room="bedroom")
    assert talk.say(said("turn_on", "turn on the lamp", kind="lamp:light")) == "The left lamp or the right lamp?"
    assert talk.say(said("out_of_scope", "the left one"), "the left one") == "The left lamp is on."
    talk.say(said("turn_off", "turn it off"))
    talk.history.clear()
    assert talk.say(said("turn_on", "turn on the lamp", kind="lamp:light")) == "The left lamp is on."


def test_an_answer_that_is_none_is_a_new_request():
    talk = Talk(room="bedroom")
    talk.say(said("turn_on", "turn on the lamp", kind="lamp:light"))
    assert talk.say(said("open", "open the curtains", kind="curtains:curtain")) == "The curtains are open."


def test_both_and_the_second_are_answers():
    for words, expected in (
        ("both", {"light.left", "light.right"}),
        ("the second one", {"light.right"}),
        ("neither", set()),
    ):
        talk = Talk(room="bedroom")
        talk.say(said("turn_on", "turn on the lamp", kind="lamp:light"))
        talk.say(said("out_of_scope", words), words)
        assert {entity for _, entity, _ in talk.did()} == expected


def test_teaching():
    talk = Talk()
    assert (
        talk.say(said("teach_room", name="washing program", area="cellar"))
        == "All right, the washing program is in the cellar."
    )
    assert dict(talk.effects[0].data) == {"fact": "room", "entity": "select.washer", "value": "cellar"}
    assert (
        talk.say(said("teach_name", name="floor lamp", alias="the tall one"))
        == "All right, the floor lamp is also called tall one."
    )
    assert (
        talk.say(said("teach_name", name="floor lamp", alias="desk lamp"))
        == "Something else is already called desk lamp."
    )
    assert talk.say(said("forget_fact", name="floor lamp")) == "I forgot what you told me about the floor lamp."
    assert talk.say(said("list_facts")) == "You have not taught me anything yet."


def test_what_the_user_marked_is_asked_about():
    talk = Talk(protected=("light.floor",))
    assert talk.say(said("turn_off", name="floor lamp")) == "Shall I turn off the floor lamp?"
    assert talk.did() == []


def test_up_is_read_by_what_was_spoken_of():
    talk = Talk()
    talk.say(said("turn_on", name="ceiling fan"))
    talk.say(said("set_fan_speed", percent=50, name="ceiling fan"))
    assert talk.say(said("set_volume", "turn that up", change="up:up")) == "The ceiling fan is at 75 percent."
    talk.say(said("turn_on", name="floor lamp"))
    assert talk.say(said("set_position", "set it to fifty percent", percent=50)) == "The floor lamp is at 50 percent."
    assert talk.say(said("set_volume", "louder", change="louder:up")) == "My volume is 80 percent."


def test_not_the_one_but_the_other():
    talk = Talk()
    talk.say(said("turn_on", "turn on the floor lamp", name="floor lamp"))
    two = said("correct", "not the floor lamp the desk lamp", name="floor lamp")
    two = type(two)(two.intent, (*two.slots, *said("correct", name="desk lamp").slots), 1.0, two.text)
    assert talk.say(two) == "The office desk lamp is on."
    talk = Talk(room="bedroom")
    talk.say(said("turn_on", "turn on the left lamp", name="left lamp"))
    talk.say(said("correct", "i meant the other one"))
    assert ("turn_off", "light.left", {}) in talk.did() or talk.pending is not None


def test_what_was_hardly_understood_is_not_done():
    talk = Talk()
    clause = said("turn_on", name="floor lamp")
    assert talk.say(type(clause)(clause.intent, clause.slots, 0.01, "")) == "Sorry, I did not understand that."
    assert talk.did() == []
    assert talk.say(type(clause)(clause.intent, clause.slots, 0.1, "")) == "Shall I turn on the floor lamp?"
    assert talk.did() == []


def test_a_later_clause_refers_to_an_earlier_one():
    talk = Talk()
    both = (
        said("turn_on", "turn on the floor lamp", name="floor lamp"),
        said("set_brightness", "dim it", change="dim:down"),
    )
    assert talk.say(both) == "The floor lamp is on. The floor lamp is at 80 percent."
    assert talk.did() == [("turn_on", "light.floor", {}), ("set", "light.floor", {"brightness": 80.0})]


def test_a_question_never_acts():
    talk = Talk()
    assert talk.say(said("lock", "how many doors are locked", kind="doors:door")) == "2 doors are locked."
    assert talk.did() == []
    assert talk.say(said("set_temperature", "is it hot yet")) == "The temperature here is 21.5 degrees."


def test_second_looks():
    talk = Talk().tell("media_player.tv", "playing", volume=40.0).tell("light.floor", "on")
    assert (
        talk.say(said("set_volume", "turn the volume up twenty percent", percent=20))
        == "The television is at 60 percent."
    )
    assert (
        talk.say(said("set_volume", "turn the volume down to twenty percent", percent=20))
        == "The television is at 20 percent."
    )
    assert (
        talk.say(said("set_temperature", "floor lamp to 2700", name="floor lamp", temperature=2700))
        == "The floor lamp is 2700 kelvin."
    )


def test_corrections_of_corrections_come_to_an_end():
    talk = Talk()
    talk.say(said("turn_on", "turn on the floor lamp", name="floor lamp"))
    talk.say(said("wrong", "that's wrong"))
    talk.say(said("correct", "no the desk lamp", name="desk lamp"))
    unsure = said("turn_off", "no the kitchen", area="kitchen")
    assert talk.say(type(unsure)(unsure.intent, unsure.slots, 0.4, unsure.text))
    assert talk.say(said("correct", "no"))
