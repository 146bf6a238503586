"""Which entities a topic concerns."""

import pytest

from device.home.binding import Availability, Binding, Label, Payload, Presence, Source
from device.home.state import Entity, State
from device.home.topics import TopicIndex, matches, topics_of


@pytest.mark.parametrize(
    ("pattern", "topic", "expected"),
    [
        ("a/b", "a/b", True), ("a/b", "a/c", False), ("a/+", "a/b", True), ("a/+", "a/b/c", False), ("a/+", "a", False), ("+/b", "a/b", True),
        ("a/#", "a/b/c", True), ("a/#", "a", True), ("a/#", "b", False), ("a/+/c", "a/b/c", True), ("a/+/c", "a//c", True), ("a/b/c", "a/b", False),
    ],
)  # fmt: skip
def test_filters(pattern: str, topic: str, expected: bool) -> None:
    """As MQTT has them."""
    assert matches(pattern, topic) is expected


def bind(entity_id: str, *topics: str, presence: str = "") -> Binding:
    def read(payload: Payload, state: State) -> dict[str, str]:
        return {"value": payload.text}

    there = (Presence(presence, lambda payload: payload.text == "online"),) if presence else ()
    return Binding(
        Entity(entity_id, "sensor", "x"),
        Label(),
        entity_id,
        reads=tuple(Source(one, read) for one in topics),
        availability=Availability(there),
    )


def test_topics_are_subscribed_once_and_left_with_the_last_listener() -> None:
    """What appeared and vanished in between cancels out."""
    index = TopicIndex()
    one, two = bind("a", "s", "t", presence="w"), bind("b", "s", "x/+")
    index.add(one)
    assert index.changes() == (("s", "t", "w"), ())
    index.add(two)
    assert index.changes() == (("x/+",), ())
    assert {listener.entity_id for listener in index.at("s")} == {"a", "b"}
    assert [listener.entity_id for listener in index.at("x/y")] == ["b"]
    assert not list(index.at("nothing"))
    index.remove(one)
    index.add(one)
    assert index.changes() == ((), ())
    index.remove(one)
    wanted, left = index.changes()
    assert (wanted, sorted(left)) == ((), ["t", "w"])
    index.remove(two)
    index.remove(two)
    assert set(index.changes()[1]) == {"s", "x/+"}
    assert not index.filters
    assert not list(index.at("x/y"))


def test_one_listener_may_read_a_topic_twice() -> None:
    """State and availability on one topic, or two values."""
    index = TopicIndex()
    binding = bind("a", "s", "s", presence="s")
    index.add(binding)
    (listener,) = index.at("s")
    assert (len(listener.sources), len(listener.presences)) == (2, 1)
    assert topics_of(binding) == {"s"}
    assert index.listens("s")
    assert not index.listens("x")
