"""A conversation without ears, models or broker: sentences understood by hand, everything behind them real."""

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bench.understanding.house import demo
from device.home.fake import FakeHome
from device.home.state import Command, State
from runtime.decide import Decider, report
from runtime.memory import habit_key
from runtime.reminders import Book, apply
from runtime.resolve import Plain, PolicySettings, answer, check, resolve
from runtime.resolve.ranker import Ranker
from runtime.skills.perform import act
from runtime.skills.report import spoken
from runtime.turn import Context, Effect, Exchange, Interpretation, Question, Slot, Understanding

NOW = datetime(2026, 3, 10, 19, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def said(intent: str, text: str = "", **slots: str | float) -> Interpretation:
    """Understand by hand; `kind="lights:light"` gives a slot its words and its value, `except_` avoids the keyword."""
    found = []
    for name, value in slots.items():
        words, _, canonical = str(value).partition(":") if isinstance(value, str) else (str(value), "", "")
        meaning: str | float | None = float(value) if not isinstance(value, str) else canonical or None
        found.append(Slot(name.rstrip("_"), words, meaning))
    return Interpretation(intent, tuple(found), 1.0, text)


class Talk:
    """One home, one person, one conversation."""

    def __init__(
        self,
        *,
        room: str | None = "living room",
        pin: str = "",
        ranker: Ranker | None = None,
        protected: Sequence[str] = (),
    ) -> None:
        self.home = FakeHome(demo())
        self.room, self.now, self.at, self.pin = room, NOW, 1000.0, pin
        self.volume, self.history, self.pending = 70.0, list[Exchange](), None
        self.book, self.choices, self.habits = Book(), dict[str, str](), dict[str, float]()
        self.effects: list[Effect] = []
        self.reply = ""
        self.why = ""
        self._protected = frozenset(protected)
        ranker = ranker or Plain()
        verify = (lambda code: hmac.compare_digest(code, pin)) if pin else None
        self._decide = Decider(
            resolve=partial(resolve, ranker=ranker),
            answer=partial(answer, ranker=ranker, verify=verify),
            check=partial(check, settings=PolicySettings()),
            act=act,
        )

    def tell(self, entity_id: str, value: Any, **attributes: Any) -> "Talk":
        """Let a device say something of itself."""
        before = self.home.home.state(entity_id)
        asyncio.run(self.home.say(entity_id, State(value, {**before.attributes, **attributes}, self.at)))
        return self

    def script(self, entity_id: str, *statuses: str) -> "Talk":
        """Let the next commands to an entity end so."""
        self.home._script[entity_id] = list(statuses)
        return self

    def wait(self, seconds: float) -> "Talk":
        """Let time pass."""
        self.now, self.at = self.now + timedelta(seconds=seconds), self.at + seconds
        return self

    def context(self) -> Context:
        """Return what thinkers see now."""
        return Context(
            home=self.home.home, now=self.now, at=self.at, room=self.room, history=tuple(self.history), pending=self.pending,
            reminders=self.book.reminders, habits=self.habits, choices=self.choices, volume=self.volume,
            protected=self._protected, pin=bool(self.pin),
        )  # fmt: skip

    def say(
        self,
        clauses: Interpretation | Sequence[Interpretation],
        text: str = "",
        hearings: tuple[tuple[Interpretation, ...], ...] = (),
    ) -> str:
        """Take one turn and return the reply."""
        every = (clauses,) if isinstance(clauses, Interpretation) else tuple(clauses)
        text = text or every[0].text
        context = self.context()
        decision = self._decide(Understanding(every, hearings=hearings), text, context)
        self.sent = decision.commands
        outcomes = asyncio.run(self.home.execute(decision.commands)) if decision.commands else ()
        self.reply = report(spoken)(decision, outcomes, context)
        self.effects = list(decision.effects)
        for effect in decision.effects:
            self._carry_out(effect)
        self.failed, self.why = decision.failed, decision.why
        self.pending: Question | None = decision.question
        self.history.append(
            Exchange(
                text,
                text,
                decision.requests,
                self.reply,
                tuple(outcomes),
                self.at,
                decision.question,
                "",
                decision.effects,
            )
        )
        for request in decision.requests:
            for entity in request.entities:
                key = habit_key(entity, request.intent, self.now)
                self.habits[key] = self.habits.get(key, 0.0) + 1
        return self.reply

    def did(self) -> list[tuple[str, str, Mapping[str, Any]]]:
        """Return the commands of the last turn, plainly."""
        return [(command.action, command.entity_id, dict(command.values)) for command in self.sent]

    def _carry_out(self, effect: Effect) -> None:
        self.book = apply(self.book, effect, self.now)
        if effect.kind == "volume":
            self.volume = effect.data["percent"]
        if effect.kind == "remember_choice":
            self.choices[effect.data["words"]] = effect.data["entity"]


def sent(commands: Sequence[Command]) -> list[tuple[str, str]]:
    """Return commands without their values."""
    return [(command.action, command.entity_id) for command in commands]
