"""Confidences that mean something: a temperature, a threshold for out of scope and a logistic fit, on held-out wordings."""

import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from learning.nlu import corpora
from learning.nlu.catalogue import catalogue
from learning.nlu.dataset import Maker, Sample
from learning.nlu.homes import make_home
from learning.nlu.noise import Noise
from runtime.nlu.decode import best_tags
from runtime.nlu.labels import OUT_OF_SCOPE, labels_hash
from runtime.nlu.model import Nlu, pooled
from runtime.nlu.tidy import spans_of, tidy
from runtime.nlu.vocabulary import Vocabulary

REJECTED = 0.017
"""Share of our own sentences that may be called foreign; below the 2 % that are promised."""


def calibrate(folder: Path, slots: dict[str, tuple[str, ...]], data: Path | None) -> dict[str, Any]:
    """Return temperature, threshold and sure for model.json."""
    nlu = Nlu.open(folder, dict(slots), labels_hash(slots.items()))
    noise = Noise(word for sample in Maker(slots, 98).samples(2000) for word in sample.words)
    ours = list(Maker(slots, 5, "dev", homes=60).samples(2500, noise, 0.1))
    rows = [_row(nlu, sample) for sample in ours if len(sample.intents) == 1]
    logits = np.array([row[0] for row in rows])
    wanted = np.array([nlu.model.intents.index(row[1]) for row in rows])
    temperature = min(np.arange(0.6, 3.0, 0.05), key=lambda heat: _loss(logits / heat, wanted))
    foreign = nlu.model.intents.index(OUT_OF_SCOPE)
    own = [_chance(logits_of(nlu, words, names) / temperature, foreign) for words, names in _own(slots, data)]
    threshold = float(np.quantile(own, 1 - REJECTED))
    sure = _logistic([(float(np.log(max(_softmax(row[0] / temperature).max(), 1e-9))), row[2], row[3]) for row in rows])
    return {
        "temperature": round(float(temperature), 2),
        "threshold": round(min(max(threshold, 0.2), 0.95), 4),
        "sure": sure,
    }


def _row(nlu: Nlu, sample: Sample) -> tuple[np.ndarray, str, float, bool]:
    """Return pooled logits, the intent, the sum of log tag chances, and whether intent and slots are both right."""
    evidence, weights, _, tags = nlu.outputs(sample.words, sample.names)
    logits = pooled(evidence, weights)
    intent = sample.intents[0]
    best = nlu.model.intents[int(logits.argmax())]
    allowed = frozenset(catalogue()[best])
    chosen, chance = best_tags(tags, allowed)
    found = tidy(spans_of(chosen), sample.words, sample.names, allowed)
    gold, said = ({span for span in spans if span.slot != "change"} for spans in (spans_of(sample.tags), found))
    return logits, intent, chance, best == intent and gold == said


def _own(slots: dict[str, tuple[str, ...]], data: Path | None) -> Iterator[tuple[tuple[str, ...], Vocabulary]]:
    """Yield sentences that must not be rejected: CLINC's validation part, or our own held-out wordings without it."""
    if data:
        names = make_home(random.Random(3)).names
        for tagged, intent, _ in corpora.clinc(data / "clinc" / "data_full.json", "val"):
            if intent != OUT_OF_SCOPE:
                yield tuple(word for word, _ in tagged), names
    else:
        for sample in Maker(slots, 6, "dev", homes=40).samples(1500):
            if len(sample.intents) == 1 and sample.intents[0] != OUT_OF_SCOPE:
                yield sample.words, sample.names


def logits_of(nlu: Nlu, words: tuple[str, ...], names: Vocabulary) -> np.ndarray:
    """Return the intents' logits of a sentence taken as one clause."""
    evidence, weights, _, _ = nlu.outputs(words, names)
    return pooled(evidence, weights)


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def _chance(logits: np.ndarray, index: int) -> float:
    return float(_softmax(logits)[index])


def _loss(logits: np.ndarray, wanted: np.ndarray) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(wanted)), wanted]).mean())


def _logistic(rows: list[tuple[float, float, bool]]) -> tuple[float, float, float]:
    """Fit P(right) = sigmoid(a log p(intent) + b log p(tags) + c) by Newton steps with a little ridge."""
    inputs = np.array([[intent, tags, 1.0] for intent, tags, _ in rows])
    right = np.array([float(row[2]) for row in rows])
    weights = np.zeros(3)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        hessian = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + np.eye(3) * 1e-2
        weights += np.linalg.solve(hessian, inputs.T @ (right - chance) - 1e-2 * weights)
    return tuple(round(float(weight), 4) if math.isfinite(weight) else 0.0 for weight in weights)  # type: ignore[return-value]
