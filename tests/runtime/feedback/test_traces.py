"""The trace store: what it keeps, what it forgets, and that neither a kill nor a full disk tears it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.errors import StoreError
from runtime.feedback.traces import StoreHealth, TraceSettings, TraceStore, read_traces, without_words
from runtime.turn import Event, Trace

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def trace(number: int, *, at: datetime | None = None, size: int = 0) -> Trace:
    data = {
        "text": "unlock the front door " + "x" * size,
        "alternatives": [{"text": "unlock the front floor", "confidence": 0.4}],
        "confidence": 0.93,
    }
    clause = {"intent": "unlock", "confidence": 0.98, "slots": {"name": "front door"}}
    return Trace(
        id=f"t{number:06}",
        started=at or NOON + timedelta(seconds=number),
        events=(
            Event("wake", 1.0, 0.0, {"word": "hey_jarvis", "score": 0.9}),
            Event("recognize", 1.2, 0.2, data),
            Event("understand", 1.3, 0.1, {"clauses": [clause], "why": "the front door, because you said so"}),
            Event("resolve", 1.3, 0.0, {"entities": ("lock.front_door",), "home": 7}),
            Event("confirm", 1.4, 0.0, {"say": "The front door is unlocked", "words": [{"word": "unlock"}]}),
        ),
        outcome="done",
    )


def fill(
    path: Path, numbers: range, settings: TraceSettings | None = None, *, size: int = 0, keep_words: bool = True
) -> StoreHealth:
    store = TraceStore(path, settings, keep_words=keep_words)
    for number in numbers:
        store.record(trace(number, size=size))
        while number % 100 == 99 and store.health.written + store.health.lost <= number - 100:
            time.sleep(0.001)
    store.close(20)
    return store.health


def test_what_was_recorded_is_read_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "state" / "traces.db"
    assert fill(path, range(20)) == StoreHealth("", 20, 0)
    assert [found.id for found in read_traces(path, 3)] == ["t000019", "t000018", "t000017"]
    assert read_traces(path, 1)[0].events[1].data["text"].startswith("unlock the front door")


def test_reading_works_beside_a_running_store(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    store = TraceStore(path)
    store.record(trace(1))
    deadline = time.monotonic() + 5
    while not read_traces(path, 1) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert read_traces(path, 1)[0].id == "t000001"
    store.close()


def test_nothing_was_ever_written(tmp_path: Path) -> None:
    assert read_traces(tmp_path / "none.db", 5) == ()
    (tmp_path / "bad.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="cannot be read"):
        read_traces(tmp_path / "bad.db")


def test_without_words_nothing_said_reaches_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    fill(path, range(5), keep_words=False)
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        for word in (b"unlock the", b"front floor", b"because", b"is unlocked", b'"front door"'):
            assert word not in content, f"{word!r} in {file.name}"
    kept = {event.stage: event.data for event in read_traces(path)[0].events}
    assert kept == {
        "wake": {"word": "hey_jarvis", "score": 0.9},
        "recognize": {"alternatives": [{"confidence": 0.4}], "confidence": 0.93},
        "understand": {"clauses": [{"intent": "unlock", "confidence": 0.98}]},
        "resolve": {"entities": ["lock.front_door"], "home": 7},
        "confirm": {},
    }


def test_without_words_keeps_falsehoods_and_zeros() -> None:
    bare = Trace("a", NOON, (Event("act", 0, 0, {"confirmed": False, "count": 0, "text": "x"}),))
    assert without_words(bare).events[0].data == {"confirmed": False, "count": 0}


def test_without_words_drops_what_the_slots_of_every_clause_hold() -> None:
    slots = {"kind": "garage door", "code": "one two", "pin": 1234, "name": ["anna"], "status": {"kind": "x"}}
    clause = {"intent": "open", "confidence": 0.9, "slots": slots}
    spoken = Trace("a", NOON, (Event("understand", 0, 0, {"clauses": [clause, {"slots": slots}]}),))
    assert without_words(spoken).events[0].data == {"clauses": [{"intent": "open", "confidence": 0.9}]}


def test_old_traces_go(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    store = TraceStore(path, TraceSettings(max_days=7))
    for days in (20, 8, 6, 0):
        store.record(trace(100 - days, at=NOON - timedelta(days=days)))
    store.close()
    assert [found.id for found in read_traces(path, 9)] == ["t000100", "t000094"]


def test_size_is_bounded_and_the_oldest_go(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    fill(path, range(600), TraceSettings(max_mb=0.5), size=2000)
    left = read_traces(path, 1000)
    assert 50 < len(left) < 400
    assert left[0].id == "t000599"
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert path.stat().st_size < 0.6e6


def test_no_traces_when_none_are_wanted(tmp_path: Path) -> None:
    fill(tmp_path / "traces.db", range(5), TraceSettings(keep=False))
    assert not list(tmp_path.iterdir())


def test_recording_never_blocks_nor_raises_with_a_full_backlog(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = TraceStore(tmp_path / "file" / "traces.db")  # its folder is a file: cannot be made
    began = time.monotonic()
    for number in range(5000):
        store.record(trace(number))
    assert time.monotonic() - began < 2
    store.close(20)
    store.record(trace(1))
    assert store.health.lost + store.health.written > 0
    assert "cannot be written" in store.health.problem


def test_a_store_that_is_no_database_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    path.write_bytes(b"not a database at all" * 1000)
    assert fill(path, range(3)) == StoreHealth("", 3, 0)
    assert path.with_suffix(".broken").exists()
    assert len(read_traces(path, 9)) == 3


FULL = """
import resource, sys, time
from pathlib import Path
from tests.runtime.feedback.test_traces import trace
from runtime.feedback.traces import TraceStore
told = []
store = TraceStore(Path(sys.argv[1]), changed=lambda health: told.append(bool(health.problem)))
store.record(trace(0)); time.sleep(0.3)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
for number in range(1, 60): store.record(trace(number, size=8000))
time.sleep(1.0)
assert store.health.problem, "the disk was never full"
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
store.record(trace(99)); store.close(5)
assert not store.health.problem, store.health
assert told[0] and not told[-1], told
print(store.health.lost)
"""


def test_a_file_that_may_not_grow_degrades_and_recovers(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
    ids = [found.id for found in read_traces(path, 100)]
    assert ids[0] == "t000099"
    assert ids[-1] == "t000000"


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("unshare") is None, reason="mounting a small disk needs root")
def test_a_full_disk_degrades_and_the_process_lives(tmp_path: Path) -> None:
    child = """
