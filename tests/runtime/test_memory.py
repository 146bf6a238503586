"""What is remembered between turns, and what is not."""

from datetime import UTC, datetime, timedelta

import pytest

from device.errors import StoreError
from device.home.state import Command, Home, Outcome
from runtime.memory import Memory, MemorySettings, habit_key
from runtime.turn import Exchange, Interpretation, Request

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def exchange(at: float = 0.0, entity: str = "light.a", status: str = "confirmed") -> Exchange:
    command = Command(entity, "turn_on")
    request = Request(Interpretation("turn_on"), (entity,))
    return Exchange("on", "turn on the lamp", (request,), "It is on.", (Outcome(command, status),), at=at)


def test_a_conversation_is_forgotten_after_a_silence() -> None:
    memory = Memory(MemorySettings(forget_after_s=60))
    memory.remember(exchange(at=10), NOON)
    assert memory.context(Home(), NOON, 60, room=None).history
    assert not memory.context(Home(), NOON, 71, room=None).history


def test_only_the_newest_turns_are_kept() -> None:
    memory = Memory(MemorySettings(turns=3))
    for number in range(5):
        memory.remember(exchange(at=number), NOON)
    assert [old.at for old in memory.context(Home(), NOON, 5, room=None).history] == [2, 3, 4]


def test_habits_count_what_was_done_and_survive_a_restart(tmp_path) -> None:
    path = tmp_path / "memory.json"
    memory = Memory(MemorySettings(), path)
    memory.remember(exchange(), NOON)
    memory.remember(exchange(), NOON)
    memory.remember(exchange(entity="light.b", status="timeout"), NOON)
    again = Memory(MemorySettings(), path).context(Home(), NOON, 0, room=None).habits
    assert again == {habit_key("light.a", "turn_on", NOON): 2.0}


def test_habits_fade(tmp_path) -> None:
    memory = Memory(MemorySettings(), tmp_path / "memory.json")
    memory.remember(exchange(), NOON)
    memory.remember(exchange(entity="light.b"), NOON + timedelta(days=21))
    habits = memory.context(Home(), NOON, 0, room=None).habits
    assert habits[habit_key("light.a", "turn_on", NOON)] == pytest.approx(0.5)


def test_a_full_disk_keeps_the_old_file(tmp_path) -> None:
    path = tmp_path / "memory.json"
    memory = Memory(MemorySettings(), path)
    memory.choose("the lamp", "light.a")
    before = path.read_bytes()
    path.with_suffix(".new").unlink(missing_ok=True)
    path.with_suffix(".new").symlink_to("/dev/full")
    with pytest.raises(StoreError, match="could not be saved"):
        memory.choose("the lamp", "light.b")
    assert path.read_bytes() == before


def test_a_torn_file_is_moved_aside_and_hearth_starts(tmp_path, caplog) -> None:
    path = tmp_path / "memory.json"
    path.write_bytes(b'{"habits": {"x')
    Memory(MemorySettings(), path).choose("the lamp", "light.a")
    assert "memory.json makes no sense" in caplog.text
    assert (tmp_path / "memory.broken").read_bytes() == b'{"habits": {"x'
    assert Memory(MemorySettings(), path).context(Home(), NOON, 0, room=None).choices == {"the lamp": "light.a"}
