"""Confidences that mean something: a temperature, a threshold for out of scope and a logistic fit, on held-out wordings."""

import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from learning.nlu import corpora
from learning.nlu.catalogue import catalogue
from learning.nlu.dataset import Maker, Sample
from learning.nlu.homes import make_home
from learning.nlu.noise import Noise
from runtime.nlu.decode import best_tags
from runtime.nlu.labels import OUT_OF_SCOPE, labels_hash
from runtime.nlu.model import Nlu, lead, pooled, softmax
from runtime.nlu.tidy import spans_of, tidy
from runtime.nlu.vocabulary import Vocabulary

REJECTED = 0.012
"""Share of our own held-out wordings, where they are read rightly, that may be called foreign."""
REJECTED_OF_CLINC = 0.004
"""The same of CLINC150's validation part: much less, for the wordings of it that were rejected once are in the grammars now."""
CONFIDENCES = (0.0, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3)
"""Confidences that are tried as the least that is acted on."""


def calibrate(folder: Path, slots: dict[str, tuple[str, ...]], data: Path | None) -> dict[str, Any]:
    """Return temperature, threshold, unsure and sure for model.json."""
    nlu = Nlu.open(folder, dict(slots), labels_hash(slots.items()))
    noise = Noise(word for sample in Maker(slots, 98).samples(2000) for word in sample.words)
    ours = list(Maker(slots, 5, "dev", homes=60).samples(2500, noise, 0.1))
    rows = [_row(nlu, sample) for sample in ours if len(sample.intents) == 1]
    logits = np.array([row[0] for row in rows])
    wanted = np.array([nlu.model.intents.index(row[1]) for row in rows])
    temperature = min(np.arange(0.6, 3.0, 0.05), key=lambda heat: _loss(logits / heat, wanted))
    sure = _logistic([(float(np.log(max(_softmax(row[0] / temperature).max(), 1e-9))), row[2], row[3]) for row in rows])
    fitted = msgspec.structs.replace(nlu.model, temperature=float(temperature), sure=sure, margin=99.0, unsure=0.0)
    judge = nlu.fitted(fitted)
    own = np.array([_doubts(judge, words, names) for words, names in _own(slots, data)])
    right = [sample for sample, row in zip((one for one in ours if len(one.intents) == 1), rows, strict=True) if row[3]]
    told = np.array([_doubts(judge, one.words, one.names) for one in right if one.intents[0] != OUT_OF_SCOPE])
    foreign = np.array([_doubts(judge, words, names) for words, names in _foreign(data)]) if data else own[:0]
    margin, unsure = rejection(((own, REJECTED_OF_CLINC if data else REJECTED), (told, REJECTED)), foreign)
    return {
        "temperature": round(float(temperature), 2),
        "margin": round(margin, 3),
        "unsure": round(unsure, 4),
        "sure": sure,
    }


def _doubts(nlu: Nlu, words: tuple[str, ...], names: Vocabulary) -> tuple[float, float]:
    """Return by how much foreign leads, and how sure the best reading as ours is."""
    foreign = nlu.model.intents.index(OUT_OF_SCOPE)
    leads = lead(softmax(logits_of(nlu, words, names) / nlu.model.temperature), foreign)
    return leads, min(clause.confidence for clause in nlu.understand(" ".join(words), names).clauses)


def rejection(ours: tuple[tuple[np.ndarray, float], ...], foreign: np.ndarray) -> tuple[float, float]:
    """Return the margin and the confidence that reject together at most its share of each of `ours`.

    Each array is [n, 2]: the lead of foreign, how sure. Among the pairs that keep to it the one that finds most of `foreign`.
    """
    best = (-99.0, 99.0, 0.0)
    for unsure in CONFIDENCES:
        low = [each[:, 1] < unsure for each, _ in ours]
        if any(weak.mean() > share for weak, (_, share) in zip(low, ours, strict=True) if len(weak)):
            break
        limits = [
            _limit(each[~weak, 0], share * len(each) - weak.sum())
            for (each, share), weak in zip(ours, low, strict=True)
        ]
        margin = max(*limits, 0.0)
        found = float(((foreign[:, 0] >= margin) | (foreign[:, 1] < unsure)).mean()) if len(foreign) else -margin
        best = max(best, (found, margin, unsure))
    return best[1], best[2]


def _limit(leads: np.ndarray, allowed: float) -> float:
    """Return the margin that at most `allowed` of these reach."""
    if not len(leads):
        return 0.0
    ordered = np.sort(leads)[::-1]
    return float(ordered[min(int(max(allowed, 0)), len(ordered) - 1)]) + 1e-6


def _foreign(data: Path) -> Iterator[tuple[tuple[str, ...], Vocabulary]]:
    """Yield the sentences of CLINC's validation part that are not ours."""
    names = make_home(random.Random(3)).names
    for tagged, intent, _ in corpora.clinc(data / "clinc" / "data_full.json", "val"):
        if intent == OUT_OF_SCOPE:
            yield tuple(word for word, _ in tagged), names


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
