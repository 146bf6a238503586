"""A scripted conversation for each skill that acts on the home: what was sent, and what was said about it."""

import pytest

from tests.support.talk import Talk, said


def lines(talk, *script):
    for clause, expected, commands in script:
        reply = talk.say(clause)
        assert reply == expected
        assert talk.did() == commands


def test_switches():
    lines(
        Talk(),
        (said("turn_on", name="floor lamp"), "The floor lamp is on.", [("turn_on", "light.floor", {})]),
        (said("turn_on", name="floor lamp"), "The floor lamp is already on.", [("turn_on", "light.floor", {})]),
        (said("turn_off", "turn it off"), "The floor lamp is off.", [("turn_off", "light.floor", {})]),
        (said("toggle", name="ceiling fan"), "The ceiling fan is on.", [("turn_on", "fan.ceiling", {})]),
        (said("turn_on", name="thermostat"), "The thermostat is on.", [("set", "climate.living", {"mode": "auto"})]),
        (said("turn_on", name="coffee machine"), "The kitchen coffee machine is on.", [("turn_on", "switch.coffee", {})]),
        (said("turn_on", kind="lights:light", area="bedroom"), "The bedroom ceiling light, the bedroom left lamp and the bedroom right lamp are on.",
         [("turn_on", "light.bedroom", {}), ("turn_on", "light.left", {}), ("turn_on", "light.right", {})]),
    )  # fmt: skip


def test_lights():
    lines(
        Talk(),
        (said("set_brightness", name="floor lamp", brightness=40), "The floor lamp is at 40 percent.", [("set", "light.floor", {"brightness": 40.0})]),
        (said("set_brightness", "a bit brighter", change="a bit brighter:up"), "The floor lamp is at 50 percent.", [("set", "light.floor", {"brightness": 50.0})]),
        (said("set_brightness", "darker", change="darker:down"), "The floor lamp is at 30 percent.", [("set", "light.floor", {"brightness": 30.0})]),
        (said("set_brightness", brightness=150), "Brightness goes from zero to one hundred percent.", []),
        (said("set_color", "make it red", color="red:red"), "The floor lamp is red.", [("set", "light.floor", {"color": "red"})]),
        (said("set_color", color="warm white:warm_white"), "The floor lamp is warm white.", [("set", "light.floor", {"color_temp": 2700.0})]),
        (said("set_color", color="9000 kelvin:9000K"), "The colour temperature of the floor lamp goes from 2200 to 6500 kelvin.", []),
        (said("set_brightness", name="counter lights", brightness=30), "The kitchen counter lights cannot be dimmed.", []),
        (said("set_brightness", name="floor lamp", brightness="max:max"), "The floor lamp is at 100 percent.", [("set", "light.floor", {"brightness": 100.0})]),
        (said("set_brightness", "brighter", change="up:up"), "The floor lamp is already as bright as it gets.", []),
    )  # fmt: skip


def test_covers_and_valves():
    talk = Talk(room="bedroom")
    lines(
        talk,
        (said("open", kind="curtains:curtain"), "The curtains are open.", [("open", "cover.bedroom", {})]),
        (said("set_position", name="curtains", percent=40), "The curtains are 40 percent open.", [("set", "cover.bedroom", {"position": 40.0})]),
        (said("set_position", "a bit further", change="further:up"), "The curtains are 65 percent open.", [("set", "cover.bedroom", {"position": 65.0})]),
        (said("close", "close it"), "The curtains are closed.", [("close", "cover.bedroom", {})]),
        (said("close", name="main water valve"), "The hallway main water valve is closed.", [("close", "valve.water", {})]),
        (said("set_position", name="garage door", percent=50), "Shall I move the garage door?", []),
    )  # fmt: skip
    lines(talk, (said("affirm", "yes"), "The garage door can only open and close.", []))


