"""Spans made consistent: one convention for what is a name, a room and a kind, for training labels and for predictions alike.

A phrase that this home knows as a whole name is a `name`; "kitchen lights" is a room and a kind; a kind word alone stays a
kind, so that the state of the home may decide which. Pure.
"""

from collections.abc import Iterable

import msgspec

from runtime.nlu.lexicon import HERE, KINDS, ROOMS
from runtime.nlu.vocabulary import Mention, Vocabulary

PLACES = frozenset((*ROOMS, *HERE))
BY_NAME = frozenset({"tv", "radio", "speaker", "media", "alarm_panel", "siren", "vacuum", "mower"})
"""Kinds whose single word is usually the name of the one such thing."""
JOINED = frozenset({"area", "kind", "name"})


class Span(msgspec.Struct, frozen=True):
    """A tagged half-open span of words."""

    slot: str
    start: int
    end: int


def tidy(spans: Iterable[Span], words: tuple[str, ...], names: Vocabulary, allowed: frozenset[str]) -> tuple[Span, ...]:
    """Return the spans under the convention above; only slots in `allowed` are introduced."""
    joined = _join(list(spans), words, names) if "name" in allowed else list(spans)
    return tuple(part for span in joined for part in _split(span, words, names, allowed))


def _join(spans: list[Span], words: tuple[str, ...], names: Vocabulary) -> list[Span]:
    """Join adjacent room, kind and name spans whose words together are one known name."""
    result: list[Span] = []
    at = 0
    while at < len(spans):
        upto = _known_run(spans, at, words, names)
        result.append(Span("name", spans[at].start, spans[upto].end) if upto > at else spans[at])
        at = upto + 1
    return result


def _known_run(spans: list[Span], at: int, words: tuple[str, ...], names: Vocabulary) -> int:
    """Return the index of the last span of the longest known name that starts with span `at` (`at` itself: none)."""
    last = at
    upto = at
    while upto + 1 < len(spans) and spans[upto + 1].start == spans[upto].end:
        upto += 1
        if not {spans[upto].slot, spans[at].slot} <= JOINED:
            break
        if _names_one(" ".join(words[spans[at].start : spans[upto].end]), names):
            last = upto
    return last


def _names_one(phrase: str, names: Vocabulary) -> bool:
    mention = names.phrases.get(phrase)
    return mention is not None and len(mention.entities) == 1


def _split(span: Span, words: tuple[str, ...], names: Vocabulary, allowed: frozenset[str]) -> tuple[Span, ...]:
    """Split a name that is only a room and a kind; turn a kind that is one thing's name into that name."""
    phrase = " ".join(words[span.start : span.end])
    mention = names.phrases.get(phrase)
    if span.slot == "kind" and phrase not in KINDS and "name" in allowed:
        return _split(Span("name", span.start, span.end), words, names, allowed)
    if span.slot == "kind":
        return (Span("name", span.start, span.end) if "name" in allowed and _is_name(phrase, mention) else span,)
    if span.slot != "name":
        return (span,)
    if phrase in KINDS and "kind" in allowed and not _is_name(phrase, mention):
        return (Span("kind", span.start, span.end),)
    if mention is not None:
        return (span,)
    if phrase in names.rooms and "area" in allowed:
        return (Span("area", span.start, span.end),)
    for middle in range(span.start + 1, span.end):
        place, kind = " ".join(words[span.start : middle]), " ".join(words[middle : span.end])
        if kind in KINDS and (place in names.rooms or place in PLACES) and {"area", "kind"} <= allowed:
            return (Span("area", span.start, middle), Span("kind", middle, span.end))
    return (span,)


def _is_name(phrase: str, mention: Mention | None) -> bool:
    if mention is None or len(mention.entities) != 1 or phrase not in KINDS:
        return False
    return " " in phrase or KINDS[phrase] in BY_NAME


def spans_of(tags: Iterable[str]) -> tuple[Span, ...]:
    """Read BIO tags; an I that continues nothing begins a span."""
    spans: list[Span] = []
    for at, tag in enumerate(tags):
        prefix, _, slot = tag.partition("-")
        if prefix == "I" and spans and spans[-1].slot == slot and spans[-1].end == at:
            spans[-1] = Span(slot, spans[-1].start, at + 1)
        elif slot:
            spans.append(Span(slot, at, at + 1))
    return tuple(spans)
