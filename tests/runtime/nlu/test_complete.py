import pytest

from device.home.state import Entity, Home
from runtime.nlu.complete import completed
from runtime.nlu.tidy import Span
from runtime.nlu.vocabulary import Vocabulary

NAMES = Vocabulary.of(
    Home()
    .with_entity(Entity("light.1", "light", "play corner", "living room"))
    .with_entity(Entity("switch.1", "switch", "oven", "kitchen"))
    .with_entity(Entity("switch.2", "switch", "kettle", "kitchen"))
)
EVERY = frozenset({"name", "area", "kind", "time"})


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("play corner light on", "name:1-3", "name:0-2"),
        ("have the oven come on", "name:2-4", "name:2-3"),
        ("pop the kettle on", "", "name:2-3"),
        ("the kettle or the oven", "", ""),
        ("make it red in here", "area:3-4", "area:3-5"),
        ("light up the kitchen", "kind:0-1 area:3-4", "area:3-4"),
        ("turn on the robot thing", "name:3-5", "name:3-5"),
        ("turn on the kitchen", "area:3-4", "area:3-4"),
    ],
)
def test_what_the_words_say(text, before, after):
    spans = [Span(part.split(":")[0], *map(int, part.split(":")[1].split("-"))) for part in before.split()]
    found = completed(spans, tuple(text.split()), NAMES, EVERY)
    assert " ".join(f"{span.slot}:{span.start}-{span.end}" for span in found) == after
