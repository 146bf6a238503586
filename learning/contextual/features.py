"""Examples -> arrays -> padded batches. The words, marks and comparisons are the runtime's own, so there is no skew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from learning.contextual.examples import HISTORY, Example
from runtime.rewrite.source import CLOSED, MAX_UTTERANCE, PENDING, SYSTEM, USER, Fused, Passage, fuse, passage
from runtime.rewrite.words import PIECES, pieces, split

MAX_OUT = 44


@dataclass(frozen=True, slots=True)
class Encoded:
    """One example as arrays. Source positions: memory words, utterance words, closed list, end."""

    passages: tuple[Passage, ...]
    utterance: tuple[str, ...]
    tags: tuple[int, ...]
    fused: Fused
    pending: int
    needed: bool
    valid: NDArray[np.bool_]
    """(out + 1, sources + 1): which positions may be pointed at for each word; the last row is the end."""
    path: tuple[int, ...]
    """One source position for each word: the fewest jumps."""
    weight: float = 1.0


def encode(example: Example, *, weight: float = 1.0) -> Encoded:
    """Turn an example into arrays; words of the target that occur nowhere are left out."""
    lexicon = example.lexicon
    passages = tuple(passage(turn, lexicon) for turn in example.turns[-HISTORY:])
    utterance = split(example.utterance)[:MAX_UTTERANCE]
    fused = fuse(utterance, passages)
    where: dict[str, list[int]] = {}
    for at, word in enumerate(fused.words):
        where.setdefault(word, []).append(at)
    target = [word for word in split(example.target) if word in where][:MAX_OUT] if example.needed else []
    valid = np.zeros((len(target) + 1, len(fused.words) + 1), bool)
    for row, word in enumerate(target):
        valid[row, where[word]] = True
    valid[-1, -1] = True
    return Encoded(
        passages,
        utterance,
        lexicon.tags(utterance),
        fused,
        PENDING.index(example.pending),
        example.needed,
        valid,
        _path(valid[:-1, :-1], fused, passages),
        weight,
    )


def _path(valid: NDArray[np.bool_], fused: Fused, passages: Sequence[Passage]) -> tuple[int, ...]:
    """Choose the alignment with the fewest jumps, near things before far ones (Viterbi)."""
    if not len(valid):
        return ()
    kinds = np.array([kind for p in passages for kind in p.kinds] or [0])[: fused.memory]
    memory = (
        0.2 + 0.15 * fused.distance + np.where(kinds == SYSTEM, 0.2, np.where(kinds == USER, 0.0, 0.1))[: fused.memory]
        if fused.memory
        else np.zeros(0)
    )
    cost = np.concatenate([memory, np.zeros(fused.utterance), np.full(len(CLOSED), 0.6)])
    total = np.where(valid[0], cost, np.inf)
    back: list[NDArray[np.int64]] = []
    for row in valid[1:]:
        follow = np.concatenate([[np.inf], total[:-1]])
        follow[fused.memory + fused.utterance] = np.inf
        best = int(np.argmin(total))
        jump = total[best] + 1.0
        stay = follow <= jump
        back.append(np.where(stay, np.arange(len(row)) - 1, best))
        total = np.where(row, np.where(stay, follow, jump) + cost * np.where(stay, 0.2, 1.0), np.inf)
    path = [int(np.argmin(total))]
    for pointer in reversed(back):
        path.append(int(pointer[path[-1]]))
    return tuple(reversed(path))


def following(encoded: Encoded | Sequence[Passage], utterance: int) -> list[int]:
    """Return for each source position the one after it in the same sentence, or -1 at its end."""
    passages = encoded.passages if isinstance(encoded, Encoded) else encoded
    after: list[int] = []
    for p in passages:
        start = len(after)
        for at in range(len(p.words)):
            last = at + 1 == len(p.words) or p.places[at + 1] <= p.places[at] or p.kinds[at + 1] != p.kinds[at]
            after.append(-1 if last else start + at + 1)
    start = len(after)
    after += [start + at + 1 for at in range(utterance - 1)] + ([-1] if utterance else [])
    return after + [-1] * len(CLOSED)


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays. P passages of T words; B examples with M memory words (row 0 is the empty slot), U utterance words, L steps."""

    ids: Tensor
    kinds: Tensor
    tags: Tensor
    places: Tensor
    mask: Tensor
    gather: Tensor
    """(B, M) flat index into P*T; -1 pads; the model puts the empty slot in front."""
    distance: Tensor
    flags: Tensor
    u_ids: Tensor
    u_tags: Tensor
    u_echo: Tensor
    u_mask: Tensor
    pending: Tensor
    needed: Tensor
    valid: Tensor
    """(B, L, S) with S = 1 + M + U + closed + end."""
    previous: Tensor
    """(B, L) source position of the word before; 0 at the start."""
    chosen: Tensor
    """(B, L) the position on the path with the fewest jumps; the end at the end."""
    after: Tensor
    """(B, S)."""
    steps: Tensor
    """(B, L) float: 1 where a step counts."""
    weight: Tensor


