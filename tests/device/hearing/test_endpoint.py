"""The table is the specification: what is heard, and when the sentence is over."""

import pytest

from device.hearing import Partial
from device.hearing.endpoint import Ended, Endpoint, Settings

QUICK = Settings(start_s=2.0, silence_s=0.5, complete_silence_s=0.2, max_s=4.0)
STEP = 0.1
COMPLETE = Partial("turn on the lamp", complete=True)


def run(pattern: str, settings: Settings = QUICK, partial: Partial | None = None) -> tuple[Ended | None, int]:
    """Feed a pattern of s (speech), q (quiet) and m (murmur between the two thresholds); return the end and its step."""
    endpoint = Endpoint(settings)
    for step, heard in enumerate(pattern, 1):
        ended = endpoint.feed(STEP, {"s": 0.9, "q": 0.05, "m": 0.4}[heard], partial)
        if ended is not None:
            return ended, step
    return None, len(pattern)


@pytest.mark.parametrize(
    ("pattern", "partial", "ended", "step"),
    [
        ("sssss" + "q" * 9, None, Ended.SILENCE, 10),
        ("qqqsssss" + "q" * 9, None, Ended.SILENCE, 13),
        ("sssqqqsss" + "q" * 9, None, Ended.SILENCE, 14),  # a pause for thought
        ("sssss" + "q" * 9, COMPLETE, Ended.COMPLETE, 7),
        ("sssss" + "m" * 9, None, None, 14),  # a soft syllable is not the end
        ("mmmm" + "q" * 30, None, Ended.NOTHING, 20),  # a murmur is not a beginning
        ("q" * 40, None, Ended.NOTHING, 20),
        ("s" + "q" * 40, None, Ended.NOTHING, 20),  # a click is not a sentence
        ("s" * 60, None, Ended.TOO_LONG, 40),
        ("sq" * 30, None, Ended.TOO_LONG, 40),
    ],
)
def test_when_a_sentence_is_over(pattern: str, partial: Partial | None, ended: Ended | None, step: int) -> None:
    assert run(pattern, partial=partial) == (ended, step)


def test_the_hard_cap_is_eight_seconds() -> None:
    assert Settings().max_s == 8.0
