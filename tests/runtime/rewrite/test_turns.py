"""From exchanges to what a sentence can lean on."""

from device.home.state import Entity, Home
from runtime.rewrite.turns import names_of, recent, turn_of
from runtime.rewrite.words import PLACE, THING
from runtime.turn import Exchange, Interpretation, Request, Slot


def made() -> Home:
    home = Home()
    for room, name in (
        ("kitchen", "Ceiling light"),
        ("bedroom", "Ceiling light"),
        ("living room", "Floor lamp"),
        ("hallway", "Light"),
        ("garage", "Garage door"),
    ):
        home = home.with_entity(
            Entity(id=f"light.{room}_{name}".lower().replace(" ", "_"), platform="light", name=name, room=room)
        )
    return home


def exchange(at: float, *entities: str, area: str = "") -> Exchange:
    slots = (Slot("area", area),) if area else ()
    return Exchange("heard", "rewritten", (Request(Interpretation("turn_on", slots), entities),), "okay", at=at)


def test_names_are_as_long_as_needed():
    assert sorted(names_of(made()).spoken.values()) == [
        "bedroom ceiling light",
        "floor lamp",
        "garage door",
        "hallway light",
        "kitchen ceiling light",
    ]


def test_a_turn_says_what_was_acted_on():
    turn = turn_of(exchange(0.0, "light.kitchen_ceiling_light", "light.gone"), names_of(made()))
    assert (turn.user, turn.system, turn.entities, turn.rooms) == (
        "rewritten",
        "okay",
        ("kitchen ceiling light",),
        ("kitchen",),
    )


def test_the_area_said_counts_when_nothing_was_acted_on():
    assert turn_of(exchange(0.0, area="office"), names_of(made())).rooms == ("office",)
    assert turn_of(exchange(0.0, area="office"), names_of(None)).rooms == ("office",)


def test_a_silence_forgets():
    history = [exchange(0.0), exchange(50.0), exchange(60.0)]
    assert recent(history, 70.0, turns=5, silence_s=30.0) == tuple(history[1:])
    assert recent(history, 700.0, turns=5, silence_s=30.0) == ()


def test_the_past_is_bounded():
    history = [exchange(float(n)) for n in range(30)]
    assert recent(history, 30.0, turns=5, silence_s=60.0) == tuple(history[-5:])
    assert recent(history, 30.0, turns=0, silence_s=60.0) == ()


def test_the_home_names_rooms_and_things():
    lexicon = names_of(made()).lexicon
    assert lexicon.tags(("the", "living", "room", "floor", "lamp")) == (0, PLACE, PLACE, THING, THING)
