"""A small language for sentences: rules of words, alternatives, optional parts and classes that a home fills.

Parsing is all that happens here: what the names of a home are is said in `home`, and how sentences become a decoding graph in
`compile`. `learning.speech.text` draws the sentences it speaks from the same rules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CARRIER = Path(__file__).with_name("carrier.grammar")

_TOKEN = re.compile(r"\s*(?:(<[\w ]+>)|([()\[\]|])|([^\s()\[\]|<>]+))")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, lower case."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A rule or a class of names, by its name without the angle brackets."""

    name: str


@dataclass(frozen=True, slots=True)
class Seq:
    """Parts one after the other; no parts = nothing is said."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Alt:
    """Exactly one of several; an optional part is an alternative to nothing."""

    choices: tuple["Expression", ...]


Expression = Word | Ref | Seq | Alt
Rules = Mapping[str, Expression]


class GrammarError(ValueError):
    """The text is no grammar: the message names the rule and what was expected there."""


class _Reader:
    def __init__(self, rule: str, text: str) -> None:
        self.rule = rule
        self.tokens: list[str] = []
        at = 0
        text = text.strip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise GrammarError(f"Rule <{rule}>: cannot read {text[at : at + 20]!r}.")
            self.tokens.append(match.group(1) or match.group(2) or match.group(3))
            at = match.end()
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def alternatives(self, closing: str | None) -> Expression:
        choices = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            choices.append(self.sequence())
        if self.peek() != closing:
            raise GrammarError(
                f"Rule <{self.rule}>: expected {closing or 'the end'}, found {self.peek() or 'the end'}."
            )
        self.at += 1
        return choices[0] if len(choices) == 1 else Alt(tuple(choices))

    def sequence(self) -> Expression:
        parts: list[Expression] = []
        while (piece := self.peek()) is not None and piece not in {"|", ")", "]"}:
            self.at += 1
            if piece == "(":
                parts.append(self.alternatives(")"))
            elif piece == "[":
                parts.append(Alt((Seq(()), self.alternatives("]"))))
            elif piece.startswith("<"):
                parts.append(Ref(piece[1:-1]))
            else:
                parts.append(Word(piece.lower()))
        return parts[0] if len(parts) == 1 else Seq(tuple(parts))


def parse_expression(text: str, rule: str = "pattern") -> Expression:
    """Read one right-hand side, e.g. `turn (on | off) [the] <light>`."""
    return _Reader(rule, text).alternatives(None)


def parse_rules(text: str) -> dict[str, Expression]:
    """Read `<rule> = alternative` lines; a line that begins with a space adds an alternative to the rule above."""
    bodies: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" ") and current:
            bodies[current].append(line)
            continue
        head, equals, body = line.partition("=")
        current = head.strip().strip("<>")
        if not equals or not head.startswith("<"):
            raise GrammarError(f"Expected `<rule> = ...`, found {line[:40]!r}.")
        bodies[current] = [body]
    return {rule: parse_expression(" | ".join(body), rule) for rule, body in bodies.items()}


@cache
def carrier_rules() -> dict[str, Expression]:
    """The rules shipped with Hearth: what people say to any home."""
    return parse_rules(CARRIER.read_text("utf-8"))
