"""`python -m learning.nlu [--data DIR] --out exported_models/nlu`: train, calibrate, export and describe the NLU."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import torch

from learning.nlu import ohf
from learning.nlu.catalogue import catalogue
from learning.nlu.dataset import Arrays, Maker, arrays, from_corpora
from learning.nlu.goes_on import weights_of
from learning.nlu.grammar import read
from learning.nlu.heard import read as heard
from learning.nlu.network import Network
from learning.nlu.noise import Noise
from learning.nlu.train import train
from runtime.nlu.labels import labels_hash


def rounds(options: argparse.Namespace, slots: dict[str, tuple[str, ...]]) -> Callable[[int], Arrays]:
    """Return what makes the sentences of a round: other homes, other words, other noise each time."""
    grammar = read()
    if options.data:
        print(f"{ohf.extend(grammar, options.data / 'ohf_intents' / 'sentences' / 'en')} templates of OHF", flush=True)
    noise = Noise(word for sample in Maker(slots, 99).samples(3000) for word in sample.words)

    def fresh(number: int) -> Arrays:
        begun, seed = time.monotonic(), options.seed * 1000 + number
        samples = list(Maker(slots, seed, homes=120, grammar=grammar).samples(options.sentences, noise))
        if options.data:
            samples += list(from_corpora(options.data, slots, seed, noise)) * options.corpora
        if options.heard.is_file():
            samples += heard(options.heard, seed)
        made = arrays(samples, sorted(slots))
        print(f"round {number}: {len(made)} sentences in {time.monotonic() - begun:.0f} s", flush=True)
        return made

    return fresh


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of public data; without it the grammars alone")
    parser.add_argument("--out", type=Path, default=Path("exported_models/nlu"))
    parser.add_argument(
        "--work", type=Path, default=Path("work/nlu"), help="checkpoints; a second run goes on from there"
    )
    parser.add_argument("--sentences", type=int, default=70_000, help="made for each round")
    parser.add_argument("--corpora", type=int, default=2, help="times that the rows of public data are in a round")
    parser.add_argument("--steps", type=int, default=12_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--heard", type=Path, default=Path("work/heard.jsonl"), help="what learning.nlu.heard wrote")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--start",
        type=Path,
        default=Path("exported_models/nlu"),
        help="go on from this model; one that is not there begins afresh",
    )
    parser.add_argument("--export-only", action="store_true", help="export the checkpoint as it is")
    options = parser.parse_args()
    slots = catalogue()
    intents = sorted(slots)
    options.work.mkdir(parents=True, exist_ok=True)
    network = Network(len(intents))
    checkpoint = options.work / "checkpoint.pt"
    labels = labels_hash(slots.items())
    if not options.export_only and (first := weights_of(options.start, labels, network)) is not None:
        print(f"going on from {options.start}", flush=True)
        network.load_state_dict(first)
    if not options.export_only:
        train(rounds(options, slots), network, checkpoint, options.steps, options.seconds, options.seed)
    from learning.nlu.export import export

    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    export(network.eval(), slots, options.out, options.data)


if __name__ == "__main__":
    main()
