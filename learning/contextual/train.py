"""Train our rewriter. One thread, fixed seeds, resumable: a checkpoint holds weights, optimiser and step.

    nice -n 10 python -m learning.contextual.train --data FOLDER --steps 5000 --out FOLDER/contextual.pt

Without --data it learns from our own conversations alone. `--steps 4 --batch 8` is the smoke test.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch

from learning.contextual.dialogues import generate
from learning.contextual.examples import Example
from learning.contextual.features import Encoded, collate, encode
from learning.contextual.model import Pointer, losses, size
from learning.contextual.stream import batches


def rate(step: int, steps: int, peak: float) -> float:
    """Return the learning rate: up over 200 steps, then down to nothing along a straight line."""
    return peak * min((step + 1) / 200, max(0.0, 1 - step / steps) + 0.002)


@torch.no_grad()
def check(model: Any, encoded: Sequence[Encoded]) -> dict[str, float]:
    """Return gate accuracy and the share of rewrites whose every word is right when the words before are."""
    model.eval()
    gates = whole = needed = 0
    for at in range(0, len(encoded), 64):
        batch = collate(encoded[at : at + 64])
        gate, scores = model(batch)
        gates += int(((gate > 0) == (batch.needed > 0)).sum())
        lean = batch.needed > 0
        right = batch.valid[lean].gather(2, scores.argmax(-1, keepdim=True)).squeeze(-1) | (batch.steps[lean] == 0)
        whole += int(right.all(1).sum())
        needed += int(batch.needed.sum())
    model.train()
    return {"gate": round(100 * gates / len(encoded), 2), "whole": round(100 * whole / max(needed, 1), 2)}


class Average:
    """A running mean of the weights: what is exported. It is ahead of the last step while the rate is still high."""

    def __init__(self, model: Any, kept: dict[str, torch.Tensor] | None, keep: float = 0.995) -> None:
        self.weights = kept or {name: value.detach().clone() for name, value in model.state_dict().items()}
        self._keep = keep

    @torch.no_grad()
    def take(self, model: Any) -> None:
        """Move towards the weights of now."""
        for name, value in model.state_dict().items():
            self.weights[name].lerp_(value, 1 - self._keep)

    @contextmanager
    def used(self, model: Any) -> Iterator[None]:
        """Let the model have the mean for a while."""
        now = {name: value.detach().clone() for name, value in model.state_dict().items()}
        model.load_state_dict(self.weights)
        yield
        model.load_state_dict(now)


@dataclass(frozen=True, slots=True)
class Method:
    """What differs between ours and the recipe."""

    model: Any
    encode: Callable[[Example], Any]
    collate: Callable[[Sequence[Any]], Any]
    losses: Callable[[Any, Any], Any]
    check: Callable[[Any, Sequence[Any]], dict[str, float]]
    peak: float = 1.5e-3


def ours() -> Method:
    """Our pointer."""
    return Method(Pointer(), encode, partial(collate, noise=0.1), losses, check)


def recipe() -> Method:
    """The published recipe."""
    from learning.contextual import baseline

    return Method(baseline.Recipe(), baseline.encode, baseline.collate, baseline.losses, baseline.check, 2e-3)


def dev_sets(data: Path | None, limit: int = 600) -> dict[str, list[Example]]:
    """Return what is watched while training."""
    found: dict[str, list[Example]] = {"home": list(itertools.islice(generate("dev", 400), limit))}
    if data is not None:
        from learning.contextual import corpora

        found |= {
            "cqr": list(corpora.cqr(data, "dev")),
            "gecor": list(corpora.gecor(data, "dev"))[:limit],
            "disfl_qa": list(corpora.disfl_qa(data, "dev"))[:limit],
        }
    return found


def train(
    method: Method,
    out: Path,
    data: Path | None,
    *,
    steps: int,
    batch: int = 64,
    seed: int = 1,
    every: int = 500,
    watched: int = 600,
) -> None:
    """Train until `steps`, from the checkpoint at `out` if there is one."""
    model = method.model
    optimiser = torch.optim.AdamW(model.parameters(), lr=method.peak, betas=(0.9, 0.98), weight_decay=0.02)
    begin = 0
    kept: dict[str, Any] = {}
    if out.exists():
        kept = torch.load(out, weights_only=True)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        begin = kept["step"]
    average = Average(model, kept.get("average"))
    dev = {name: [method.encode(example) for example in examples] for name, examples in dev_sets(data, watched).items()}
    print(f"{size(model)} parameters, from step {begin}", flush=True)
    started, sums = time.monotonic(), [0.0, 0.0]
    # Resuming continues with fresh conversations, not with those already seen.
    for step, examples in zip(range(begin, steps), batches(data, batch, seed + begin), strict=False):
        for group in optimiser.param_groups:
            group["lr"] = rate(step, steps, method.peak)
        items = method.collate([method.encode(example) for example in examples])
        decide, point = method.losses(model, items)
        optimiser.zero_grad(set_to_none=True)
        (decide + point).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        average.take(model)
        sums = [0.98 * sums[0] + 0.02 * decide.item(), 0.98 * sums[1] + 0.02 * point.item()]
        if (step + 1) % 50 == 0:
            pace = (time.monotonic() - started) / (step + 1 - begin)
            print(f"step {step + 1}/{steps} gate {sums[0]:.4f} point {sums[1]:.4f} {pace:.3f} s/step", flush=True)
        if (step + 1) % every == 0 or step + 1 == steps:
            with average.used(model):
                print({name: method.check(model, encoded) for name, encoded in dev.items()}, flush=True)
            fresh = out.with_suffix(".new")
            weights = {"model": model.state_dict(), "average": average.weights, "optimiser": optimiser.state_dict()}
            torch.save({**weights, "step": step + 1}, fresh)
            fresh.replace(out)


def main(argv: Sequence[str] | None = None) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of public data (cqr, gecor, disfl_qa)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", action="store_true", help="train the published recipe instead of ours")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, help="greatest learning rate, to go on gently from a checkpoint")
    parser.add_argument("--every", type=int, default=500, help="steps between checkpoints")
    options = parser.parse_args(argv)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    method = recipe() if options.recipe else ours()
    if options.peak:
        method = replace(method, peak=options.peak)
    train(
        method,
        options.out,
        options.data,
        steps=options.steps,
        batch=options.batch,
        seed=options.seed,
        every=options.every,
        watched=160,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
