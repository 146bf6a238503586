"""The bell: it talks over nobody, and falls silent when somebody calls."""

import asyncio
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from runtime.errands import Errands
from runtime.ringing import RING_PAUSE_S, RINGS, Bell, ring
from runtime.turn import Interpretation, Reminder, Request
from tests.support.clock import jump

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TEA = Reminder(1, "timer", NOON, "tea", 300.0)


class Room:
    """Ear and mouth of the test: writes down what sounds, and for how long."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.quiet = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()
        self.errands = Errands()
        self.bell = Bell(self, self, self.errands, self.do, self.idle)

    @contextmanager
    def speaking(self):
        yield

    async def sound(self, what: str, seconds: float) -> None:
        self.heard.append(what)
        self.quiet.clear()
        try:
            async with asyncio.timeout(seconds):
                await self.quiet.wait()
            self.heard.append("cut off")
        except TimeoutError:
            pass

    async def chime(self, _audio) -> None:
        await self.sound("chime", 0.5)

    async def say(self, text: str) -> None:
        await self.sound(text, 2.0)

    def hush(self) -> None:
        self.quiet.set()

    async def do(self, request: Request) -> str:
        self.heard.append(f"did {request.intent}")
        return "The lamp is off."


def happens(act) -> list[str]:
    async def main() -> list[str]:
        room = Room()
        working = asyncio.create_task(room.errands.run())
        await act(room)
        await asyncio.sleep(60)
        working.cancel()
        await asyncio.wait({working})
        return room.heard

    return jump(main())


def test_a_timer_rings_until_it_was_said_often_enough() -> None:
    async def act(room: Room) -> None:
        room.bell.due(TEA, 0.0)

    assert happens(act) == ["chime", "Your tea timer is done."] * RINGS


@pytest.mark.parametrize(
    ("at", "expected"), [(0.2, ["chime", "cut off"]), (1.0, ["chime", "Your tea timer is done.", "cut off"])]
)
def test_who_calls_is_not_rung_at(at: float, expected: list[str]) -> None:
    async def act(room: Room) -> None:
        room.bell.due(TEA, 0.0)
        await asyncio.sleep(at)
        room.idle.clear()
        room.bell.hush()

    assert happens(act) == expected


def test_a_turn_between_two_rings_ends_them() -> None:
    async def act(room: Room) -> None:
        room.bell.due(TEA, 0.0)
        await asyncio.sleep(2.5 + RING_PAUSE_S / 2)
        room.idle.clear()

    assert happens(act) == ["chime", "Your tea timer is done."]


def test_what_is_due_in_the_middle_of_a_turn_waits_for_its_end() -> None:
    async def act(room: Room) -> None:
        room.idle.clear()
        room.bell.due(TEA, 0.0)
        room.bell.announce("Dinner is ready.")
        await asyncio.sleep(10)
        assert room.heard == []
        room.idle.set()
        await asyncio.sleep(1)
        room.bell.hush()

    assert happens(act) == ["chime", "Your tea timer is done.", "cut off", "Dinner is ready."]


def test_what_was_put_off_is_done_at_once_and_said_when_nobody_speaks() -> None:
    async def act(room: Room) -> None:
        room.idle.clear()
        later = Reminder(1, "delay", NOON, request=Request(Interpretation("turn_off")))
        room.bell.due(later, 0.0)
        await asyncio.sleep(1)
        assert room.heard == ["did turn_off"]
        room.idle.set()

    assert happens(act) == ["did turn_off", "The lamp is off."]


def test_what_is_late_says_so() -> None:
    assert ring(TEA, 3.0) == "Your tea timer is done."
    assert ring(TEA, 600.0).endswith("It should have rung 10 minutes ago.")
