"""What others on the broker see of a Hearth: events as they happen, timers, latency, and words only when opted in."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from device.home.presence import Presence, PresenceRequest, PresenceSettings
from runtime.showing import Showing
from runtime.turn import Event, Reminder, Trace
from tests.support.clock import jump

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Broker:
    """Keeps what is published by the last part of its topic."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}

    async def publish(self, messages):
        for message in messages:
            name = message.topic.removeprefix("hearth/me/")
            text = message.payload.decode()
            self.said[name] = msgspec.json.decode(text) if text.startswith("{") else text
        return True


def shown(act, *, transcript: bool = False) -> dict[str, Any]:
    async def main():
        broker = Broker()
        showing = Showing(Presence(PresenceSettings(transcript=transcript), "me"), broker)
        running = asyncio.create_task(showing.run(lambda _: None))
        act(showing)
        await asyncio.sleep(0.1)
        running.cancel()
        await asyncio.wait({running})
        return broker.said

    return jump(main())


def turn(outcome: str = "done", failed: str | None = None, *, intent: str = "turn_on") -> Trace:
    clauses = [{"intent": intent, "confidence": 0.9, "slots": {"name": "lamp"}}]
    return Trace(
        "t1",
        NOON,
        (
            Event("endpoint", 10.0, 2.0, {"silence_s": 0.7}),
            Event("recognize", 10.01, 0.01, {"text": "turn on the lamp"}),
            Event("understand", 10.02, 0.01, {"clauses": clauses if failed != "understand" else []}),
            Event("confirm", 10.1, 0.0, {"say": "The lamp is on."}),
            Event("speak", 11.1, 1.0, {"heard": 0.05}),
        ),
        outcome=outcome,
        failed_stage=failed,
    )


def test_a_finished_turn_is_an_event_with_its_latency_and_without_words() -> None:
    said = shown(lambda showing: showing.turn(turn()))
    assert said["command/event"] == {"event_type": "command", "intent": "turn_on", "outcome": "done"}
    assert said["latency_ms"] == "850"  # from 9.3 to 10.15
    assert "last_command" not in said
    assert "lamp" not in str(said)


def test_words_are_shown_to_who_opted_in() -> None:
    said = shown(lambda showing: showing.turn(turn()), transcript=True)
    assert (said["last_command"], said["last_reply"]) == ("turn on the lamp", "The lamp is on.")


@pytest.mark.parametrize(
    ("trace", "event", "failure"),
    [
        (turn("failed", "understand"), "not_understood", "understand: failed"),
        (turn("failed", "confirm"), "command", "confirm: failed"),
        (turn(intent="undo"), "correction", ""),
        (turn("cancelled", "speak"), "command", ""),
    ],
)
def test_each_kind_of_turn_is_its_own_event(trace: Trace, event: str, failure: str) -> None:
    said = shown(lambda showing: showing.turn(trace))
    assert [name for name in said if name.endswith("/event")] == [f"{event}/event"]
    assert said["last_failure"] == failure


def test_the_wake_word_is_told_at_once() -> None:
    said = shown(lambda showing: showing.step(Event("wake", 1.0, 0.0, {"word": "hey_jarvis", "score": 0.93})))
    assert said["wake/event"] == {"event_type": "wake", "word": "hey_jarvis", "score": 0.93}


def test_timers_that_run_are_counted_and_the_next_one_is_named() -> None:
    book = (
        Reminder(1, "timer", NOON + timedelta(minutes=5), "tea", 300.0),
        Reminder(2, "timer", NOON, "eggs", 60.0, left_s=20.0),
        Reminder(3, "alarm", NOON),
    )
    said = shown(lambda showing: showing.reminders(book))
    assert said["timers"]["count"] == 1
    assert said["timers"]["timers"][0]["label"] == "tea"
    assert datetime.fromisoformat(said["timers"]["next"]) == NOON + timedelta(minutes=5)


def test_what_is_asked_is_handed_on() -> None:
    async def main():
        presence = Presence(PresenceSettings(), "me")
        got: list[PresenceRequest] = []
        running = asyncio.create_task(Showing(presence, Broker()).run(got.append))
        presence.hear("hearth/me/volume/set", b"40", retained=False)
        await asyncio.sleep(0.1)
        running.cancel()
        await asyncio.wait({running})
        return got

    assert jump(main()) == [PresenceRequest("volume", 40.0)]
