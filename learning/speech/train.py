"""Train the network with CTC, in as many sittings as it takes.

    python -m learning.speech.train --corpus work/speech/corpus --out work/speech/run [--audio DIR] [--epochs 12]

Every epoch hears every clip in a new room through a new microphone. A running average of the weights is what gets exported; it is
written with everything else to `checkpoint.pt` after every epoch, from which the same command goes on. `--stop-after` ends a sitting.
"""

import argparse
import copy
import json
import math
import re
import time
from pathlib import Path

import numpy as np
import torch
from rich.progress import track
from torch.nn import functional

from device.hearing.vocabulary.grammar import CARRIER
from device.hearing.vocabulary.pronunciation import PHONES
from learning.speech.corpus import Batches, Clip, load, nobody, prior_mean, recordings, surroundings, synthetic
from learning.speech.network import SUBSAMPLING, Network
from learning.speech.text import NAMES, ROOMS

OUTPUTS = len(PHONES) + 1
WARM_UP = 300
AVERAGE = 0.998


def learning_rate(step: int, total: int, peak: float) -> float:
    """Up in a straight line, then down along half a cosine to a fiftieth."""
    if step < WARM_UP:
        return peak * (step + 1) / WARM_UP
    done = min(1.0, (step - WARM_UP) / max(1, total - WARM_UP))
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))


def ctc(
    network: Network, features: torch.Tensor, frames: torch.Tensor, phones: torch.Tensor, sizes: torch.Tensor
) -> torch.Tensor:
    """Nats per phone; a clip shorter than its phones counts nothing."""
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(features)
    lengths = (frames + SUBSAMPLING - 1) // SUBSAMPLING
    total = functional.ctc_loss(scores.transpose(0, 1), phones, lengths, sizes, reduction="sum", zero_infinity=True)
    return total / sizes.sum().clamp(min=len(sizes))


def blend(average: Network, network: Network, keep: float) -> None:
    """Move the running average a little towards the network."""
    with torch.no_grad():
        for slow, fast in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if slow.dtype.is_floating_point:
                slow.mul_(keep).add_(fast, alpha=1 - keep)
            else:
                slow.copy_(fast)


def phone_error(network: Network, batches: Batches) -> float:
    """Edits per phone of the greedy reading."""
    network.eval()
    wrong = total = 0
    with torch.no_grad():
        for features, frames, phones, sizes in load(batches, 0):
            best = network(features).argmax(2).numpy()
            for row, count, truth in zip(best, frames.tolist(), torch.split(phones, sizes.tolist()), strict=True):
                row = row[: -(-count // SUBSAMPLING)]
                read = row[np.flatnonzero(np.diff(row, prepend=-1))]
                wrong += edits(read[read > 0].tolist(), truth.tolist())
                total += len(truth)
    return wrong / max(1, total)


def edits(one: list[int], other: list[int]) -> int:
    """The Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def save(path: Path, network: Network, average: Network, optimiser: torch.optim.Optimizer, about: dict) -> None:
    """Write the checkpoint next to its place, then move it there."""
    partial = path.with_suffix(".partial")
    parts = {"network": network.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({**parts, "shape": network.shape, **about}, partial)
    partial.replace(path)


def commands_and_some(clips: list[Clip], others: float) -> list[Clip]:
    """All sentences made of the carrier grammar's words and a share of the rest: a short last sitting learns what is said most."""
    known = set(re.findall(r"[a-z']+", CARRIER.read_text("utf-8"))) | set(" ".join(ROOMS).split())
    for names in NAMES.values():
        known |= set(" ".join(names).split())
    rng = np.random.default_rng(3)
    return [clip for clip in clips if rng.random() < others or all(word in known for word in clip.text.split())]


def arguments_given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, nargs="+", help="folders of learning.speech.synthesise")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--audio", type=Path, help="a folder of public recordings (an4, librispeech, noise)")
    parser.add_argument("--pseudo", type=Path, help="learning.speech.pseudo wrote it")
    parser.add_argument("--rooms", type=Path, help="learning.speech.rooms wrote it")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--stop-after", type=int, default=10**6, help="end this sitting after so many epochs in all")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1, help="more than idle cores is slower: OpenMP waits busily")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--width", type=int, default=384)
    parser.add_argument("--bottleneck", type=int, default=96)
    parser.add_argument("--others", type=float, default=1.0, help="keep this share of sentences that are no commands")
    parser.add_argument("--limit", type=int, default=10**9, help="so many clips only (for a trial)")
    return parser.parse_args()


def main() -> None:
    options = arguments_given()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    clips = [clip for folder in options.corpus for clip in synthetic(folder)][: options.limit]
    around = surroundings(options.rooms, options.audio, clips)
    held, clips = clips[:200], commands_and_some(clips[200:], options.others)
    clips += recordings(options.audio, options.pseudo) if options.audio else []
    clips += nobody(len(clips) // 50)
    path = options.out / "checkpoint.pt"
    state = torch.load(path, weights_only=False) if path.exists() else None
    mean = state["prior_mean"] if state else prior_mean(clips, around)
    network = Network(OUTPUTS, options.width, options.bottleneck)
    average = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-3, fused=True)
    epoch = step = 0
    if state:
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        epoch, step = state["epoch"], state["step"]
    development = Batches(held, around, mean, 999, 100)
    while epoch < min(options.epochs, options.stop_after):
        batches = Batches(clips, around, mean, 1000 + epoch)
        total = step + len(batches) * (options.epochs - epoch)
        network.train()
        began, losses = time.monotonic(), []
        for batch in track(load(batches, options.workers), f"epoch {epoch}", total=len(batches)):
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(step, total, options.rate)
            loss = ctc(network, *batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            blend(average, network, min(AVERAGE, step / (step + 20)))
            losses.append(float(loss.detach()))
            step += 1
        epoch += 1
        error = phone_error(average, development)
        save(path, network, average, optimiser, {"prior_mean": mean, "epoch": epoch, "step": step})
        print(json.dumps({"epoch": epoch, "step": step, "seconds": round(time.monotonic() - began), "clips": len(clips),
                          "nats_per_phone": round(float(np.mean(losses[-100:])), 3), "phone_error": round(error, 4)}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