def test_stop_halts_what_was_set_moving():
    talk = Talk()
    talk.say(said("open", kind="blinds:blind"))
    talk.tell("cover.living", "opening")
    assert talk.say(said("stop", "stop")) == "The blinds have stopped." or talk.reply == "The blinds has stopped."
    assert talk.did() == [("stop", "cover.living", {})]


def test_climate():
    lines(
        Talk(),
        (said("set_temperature", name="thermostat", temperature=21.5), "The thermostat is set to 21.5 degrees.", [("set", "climate.living", {"temperature": 21.5})]),
        (said("set_temperature", "a bit warmer", change="warmer:up"), "The thermostat is set to 22.5 degrees.", [("set", "climate.living", {"temperature": 22.5})]),
        (said("set_temperature", "to 45 degrees", temperature=45), "The thermostat goes from 5 to 30 degrees.", []),
        (said("set_temperature", "to 68 degrees fahrenheit", temperature=68), "The thermostat is set to 20 degrees.", [("set", "climate.living", {"temperature": 20.0})]),
        (said("set_mode", kind="thermostat:thermostat", mode="heating:heat"), "The thermostat is already on heat.", [("set", "climate.living", {"mode": "heat"})]),
        (said("set_mode", kind="thermostat:thermostat", mode="dry:dry"), "The thermostat knows off, heat and auto.", []),
        (said("set_temperature", area="bedroom", temperature=19), "The bedroom radiator is set to 19 degrees.", [("set", "climate.bedroom", {"temperature": 19.0})]),
    )  # fmt: skip


def test_fans_and_humidity():
    lines(
        Talk(room="bedroom").tell("humidifier.bedroom", "on", humidity=45.0),
        (said("set_fan_speed", kind="fan:fan", level="low:low"), "The fan is on low.", [("set", "fan.bedroom", {"percentage": 33.0})]),
        (said("set_fan_speed", "faster", change="faster:up"), "The fan is at 58 percent.", [("set", "fan.bedroom", {"percentage": 58.0})]),
        (said("set_humidity", kind="humidifier:humidifier", percent=50), "The humidifier is set to 50 percent.", [("set", "humidifier.bedroom", {"humidity": 50.0})]),
        (said("set_humidity", kind="humidifier:humidifier", percent=95), "The humidifier goes from 30 to 80 percent.", []),
    )  # fmt: skip


def test_locks_need_a_yes_or_the_pin():
    lines(
        Talk(),
        (said("unlock", name="front door"), "Shall I unlock the hallway front door?", []),
        (said("affirm", "yes please"), "The hallway front door is unlocked.", [("unlock", "lock.front", {})]),
        (said("lock", name="front door"), "The hallway front door is locked.", [("lock", "lock.front", {})]),
        (said("unlock", name="front door"), "Shall I unlock the hallway front door?", []),
        (said("deny", "no"), "Okay, I left it as it is.", []),
    )
    lines(
        Talk(pin="1234"),
        (said("unlock", name="front door"), "What is the PIN, to unlock the hallway front door?", []),
        (said("give_pin", "one two three three", pin="one two three three:1233"), "That is not the PIN. What is the PIN?", []),
        (said("give_pin", "one two thirty four", pin="one two thirty four"), "The hallway front door is unlocked.", [("unlock", "lock.front", {})]),
    )  # fmt: skip


def test_three_wrong_pins_are_enough():
    talk = Talk(pin="1234")
    talk.say(said("unlock", name="front door"))
    for _ in range(3):
        talk.say(said("give_pin", "one one one one"))
    assert talk.reply == "That is not the PIN. I left it as it is."
    assert talk.pending is None
    assert talk.did() == []


def test_alarm_panel():
    lines(
        Talk(),
        (said("arm", kind="alarm:alarm_panel", mode="night:night"), "The hallway alarm is armed for night.", [("arm_night", "alarm_control_panel.house", {})]),
        (said("disarm", kind="alarm:alarm_panel"), "Shall I disarm the hallway alarm?", []),
        (said("affirm", "go ahead"), "The hallway alarm is disarmed.", [("disarm", "alarm_control_panel.house", {})]),
    )  # fmt: skip


