"""The endless mixture that trains: our conversations, and the parts of public corpora whose licences allow it."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from learning.contextual import corpora
from learning.contextual.dialogues import conversation
from learning.contextual.errands import errands
from learning.contextual.examples import HISTORY, Example

SHARES = {"home": 0.55, "gecor": 0.09, "cqr": 0.12, "disfl_qa": 0.05, "errands": 0.19}
"""Of what is drawn. Without a folder of public data, our own conversations alone, in the same proportion."""

POOL, RUN = 8, 8
"""Batches drawn at once and sorted by length, in runs of one dialogue where there is one: less padding, and a past that
several sentences share is encoded once."""


def _length(run: list[Example]) -> int:
    return max(
        sum(len(turn.user) + len(turn.system) for turn in e.turns[-HISTORY:]) + 2 * len(e.utterance) for e in run
    )


def _home(seed: int) -> Iterator[Example]:
    number = seed
    rng = random.Random(seed)
    while True:
        number += 1
        for example in conversation("train", number):
            # Half of what stands alone says the same thing again; what leans is what must be learned.
            if example.needed or rng.random() < 0.5:
                yield example


def _around(rng: random.Random, examples: list[Example]) -> Iterator[Example]:
    """Yield the dialogues in ever new orders, each from its beginning."""
    dialogues: list[list[Example]] = []
    for example in examples:
        if not example.turns or not dialogues:
            dialogues.append([])
        dialogues[-1].append(example)
    while True:
        rng.shuffle(dialogues)
        for dialogue in dialogues:
            yield from dialogue


def _varied(rng: random.Random, examples: list[Example], columns: dict[str, tuple[str, ...]]) -> Iterator[Example]:
    for example in _around(rng, examples):
        yield corpora.varied(rng, example, columns) if rng.random() < 0.85 else example


def sources(data: Path | None, seed: int) -> dict[str, Iterator[Example]]:
    """Return one endless stream per corpus; our own alone when there is no data."""
    found: dict[str, Iterator[Example]] = {"home": _home(seed * 10_000_000), "errands": errands(seed * 10_000_000)}
    if data is not None:
        rng = random.Random(seed)
        found["gecor"] = _varied(rng, list(corpora.gecor(data, "train")), corpora.gecor_columns(data))
        found["cqr"] = _varied(rng, list(corpora.cqr(data, "train")), corpora.cqr_columns(data))
        found["disfl_qa"] = _around(rng, list(corpora.disfl_qa(data, "train")))
    return found


def batches(data: Path | None, size: int, seed: int) -> Iterator[list[Example]]:
    """Yield lists of examples for ever; the same seed gives the same batches."""
    streams = sources(data, seed)
    rng = random.Random(seed + 1)
    names = list(streams)
    weights = [SHARES[name] for name in names]
    run = min(RUN, size)
    while True:
        drawn = rng.choices(names, weights, k=POOL * size // run)
        pool = [list(itertools.islice(streams[name], run)) for name in drawn]
        pool.sort(key=_length)
        flat = [example for run in pool for example in run]
        groups = [flat[at : at + size] for at in range(0, len(flat) - size + 1, size)]
        rng.shuffle(groups)
        yield from groups
