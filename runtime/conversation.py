"""A turn, from being called to the last word of the reply. Whoever reads this from top to bottom has read the product.

    called -> listen -> rewrite -> understand -> decide (resolve, policy, skill) -> act -> confirm -> say -> remember

A turn is one coroutine; a new call cancels it. Knows the order of things and nothing else: each step is a room's.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from device.errors import DeviceError, MicrophoneLost
from device.home.link import HomeLink
from device.home.state import Home, Outcome
from runtime.decide import Decider, Decision
from runtime.ear import Call, Ear
from runtime.mouth import Mouth
from runtime.recorder import Recorder
from runtime.turn import Context, Effect, Exchange, Hypothesis, Request, Rewrite, Stage, Trace, Understanding

NOT_UNDERSTOOD = "Sorry, I did not understand that."
DEAF = "I cannot hear you: the microphone is gone."


class Listen(Protocol):
    """Hears one sentence."""

    async def __call__(self, call: Call, record: Recorder) -> Hypothesis:
        """Return what was said after `call`; an empty text when nothing was."""
        ...


class Think(Protocol):
    """Turns words into meaning, on a thread of its own."""

    async def rewrite(self, heard: Hypothesis, context: Context) -> Rewrite:
        """Return the sentence that stands alone, or the sentence as heard when time is up."""
        ...

    async def understand(self, text: str, heard: Hypothesis, home: Home) -> Understanding:
        """Return one interpretation per clause."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conversation is made of; `app` joins them."""

    ear: Ear
    mouth: Mouth
    listen: Listen
    think: Think
    decide: Decider
    report: Callable[[Decision, Sequence[Outcome], Context], str]
    home: HomeLink
    remember: Callable[[Exchange, datetime], None]
    context: Callable[[Home, str], Context]
    """The present context, given the home and what was heard."""
    apply: Callable[[Effect], None]
    """Carries out one effect on Hearth itself."""
    new_record: Callable[[], Recorder]
    keep: Callable[[Trace], None]
    """Takes the finished trace; never blocks."""
    now: Callable[[], datetime]
    changed: Callable[[str], None] = lambda _: None
    """Told what Hearth is doing: idle | listening | thinking | speaking."""


