"""The table of what sentences mean in a known house: words understood by hand, so that only resolution is tested."""

from datetime import UTC, datetime

import pytest

from bench.understanding.house import demo, told
from device.home.state import Command, Outcome
from runtime.resolve import Plain, resolve
from runtime.turn import Context, Exchange, Interpretation, Question, Reply, Request, Slot

NOW = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)


def said(intent: str, text: str = "", **slots) -> Interpretation:
    """An interpretation; `kind="lights:light"` gives a slot its text and its value."""
    found = []
    for name, value in slots.items():
        words, _, canonical = str(value).partition(":")
        number = float(value) if isinstance(value, (int, float)) else None
        found.append(Slot(name.rstrip("_"), words, number if number is not None else canonical or None))
    return Interpretation(intent, tuple(found), 1.0, text)


def context(*states, room="living room", history=(), **more) -> Context:
    home = demo()
    for entity_id, value, *rest in states:
        home = told(home, entity_id, value, **(rest[0] if rest else {}))
    return Context(home=home, now=NOW, at=100.0, room=room, history=tuple(history), **more)


def done(intent, *entities, inverse="", **slots) -> Exchange:
    outcomes = tuple(
        Outcome(Command(e, intent), "confirmed", inverse=Command(e, inverse) if inverse else None) for e in entities
    )
    return Exchange(intent, intent, (Request(said(intent, **slots), entities),), "Done.", outcomes, 99.0)


