"""The endless mixture that trains: our conversations, and the parts of public corpora whose licences allow it."""

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from learning.contextual import corpora
from learning.contextual.dialogues import conversation
from learning.contextual.errands import errands
from learning.contextual.examples import HISTORY, Example
from learning.contextual.homes import GENERIC, PLURALS, invented
from runtime.rewrite.source import Turn
from runtime.rewrite.words import split

KINDS_OF_THINGS = frozenset({*GENERIC, *PLURALS.values(), "room", "lights"})

SHARES = {"home": 0.55, "gecor": 0.09, "cqr": 0.12, "disfl_qa": 0.05, "errands": 0.19}
"""Of what is drawn. Without a folder of public data, our own conversations alone, in the same proportion."""

POOL, RUN = 8, 8
"""Batches drawn at once and sorted by length, in runs of one dialogue where there is one: less padding, and a past that
several sentences share is encoded once."""


def _length(run: list[Example]) -> int:
    return max(
        sum(len(turn.user) + len(turn.system) for turn in e.turns[-HISTORY:]) + 2 * len(e.utterance) for e in run
    )


def renamed(rng: random.Random, examples: list[Example]) -> list[Example]:
    """Put words that do not exist for some words of the names in a conversation: what is copied need not be known."""
    names = sorted(
        {word for e in examples for name in (*e.places, *e.things) for word in split(name)} - KINDS_OF_THINGS
    )
    chosen = {word: invented(rng) for word in rng.sample(names, min(len(names), rng.randint(2, 8)))}
    if not chosen:
        return examples
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in chosen))

    def swap(text: str) -> str:
        return pattern.sub(lambda match: chosen[match[0]], text)

    return [
        msgspec.structs.replace(
            e,
            turns=tuple(
                Turn(swap(t.user), swap(t.system), tuple(map(swap, t.entities)), tuple(map(swap, t.rooms)))
                for t in e.turns
            ),
            utterance=swap(e.utterance), target=swap(e.target), places=tuple(map(swap, e.places)), things=tuple(map(swap, e.things)),
        )
        for e in examples
    ]  # fmt: skip


def _home(seed: int) -> Iterator[Example]:
    number = seed
    rng = random.Random(seed)
    while True:
        number += 1
        made = conversation("train", number)
        for example in renamed(rng, made) if rng.random() < 0.5 else made:
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