class Conversation:
    """Takes turns, for ever."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._turn: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Answer every call, the newest first: a call during a turn ends that turn (barge-in)."""
        async with asyncio.TaskGroup() as group:
            while True:
                call = await self._parts.ear.calls.get()
                if self._turn is not None and not self._turn.done():
                    self._turn.cancel()
                    await asyncio.wait({self._turn})
                self._turn = group.create_task(self._answer(call), name=f"turn[{call.kind}]")

    def drop(self) -> None:
        """End the turn that is under way, whatever it is doing; nothing follows."""
        if self._turn is not None:
            self._turn.cancel()

    async def _answer(self, call: Call) -> None:
        """Take a turn, and another one without a wake word for as long as Hearth asks something back."""
        try:
            following: Call | None = call
            while following is not None:
                following = await self.turn(following)
        finally:
            self._parts.changed("idle")
            if call.answered is not None and not call.answered.done():
                call.answered.cancel()

    async def turn(self, call: Call) -> Call | None:
        """Take one turn; return the call for the next one when the reply was a question."""
        parts, record = self._parts, self._parts.new_record()
        try:
            try:
                heard = await self._heard(call, record)
            except MicrophoneLost:
                record.close("failed", Stage.ENDPOINT)
                await self._say(DEAF, record)
                return None
            if not heard.text:
                await self._nothing(heard, record)
                return None
            parts.changed("thinking")
            exchange = await self._respond(heard, record)
            if call.answered is not None:  # typed: answered in writing
                call.answered.set_result((exchange.reply, record.trace()))
                return None
            await self._say(exchange.reply, record)
            return Call("follow_up", asyncio.get_running_loop().time()) if exchange.question is not None else None
        finally:
            # No await here: a second cancellation must not lose the trace.
            parts.mouth.hush()
            parts.keep(record.trace())

    async def perform(self, request: Request, context: Context) -> str:
        """Do what was asked for earlier (a delayed command) and return what happened, in words."""
        decision = self._parts.decide.later(request, context)
        outcomes = await self._parts.home.execute(decision.commands)
        return self._parts.report(decision, outcomes, context)

    async def _heard(self, call: Call, record: Recorder) -> Hypothesis:
        if call.text:
            return Hypothesis(call.text)
        if call.detection is not None:
            record.note(Stage.WAKE, call.at, word=call.detection.word, score=round(call.detection.score, 3))
        self._parts.changed("listening")
        return await self._parts.listen(call, record)

    async def _nothing(self, heard: Hypothesis, record: Recorder) -> None:
        """Say so when somebody spoke in words that nobody here knows; silence is answered with silence."""
        record.close("failed" if heard.unknown else "nothing_heard", Stage.RECOGNIZE)
        if heard.unknown:
            with record.stage(Stage.CONFIRM) as saw:
                saw["say"] = NOT_UNDERSTOOD
            await self._say(NOT_UNDERSTOOD, record)

    async def _respond(self, heard: Hypothesis, record: Recorder) -> Exchange:
        """From words to deeds: everything between the ear and the mouth."""
        parts = self._parts
        context = parts.context(parts.home.home, heard.text)
        with record.stage(Stage.REWRITE) as saw:
            rewrite = await parts.think.rewrite(heard, context)
            saw |= {"text": rewrite.text, "source": rewrite.source, "score": round(rewrite.score, 3)}
        with record.stage(Stage.UNDERSTAND) as saw:
            understanding = await parts.think.understand(rewrite.text, heard, context.home)
            saw["clauses"] = [
                {
                    "intent": clause.intent,
                    "confidence": round(clause.confidence, 3),
                    "slots": {slot.name: slot.text for slot in clause.slots if slot.name != "pin"},
                }
                for clause in understanding.clauses
            ]
        with record.stage(Stage.RESOLVE) as saw:
            decision = parts.decide(understanding, heard.text, context)
            saw |= {"entities": decision.entities, "why": decision.why, "home": context.home.version}
        with record.stage(Stage.ACT) as saw:
            saw["commands"] = [f"{command.action} {command.entity_id}" for command in decision.commands]
            outcomes = await parts.home.execute(decision.commands) if decision.commands else ()
            saw["outcomes"] = [outcome.status for outcome in outcomes]
            for effect in decision.effects:
                parts.apply(effect)
        with record.stage(Stage.CONFIRM) as saw:
            said = saw["say"] = parts.report(decision, outcomes, context)
        record.close(*judge(decision, outcomes))
        exchange = Exchange(
            heard=heard.text,
            rewritten=rewrite.text,
            requests=decision.requests,
            reply=said,
            outcomes=tuple(outcomes),
            at=context.at,
            question=decision.question,
            trace_id=record.id,
            effects=decision.effects,
        )
        parts.remember(exchange, context.now)
        return exchange

    async def _say(self, text: str, record: Recorder) -> None:
        if not text:
            return
        self._parts.changed("speaking")
        loop = asyncio.get_running_loop()
        began = loop.time()
        marks: dict[str, float] = {}

        def mark(name: str, at: float) -> None:
            marks.setdefault(name, at)

        with record.stage(Stage.SPEAK) as saw, self._parts.ear.speaking():
            saw |= {"voice": self._parts.mouth.voice.name, "cut_off": True}
            try:
                played = await self._parts.mouth.say(
                    text,
                    made=lambda _: mark("made", loop.time()),
                    heard=lambda at: mark("heard", at),
                )
            except DeviceError as error:  # what was done stays done; the trace says that nobody heard of it
                record.close("failed", Stage.SPEAK)
                saw["problem"] = str(error)
            else:
                saw |= {"seconds": round(played.seconds, 3), "cut_off": played.flushed}
            finally:
                saw |= {name: round(at - began, 4) for name, at in marks.items()}


def judge(decision: Decision, outcomes: Sequence[Outcome]) -> tuple[str, Stage | None]:
    """Say how a turn ended, and in which stage when it failed."""
    if decision.question is not None:
        return "asked", None
    if decision.failed is not None:
        stage = {"not_understood": Stage.UNDERSTAND, "out_of_scope": Stage.UNDERSTAND}.get(
            decision.failed, Stage.RESOLVE
        )
        return ("declined", stage) if decision.failed in {"out_of_scope", "unsupported"} else ("failed", stage)
    if any(outcome.status == "impossible" for outcome in outcomes):
        return "failed", Stage.ACT
    if any(outcome.status not in {"confirmed", "unchanged", "sent"} for outcome in outcomes):
        return "failed", Stage.CONFIRM
    return "done", None
