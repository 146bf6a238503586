"""Trains the ranker on simulated homes, measures it on homes it never saw, and exports it.

    python -m learning.ranker [--homes 160] [--sentences 250] [--epochs 30] [--out exported_models/ranker]

A list of candidates is one example: cross-entropy over the list, so scores are logits and their differences mean what
`CLOSE_CALL` says. One hidden layer beside a linear one; nothing is learned that a sentence could not explain.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learning.ranker.homes import make
from learning.ranker.people import Said, sentences
from runtime.resolve.ask import measuring
from runtime.resolve.choose import in_sight
from runtime.resolve.features import FEATURES, features
from runtime.resolve.index import index_of
from runtime.resolve.place import place_of
from runtime.resolve.ranker import CLOSE_CALL, Plain
from runtime.resolve.target import target_of
from runtime.turn import Reply


@dataclass(frozen=True, slots=True)
class Lists:
    """Candidate lists of one split, padded: rows [L, N, F], mask [L, N], meant [L]."""

    rows: NDArray[np.float32]
    mask: NDArray[np.bool_]
    meant: NDArray[np.int64]
    ambiguous: int
    dropped: int
    """Sentences whose meant entity was no candidate: the resolver's hard limits, not the ranker's business."""


MOST = 24


def listed(said: Said) -> tuple[NDArray[np.float32], int] | None:
    """Return the features of a sentence's candidates and which is meant; None when it is none of them."""
    index = index_of(said.context.home)
    names: Any
    if said.clause.intent == "ask_value":
        found = measuring(said.clause, place_of(said.clause, index, said.context), said.context, index)
        if isinstance(found, Reply):
            return None
        ids, names = tuple(found[0]), found[1]
    else:
        target = target_of(said.clause, said.context, index)
        if target.failed is not None or target.every:
            return None
        ids, names = in_sight(said.clause, target.ids, target, said.context), target.names
    ids = ids[:MOST]
    if said.meant not in ids:
        return None
    return features(said.clause, ids, said.context, index, names), ids.index(said.meant)


def collect(homes: Sequence[int], count: int) -> Lists:
    """Let people talk in these homes."""
    lists, meant, ambiguous, dropped = [], [], 0, 0
    for home in homes:
        for said in sentences(make(home), home, count):
            found = listed(said)
            if found is None:
                dropped += 1
                continue
            rows, place = found
            if len(rows) == 1:
                continue
            ambiguous += 1
            lists.append(rows)
            meant.append(place)
    padded = np.zeros((len(lists), MOST, len(FEATURES)), dtype=np.float32)
    mask = np.zeros((len(lists), MOST), dtype=bool)
    for number, rows in enumerate(lists):
        padded[number, : len(rows)] = rows
        mask[number, : len(rows)] = True
    return Lists(padded, mask, np.array(meant), ambiguous, dropped)


def network(hidden: int) -> Any:
    """Return the ranker: a linear layer plus a small hidden one, [N, F] -> [N]."""
    import torch
    from torch import nn

    class Ranker(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.straight = nn.Linear(len(FEATURES), 1, bias=False)
            self.bent = nn.Sequential(nn.Linear(len(FEATURES), hidden), nn.ReLU(), nn.Linear(hidden, 1, bias=False))

        def forward(self, rows: torch.Tensor) -> torch.Tensor:
            return (self.straight(rows) + self.bent(rows)).squeeze(-1)

    return Ranker()


def train(lists: Lists, valid: Lists, *, hidden: int = 24, epochs: int = 30, seed: int = 7) -> Any:
    """Fit the network; keep the epoch that is best on homes it was not trained on."""
    import torch

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model = network(hidden)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-2)
    rows, mask, meant = (torch.from_numpy(part) for part in (lists.rows, lists.mask, lists.meant))
    best, kept = float("inf"), {}
    for epoch in range(epochs):
        order = torch.randperm(len(meant))
        for start in range(0, len(order), 256):
            batch = order[start : start + 256]
            scores = model(rows[batch]).masked_fill(~mask[batch], -1e9)
            loss = torch.nn.functional.cross_entropy(scores, meant[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        with torch.no_grad():
            scores = model(torch.from_numpy(valid.rows)).masked_fill(~torch.from_numpy(valid.mask), -1e9)
            held_out = float(torch.nn.functional.cross_entropy(scores, torch.from_numpy(valid.meant)))
        if held_out < best:
            best, kept = held_out, {name: tensor.clone() for name, tensor in model.state_dict().items()}
        print(f"epoch {epoch + 1}: held-out loss {held_out:.4f}", flush=True)
    model.load_state_dict(kept)
    return model


def measure(scores: NDArray[np.float32], lists: Lists) -> dict[str, float]:
    """Return how often the best is meant, how often two were too close to choose, and how often a choice was wrong."""
    scores = np.where(lists.mask, scores, -1e9)
    order = np.sort(scores, axis=1)
    asks = order[:, -1] - order[:, -2] < CLOSE_CALL
    right = scores.argmax(axis=1) == lists.meant
    return {
        "lists": float(len(right)),
        "top1": float(right.mean()),
        "asks": float(asks.mean()),
        "right_when_it_chooses": float(right[~asks].mean()),
        "wrong_choices": float((~right & ~asks).mean()),
    }


def interval(share: float, count: float) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * ((share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5) / (1 + z * z / count)
    return middle - half, middle + half


def main() -> None:
    """Train, measure, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, default=160)
    parser.add_argument("--sentences", type=int, default=250)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--out", type=Path, default=Path("exported_models/ranker"))
    chosen = parser.parse_args()
    fifth = max(1, chosen.homes // 5)
    lists = collect(range(chosen.homes), chosen.sentences)
    valid = collect(range(10_000, 10_000 + fifth), chosen.sentences)
    test = collect(range(20_000, 20_000 + fifth), chosen.sentences)
    print(
        f"{len(lists.meant)} lists to learn from, {len(valid.meant)} to select by, {len(test.meant)} to measure on",
        flush=True,
    )
    model = train(lists, valid, epochs=chosen.epochs)
    from learning.ranker.export import export

    scores = export(model, chosen.out, test.rows)
    plain = Plain().score(test.rows.reshape(-1, len(FEATURES))).reshape(test.mask.shape)
    report = {
        "learned": measure(scores, test),
        "plain": measure(plain, test),
        "train_lists": len(lists.meant),
        "homes": chosen.homes,
    }
    (chosen.out / "scores.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
