"""The training loop: seeded, resumable, on one thread."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from learning.nlu.dataset import Arrays
from learning.nlu.network import Network, pool

WORDS = 2400
"""Words of a batch, padding included: many short sentences or few long ones."""
SIZES = (4, 6, 8, 10, 12, 16, 20, 26, 32, 40)
"""Lengths that sentences are padded to: few shapes, little padding."""
RATE = 1.5e-3
ROUND = 700
"""Steps on the same sentences."""


def buckets(data: Arrays) -> list[np.ndarray]:
    """Return the samples of each of SIZES."""
    size = np.searchsorted(SIZES, np.diff(data.offsets))
    return [np.flatnonzero(size == number) for number in range(len(SIZES))]


def draw(places: list[np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Return samples for one batch, all of one size, and that size; each sample is as likely as any other."""
    batches = np.array([len(place) / (WORDS // size) for place, size in zip(places, SIZES, strict=True)])
    number = int(rng.choice(len(SIZES), p=batches / batches.sum()))
    return rng.choice(places[number], WORDS // SIZES[number]), SIZES[number]


def batch(data: Arrays, chosen: np.ndarray, longest: int) -> dict[str, torch.Tensor]:
    """Return tensors of some samples, padded to `longest` words."""
    lengths = data.offsets[chosen + 1] - data.offsets[chosen]
    rows = data.offsets[chosen][:, None] + np.minimum(np.arange(longest), lengths[:, None] - 1)
    real = np.arange(longest) < lengths[:, None]
    clauses = np.where(real, data.clauses[rows], -1)
    starts = np.zeros_like(clauses)
    starts[:, 1:] = (clauses[:, 1:] != clauses[:, :-1]) & (clauses[:, 1:] > 0)
    joints = np.where(real, np.where(clauses == -1, 2, starts), -100)
    inside = np.stack([clauses == number for number in range(4)], 1)
    return {
        "pieces": torch.from_numpy(data.pieces[rows].astype(np.int64) * real[..., None]),
        "channels": torch.from_numpy(data.channels[rows].astype(np.float32) * real[..., None]),
        "bias": torch.from_numpy(np.where(real, 0.0, -1e4).astype(np.float32))[:, None, None, :],
        "tags": torch.from_numpy(np.where(real, data.tags[rows], -100).astype(np.int64)),
        "joints": torch.from_numpy(joints.astype(np.int64)),
        "inside": torch.from_numpy(inside.astype(np.float32)),
        "intents": torch.from_numpy(data.intents[chosen].astype(np.int64)),
    }


def losses(network: Network, one: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return intent, tag and joint losses."""
    with torch.autocast("cpu", torch.bfloat16):
        evidence, weights, joints, tags = (
            each.float() for each in network(one["pieces"], one["channels"], one["bias"])
        )
    pooled = pool(evidence, weights, one["inside"])
    wanted = torch.where(one["intents"] < 0, -100, one["intents"])
    return (
        functional.cross_entropy(pooled.flatten(0, 1), wanted.flatten(), label_smoothing=0.02),
        functional.cross_entropy(tags.flatten(0, 1), one["tags"].flatten()),
        functional.cross_entropy(joints.flatten(0, 1), one["joints"].flatten()),
    )


def train(
    fresh: Callable[[int], Arrays], network: Network, checkpoint: Path, steps: int, seconds: float, seed: int = 1
) -> None:
    """Train for `steps` or `seconds`, whichever ends first; goes on from `checkpoint` when it is there.

    `fresh` makes the sentences of a round of ROUND steps: what was seen once is not seen again.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    step, spent_before = 0, 0.0
    if checkpoint.is_file():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        step, spent_before = saved["step"], saved["spent"]
    begun = time.monotonic() - spent_before
    mean = np.zeros(3)
    data, places = None, []
    while step < steps and (spent := time.monotonic() - begun) < seconds:
        if data is None or step % ROUND == 0:
            data = fresh(step // ROUND)
            places = buckets(data)
        done = max(step / steps, spent / seconds)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 200) * max(0.01, 1 - done)
        chosen, longest = draw(places, np.random.default_rng((seed, step)))
        terms = losses(network.train(), batch(data, chosen, longest))
        optimiser.zero_grad()
        (terms[0] + 2 * terms[1] + terms[2]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step += 1
        mean = 0.98 * mean + 0.02 * np.array([float(term.detach()) for term in terms])
        if step % 200 == 0:
            bar = "#" * int(30 * done)
            print(
                f"[{bar:<30}] step {step} {spent:5.0f} s  intent {mean[0]:.4f} tags {mean[1]:.4f} joints {mean[2]:.4f}",
                flush=True,
            )
            _save(checkpoint, network, optimiser, step, time.monotonic() - begun)
    _save(checkpoint, network, optimiser, step, time.monotonic() - begun)


def _save(path: Path, network: Network, optimiser: torch.optim.Optimizer, step: int, spent: float) -> None:
    """Replace the checkpoint in one rename."""
    partial = path.with_suffix(".partial")
    torch.save(
        {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": spent}, partial
    )
    partial.rename(path)