ON = ("light.floor", "on")
CASES = [
    ("a name", said("turn_on", name="floor lamp"), context(), ["light.floor"]),
    ("a name with its room", said("turn_on", name="kitchen ceiling light"), context(), ["light.kitchen"]),
    ("a name and an area", said("turn_on", name="ceiling light", area="office"), context(), ["light.office"]),
    ("the same name everywhere means this room", said("turn_on", name="ceiling light"), context(), ["light.ceiling"]),
    ("misheard: floor lamb", said("turn_on", name="floor lamb"), context(), ["light.floor"]),
    ("misheard: kitchin", said("turn_on", kind="lights:light", area="kitchin"), context(), ["light.kitchen", "light.counter"]),
    ("plural: this room", said("turn_on", kind="lights:light"), context(), ["light.ceiling", "light.floor"]),
    ("all: the house", said("turn_on", kind="fans:fan", quantifier="all:all"), context(), ["fan.ceiling", "fan.bedroom"]),
    ("all here", said("turn_on", kind="lights:light", quantifier="all:all", area="here:here"), context(), ["light.ceiling", "light.floor"]),
    ("turn off the light: the one that is on", said("turn_off", kind="light:light"), context(ON), ["light.floor"]),
    ("turn off the light: on elsewhere", said("turn_off", kind="light:light"), context(("light.desk", "on")), ["light.desk"]),
    ("turn on the lamp: its name says lamp", said("turn_on", kind="lamp:light"), context(), ["light.floor"]),
    ("a floor", said("turn_off", kind="lights:light", floor="upstairs"), context(),
     ["light.desk", "light.office", "light.bedroom", "light.left", "light.right"]),
    ("a bare room", said("turn_off", area="bedroom"), context(), ["light.bedroom", "light.left", "light.right"]),
    ("a room for a name", said("turn_off", name="bedroom"), context(), ["light.bedroom", "light.left", "light.right"]),
    ("except", said("turn_off", kind="lights:light", area="bedroom", except_="left lamp"), context(), ["light.bedroom", "light.right"]),
    ("both", said("turn_on", kind="lamps:light", quantifier="both:both"), context(), ["light.ceiling", "light.floor"]),
    ("the other", said("turn_on", kind="light:light", quantifier="other:other"),
     context(history=[done("turn_on", "light.floor")]), ["light.ceiling"]),
    ("it", said("turn_off", "turn it off"), context(ON, history=[done("turn_on", "light.floor")]), ["light.floor"]),
    ("close it: what was opened", said("close", "close it"),
     context(("cover.window", "open"), history=[done("open", "cover.window"), done("turn_on", "light.floor")]), ["cover.window"]),
    ("garage", said("open", kind="garage:garage_door"), context(), ["cover.garage"]),
    ("open the garage as a place", said("open", area="garage"), context(), ["cover.garage"]),
    ("set a room", said("set_temperature", area="bedroom", temperature=19), context(), ["climate.bedroom"]),
    ("warmer here", said("set_temperature", "a bit warmer", change="warmer:up"), context(), ["climate.living"]),
    ("brighter: what is on here", said("set_brightness", "brighter", change="brighter:up"), context(ON), ["light.floor"]),
    ("lock the door", said("lock", kind="front door:door", name="front door"), context(), ["lock.front"]),
    ("start the vacuum", said("start", kind="vacuum:vacuum"), context(), ["vacuum.robot"]),
    ("two names", said("turn_on", name="floor lamp and desk lamp"), context(), ["light.floor", "light.desk"]),
    ("a scene", said("activate", name="movie time"), context(), ["scene.movie"]),
    ("turn on a scene", said("turn_on", name="movie time"), context(), ["scene.movie"]),
    ("anything on", said("ask_state", "did i leave a light on", kind="light:light", state="on:on", quantifier="a:any"), context(),
     [e for e in demo().entities if e.startswith("light.")]),
    ("which windows", said("ask_state", "which windows are open", kind="windows:window", state="open:open"), context(),
     ["cover.window", "binary_sensor.kitchen_window", "binary_sensor.bedroom_window"]),
    ("is the garage open", said("ask_state", "is the garage open", kind="garage:garage_door", state="open:open"), context(), ["cover.garage"]),
    ("how warm is the bedroom", said("ask_value", quantity="warm:temperature", area="bedroom"), context(), ["sensor.bedroom_temperature"]),
    ("what is the temperature", said("ask_value", quantity="temperature:temperature"), context(), ["sensor.living_temperature"]),
    ("what is the temperature, oven on", said("ask_value", quantity="temperature:temperature"),
     context(("climate.oven", "heat", {"current_temperature": 180.0})), ["climate.oven"]),
    ("where is anna", said("ask_where", name="anna"), context(), ["device_tracker.anna"]),
    ("a washing program", said("select_option", name="washing program", option="eco"), context(), ["select.washer"]),
    ("everything off here", said("turn_off", quantifier="everything:all", area="here:here"), context(),
     ["light.ceiling", "light.floor", "fan.ceiling", "climate.living", "media_player.tv"]),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "where", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_means(clause, where, expected):
    found = resolve(clause, where, Plain())
    assert isinstance(found, Request), found
    assert sorted(found.entities) == sorted(expected), found.why
    assert found.why


ASKS = [
    ("two lamps off", said("turn_on", kind="lamp:light"), context(room="bedroom"), {"light.left", "light.right"}),
]


@pytest.mark.parametrize(("clause", "where", "options"), [case[1:] for case in ASKS], ids=[case[0] for case in ASKS])
def test_asks_which(clause, where, options):
    found = resolve(clause, where, Plain())
    assert isinstance(found, Question)
    assert found.kind == "which"
    assert set(found.options) == options
    assert found.ask.endswith("?")


REFUSES = [
    (
        "an unknown room never widens",
        said("turn_off", kind="lights:light", area="cellar"),
        "unknown_room",
        "I don't know a room called cellar.",
    ),
    (
        "an unknown name",
        said("turn_on", name="disco ball"),
        "unknown_device",
        "I don't know anything called disco ball.",
    ),
    (
        "not in that room",
        said("open", kind="blinds:blind", area="kitchen"),
        "unknown_device",
        "There is no blind in the kitchen.",
    ),
    ("not able", said("set_color", name="ceiling fan", color="red"), "unsupported", "I cannot colour the ceiling fan."),
    (
        "an exception not understood",
        said("turn_off", kind="lights:light", except_="disco ball"),
        "unknown_device",
        None,
    ),
    ("out of scope", said("out_of_scope", "what will the weather be"), "out_of_scope", None),
    ("a floor nobody has", said("turn_off", kind="lights:light", floor="attic"), "unknown_room", None),
]


@pytest.mark.parametrize(("clause", "code", "say"), [case[1:] for case in REFUSES], ids=[case[0] for case in REFUSES])
def test_refuses_honestly(clause, code, say):
    found = resolve(clause, context(), Plain())
    assert isinstance(found, Reply), found
    assert found.failed == code
    assert not found.commands
    assert say is None or found.say == say


def test_plural_without_a_room_asks_which_room():
    found = resolve(said("turn_on", kind="lights:light"), context(room=None), Plain())
    assert isinstance(found, Question)
    assert found.kind == "slot"
    assert found.options == ("area",)
