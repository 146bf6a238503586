import time

from device.home.state import Entity, Home
from runtime.nlu.vocabulary import Vocabulary, forms


def lamp(number: int, name: str = "floor lamp", room: str | None = "living room") -> Entity:
    return Entity(f"light.{number}", "light", name, room)


def found(names: Vocabulary, text: str) -> list[tuple[str, bool]]:
    return [(match.phrase, match.mention is None) for match in names.find(tuple(text.split()))]


def test_names_are_found_with_and_without_their_room():
    names = Vocabulary.of(Home().with_entity(lamp(1)))
    assert ("living room floor lamp", False) in found(names, "turn on the living room floor lamp")
    assert ("living room", True) in found(names, "turn on the living room floor lamp")
    assert ("floor lamp", False) in found(names, "the floor lamp please")


def test_the_room_is_not_said_twice():
    assert forms(lamp(1, "kitchen lamp", "kitchen")) == ["kitchen lamp"]


def test_a_change_is_learned_and_forgotten():
    home = Home().with_entity(lamp(1)).with_entity(lamp(2, "floor lamp", "office"))
    names = Vocabulary.of(home)
    assert dict(names.phrases["floor lamp"].groups) == {"light": 2}
    renamed = home.with_entity(lamp(2, "desk lamp", "office")).without("light.1")
    later = names.updated(renamed)
    assert "floor lamp" not in later.phrases
    assert later.phrases == Vocabulary.of(renamed).phrases
    assert "floor lamp" in names.phrases


def test_a_state_costs_nothing():
    home = Home().with_entity(lamp(1))
    names = Vocabulary.of(home)
    assert names.updated(home) is names


def test_looking_up_costs_the_same_in_a_big_home():
    small, big = Home(), Home()
    for number in range(25):
        small = small.with_entity(lamp(number, f"lamp {number}"))
    for number in range(3000):
        big = big.with_entity(lamp(number, f"lamp {number}"))
    words = tuple("turn on the living room lamp 7 and the lamp 9".split())
    spent = []
    for home in (small, big):
        names = Vocabulary.of(home)
        begun = time.thread_time()
        for _ in range(200):
            list(names.find(words))
        spent.append(time.thread_time() - begun)
    assert spent[1] < 8 * spent[0]
