"""The endless mixture that trains: our conversations, and the parts of public corpora whose licences allow it."""

import random
from collections.abc import Iterator
from pathlib import Path

from learning.contextual import corpora
from learning.contextual.dialogues import conversation
from learning.contextual.examples import HISTORY, Example

SHARES = {"home": 0.75, "gecor": 0.07, "cqr": 0.10, "disfl_qa": 0.08}
"""Of what is drawn. Public dialogues are long: a step on them costs three on ours.
Without a folder of public data everything comes from our own conversations."""


POOL = 4
"""Batches drawn at once and sorted by length: less padding, a third less time."""


def _length(example: Example) -> int:
    past = sum(len(turn.user) + len(turn.system) for turn in example.turns[-HISTORY:])
    return past + 2 * len(example.utterance)


def _home(seed: int) -> Iterator[Example]:
    number = seed
    rng = random.Random(seed)
    while True:
        number += 1
        for example in conversation("train", number):
            # Half of what stands alone says the same thing again; what leans is what must be learned.
            if example.needed or rng.random() < 0.8:
                yield example


def _around(rng: random.Random, examples: list[Example]) -> Iterator[Example]:
    while True:
        rng.shuffle(examples)
        yield from examples


def _varied(rng: random.Random, examples: list[Example], columns: dict[str, tuple[str, ...]]) -> Iterator[Example]:
    for example in _around(rng, examples):
        yield corpora.varied(rng, example, columns) if rng.random() < 0.85 else example


def sources(data: Path | None, seed: int) -> dict[str, Iterator[Example]]:
    """Return one endless stream per corpus; home alone when there is no data."""
    found: dict[str, Iterator[Example]] = {"home": _home(seed * 10_000_000)}
    if data is not None:
        rng = random.Random(seed)
        found["gecor"] = _around(rng, list(corpora.gecor(data, "train")))
        found["cqr"] = _varied(rng, list(corpora.cqr(data, "train")), corpora.cqr_columns(data))
        found["disfl_qa"] = _around(rng, list(corpora.disfl_qa(data, "train")))
    return found


def batches(data: Path | None, size: int, seed: int) -> Iterator[list[Example]]:
    """Yield lists of examples for ever; the same seed gives the same batches."""
    streams = sources(data, seed)
    rng = random.Random(seed + 1)
    names = list(streams)
    weights = [SHARES[name] for name in names]
    while True:
        pool = [next(streams[name]) for name in rng.choices(names, weights, k=POOL * size)]
        pool.sort(key=_length)
        groups = [pool[at : at + size] for at in range(0, len(pool), size)]
        rng.shuffle(groups)
        yield from groups
