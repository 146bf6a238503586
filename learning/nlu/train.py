"""The training loop: seeded, resumable, on one thread."""

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from learning.nlu.dataset import Arrays
from learning.nlu.network import Network, pool

BATCH = 160
RATE = 2e-3


def batch(data: Arrays, chosen: np.ndarray) -> dict[str, torch.Tensor]:
    """Return padded tensors of some samples."""
    lengths = data.offsets[chosen + 1] - data.offsets[chosen]
    longest = int(lengths.max())
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
    evidence, weights, joints, tags = network(one["pieces"], one["channels"], one["bias"])
    pooled = pool(evidence, weights, one["inside"])
    wanted = torch.where(one["intents"] < 0, -100, one["intents"])
    return (
        functional.cross_entropy(pooled.flatten(0, 1), wanted.flatten(), label_smoothing=0.02),
        functional.cross_entropy(tags.flatten(0, 1), one["tags"].flatten()),
        functional.cross_entropy(joints.flatten(0, 1), one["joints"].flatten()),
    )


def train(data: Arrays, network: Network, checkpoint: Path, steps: int, seconds: float, seed: int = 1) -> None:
    """Train for `steps` or `seconds`, whichever ends first; goes on from `checkpoint` when it is there."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01, betas=(0.9, 0.98))
    step = 0
    if checkpoint.is_file():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
    begun = time.monotonic()
    mean = np.zeros(3)
    first = step
    while step < steps and (spent := time.monotonic() - begun) < seconds:
        done = max((step - first) / max(steps - first, 1), spent / seconds)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step - first + 1) / 200) * max(0.02, 1 - done)
        rng = np.random.default_rng((seed, step))
        near = np.sort(rng.integers(0, len(data), BATCH))
        terms = losses(network.train(), batch(data, near))
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
            torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, checkpoint)
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, checkpoint)
