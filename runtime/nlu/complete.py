"""What the tags missed but the words say: known names that were cut or overlooked, "in here", "light up". Pure.

A safety net under the model, for predictions only: it never changes an intent and never adds a room.
"""

from collections.abc import Iterable

from runtime.nlu.lexicon import HERE, KINDS, QUANTITIES
from runtime.nlu.tidy import Span
from runtime.nlu.vocabulary import Match, Vocabulary

TARGETS = frozenset({"name", "kind", "area", "floor", "quantifier", "except"})
WHOLE = frozenset(
    {"duration", "change_duration", "time", "percent", "brightness", "temperature", "message", "label", "area"}
)
"""Slots of which two never stand side by side."""
NO_NAMES = frozenset(("single", "every", "every single", "all", "each", "both", "one", "any", "some"))
"""Words that say how many, and so name nothing."""
LIT_UP = ("up", "it")


def completed(
    spans: Iterable[Span], words: tuple[str, ...], names: Vocabulary, allowed: frozenset[str]
) -> tuple[Span, ...]:
    """Return the spans with cut names made whole and, where nothing says what is meant, the one known name."""
    found = _joined([kept for span in spans if (kept := _repaired(span, words)) is not None])
    if "name" not in allowed:
        return tuple(found)
    matches = [match for match in names.find(words) if match.mention is not None]
    found = [_whole(span, found, words, names, matches) for span in found]
    if not any(span.slot in TARGETS for span in found):
        free = [match for match in _longest(matches) if _is_free(match, found)]
        if len(free) == 1:
            found.append(Span("name", free[0].start, free[0].end))
    return tuple(sorted(found, key=lambda span: span.start))


def _joined(spans: list[Span]) -> list[Span]:
    """Join neighbours that are one amount or one message: "half" "a minute"."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.slot in WHOLE and joined[-1].slot == span.slot and joined[-1].end == span.start:
            joined[-1] = Span(span.slot, joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _repaired(span: Span, words: tuple[str, ...]) -> Span | None:
    """Stretch "in" to "in here"; drop the verb of "light up" that was taken for a light."""
    said = " ".join(words[span.start : span.end])
    if span.slot == "name" and said in NO_NAMES:
        return None
    if span.slot == "area" and said in {"in", "this"} and " ".join(words[span.start : span.end + 1]) in HERE:
        return Span("area", span.start, span.end + 1)
    if span.slot == "kind" and said == "light" and words[span.end : span.end + 1] and words[span.end] in LIT_UP:
        return None
    return span


def _whole(span: Span, spans: list[Span], words: tuple[str, ...], names: Vocabulary, matches: list[Match]) -> Span:
    """Replace a name that this home does not know by the known name it overlaps, if that is free."""
    if span.slot != "name" or " ".join(words[span.start : span.end]) in names.phrases:
        return span
    others = [other for other in spans if other is not span]
    over = [
        match
        for match in _longest(matches)
        if match.start < span.end and span.start < match.end and _is_free(match, others) and match.phrase not in KINDS
    ]
    return Span("name", over[0].start, over[0].end) if len(over) == 1 else span


def _longest(matches: list[Match]) -> list[Match]:
    """Return matches that lie in no other."""
    return [
        match
        for match in matches
        if not any(other is not match and other.start <= match.start and match.end <= other.end for other in matches)
    ]


def _is_free(match: Match, spans: list[Span]) -> bool:
    """Say whether a match touches no span, and is a name rather than a common word."""
    if match.phrase in KINDS or match.phrase in QUANTITIES:
        return False
    return not any(span.start < match.end and match.start < span.end for span in spans)
