"""The small parts between the rooms: errands, effects, own state, names that follow the home."""

import asyncio
import logging
from pathlib import Path

import pytest

from device.errors import StoreError
from device.home.state import Entity, Home
from runtime.effects import Effects
from runtime.errands import Errands
from runtime.memory import Memory, MemorySettings
from runtime.naming import Vocabulary
from runtime.own import Own
from runtime.turn import Effect
from tests.support.clock import jump


def test_own_state_survives_a_restart(tmp_path) -> None:
    Own(tmp_path / "own.json").set(muted=True, volume=30.0)
    state = Own(tmp_path / "own.json").state
    assert (state.muted, state.volume) == (True, 30.0)


def test_own_state_that_cannot_be_kept_has_not_changed(tmp_path) -> None:
    own = Own(tmp_path / "own.json")
    (tmp_path / "own.new").symlink_to("/dev/full")
    with pytest.raises(StoreError):
        own.set(muted=True)
    assert not own.state.muted


def test_errands_are_done_in_order_and_outlive_a_failure(caplog) -> None:
    done = []

    async def main() -> None:
        errands = Errands()

        async def good(number):
            done.append(number)

        async def bad():
            raise StoreError("The disk is full.")

        errands.add(lambda: good(1))
        errands.add(bad)
        errands.add(lambda: good(2))
        working = asyncio.create_task(errands.run())
        await asyncio.sleep(1)
        working.cancel()
        await asyncio.wait({working})

    with caplog.at_level(logging.WARNING):
        jump(main())
    assert done == [1, 2]
    assert "The disk is full." in caplog.text


class Told(list):
    """Remembers what it was called with."""

    def __call__(self, *told):
        self.append(told)


def effects(tmp_path: Path, told: Told) -> tuple[Effects, Own]:
    own = Own(tmp_path / "own.json")

    class Book:
        def apply(self, effect):
            told("book", effect.kind)

    made = Effects(
        own, Memory(MemorySettings()), Book(), learn=told, forget=told, announce=told, hush=lambda: told("hush")
    )
    return made, own


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        (Effect("teach", {"fact": "room", "entity": "light.a", "value": "study"}), ("room", "light.a", "study")),
        (Effect("forget", {"entity": "light.a"}), ("light.a",)),
        (Effect("forget"), ("",)),
        (Effect("announce", {"message": "Dinner."}), ("Dinner.",)),
        (Effect("hush"), ("hush",)),
        (Effect("timer_start", {"seconds": 5.0, "label": ""}), ("book", "timer_start")),
    ],
)
def test_each_effect_reaches_the_part_it_is_about(tmp_path, effect: Effect, told: tuple) -> None:
    heard = Told()
    effects(tmp_path, heard)[0].apply(effect)
    assert heard == [told]


def test_volume_and_silence_are_own_state(tmp_path) -> None:
    made, own = effects(tmp_path, Told())
    made.apply(Effect("volume", {"percent": 20.0}))
    made.apply(Effect("mute", {"on": True}))
    assert (own.state.volume, own.state.silenced) == (20.0, True)


class Follower:
    """A home that changes when it is told to."""

    def __init__(self) -> None:
        self.home = Home()
        self.news = asyncio.Event()
        self.taught: list[int] = []

    async def ready(self):
        return self.home

    async def changed(self, version):
        while self.home.version <= version:
            self.news.clear()
            await self.news.wait()
        return self.home

    def add(self, name):
        self.home = self.home.with_entity(Entity(f"light.{name}", "light", name))
        self.news.set()


def test_a_burst_of_names_is_compiled_once_it_has_settled() -> None:
    async def main() -> list[int]:
        house = Follower()

        async def teach(home):
            house.taught.append(len(home.entities))

        following = asyncio.create_task(Vocabulary(house, teach).run())
        await asyncio.sleep(5)
        for number in range(10):
            house.add(f"lamp {number}")
            await asyncio.sleep(0.5)
        await asyncio.sleep(5)
        following.cancel()
        await asyncio.wait({following})
        return house.taught

    assert jump(main()) == [0, 10]
