"""The live view: what each stage of each turn did and how long it took, then the table of what was right."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from runtime.demo.performance import Performed
from runtime.demo.script import WAKE, Line

TOLD: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "wake": lambda data: f"{data.get('word')} {data.get('score')}",
    "endpoint": lambda data: str(data.get("reason", "")),
    "recognize": lambda data: f"{data.get('text', '')}  ({data.get('graph')})",
    "rewrite": lambda data: f"{data.get('text', '')}  ({data.get('source')})",
    "understand": lambda data: "; ".join(f"{clause['intent']} {clause['slots']}" for clause in data.get("clauses", ())),
    "resolve": lambda data: " ".join([*data.get("entities", ()), data.get("why", "")]),
    "act": lambda data: ", ".join(
        f"{one}: {status}" for one, status in zip(data["commands"], data["outcomes"], strict=False)
    ),
    "confirm": lambda data: str(data.get("say", "")),
    "speak": lambda data: (
        "cut off" if data.get("cut_off") else f"first sound after {1000 * data.get('heard', 0):.0f} ms"
    ),
}
"""Stage -> what it saw, in a few words."""


class View:
    """Shows a turn while it happens."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=8, transient=False)
        self._title = Text("Starting the broker, the home and Hearth ...")
        self._events: list[Mapping[str, Any]] = []

    def __enter__(self) -> Self:
        self._live.__enter__()
        self._show()
        return self

    def __exit__(self, *problem: object) -> None:
        self._live.__exit__(*problem)  # type: ignore[arg-type]

    def line(self, number: int, line: Line) -> None:
        """Begin a new line of the script; the last one stays above."""
        if number:
            self._live.console.print(self._frame())
        said = f"{WAKE}, {line.say}" if line.wake else line.say
        self._title = Text.assemble((f"{number + 1:2} ", "bold"), (f"“{said}”", "bold cyan"), f"   {line.shows}")
        self._events = []
        self._show()

    def event(self, event: Mapping[str, Any]) -> None:
        """Add what a stage did."""
        self._events.append(event)
        self._show()

    def _show(self) -> None:
        self._live.update(self._frame())

    def _frame(self) -> Group:
        table = Table(box=None, show_header=False, padding=(0, 1))
        table.add_column(justify="right", style="dim", width=12)
        table.add_column(justify="right", style="green", width=9)
        table.add_column()
        for event in self._events:
            table.add_row(event["stage"], f"{1000 * event['seconds']:.1f} ms", TOLD[event["stage"]](event["data"]))
        return Group(self._title, table)


def summary(performed: Iterable[Performed]) -> Table:
    """Return the last table: heard, understood, did the home change as it should."""
    table = Table(title="What was said, and what came of it")
    for name in ("said", "heard", "reply", "understood", "home", "first sound"):
        table.add_column(name, overflow="fold")
    for one in performed:
        table.add_row(
            one.line.say,
            one.heard if one.heard != one.line.say else "the same",
            one.reply,
            _tick(one.verdict.understood),
            _tick(one.verdict.changed),
            f"{one.first_sound_s:.2f} s" if one.first_sound_s is not None else "",
        )
        if one.verdict.detail:
            table.add_row("", Text(one.verdict.detail, style="red"), "", "", "", "")
    return table


def _tick(good: bool) -> Text:
    return Text("yes", style="green") if good else Text("NO", style="bold red")
