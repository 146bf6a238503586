"""Does Vosk compute what PyTorch computed? Compare the score of every output, summed over the frames of a clip.

    python -m learning.speech.parity --model exported_models/speech --checkpoint work/speech/run/checkpoint.pt

A graph of one word per output, each a loop on that output alone, makes Vosk tell the scores: a hearing's confidence is its log-likelihood.
Vosk runs in a child process, because this one imports kaldifst.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from device.hearing.vocabulary.graph import EPSILON, first_transition, word_boundaries, write_const
from device.hearing.vocabulary.pronunciation import PHONES
from learning.speech.export import load
from learning.speech.features import mfcc, normalise
from learning.speech.network import Network

TOLERANCE = 2e-3
"""Nats per frame between the two."""

_ARC = [("input", "<i4"), ("output", "<i4"), ("weight", "<f4"), ("next", "<i4")]
_DECODE = """
import json, sys, vosk
vosk.SetLogLevel(-1)
ears = vosk.KaldiRecognizer(vosk.Model(model_path=sys.argv[1]), 16000)
ears.SetMaxAlternatives(100)
sound = sys.stdin.buffer.read()
ears.AcceptWaveform(sound)
print(json.dumps({one["text"].strip(): one["confidence"] for one in json.loads(ears.FinalResult())["alternatives"]}))
"""


def probe_folder(model: Path, folder: Path) -> None:
    """A Vosk model whose graph is one looping word per output."""
    for part in ("am", "conf"):
        shutil.copytree(model / part, folder / part)
    (folder / "graph" / "phones").mkdir(parents=True)
    arcs, leaves = [], []
    names = ["blank", *PHONES]
    for output in range(1, len(names)):
        base = first_transition(2 + 4 * (output - 1) + 3)  # said as a word of its own
        arcs += [(base + 3, output, 0.0, output), (base + 4, 0, 0.0, output)]
        leaves += [0, output]
    arcs += [(2, len(names), 0.0, len(names)), (1, 0, 0.0, len(names))]
    leaves += [0, len(names)]
    final = np.zeros(len(names) + 1, np.float32)
    final[0] = np.inf
    write_const(folder / "graph" / "HCLG.fst", 0, final, np.array(arcs, _ARC), np.array(leaves))
    words = [EPSILON, *PHONES, "blank"]
    (folder / "graph" / "words.txt").write_text("".join(f"{word} {i}\n" for i, word in enumerate(words)))
    (folder / "graph" / "phones" / "word_boundary.int").write_text(word_boundaries())
    conf = (folder / "conf" / "model.conf").read_text().splitlines()
    kept = [line for line in conf if not line.startswith(("--beam", "--lattice-beam", "--endpoint.rule"))]
    wide = [
        "--beam=1000000",
        "--lattice-beam=1000000",
        *(f"--endpoint.rule{i}.min-trailing-silence=1000" for i in (1, 2, 3, 4)),
    ]
    (folder / "conf" / "model.conf").write_text("\n".join([*kept, *wide]) + "\n")


def heard_by_vosk(model: Path, samples: np.ndarray) -> dict[str, float]:
    """Output name -> its score summed over the frames, as Vosk computes it."""
    with tempfile.TemporaryDirectory(prefix="hearth-parity-") as scratch:
        folder = Path(scratch) / "model"
        probe_folder(model, folder)
        said = subprocess.run(
            [sys.executable, "-c", _DECODE, str(folder)],
            input=samples.astype("<i2").tobytes(),
            capture_output=True,
            check=True,
        )
    return json.loads(said.stdout)


def heard_by_torch(network: Network, mean: np.ndarray, blank: float, samples: np.ndarray) -> dict[str, float]:
    """The same from the trained network; `blank` nats are taken from the blank in every frame."""
    with torch.no_grad():
        scores = network(torch.from_numpy(normalise(mfcc(samples), mean))[None])[0].numpy()
    scores[:, 0] -= blank
    return {name: float(scores[:, i].sum()) for i, name in enumerate(["blank", *PHONES])}


def difference(one: dict[str, float], other: dict[str, float], frames: int) -> float:
    """The largest difference of any output both name, in nats per frame."""
    return max(abs(one[name] - other[name]) for name in one) / frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("exported_models/speech"))
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=4.0)
    arguments = parser.parse_args()
    network, mean, _ = load(arguments.checkpoint)
    rng = np.random.default_rng(5)
    time = np.arange(int(arguments.seconds * 16000)) / 16000
    # Something that moves: noise swept by a few tones.
    samples = 900 * rng.standard_normal(len(time)) + 3000 * np.sin(2 * np.pi * (200 + 300 * time) * time)
    samples = np.round(samples * (0.6 + 0.4 * np.sin(7 * time))).astype(np.int16)
    about = json.loads((arguments.model / "model.json").read_text())
    ours = heard_by_torch(network, mean, about.get("blank", 0.0), samples)
    theirs = heard_by_vosk(arguments.model, samples)
    frames = -(-(1 + (len(samples) - 400) // 160) // 3)
    apart = difference(theirs, ours, frames)
    print(f"{len(theirs)} outputs over {frames} frames: at most {apart:.2e} nats per frame apart")
    if apart > TOLERANCE or len(theirs) != len(ours):
        for name, score in theirs.items():
            print(f"{name:6} vosk {score:10.3f}  torch {ours[name]:10.3f}")
        raise SystemExit(f"more than {TOLERANCE} nats: the export is wrong")


if __name__ == "__main__":
    main()