def _fill(rows: Sequence[Sequence[int]], width: int, pad: int = 0) -> Tensor:
    out = np.full((len(rows), width), pad, np.int64)
    for at, row in enumerate(rows):
        out[at, : len(row)] = row
    return torch.from_numpy(out)


def _ids(rows: Sequence[Sequence[str]], width: int) -> Tensor:
    out = np.zeros((len(rows), width, PIECES), np.int64)
    for at, row in enumerate(rows):
        if row:
            out[at, : len(row)] = [pieces(word) for word in row]
    return torch.from_numpy(out)


def collate(items: Sequence[Encoded], noise: float = 0.0) -> Batch:
    """Pad a batch. Equal passages are encoded once. `noise` is the share of words fed from another place that holds them."""
    rng = np.random.default_rng(len(items) + sum(item.fused.memory for item in items))
    unique: dict[Passage, int] = {}
    for item in items:
        for p in item.passages:
            unique.setdefault(p, len(unique))
    found = sorted(unique, key=lambda p: len(p.words)) or [Passage(("",), (0,), (0,), (0,))]
    unique = {p: row for row, p in enumerate(found)}
    width = max(len(p.words) for p in found) or 1
    size_m = max(item.fused.memory for item in items)
    size_u = max(1, *(item.fused.utterance for item in items))
    size_l = max(len(item.valid) for item in items)
    size_s = 1 + size_m + size_u + len(CLOSED) + 1
    gather, after_rows = [], np.full((len(items), size_s), size_s - 1, np.int64)
    valid = np.zeros((len(items), size_l, size_s), bool)
    previous = np.zeros((len(items), size_l), np.int64)
    chosen = np.full((len(items), size_l), size_s - 1, np.int64)
    steps = np.zeros((len(items), size_l), np.float32)
    for at, item in enumerate(items):
        gather.append([unique[p] * width + i for p in item.passages for i in range(len(p.words))])
        m, u = item.fused.memory, item.fused.utterance
        places = np.concatenate(
            [1 + np.arange(m), 1 + size_m + np.arange(u), 1 + size_m + size_u + np.arange(len(CLOSED) + 1)]
        )
        for position, follow in enumerate(following(item, u)):
            if follow >= 0:
                after_rows[at, places[position]] = places[follow]
        rows = len(item.valid)
        valid[at, :rows, :][:, places] = item.valid
        path = [places[spot] for spot in item.path]
        chosen[at, :rows] = [*path, size_s - 1]
        # Now and then the word before is taken from another place that holds it too: the decoder must not hang on the path.
        shaken = [
            places[rng.choice(np.flatnonzero(item.valid[step]))] if noise and rng.random() < noise else spot
            for step, spot in enumerate(path)
        ]
        previous[at, 1:rows] = shaken
        steps[at, :rows] = 1.0 if item.needed else 0.0
    return Batch(
        ids=_ids([p.words for p in found], width),
        kinds=_fill([p.kinds for p in found], width),
        tags=_fill([p.tags for p in found], width),
        places=_fill([p.places for p in found], width),
        mask=torch.tensor([[i < len(p.words) for i in range(width)] for p in found]),
        gather=_fill(gather, size_m, -1),
        distance=_fill([item.fused.distance.tolist() for item in items], size_m),
        flags=_fill([item.fused.flags.tolist() for item in items], size_m),
        u_ids=_ids([item.utterance for item in items], size_u),
        u_tags=_fill([item.tags for item in items], size_u),
        u_echo=_fill([item.fused.echoes.tolist() for item in items], size_u),
        u_mask=torch.tensor([[i < item.fused.utterance for i in range(size_u)] for item in items]),
        pending=torch.tensor([item.pending for item in items]),
        needed=torch.tensor([float(item.needed) for item in items]),
        valid=torch.from_numpy(valid),
        previous=torch.from_numpy(previous),
        chosen=torch.from_numpy(chosen),
        after=torch.from_numpy(after_rows),
        steps=torch.from_numpy(steps),
        weight=torch.tensor([item.weight for item in items]),
    )


def encode_all(examples: Iterable[Example]) -> list[Encoded]:
    """Encode many."""
    return [encode(example) for example in examples]
