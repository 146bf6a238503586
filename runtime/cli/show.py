"""Writing answers: JSON for machines, aligned columns for people."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from runtime.turn import Trace


def answer(value: Any) -> None:
    """Write one JSON value on one line."""
    sys.stdout.write(msgspec.json.encode(value, enc_hook=str).decode() + "\n")


def say(text: str = "") -> None:
    """Write a line for people."""
    sys.stdout.write(text + "\n")


def columns(rows: Iterable[Sequence[object]]) -> None:
    """Write rows in columns as wide as their widest cell; the last one is not padded."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    for row in cells:
        say("  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]).rstrip())


def trace(one: Trace | Mapping[str, Any]) -> None:
    """Write a turn: when, how it ended, and a line for each stage with its milliseconds."""
    shown = one if isinstance(one, Trace) else msgspec.convert(one, Trace)
    seconds = sum(event.seconds for event in shown.events)
    ended = f"{shown.outcome} in {shown.failed_stage}" if shown.failed_stage else shown.outcome
    say(f"{shown.started.astimezone():%Y-%m-%d %H:%M:%S}  {shown.id}  {ended}  {seconds:.2f} s")
    for event in shown.events:
        say(f"  {event.stage:<11}{1000 * event.seconds:8.1f} ms  {details(event.data)}".rstrip())


def details(data: Mapping[str, Any]) -> str:
    """Return event data as `key=value` words."""
    return "  ".join(f"{key}={_plain(value)}" for key, value in data.items() if value not in (None, "", [], {}, ()))


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"' if " " in value else value
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return "{" + " ".join(f"{key}:{_plain(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + " ".join(_plain(inner) for inner in value) + "]"
    return str(value)
