"""The template language of `grammars/`: rules, alternatives and slots, sampled into words with tags.

$the = the | my | [empty]        a rule; a line that starts with a space goes on
[turn_on]                        sentences of an intent follow, one template a line
[turn_on + close]                sentences of two: the clauses and what joins them stand between " + "
<rule>  (a|b)  [optional]        inside templates
{area}  {name@light}             a slot filled by `fillers`
{change:up/a bit up}             a slot with its words given
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "grammars"
TOKEN = re.compile(r"\(|\)|\[|\]|\||<\w+>|\{[^}]+\}|[^\s()\[\]|<>{}]+")

Tagged = list[tuple[str, str]]
"""Words with the slot they belong to; "B-x" starts a span, "I-x" goes on, "O" is none."""
Fill = Callable[[str, str | None], str]
"""(slot, group) -> words."""


@dataclass(frozen=True)
class Choice:
    options: tuple["Node", ...]


@dataclass(frozen=True)
class Chain:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Slotted:
    slot: str
    group: str | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    name: str


Node = Choice | Chain | Slotted | Rule | str


@dataclass
class Grammar:
    """Rules and, per intent, the templates of its sentences."""

    rules: dict[str, Node] = field(default_factory=dict)
    sentences: dict[str, list[tuple[str, Node]]] = field(default_factory=dict)
    several: dict[tuple[str, ...], list[tuple[str, tuple[Node, ...]]]] = field(default_factory=dict)
    """Intents of the clauses -> templates: clause, joint, clause, ..."""

    def sample(self, node: Node, fill: Fill, rng: random.Random) -> Tagged:
        """Return one sentence of a template."""
        match node:
            case str():
                return [(node, "O")]
            case Chain():
                return [pair for part in node.parts for pair in self.sample(part, fill, rng)]
            case Choice():
                return self.sample(rng.choice(node.options), fill, rng)
            case Rule():
                return self.sample(self.rules[node.name], fill, rng)
            case Slotted():
                said = rng.choice(node.words) if node.words else fill(node.slot, node.group)
                return [(word, f"{'I' if number else 'B'}-{node.slot}") for number, word in enumerate(said.split())]


def parse(text: str) -> Node:
    """Read one template; raises ValueError when a bracket is missing."""
    tokens = TOKEN.findall(text)
    node, rest = _alternatives(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"a bracket too many in: {text}")
    return node


def _alternatives(tokens: list[str], at: int) -> tuple[Node, int]:
    options: list[Node] = []
    parts: list[Node] = []
    while at < len(tokens) and tokens[at] not in ")]":
        token = tokens[at]
        at += 1
        if token == "|":
            options.append(Chain(tuple(parts)))
            parts = []
        elif token in "([":
            inner, at = _alternatives(tokens, at)
            if at >= len(tokens):
                raise ValueError(f"a bracket is missing: {' '.join(tokens)}")
            at += 1
            parts.append(Choice((inner, Chain(()))) if token == "[" else inner)
        elif token[0] == "<":
            parts.append(Rule(token[1:-1]))
        elif token[0] == "{":
            parts.append(_slotted(token[1:-1]))
        else:
            parts.append(token)
    options.append(Chain(tuple(parts)))
    return (options[0] if len(options) == 1 else Choice(tuple(options))), at


def _slotted(text: str) -> Slotted:
    head, _, words = text.partition(":")
    slot, _, group = head.partition("@")
    return Slotted(slot, group or None, tuple(option.strip() for option in words.split("/")) if words else ())


def read(folder: Path = FOLDER) -> Grammar:
    """Read every grammar of a folder."""
    grammar = Grammar()
    for path in sorted(folder.glob("*.grammar")):
        _read_file(path, grammar)
    return grammar


def _add(grammar: Grammar, intent: str, line: str) -> None:
    """Keep one template under its intent; under "a + b" those of a sentence with several clauses."""
    if " + " in intent:
        parts = tuple(parse(part) for part in line.split(" + "))
        if len(parts) != 2 * len(intent.split(" + ")) - 1:
            raise ValueError(f"the clauses and joints do not fit {intent}: {line}")
        grammar.several.setdefault(tuple(intent.split(" + ")), []).append((line, parts))
    else:
        grammar.sentences.setdefault(intent, []).append((line, parse(line)))


def _read_file(path: Path, grammar: Grammar) -> None:
    intent, rule = "", ""
    bodies: dict[str, str] = {}
    for raw in path.read_text().splitlines():
        line = raw.rstrip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("$"):
            rule, _, body = line[1:].partition("=")
            rule = rule.strip()
            bodies[rule] = body
        elif line.startswith(" ") and rule:
            bodies[rule] += line
        elif re.fullmatch(r"\[\w+(?: \+ \w+)*\]", line):
            intent, rule = line[1:-1], ""
        else:
            rule = ""
            _add(grammar, intent, line)
    for name, body in bodies.items():
        grammar.rules[name] = parse(body)
