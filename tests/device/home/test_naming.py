"""What people call things, and where they are: tables of names as publishers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.home.binding import Label
from device.home.naming import ROOMS, aliases_of, full_name, humanize, name_entity, room_name
from device.home.naming_spoken import MAX_FORMS, say_number, say_ordinal, spoken_forms

NAMES: list[tuple[Label, str, str | None]] = [
    (Label("Kitchen Ceiling Light"), "ceiling light", "kitchen"),
    (Label("kitchen_ceiling_light"), "ceiling light", "kitchen"),
    (Label("KitchenCeilingLight"), "ceiling light", "kitchen"),
    (Label("LivingRoomTV"), "tv", "living room"),
    (Label("living-room lamp"), "lamp", "living room"),
    (Label("Livingroom lamp"), "lamp", "living room"),
    (Label("Lamp", "Lamp"), "lamp", None),
    (Label("Lamp", None), "lamp", None),
    (Label("Lamp", "Lamp power"), "lamp power", None),
    (Label("Hall Light", "Light"), "light", "hall"),
    (Label("Kitchen Plug", "Kitchen Plug Power"), "plug power", "kitchen"),
    (Label("Weather", "Temperature"), "weather temperature", None),
    (Label("Office", "Temperature"), "temperature", "office"),
    (Label("", "Doorbell"), "doorbell", None),
    (Label("", None), "light", None),
    (Label("0x00158d0001a2b3c4"), "light", None),
    (Label("0x00158d0001a2b3c4", "Humidity"), "humidity", None),
    (Label("AA:BB:CC:DD:EE:FF", "Humidity"), "humidity", None),
    (Label("Kitchen"), "light", "kitchen"),
    (Label("Light in the hallway"), "light", "hallway"),
    (Label("Spot kitchen 2"), "spot 2", "kitchen"),
    (Label("Ceiling light kitchen"), "ceiling light", "kitchen"),
    (Label("Bedroom 2 lamp"), "lamp", "bedroom 2"),
    (Label("Kitchen light 2"), "light 2", "kitchen"),
    (Label("Master bedroom lamp"), "lamp", "master bedroom"),
    (Label("upstairs_hallway_spot"), "spot", "upstairs hallway"),
    (Label("Anna's room lamp"), "lamp", "anna's room"),
    (Label("Kids room night light"), "night light", "kids room"),
    (Label("Garage door"), "garage door", "garage"),
    (Label("Garage light"), "light", "garage"),
    (Label("Front door"), "front door", None),
    (Label("Kitchen camera"), "camera", "kitchen"),
    (Label("Bedside lamp"), "bedside lamp", None),
    (Label("Küche Lampe"), "lampe", "küche"),
    (Label("Floor lamp", area="Living Room"), "floor lamp", "living room"),
    (Label("Living room floor lamp", area="Living Room"), "floor lamp", "living room"),
    (Label("Floor lamp", area="The Nook"), "floor lamp", "the nook"),
    (Label("Kitchen lamp", area="Dining Room"), "kitchen lamp", "dining room"),
    (Label("floor_light", topic="kitchen/floor_light"), "floor light", "kitchen"),
    (Label("mirror", topic="Upstairs/Bathroom/mirror"), "mirror", "bathroom"),
    (Label("spot 1", topic="lights/spot 1"), "spot 1", None),
    (Label("Shelf", hint="study"), "shelf", "study"),
    (Label("Kitchen shelf", hint="study"), "shelf", "kitchen"),
]


@pytest.mark.parametrize(("label", "name", "room"), NAMES)
def test_names_and_rooms(label: Label, name: str, room: str | None) -> None:
    """The room is taken out of the name, and nothing is said twice."""
    named = name_entity(label, "light", None)
    assert (named.name, named.room) == (name, room)


def test_rooms_of_this_home_are_known_too() -> None:
    """Beside the usual ones; the longest match wins."""
    assert name_entity(Label("Snug lamp"), "light", None, ROOMS | {"snug"}).room == "snug"
    assert name_entity(Label("Kitchen corner lamp"), "light", None, ROOMS | {"kitchen corner"}).room == "kitchen corner"


@pytest.mark.parametrize(
    ("platform", "device_class", "name"),
    [("climate", None, "thermostat"), ("cover", None, "blinds"), ("cover", "garage", "garage door"), ("binary_sensor", "motion", "motion"),
     ("switch", "outlet", "outlet"), ("water_heater", None, "water heater")],
)  # fmt: skip
def test_a_thing_without_a_name_is_called_by_its_kind(platform: str, device_class: str | None, name: str) -> None:
    """As people would."""
    assert name_entity(Label(), platform, device_class).name == name


SPOKEN: list[tuple[str, tuple[str, ...]]] = [
    ("TV", ("tv", "t v", "television")),
    ("TV lamp", ("tv lamp", "t v lamp", "television lamp")),
    ("Lamp 2", ("lamp two",)),
    ("Lamp 12", ("lamp twelve",)),
    ("Lamp2", ("lamp two",)),
    ("2nd floor", ("second floor",)),
    ("21st", ("twenty first",)),
    ("R&B", ("r and b",)),
    ("Salt & pepper", ("salt and pepper",)),
    ("Washer+dryer", ("washer plus dryer",)),
    ("Café Lämpchen", ("cafe lampchen",)),
    ("Straße", ("strasse",)),
    ("Øvre stue", ("ovre stue",)),
    ("7.5 kW", ("seven point five kw",)),
    ("007", ("zero zero seven",)),
    ("100%", ("one hundred percent",)),
    ("Room #3", ("room number three",)),
    ("LED strip", ("led strip", "l e d strip")),
    ("CO2 sensor", ("c o two sensor", "carbon dioxide sensor")),
    ("a/c", ("a c", "air conditioner")),
    ("Anna's lamp", ("anna's lamp",)),
    ("Anna’s lamp", ("anna's lamp",)),
    ("living_room-lamp", ("living room lamp",)),
    ("Xmas tree", ("christmas tree",)),
    ("2024", ("two thousand twenty four",)),
    ("٣", ("three",)),
    ("💡", ()),
    ("", ()),
]


@pytest.mark.parametrize(("name", "forms"), SPOKEN)
def test_spoken_forms(name: str, forms: tuple[str, ...]) -> None:
    """The most usual first."""
    assert spoken_forms(name) == forms


def test_aliases_say_the_room_and_the_announced_name() -> None:
    """So that the recogniser knows every way."""
    assert name_entity(Label("Kitchen lamp 2"), "light", None).aliases == ("lamp two", "kitchen lamp two")
    assert aliases_of("lamp", "kitchen", "lamp kitchen", "big one") == ("big one", "kitchen lamp", "lamp kitchen")
    assert name_entity(Label("Garage door"), "cover", "garage").aliases == ()


@pytest.mark.parametrize(("number", "words"), [(0, "zero"), (13, "thirteen"), (40, "forty"), (42, "forty two"), (100, "one hundred"),
    (999, "nine hundred ninety nine"), (1000, "one thousand"), (20_017, "twenty thousand seventeen"), (-5, "minus five"), (1_000_000, "one zero zero zero zero zero zero")])  # fmt: skip
def test_numbers(number: int, words: str) -> None:
    """In words."""
    assert say_number(number) == words


def test_ordinals() -> None:
    """The irregular ones too."""
    assert [say_ordinal(one) for one in (1, 2, 3, 4, 5, 8, 9, 12, 20, 31)] == [
        *("first", "second", "third", "fourth", "fifth", "eighth", "ninth", "twelfth", "twentieth", "thirty first"),
    ]


@given(st.text(max_size=200))
def test_any_name_can_be_worked_on(text: str) -> None:
    """Nothing raises; what is said holds neither digits nor symbols; names are short, lower case and printable."""
    forms = spoken_forms(text)
    assert len(forms) <= MAX_FORMS
    assert all(one.isalpha() or one in " '" or not one.isascii() for form in forms for one in form)
    assert humanize(text) == humanize(text).strip()
    assert humanize(text).isprintable()
    room_name(text)
    named = name_entity(Label(text, text, text, text, text), "light", text)
    assert named.name


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_is_said_twice(device: str, entity: str) -> None:
    """Whatever the two names are."""
    whole = full_name(Label(device, entity), "thing")
    assert whole == "thing" or humanize(device) in whole or humanize(entity) in whole
    assert full_name(Label(device, device), "thing") == full_name(Label(device), "thing")
