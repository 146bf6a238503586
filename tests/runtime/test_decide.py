"""How the rooms that decide are joined: answers first, then each clause through resolution, policy and skill."""

from datetime import UTC, datetime

import pytest

from device.home.state import Command, Home, Outcome
from runtime.decide import Decider, Decision, Step, report
from runtime.turn import Context, Effect, Interpretation, Question, Reply, Request, Understanding

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def context(pending: Question | None = None) -> Context:
    return Context(Home(), NOW, 0.0, pending=pending)


def clause(intent: str) -> Interpretation:
    return Interpretation(intent, text=intent)


def decider(**changes) -> Decider:
    rooms = {
        "resolve": lambda said, _: Request(said, (f"light.{said.intent}",)),
        "answer": lambda *_: None,
        "check": lambda *_: None,
        "act": lambda request, _: Reply(f"did {request.intent}", (Command(request.entities[0], "turn_on"),)),
    }
    return Decider(**(rooms | changes))


def test_each_clause_is_decided_in_order() -> None:
    decision = decider()(Understanding((clause("a"), clause("b"))), "a and b", context())
    assert [command.entity_id for command in decision.commands] == ["light.a", "light.b"]
    assert decision.entities == ("light.a", "light.b")


@pytest.mark.parametrize("why", ["unknown_device", "unknown_room"])
def test_without_a_broker_since_the_start_the_broker_is_named_not_the_room(why: str) -> None:
    unknown = decider(resolve=lambda *_: Reply("I don't know a room called kitchen.", failed=why))
    assert "broker" in unknown(Understanding((clause("a"),)), "a", context()).steps[0].reply.say
    empty = Context(Home().with_stale(False), NOW, 0.0)
    assert "kitchen" in unknown(Understanding((clause("a"),)), "a", empty).steps[0].reply.say


def test_an_answer_completes_what_was_asked_and_nothing_else_is_read() -> None:
    pending = Question("Which?", "which", Request(clause("a")))
    answered = decider(
        answer=lambda question, *_: Request(question.request.interpretation, ("light.floor",)), resolve=None
    )
    decision = answered(Understanding((clause("x"),)), "the floor lamp", context(pending))
    assert decision.entities == ("light.floor",)


def test_what_is_no_answer_is_a_new_request() -> None:
    pending = Question("Which?", "which", Request(clause("a")))
    assert decider()(Understanding((clause("b"),)), "b", context(pending)).entities == ("light.b",)


def test_policy_asks_before_a_skill_acts() -> None:
    asking = decider(check=lambda request, _: Question("Sure?", "confirm", request), act=None)
    decision = asking(Understanding((clause("unlock"),)), "unlock", context())
    assert decision.question is not None
    assert not decision.commands
    assert not decision.requests


def test_one_refused_clause_does_not_stop_the_other() -> None:
    def resolve(said, _):
        return Reply("No such thing.", failed="unknown_device") if said.intent == "b" else Request(said, ("light.a",))

    decision = decider(resolve=resolve)(Understanding((clause("a"), clause("b"))), "a and b", context())
    assert decision.failed is None
    assert len(decision.commands) == 1


def test_nothing_done_is_a_failure_with_its_reason() -> None:
    assert Decision((Step(Reply("Sorry.", failed="out_of_scope")),)).failed == "out_of_scope"
    assert Decision((Step(Reply("Timer set.", effects=(Effect("timer_start"),), failed="odd")),)).failed is None


def test_each_step_is_said_with_its_own_outcomes() -> None:
    def spoken(reply, requests, outcomes, _):
        return f"{reply.say}: {[outcome.status for outcome in outcomes]}"

    first, second = Command("light.a", "turn_on"), Command("light.b", "turn_on")
    decision = Decision((Step(Reply("one", (first,))), Step(Reply("two", (second,)))))
    said = report(spoken)(decision, (Outcome(first, "confirmed"), Outcome(second, "timeout")), context())
    assert said == "one: ['confirmed'] two: ['timeout']"
