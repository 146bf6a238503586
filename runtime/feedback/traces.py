"""Traces of turns, kept on this device only: SQLite (WAL), bounded in age and size, written by one thread.

`record` is called in a turn's `finally`: it never blocks and never raises. When the disk is full or broken the store
says so and goes on trying; what comes meanwhile is lost and counted. Knows nothing of what the stages mean.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec

from device.errors import StoreError
from runtime.turn import Stage, Trace

BACKLOG = 256
"""Traces waiting for the disk; more are dropped, the newest first, and counted."""
SCHEMA = 1
TABLES = """
CREATE TABLE IF NOT EXISTS traces
    (id TEXT PRIMARY KEY, started TEXT NOT NULL, outcome TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS traces_started ON traces (started);
"""
TELLING = frozenset({
    "intent", "source", "graph", "entities", "outcomes", "commands", "voice", "model", "kind", "status", "clauses",
    "failed", "reason", "code",
})  # fmt: skip
"""Keys of event data whose words are Hearth's own; the words under every other key may be the user's."""


class TraceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long traces of turns are kept on this device."""

    keep: bool = True
    """Keep traces at all; `hearth trace` and learning from mistakes need them."""
    max_days: Annotated[float, msgspec.Meta(gt=0, le=3650)] = 30.0
    """Days after which a trace is deleted."""
    max_mb: Annotated[float, msgspec.Meta(ge=0.25, le=1024)] = 32.0
    """Megabytes on disk above which the oldest traces are deleted."""


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """How the store is."""

    problem: str = ""
    """A sentence for a person; empty: all is well."""
    written: int = 0
    lost: int = 0
    """Traces that never reached the disk."""


class TraceStore:
    """Takes finished traces. `changed` is called on the writing thread whenever the store falls ill or recovers."""

    def __init__(
        self,
        path: Path,
        settings: TraceSettings | None = None,
        *,
        keep_words: bool = True,
        changed: Callable[[StoreHealth], None] | None = None,
    ) -> None:
        self._path = path
        self._settings = settings or TraceSettings()
        self._keep_words = keep_words
        self._changed = changed
        self._health = StoreHealth()
        self._waiting: queue.Queue[Trace | None] = queue.Queue(maxsize=BACKLOG)
        self._dropped = 0
        self._thread = threading.Thread(target=self._write, name="traces", daemon=True)
        if self._settings.keep:
            self._thread.start()

    @property
    def health(self) -> StoreHealth:
        """How the store is now."""
        return self._health

    def record(self, trace: Trace) -> None:
        """Take a trace. Never blocks; a full backlog loses it."""
        if not self._settings.keep:
            return
        try:
            self._waiting.put_nowait(trace)
        except queue.Full:
            self._dropped += 1

    def close(self, timeout_s: float = 2.0) -> None:
        """Write what waits, for at most `timeout_s` seconds."""
        if not self._thread.is_alive():
            return
        with suppress(queue.Full):
            self._waiting.put(None, timeout=timeout_s)
        self._thread.join(timeout_s)

    def _write(self) -> None:
        """Write until told to stop. The connection lives and dies on this thread."""
        base: sqlite3.Connection | None = None
        while (trace := self._waiting.get()) is not None:
            try:
                base = base or open_store(self._path)
                _insert(base, trace if self._keep_words else without_words(trace))
                _bound(base, self._settings)
            except (sqlite3.Error, OSError) as error:
                self._report(f"Traces cannot be written to {self._path}: {error}.", lost=1)
                _let_go(base)
                base = None
            else:
                self._report("", written=1)
        _let_go(base)

    def _report(self, problem: str, *, written: int = 0, lost: int = 0) -> None:
        before = self._health
        dropped, self._dropped = self._dropped, 0
        self._health = StoreHealth(problem, before.written + written, before.lost + lost + dropped)
        if self._changed is not None and bool(problem) != bool(before.problem):
            self._changed(self._health)


def open_store(path: Path) -> sqlite3.Connection:
    """Open (or make) the store; one that SQLite cannot read is moved aside to `<name>.broken`.

    Raises sqlite3.Error or OSError when the place cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        path.replace(path.with_suffix(".broken"))
        for companion in ("-wal", "-shm"):
            path.with_name(path.name + companion).unlink(missing_ok=True)
        return _connect(path)


def read_traces(path: Path, last: int = 1) -> tuple[Trace, ...]:
    """Return the newest traces, newest first; none when nothing was ever written. Works beside a running Hearth.

    Raises:
        StoreError: the store is there but cannot be read.

    """
    if not path.exists():
        return ()
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2.0)) as base:
            if base.execute("SELECT 1 FROM sqlite_master WHERE name = 'traces'").fetchone() is None:
                return ()  # being made at this moment
            rows = base.execute("SELECT body FROM traces ORDER BY started DESC, rowid DESC LIMIT ?", (last,)).fetchall()
        return tuple(msgspec.json.decode(body, type=Trace) for (body,) in rows)
    except (sqlite3.Error, msgspec.DecodeError) as error:
        raise StoreError(
            f"The traces in {path} cannot be read: {error}. Members of group hearth and root may."
        ) from error


def without_words(trace: Trace) -> Trace:
    """Return the trace without anything that was said: numbers, intents, entities and outcomes stay."""
    events = tuple(
        # The word of the wake stage is the wake word: a model's name, not something that was said to Hearth.
        event if event.stage == Stage.WAKE else msgspec.structs.replace(event, data=_telling(event.data))
        for event in trace.events
    )
    return msgspec.structs.replace(trace, events=events)


def _telling(value: Any, *, known: bool = False, said: bool = False) -> Any:
    """Drop the words; `said`: below "slots", where every key is a slot's name ("kind", "code") and every value was spoken."""
    if isinstance(value, Mapping):
        kept = {
            key: _telling(inner, known=key in TELLING and not said, said=said or key == "slots")
            for key, inner in value.items()
        }
        return {key: inner for key, inner in kept.items() if inner not in (None, {}, [])}
    if isinstance(value, list | tuple | set | frozenset):
        return [inner for item in value if (inner := _telling(item, known=known, said=said)) not in (None, {}, [])]
    return value if known or (isinstance(value, bool | int | float) and not said) else None


def _connect(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=2.0, isolation_level=None)
    try:
        base.execute("PRAGMA auto_vacuum = INCREMENTAL")  # counts only before the first table is made
        base.execute("PRAGMA journal_mode = WAL")
        base.execute(
            "PRAGMA synchronous = NORMAL"
        )  # whole after SIGKILL; a power cut may cost the last turns, never more
        base.execute("PRAGMA journal_size_limit = 1048576")
        base.executescript(TABLES)
        base.execute(f"PRAGMA user_version = {SCHEMA}")
    except sqlite3.Error:
        base.close()
        raise
    return base


def _let_go(base: sqlite3.Connection | None) -> None:
    if base is not None:
        with suppress(sqlite3.Error):
            base.close()


@contextmanager
def _transaction(base: sqlite3.Connection) -> Iterator[None]:
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # A full disk may have rolled back by itself.
        with suppress(sqlite3.Error):
            base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _insert(base: sqlite3.Connection, trace: Trace) -> None:
    body = msgspec.json.encode(trace, enc_hook=str)
    with _transaction(base):
        base.execute(
            "INSERT OR REPLACE INTO traces (id, started, outcome, body) VALUES (?, ?, ?, ?)",
            (trace.id, _sortable(trace), trace.outcome, body),
        )


def _bound(base: sqlite3.Connection, settings: TraceSettings) -> None:
    """Delete what is too old, then the oldest tenth until the rest is small enough."""
    (newest,) = base.execute("SELECT max(started) FROM traces").fetchone()
    if newest is None:
        return
    age = f"-{timedelta(days=settings.max_days).total_seconds():.0f} seconds"
    with _transaction(base):
        base.execute("DELETE FROM traces WHERE started < strftime('%Y-%m-%dT%H:%M:%fZ', ?, ?)", (newest, age))
    while _bytes(base) > settings.max_mb * 1e6:
        with _transaction(base):
            gone = base.execute(
                "DELETE FROM traces WHERE id IN"
                " (SELECT id FROM traces ORDER BY started LIMIT (SELECT 1 + count(*) / 10 FROM traces))"
            ).rowcount
        base.execute("PRAGMA incremental_vacuum").fetchall()
        if not gone:
            return


def _bytes(base: sqlite3.Connection) -> int:
    pages, free, size = (
        base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _sortable(trace: Trace) -> str:
    """Return the start in UTC, in the one form that sorts as text."""
    return trace.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
