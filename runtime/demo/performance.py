"""Speaking the script and watching what comes of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from device.sound.files import Spoken
from runtime.demo.judge import Verdict, differences, judge
from runtime.demo.script import SCRIPT, Line
from runtime.demo.stage import Stage
from runtime.errors import PartFailed

RECORDINGS = Path(str(files("runtime.demo") / "recordings"))
TURN_S = 25.0
"""No turn of the script takes longer."""
SETTLE_S = 4.0
"""How long the home may take to be as it should: a cover has to travel."""
INTERRUPT_AFTER_S = 0.8
"""Into the reply: long enough to be heard speaking, short enough to cut it off."""


@dataclass(slots=True)
class Performed:
    """One line, spoken, with everything that Hearth told of it."""

    line: Line
    spoken: Spoken
    verdict: Verdict
    events: list[Mapping[str, Any]] = field(default_factory=list)
    outcome: str = ""

    def stage(self, name: str) -> Mapping[str, Any] | None:
        """Return the event of a stage."""
        return next((event for event in self.events if event["stage"] == name), None)

    @property
    def heard(self) -> str:
        """What the recogniser made of it."""
        event = self.stage("recognize")
        return str(event["data"].get("text", "")) if event else ""

    @property
    def reply(self) -> str:
        """What Hearth said."""
        event = self.stage("confirm")
        return str(event["data"].get("say", "")) if event else ""

    @property
    def command_s(self) -> float | None:
        """Seconds from the end of speech until the command was published; None: there was no command."""
        event = self.stage("act")
        if event is None or not event["data"].get("commands"):
            return None
        return float(event["at"]) - float(event["seconds"]) - self.spoken.ended_at

    @property
    def first_sound_s(self) -> float | None:
        """Seconds from the end of speech to the first sample of the reply."""
        event = self.stage("speak")
        if event is None or "heard" not in event["data"]:
            return None
        return float(event["at"]) - float(event["seconds"]) + float(event["data"]["heard"]) - self.spoken.ended_at


class Audience:
    """Everything Hearth tells of itself, as it happens."""

    def __init__(self, watch: AsyncIterator[Mapping[str, Any]], show: Callable[[Mapping[str, Any]], None]) -> None:
        self._watch = watch
        self._show = show
        self._news = asyncio.Condition()
        self.doing = "starting"
        self.knows = 0
        """How many things of the home the recogniser knows the names of."""
        self.events: dict[str, list[Mapping[str, Any]]] = {}
        self.finished: list[tuple[str, str]] = []
        """Turn id and outcome."""

    async def run(self) -> None:
        """Follow until the watch ends."""
        async for told in self._watch:
            async with self._news:
                self.doing = told.get("doing", self.doing)
                self.knows = told.get("knows", self.knows)
                if "event" in told:
                    self.events.setdefault(told["turn"], []).append(told["event"])
                    self._show(told["event"])
                elif "outcome" in told:
                    self.finished.append((told["turn"], told["outcome"]))
                self._news.notify_all()

    async def ready(self, seconds: float = 90.0) -> None:
        """Wait until Hearth listens and knows the names of the home."""
        await self.until(lambda: self.doing == "idle" and self.knows > 0, "has not become ready", seconds)

    async def until(self, true: Callable[[], bool], what: str, seconds: float = TURN_S) -> None:
        """Wait for news that makes something true. Raises PartFailed when it takes too long."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(true)
        except TimeoutError:
            raise PartFailed(f"Hearth is {self.doing} and for {seconds:.0f} s {what}.") from None


async def perform(
    stage: Stage, audience: Audience, begin: Callable[[int, Line], None], script: tuple[Line, ...] = SCRIPT
) -> list[Performed]:
    """Speak every line and judge it."""
    performed: list[Performed] = []
    for number, line in enumerate(script):
        begin(number, line)
        interrupted = number + 1 < len(script) and script[number + 1].barge_in
        one = await _speak(stage, audience, line, interrupted=interrupted)
        performed.append(one)
    return performed


async def _speak(stage: Stage, audience: Audience, line: Line, *, interrupted: bool) -> Performed:
    before = stage.home.home
    turns = len(audience.finished)
    if line.barge_in:
        turns += 1  # the turn that is cut off ends first
    elif line.wake:
        await audience.until(lambda: audience.doing == "idle", "has not become idle")
    else:
        await audience.until(lambda: audience.doing == "listening", "has not opened its ear")
        await asyncio.sleep(0.4)
    known = set(audience.events)
    spoken = await stage.speak(RECORDINGS / f"{line.name}.wav")
    if interrupted:
        await audience.until(lambda: audience.doing == "speaking", "has not replied")
        await asyncio.sleep(INTERRUPT_AFTER_S)
        outcome = "done"
        turn = next(iter(set(audience.events) - known))
    else:
        with suppress(PartFailed):
            await audience.until(lambda: len(audience.finished) > turns, "has not finished a turn")
        turn, outcome = audience.finished[-1] if len(audience.finished) > turns else ("", "no turn at all")
    wrong = await _settled(stage, before, line)
    one = Performed(line, spoken, Verdict(understood=False, changed=False), audience.events.get(turn, []), outcome)
    one.verdict = judge(line, outcome, one.reply, wrong)
    return one


async def _settled(stage: Stage, before: Any, line: Line) -> list[str]:
    """Wait until the home is as it should be; return what still is not."""
    wrong = differences(before, stage.home.home, line)
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLE_S):
            while wrong:
                await stage.home.changed(stage.home.home.version)
                wrong = differences(before, stage.home.home, line)
    return wrong
