"""The likeliest row of tags that makes sense: Viterbi over BIO, where an inside continues only its own slot. Pure."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from runtime.nlu.labels import SLOTS, TAGS

Floats = NDArray[np.float32]
BEGINS = np.array([TAGS.index(f"B-{slot}") for slot in SLOTS])
INSIDES = np.array([TAGS.index(f"I-{slot}") for slot in SLOTS])


@lru_cache(maxsize=256)
def barred(allowed: frozenset[str]) -> Floats:
    """Return 0 for the tags of allowed slots, and far below for the others."""
    return np.array([0 if tag == "O" or tag[2:] in allowed else -1e4 for tag in TAGS], dtype=np.float32)


def best_tags(scores: Floats, allowed: frozenset[str]) -> tuple[list[str], float]:
    """Return one tag a word for scores [words, TAGS], and the sum of the log chances of those tags."""
    masked = scores + barred(allowed)
    highest = masked.max(axis=1, keepdims=True)
    logs = masked - highest - np.log(np.exp(masked - highest).sum(axis=1, keepdims=True))
    count = len(logs)
    total = logs[0].copy()
    total[INSIDES] = -1e4
    came = np.zeros((count, len(TAGS)), dtype=np.int64)
    for word in range(1, count):
        best = int(total.argmax())
        came[word] = best
        before = np.full(len(TAGS), total[best])
        continues = total[INSIDES] > total[BEGINS]
        came[word, INSIDES] = np.where(continues, INSIDES, BEGINS)
        before[INSIDES] = np.where(continues, total[INSIDES], total[BEGINS])
        total = before + logs[word]
    path = [int(total.argmax())]
    for word in range(count - 1, 0, -1):
        path.append(int(came[word, path[-1]]))
    path.reverse()
    return [TAGS[tag] for tag in path], float(logs[np.arange(count), path].sum())
