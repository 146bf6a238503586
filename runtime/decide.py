"""From what was understood to what will be done and said: the answer to a question, resolution, policy, skill. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from device.home.state import Command, Outcome
from runtime.clauses import side_by_side, with_shared_time
from runtime.turn import MEANT, Context, Effect, Exchange, Interpretation, Question, Reply, Request, Understanding


@dataclass(frozen=True, slots=True)
class Step:
    """One clause decided: a request with its reply, or a reply alone when nothing could be asked of the home."""

    reply: Reply
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything one sentence leads to."""

    steps: tuple[Step, ...]

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request, in the order said."""
        return tuple(step.request for step in self.steps if step.request is not None)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in the order said."""
        return tuple(command for step in self.steps for command in step.reply.commands)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Every effect on Hearth itself."""
        return tuple(effect for step in self.steps for effect in step.reply.effects)

    @property
    def question(self) -> Question | None:
        """The first thing to ask back."""
        return next((step.reply.question for step in self.steps if step.reply.question is not None), None)

    @property
    def failed(self) -> str | None:
        """Why nothing could be done, when nothing could."""
        if self.commands or self.effects:
            return None
        return next((step.reply.failed for step in self.steps if step.reply.failed is not None), None)

    @property
    def entities(self) -> tuple[str, ...]:
        """Every entity that is meant."""
        return tuple(entity for request in self.requests for entity in request.entities)

    @property
    def why(self) -> str:
        """Why these entities, in sentences."""
        return " ".join(request.why for request in self.requests if request.why)


NO_HOME = "I cannot reach the home's broker, so I don't know what there is."
_UNKNOWN = frozenset({"unknown_device", "unknown_room"})
_MEANT = frozenset({"unsupported", "unavailable", "impossible"})
"""Failures of what was understood; the others may come of words that were misheard."""
Resolved: TypeAlias = Request | Question | Reply
Resolve: TypeAlias = Callable[[Interpretation, Context], Resolved]
Answer: TypeAlias = Callable[[Question, Interpretation | None, str, Context], Resolved | None]
Check: TypeAlias = Callable[[Request, Context], Question | Reply | None]
Act: TypeAlias = Callable[[Request, Context], Reply]
Spoken: TypeAlias = Callable[[Reply, Sequence[Request], Sequence[Outcome], Context], str]


@dataclass(frozen=True, slots=True)
class Decider:
    """The rooms that decide, joined into one pure function of a sentence and its context."""

    resolve: Resolve
    answer: Answer
    check: Check
    act: Act

    def __call__(self, understanding: Understanding, text: str, context: Context) -> Decision:
        """Decide a sentence; `text` is the sentence as it was said, which answers to questions are read from."""
        clauses = with_shared_time(understanding.clauses)
        if context.pending is not None:
            first = clauses[0] if len(clauses) == 1 else None
            # A short answer is no sentence, but it may hold what was asked for.
            if first is not None and first.intent == "out_of_scope" and understanding.alternatives:
                first = understanding.alternatives[0]
            answered = self.answer(context.pending, first, text, context)
            if answered is not None:
                return Decision((self._settle(answered, context),))
        decision = self._decided(clauses, context)
        if decision.failed in _UNKNOWN and context.home.stale and not context.home.entities:
            return Decision((Step(Reply(say=NO_HOME, failed="unavailable")),))
        if decision.failed is None or decision.failed in _MEANT:
            return decision
        return self._as_heard_otherwise(understanding, context) or decision

    def _decided(self, clauses: Sequence[Interpretation], context: Context) -> Decision:
        steps: list[Step] = []
        for clause in clauses:
            for resolved in self._resolved(clause, context):
                steps.append(self._settle(resolved, context))
                context = _having_said(context, steps[-1])
        return Decision(tuple(steps))

    def _resolved(self, clause: Interpretation, context: Context) -> list[Resolved]:
        """Resolve a clause; things side by side are one request when all are clear, and one by one when not."""
        parts = side_by_side(clause)
        found = [self.resolve(part, context) for part in parts]
        requests = [each for each in found if isinstance(each, Request)]
        if len(parts) == 1 or len(requests) < len(found) or len({each.intent for each in requests}) > 1:
            return found
        entities = tuple(dict.fromkeys(entity for each in requests for entity in each.entities))
        why = " ".join(dict.fromkeys(each.why for each in requests if each.why))
        # A question about the tv and the lamp is about no class any more.
        slots = tuple(slot for slot in clause.slots if slot.name != "kind" or not clause.intent.startswith("ask"))
        whole = msgspec.structs.replace(requests[0].interpretation, slots=slots, text=clause.text)
        return [msgspec.structs.replace(requests[0], interpretation=whole, entities=entities, why=why)]

    def _as_heard_otherwise(self, understanding: Understanding, context: Context) -> Decision | None:
        """Return a question about the first other hearing that makes sense here: to guess is not to act."""
        for clauses in understanding.hearings:
            found = [resolved for clause in clauses for resolved in self._resolved(clause, context)]
            request = found[0] if len(found) == 1 and isinstance(found[0], Request) and found[0].entities else None
            if request is not None and self._settle(request, context).reply.failed is None:
                ask = f"Did you say: {clauses[0].text}?"
                return Decision((Step(Reply(say=ask, question=Question(ask, "confirm", request, (MEANT,)))),))
        return None

    def later(self, request: Request, context: Context) -> Decision:
        """Decide what was agreed to earlier and is due now."""
        return Decision((Step(self.act(request, context), request),))

    def _settle(self, resolved: Resolved, context: Context) -> Step:
        if isinstance(resolved, Question):
            return Step(Reply(say=resolved.ask, question=resolved))
        if isinstance(resolved, Reply):
            return Step(resolved)
        refused = self.check(resolved, context)
        if isinstance(refused, Question):
            return Step(Reply(say=refused.ask, question=refused))
        return Step(refused or self.act(resolved, context), resolved)


def _having_said(context: Context, step: Step) -> Context:
    """Let a later clause refer to an earlier one: "turn on the lamp and dim it"."""
    if step.request is None or not step.reply.commands:
        return context
    said = Exchange("", "", (step.request,), "", at=context.at)
    return msgspec.structs.replace(context, history=(*context.history, said))


def report(spoken: Spoken) -> Callable[[Decision, Sequence[Outcome], Context], str]:
    """Return what says a whole decision: each step with the outcomes of its own commands, in the order said."""

    def say(decision: Decision, outcomes: Sequence[Outcome], context: Context) -> str:
        sentences, begin = [], 0
        for step in decision.steps:
            end = begin + len(step.reply.commands)
            requests = (step.request,) if step.request is not None else ()
            sentences.append(spoken(step.reply, requests, outcomes[begin:end], context))
            begin = end
        return " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))

    return say
