"""Cutting a reply into pieces that can be spoken one by one, the first one short so that it sounds soon. Pure."""

import re
from collections.abc import Iterator

FIRST = 60
"""Characters after which the first piece may end at a comma: about three seconds of speech."""
SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
"""Between sentences. Abbreviations do not matter here: Hearth's replies have none."""
CLAUSE = re.compile(r"(?<=,)\s+")


def pieces(text: str) -> Iterator[str]:
    """Yield the sentences of a reply; a long first one is cut at a comma. Nothing without a letter or digit."""
    for number, sentence in enumerate(SENTENCE.split(text.strip())):
        for piece in _halves(sentence) if number == 0 and len(sentence) > FIRST else (sentence,):
            if any(sign.isalnum() for sign in piece):
                yield piece


def _halves(sentence: str) -> tuple[str, ...]:
    clauses = CLAUSE.split(sentence, maxsplit=1)
    return tuple(clauses) if len(clauses) > 1 else (sentence,)
