"""Sentences as a network of words: every path from the start to the end is something a person may say.

Before a sentence there may be what is left of the wake word, or noises (`[unk]`);
beside all sentences runs a loop of lone phones (`[unk]`), which is cheaper than any sentence for words that are none of
ours. Costs are negative logarithms. Knows nothing of phones; names come in as plain words.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from device.hearing.vocabulary.grammar import Alt, Expression, Ref, Rules, Seq, Word

UNKNOWN = "[unk]"
ASIDE = "#0"
"""Heard as nothing: marks the way into the loop of unknown phones until the graph is deterministic."""
START, DONE = 0, 1


@dataclass(frozen=True, slots=True)
class Costs:
    """What makes one reading likelier than another; measured by `bench.recognition`, in nats."""

    choice: float = 0.3
    """Of going on in one of n ways: this times log n."""
    unknown: float = 1.5
    """Of each phone that is read as no word of ours."""
    enter_unknown: float = 4.0
    """Of starting to hear no words of ours."""
    noise: float = 5.0
    """Of each sound before the sentence."""
    word: float = 3.0
    """Of each word where any words may be said."""


Arc = tuple[int, int, str, float]
"""From, to, word ("" = none), cost."""


@dataclass(slots=True)
class Network:
    """Arcs over numbered states: every path from START to DONE is a sentence. No cost is given: the compiler shares them out."""

    arcs: list[tuple[int, int, str]] = field(default_factory=list)
    states: int = 2
    free: frozenset[str] = frozenset()
    """The words of free speech, which cost more where all of them are possible."""

    def state(self) -> int:
        """Make a new state."""
        self.states += 1
        return self.states - 1

    def add(self, start: int, end: int, *words: str) -> None:
        """Lay a path of words; no words: nothing is said."""
        for word in words[:-1]:
            middle = self.state()
            self.arcs.append((start, middle, word))
            start = middle
        self.arcs.append((start, end, words[-1] if words else ""))


class _Builder:
    def __init__(self, rules: Rules, classes: Mapping[str, Sequence[str]], free: Sequence[str]) -> None:
        self.rules, self.classes, self.free = rules, classes, free
        self.network = Network(free=frozenset(free))
        self._possible: dict[str, bool] = {}
        self._free: tuple[int, int] | None = None

    def possible(self, node: Expression) -> bool:
        """Whether it can be said at all: a class without names cannot."""
        match node:
            case Word():
                return True
            case Seq(parts):
                return all(map(self.possible, parts))
            case Alt(choices):
                return any(map(self.possible, choices))
            case Ref("free"):
                return bool(self.free)
            case Ref(name):
                if name not in self.rules:
                    return bool(self.classes.get(name))
                if name not in self._possible:
                    self._possible[name] = self.possible(self.rules[name])
                return self._possible[name]

    def lay(self, node: Expression, start: int, end: int) -> None:
        """Lay every way of saying `node` between two states."""
        match node:
            case Word(text):
                self.network.add(start, end, text)
            case Seq(parts):
                for part in parts[:-1]:
                    middle = self.network.state()
                    self.lay(part, start, middle)
                    start = middle
                if parts:
                    self.lay(parts[-1], start, end)
                else:
                    self.network.add(start, end)
            case Alt(choices):
                for choice in filter(self.possible, choices):
                    self.lay(choice, start, end)
            case Ref(name):
                self._lay_rule(name, start, end)

    def _lay_rule(self, name: str, start: int, end: int) -> None:
        if name == "free":
            self._anything(start, end)
        elif name == "orders":
            self._orders(start, end)
        elif name in self.rules:
            self.lay(self.rules[name], start, end)
        else:
            for spoken in self.classes[name]:
                self.network.add(start, end, *spoken.split())

    def _orders(self, start: int, end: int) -> None:
        """Commands, any number of them with "and" between; only a command may follow so: it is where most is said wrong."""
        begin, done, later = self.network.state(), self.network.state(), self.network.state()
        self.network.add(start, begin)
        self.lay(self.rules["before"], start, begin)
        self.lay(self.rules["command"], begin, done)
        self.lay(self.rules["after"], done, later)
        for stop in (done, later):
            self.network.add(stop, begin, "and")
            self.network.add(stop, end)

    def _anything(self, start: int, end: int) -> None:
        """All free speech goes through one loop, which then leads on to wherever any of it does: the loop is large."""
        if not self._free:
            self._free = (self.network.state(), self.network.state())
            for word in self.free:
                self.network.add(self._free[0], self._free[1], word)
        self.network.add(start, self._free[0])
        self.network.add(self._free[1], self._free[0])
        self.network.add(self._free[1], end)


def network_of(
    rules: Rules, classes: Mapping[str, Sequence[str]], patterns: Sequence[Expression] = (), free: Sequence[str] = ()
) -> Network:
    """Lay out `<sentence>` and the extra patterns."""
    builder = _Builder(rules, classes, free)
    builder.lay(Alt((rules["sentence"], *patterns)), START, DONE)
    return builder.network


def surroundings(
    first: int, ends: Mapping[int, float], unused: int, costs: Costs, everything: Sequence[str] = ()
) -> list[Arc]:
    """What lies around the sentences, which begin at `first` and may end at the states `ends` (with a cost).

    Noises before; beside them the loop of unknown phones and of the words in `everything`, in any order. States from
    `unused` on are new: that is where all begins, and `unused + 1` is where all ends.
    """
    start, done = unused, unused + 1
    arcs: list[Arc] = [(start, first, "", 0.0)]
    arcs += [(end, done, "", cost) for end, cost in ends.items()]
    before = start
    for after in range(unused + 2, unused + 5):
        arcs += [(before, after, UNKNOWN, costs.noise), (after, first, "", 0.0)]
        before = after
    unknown, aside = unused + 5, unused + 6
    # A label of its own keeps the loop apart: the same words, read there and in a sentence, cost differently for ever.
    arcs += [(start, aside, ASIDE, costs.enter_unknown), (unknown, done, "", 0.0)]
    loop = [(UNKNOWN, costs.unknown)]
    loop += [(word, costs.word + costs.choice * math.log(len(everything))) for word in everything]
    for word, cost in loop:
        arcs += [(aside, unknown, word, cost), (unknown, unknown, word, cost)]
    return arcs
