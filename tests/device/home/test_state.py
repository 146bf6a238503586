"""The home as a value: what a change keeps, and which rooms there are after it."""

import time

from hypothesis import given
from hypothesis import strategies as st

from device.home.state import Entity, Home, State

CHANGES = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["kitchen", "attic", None, "gone"])), max_size=30)


@given(CHANGES)
def test_rooms_are_those_of_the_entities_whatever_came_and_went(changes: list[tuple[str, str | None]]) -> None:
    home = Home()
    for entity, room in changes:
        if room == "gone":
            home = home.without(entity)
        else:
            home = home.with_entity(Entity(entity, "light", entity, room=room)).with_state(entity, State("on"))
        assert home.rooms == tuple(sorted({one.room for one in home if one.room}))
        assert set(home.states) == set(home.entities)


def test_an_unknown_entity_leaves_the_home_as_it_is() -> None:
    home = Home().with_entity(Entity("light.a", "light", "a", room="attic"))
    assert home.without("light.b") is home


def test_removing_costs_what_changes_and_not_what_the_home_holds() -> None:
    """A home twenty times as large takes no more than a few times as long to empty, an entity."""

    def cost(size: int) -> float:
        home = Home()
        for at in range(size):
            home = home.with_entity(Entity(f"light.{at}", "light", f"{at}", room=f"room {at % 20}"))
        began = time.thread_time()
        for at in range(200):
            home = home.without(f"light.{at}")
        return time.thread_time() - began

    assert min(cost(6000) for _ in range(3)) < 4 * min(cost(300) for _ in range(3))