def test_everything_off_is_confirmed():
    talk = Talk()
    assert talk.say(said("turn_off", quantifier="everything:all")) == "Shall I turn off 21 devices?"
    assert talk.did() == []
    talk.say(said("affirm", "yes"))
    assert len(talk.did()) == 21


def test_vacuum():
    lines(
        Talk(),
        (said("start", kind="vacuum:vacuum"), "The robot vacuum is starting.", [("start", "vacuum.robot", {})]),
        (said("pause", "pause it"), "The robot vacuum is paused.", [("pause", "vacuum.robot", {})]),
        (
            said("return_home", kind="robot:vacuum"),
            "The robot vacuum is going home.",
            [("return_to_base", "vacuum.robot", {})],
        ),
        (said("start", name="coffee machine"), "The kitchen coffee machine is on.", [("turn_on", "switch.coffee", {})]),
    )


def test_scenes_buttons_options():
    lines(
        Talk(),
        (said("activate", name="movie time"), "Movie time is on.", [("activate", "scene.movie", {})]),
        (said("press", name="doorbell button"), "I pressed the hallway doorbell button.", [("press", "button.bell", {})]),
        (said("select_option", name="washing program", option="eco"), "The bathroom washing program is on eco.", [("set", "select.washer", {"option": "eco"})]),
        (said("select_option", name="washing program", option="boil"), "The bathroom washing program knows normal, eco and quick.", []),
    )  # fmt: skip


def test_media_and_own_volume():
    talk = Talk()
    lines(
        talk,
        (said("set_volume", "louder", change="louder:up"), "My volume is 80 percent.", []),
        (said("set_volume", percent=130), "Volume goes from zero to one hundred percent.", []),
        (said("mute", "mute"), "", []),
        (said("unmute", "unmute"), "I am back.", []),
    )
    assert talk.volume == 30.0
    talk.tell("media_player.tv", "playing", volume=40.0)
    lines(
        talk,
        (
            said("set_volume", "louder", change="louder:up"),
            "The television is at 50 percent.",
            [("set", "media_player.tv", {"volume": 50.0})],
        ),
        (said("media_pause", "pause"), "The television is paused.", [("media_pause", "media_player.tv", {})]),
        (said("media_play", kind="tv:tv"), "The television is playing.", [("play", "media_player.tv", {})]),
        (said("media_next", "next"), "The television plays the next one.", [("next", "media_player.tv", {})]),
        (said("mute", kind="tv:tv"), "The television is muted.", [("set", "media_player.tv", {"volume": 0.0})]),
        (
            said("unmute", kind="tv:tv"),
            "The television is at 50 percent.",
            [("set", "media_player.tv", {"volume": 50.0})],
        ),
    )


@pytest.mark.parametrize(
    ("statuses", "reply"),
    [
        ({"light.ceiling": "timeout"}, "The ceiling light did not answer. The floor lamp is on."),
        ({"light.ceiling": "unavailable"}, "The ceiling light is not reachable. The floor lamp is on."),
        (
            {"light.ceiling": "disconnected", "light.floor": "disconnected"},
            "I cannot reach the home's broker, so I changed nothing.",
        ),
        ({"light.ceiling": "sent", "light.floor": "sent"}, "I told the ceiling light and the floor lamp to turn on."),
        ({"light.ceiling": "unchanged", "light.floor": "unchanged"}, "They are already on."),
        ({"light.ceiling": "impossible"}, "It cannot do that. The floor lamp is on."),
    ],
)
def test_says_what_really_happened(statuses, reply):
    talk = Talk()
    for entity, status in statuses.items():
        talk.script(entity, status)
    assert talk.say(said("turn_on", kind="lights:light")) == reply
