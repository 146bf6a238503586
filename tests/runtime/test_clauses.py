"""What clauses share and what stands side by side in one, on words and slots tagged by hand."""

import pytest

from runtime.clauses import side_by_side, with_shared_time
from runtime.turn import Interpretation, Slot


def tagged(text: str, intent: str = "turn_off") -> Interpretation:
    """Read "turn off the [kind tv] and the [name floor lamp]"."""
    words: list[str] = []
    slots: list[Slot] = []
    for part in text.replace("]", "[").split("["):
        name, _, rest = part.partition(" ")
        if name in {"name", "kind", "area", "floor", "duration", "time", "quantifier", "percent"} and rest:
            slots.append(Slot(name, rest, None, len(words), len(words) + len(rest.split())))
            words += rest.split()
        else:
            words += part.split()
    return Interpretation(intent, tuple(slots), 1.0, " ".join(words))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("turn off the [kind tv] and the [name floor lamp]", ["kind=tv", "name=floor lamp"]),
        ("turn off the [kind lights] in the [area kitchen] and the [area bedroom]", ["kind=lights area=kitchen", "area=bedroom kind=lights"]),
        ("turn off the [area kitchen] and [area bedroom] [kind lights]", ["area=kitchen kind=lights", "area=bedroom kind=lights"]),
        ("turn off the [area kitchen] and the [area office]", ["area=kitchen", "area=office"]),
        ("turn on the [kind lamp] and the [kind fan] in the [area bedroom]", ["kind=lamp area=bedroom", "kind=fan area=bedroom"]),
        ("turn on the [kind lamp] in the [area office] and the [kind fan]", ["kind=lamp area=office", "kind=fan"]),
        ("turn on the [name left lamp] and the [name right lamp]", ["name=left lamp name=right lamp"]),
        ("turn off the [kind light] in the [area kitchen]", ["kind=light area=kitchen"]),
        ("turn off the [area kitchen] [kind light]", ["area=kitchen kind=light"]),
        ("turn it off", [""]),
    ],
)  # fmt: skip
def test_side_by_side(text, groups):
    parts = side_by_side(tagged(text))
    assert [" ".join(f"{slot.name}={slot.text}" for slot in part.slots) for part in parts] == groups


def test_what_is_not_about_a_thing_belongs_to_every_part():
    parts = side_by_side(tagged("set the [kind lamp] and the [area office] [kind lights] to [percent ten]"))
    assert [part.slot("percent") is not None for part in parts] == [True, True]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("in [duration ten minutes] turn off the [name lamp]", "close the [kind blinds]", True),
        ("at [time seven] open the [kind blinds]", "turn on the [name kettle]", True),
        ("please in [duration ten minutes] turn off the [name lamp]", "close the [kind blinds]", True),
        ("turn off the [name lamp] in [duration ten minutes]", "close the [kind blinds]", False),
        ("for [duration ten minutes] turn on the [name lamp]", "close the [kind blinds]", False),
        ("in [duration ten minutes] turn off the [name lamp]", "in [duration one hour] close the [kind blinds]", False),
        ("turn off the [name lamp]", "close the [kind blinds]", False),
    ],
)
def test_a_time_said_first_is_for_all(first, second, shared):
    clauses = with_shared_time((tagged(first), tagged(second, "close")))
    own = tagged(second).slots
    assert (len(clauses[1].slots) > len(own)) is shared
    if shared:
        assert {slot.text for slot in clauses[1].slots} >= {
            slot.text for slot in clauses[0].slots if slot.name in {"time", "duration"}
        }


def test_what_has_a_time_of_its_own_takes_no_other():
    timer = tagged("set a timer", "timer_start")
    assert with_shared_time((tagged("at [time seven] open the [kind blinds]"), timer))[1] is timer
