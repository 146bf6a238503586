"""What a rewrite is worth: new entities, when to rewrite, BLEU-4, exact match, hallucination; with bootstrap intervals.

Texts are normalised (lower case, no punctuation but ' $ % /). A new entity is a name, place or value (longest match in
what the dialogue's home or corpus knows) that the rewrite mentions and the utterance did not.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learning.contextual.examples import Example
from learning.contextual.homes import GENERIC, PLURALS
from runtime.rewrite.words import NONE, Lexicon, split

FUNCTION = frozenset(
    "a an the this that these those in on at to of off for from by with and or not is are be was were am been it its i you he she they we me my your "
    "him her their our us them what which who where when how why do does did can could will would shall should may might must have has had there here "
    "than then as if so up down out about into over under between 's either both each one's make set turn".split()
)
"""No content words: articles, prepositions, pronouns, auxiliaries, and the light verbs make, set, turn."""

NOUNS = tuple(sorted({*GENERIC, *PLURALS.values(), "temperature", "humidity", "timer", "lights", "lamps"}))


@dataclass(frozen=True, slots=True)
class Scored:
    """One rewrite against its reference, as counts that can be summed."""

    kind: str
    distance: str
    needed: bool
    changed: bool
    new_right: int
    new_said: int
    new_gold: int
    exact: bool
    invented: bool
    overlaps: tuple[int, ...]
    """BLEU-4: matches and totals of 1- to 4-grams, then lengths of hypothesis and reference."""


def entities(words: Sequence[str], lexicon: Lexicon) -> set[tuple[str, ...]]:
    """Return the tagged spans."""
    tags = lexicon.tags(words)
    found: set[tuple[str, ...]] = set()
    at = 0
    while at < len(words):
        end = at + 1
        if tags[at] != NONE:
            while end < len(words) and tags[end] == tags[at]:
                end += 1
            found.add(tuple(words[at:end]))
        at = end
    return found


def distance_of(example: Example, reference: Sequence[str]) -> str:
    """Tell where what was missing had been said: the last user turn, the last system turn, older, or the utterance itself."""
    fresh = {word for word in reference if word not in split(example.utterance) and word not in FUNCTION}
    if not fresh or not example.turns:
        return "utterance"
    last = example.turns[-1]
    user = {*split(last.user), *(w for name in (*last.entities, *last.rooms) for w in split(name))}
    system = set(split(last.system))
    if fresh <= user:
        return "last user turn"
    if fresh <= user | system:
        return "last system turn"
    return "older"


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def score(example: Example, rewrite: str) -> Scored:
    """Compare one rewrite with its reference."""
    said, reference, ours = split(example.utterance), split(example.target), split(rewrite)
    lexicon = Lexicon(example.places, (*example.things, *NOUNS), (*example.values, *example.gold))
    before = entities(said, lexicon)
    new_gold, new_ours = entities(reference, lexicon) - before, entities(ours, lexicon) - before
    dialogue = {
        *said,
        *(w for t in example.turns for text in (t.user, t.system, *t.entities, *t.rooms) for w in split(text)),
    }
    overlaps: list[int] = []
    for size in (1, 2, 3, 4):
        mine, theirs = _grams(ours, size), _grams(reference, size)
        overlaps += [sum((mine & theirs).values()), max(len(ours) - size + 1, 0)]
    return Scored(
        kind=example.kind,
        distance=distance_of(example, reference) if example.needed else "none",
        needed=example.needed,
        changed=ours != said,
        new_right=len(new_gold & new_ours),
        new_said=len(new_ours),
        new_gold=len(new_gold),
        exact=ours == reference,
        invented=any(word not in dialogue and word not in FUNCTION for word in ours),
        overlaps=(*overlaps, len(ours), len(reference)),
    )


def ratio(top: float, bottom: float) -> float:
    """Divide; nothing of nothing is nothing."""
    return top / bottom if bottom else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return ratio(2 * precision * recall, precision + recall)


COLUMNS = ("needed", "changed", "both", "right", "said", "gold", "exact", "invented", "damaged", "one")


def matrix(rows: Sequence[Scored]) -> NDArray[np.float64]:
    """Return one row of counts per rewrite: COLUMNS, then BLEU's ten for those that needed a rewrite."""
    return np.array([
        [
            row.needed, row.changed, row.needed and row.changed, row.new_right, row.new_said, row.new_gold, row.needed and row.exact, row.invented,
            row.changed and not row.needed, 1, *(row.overlaps if row.needed else (0,) * 10),
        ]
        for row in rows
    ], float).reshape(len(rows), len(COLUMNS) + 10)  # fmt: skip


def metrics_of(sums: NDArray[np.float64]) -> dict[str, float]:
    """Return every metric in percent from summed counts."""
    count = dict(zip(COLUMNS, sums, strict=False))
    precision, recall = ratio(count["right"], count["said"]), ratio(count["right"], count["gold"])
    when_p, when_r = ratio(count["both"], count["changed"]), ratio(count["both"], count["needed"])
    grams = sums[len(COLUMNS) :]
    bleu = 0.0
    if min(grams[0:8:2]) > 0:
        logs = sum(math.log(grams[2 * i] / grams[2 * i + 1]) for i in range(4)) / 4
        bleu = math.exp(logs + min(0.0, 1 - grams[9] / grams[8]))
    found = {
        "entity_p": precision, "entity_r": recall, "entity_f1": f1(precision, recall),
        "when_p": when_p, "when_r": when_r, "when_f1": f1(when_p, when_r),
        "bleu4": bleu,
        "exact": ratio(count["exact"], count["needed"]),
        "hallucination": ratio(count["invented"], count["one"]),
        "damaged": ratio(count["damaged"], count["one"] - count["needed"]),
    }  # fmt: skip
    return {name: round(100 * float(value), 2) for name, value in found.items()}


def summary(rows: Sequence[Scored]) -> dict[str, float]:
    """Return every metric in percent over some rewrites."""
    return metrics_of(matrix(rows).sum(0))


def _drawn(size: int, rounds: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), rounds)


def _interval(values: Sequence[float]) -> tuple[float, float]:
    return round(float(np.percentile(values, 2.5)), 2), round(float(np.percentile(values, 97.5)), 2)


def bootstrap(rows: Sequence[Scored], rounds: int = 400, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of every metric, resampling turns."""
    found = [metrics_of(sums) for sums in _drawn(len(rows), rounds, seed) @ matrix(rows)]
    return {name: _interval([f[name] for f in found]) for name in found[0]}


def difference(
    ours: Sequence[Scored], theirs: Sequence[Scored], rounds: int = 400, seed: int = 7
) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of ours minus theirs on the same turns (paired)."""
    drawn = _drawn(len(ours), rounds, seed)
    pairs = [(metrics_of(a), metrics_of(b)) for a, b in zip(drawn @ matrix(ours), drawn @ matrix(theirs), strict=True)]
    return {name: _interval([a[name] - b[name] for a, b in pairs]) for name in pairs[0][0]}
