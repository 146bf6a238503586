"""Timers that survive restarts and clocks that are set, and ring late rather than never."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from runtime import reminders as r
from runtime.turn import Effect, Interpretation, Request, Slot

NOW = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
REQUEST = Request(Interpretation("turn_off", (Slot("kind", "lights", "light"),)), ("light.a",), confirmed=True)


class Clock:
    """A wall clock and a monotonic one that tests move."""

    def __init__(self):
        self.wall, self.ticks = NOW, 100.0

    def pass_s(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds

    def set_by(self, seconds):
        self.wall += timedelta(seconds=seconds)


@pytest.fixture
def rung():
    return []


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(tmp_path, rung, clock):
    return lambda: r.Reminders(
        tmp_path / "reminders.json",
        lambda one, late: rung.append((one.label, round(late))),
        now=lambda: clock.wall,
        clock=lambda: clock.ticks,
    )


def timer(seconds, label=""):
    return Effect("timer_start", {"seconds": seconds, "label": label})


def test_rings_when_due_and_only_once(opened, rung, clock):
    store = opened()
    store.apply(timer(60, "pasta"))
    clock.pass_s(59)
    store.look()
    assert rung == []
    clock.pass_s(1)
    store.look()
    store.look()
    assert rung == [("pasta", 0)]


def test_survives_a_restart_and_rings_late(opened, rung, clock):
    opened().apply(timer(60, "pasta"))
    clock.pass_s(600)
    opened().look()
    assert rung == [("pasta", 540)]
    assert opened().reminders == ()


def test_a_delayed_request_survives_whole(opened, clock):
    opened().apply(Effect("delay", {"due": NOW + timedelta(minutes=5), "request": REQUEST, "seconds": 300.0}))
    (kept,) = opened().reminders
    assert kept.request == REQUEST
    assert kept.kind == "delay"


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_a_timer_is_not_moved_when_the_clock_is_set(opened, rung, clock, jump):
    store = opened()
    store.apply(timer(60, "tea"))
    store.apply(Effect("alarm_set", {"due": NOW + timedelta(seconds=90), "label": "up"}))
    clock.pass_s(10)
    store.look()
    clock.set_by(jump)
    store.look()
    assert ("tea", 0) not in rung
    clock.pass_s(50)
    store.look()
    assert ("tea", 0) in rung
    assert ("up" in dict(rung)) is (jump > 0)


def test_after_a_power_cut_the_clock_alone_knows_how_long_it_was_off(opened, rung, clock):
    opened().apply(timer(60, "tea"))
    clock.set_by(-7200)
    store = opened()
    store.look()
    clock.set_by(7200 + 600)
    store.look()
    assert rung == [("tea", 540)]


def test_pause_resume_lengthen_cancel(opened, rung, clock):
    store = opened()
    store.apply(timer(60))
    store.apply(Effect("timer_pause", {"ids": (1,)}))
    clock.pass_s(500)
    store.apply(Effect("timer_change", {"id": 1, "seconds": 30.0}))
    assert store.reminders[0].left_s == 90
    store.apply(Effect("timer_resume", {"ids": (1,)}))
    clock.pass_s(89)
    store.look()
    assert rung == []
    store.apply(Effect("timer_cancel", {"ids": (1,)}))
    clock.pass_s(100)
    store.look()
    assert rung == []


def test_a_broken_book_is_not_silently_forgotten(tmp_path, opened, caplog):
    (tmp_path / "reminders.json").write_text("{")
    assert not opened().reminders
    assert "reminders.json makes no sense" in caplog.text
    assert (tmp_path / "reminders.broken").read_text() == "{"


def test_the_driver_wakes_for_what_is_set_later(opened, rung, clock):
    async def scene():
        store = opened()
        task = asyncio.create_task(store.run())
        await asyncio.sleep(0)
        store.apply(timer(0.01, "now"))
        clock.pass_s(1)
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(scene())
    assert [label for label, _ in rung] == ["now"]
