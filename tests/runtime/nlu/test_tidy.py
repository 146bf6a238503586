import pytest

from device.home.state import Entity, Home
from runtime.nlu.slots import slots_of
from runtime.nlu.tidy import Span, spans_of, tidy
from runtime.nlu.vocabulary import Vocabulary

HOME = (
    Home()
    .with_entity(Entity("light.1", "light", "floor lamp", "living room"))
    .with_entity(Entity("light.2", "light", "light", "kitchen"))
    .with_entity(Entity("cover.1", "cover", "garage door", "garage"))
    .with_entity(Entity("media_player.1", "media_player", "tv", "living room"))
)
NAMES = Vocabulary.of(HOME)
EVERY = frozenset({"name", "area", "kind"})


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("living room floor lamp", "area:0-2 name:2-4", "name:0-4"),
        ("kitchen lights", "name:0-2", "area:0-1 kind:1-2"),
        ("kitchen light", "area:0-1 kind:1-2", "name:0-2"),
        ("light", "name:0-1", "kind:0-1"),
        ("garage door", "kind:0-2", "name:0-2"),
        ("tv", "kind:0-1", "name:0-1"),
        ("floor lamp", "name:0-2", "name:0-2"),
        ("kitchen", "name:0-1", "area:0-1"),
    ],
)
def test_one_convention(text, before, after):
    spans = [Span(part.split(":")[0], *map(int, part.split(":")[1].split("-"))) for part in before.split()]
    found = tidy(spans, tuple(text.split()), NAMES, EVERY)
    assert " ".join(f"{span.slot}:{span.start}-{span.end}" for span in found) == after


def test_tags_become_spans():
    assert spans_of(["O", "B-name", "I-name", "I-area", "B-area"]) == (
        Span("name", 1, 3),
        Span("area", 3, 4),
        Span("area", 4, 5),
    )


@pytest.mark.parametrize(
    ("text", "tags", "value"),
    [
        ("raise it by ten percent", "B-change O O B-change I-change", 10.0),
        ("lower it by ten percent", "B-change O O B-change I-change", -10.0),
        ("turn it down", "O O B-change", "down"),
        ("freezing in here", "B-change O O", "up"),
        ("too hot", "B-change I-change", "down"),
        ("less bright", "B-change I-change", "down"),
        ("two degrees warmer", "B-change I-change B-change", 2.0),
        ("two degrees cooler", "B-change I-change B-change", -2.0),
    ],
)
def test_a_direction_and_an_amount_are_one_change(text, tags, value):
    (slot,) = slots_of(spans_of(tags.split()), tuple(text.split()))
    assert (slot.name, slot.value) == ("change", value)


def test_a_target_outranks_a_direction():
    words = tuple("turn the volume up to forty".split())
    (slot,) = slots_of(spans_of("O O O B-change O B-percent".split()), words)
    assert (slot.name, slot.value) == ("percent", 40.0)