import shutil, sys, time
from pathlib import Path
from tests.runtime.feedback.test_traces import trace
from runtime.feedback.traces import TraceStore, read_traces
place = Path(sys.argv[1])
store = TraceStore(place / "traces.db")
store.record(trace(0)); time.sleep(0.3)
(place / "ballast").write_bytes(b"x" * max(0, shutil.disk_usage(place).free - 8192))
for number in range(1, 100): store.record(trace(number, size=4000))
time.sleep(1.0)
assert "full" in store.health.problem, store.health
(place / "ballast").unlink()
store.record(trace(100)); store.close(5)
assert not store.health.problem, store.health
print([found.id for found in read_traces(place / "traces.db", 1)])
"""
    mounted = f"mount -t tmpfs -o size=512k none {tmp_path} && exec {sys.executable} -c '{child}' {tmp_path}"
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", mounted], capture_output=True, text=True, timeout=30, check=False
    )
    if "mount" in done.stderr and "permission" in done.stderr.lower():
        pytest.skip("mounting is not allowed here")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['t000100']"


WRITER = """
import sys
from pathlib import Path
from tests.runtime.feedback.test_traces import trace
from runtime.feedback.traces import TraceStore
store, number = TraceStore(Path(sys.argv[1])), int(sys.argv[2])
print("writing", flush=True)
while True:
    store.record(trace(number, size=3000)); number += 1
"""


def test_sigkill_while_writing_tears_nothing(tmp_path: Path) -> None:
    path = tmp_path / "traces.db"
    survivors = 0
    for round_ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(round_ * 100_000)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.15 + 0.037 * round_)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert fill(path, range(900_000 + round_, 900_001 + round_)) == StoreHealth("", 1, 0)
        with sqlite3.connect(path) as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = read_traces(path, 1_000_000)
        assert len(found) > survivors
        survivors = len(found)
    assert not path.with_suffix(".broken").exists()
