"""Export our rewriter: three ONNX parts, a parity check against PyTorch, int8, and a check that no rewrite changed.

    python -m learning.contextual.export --weights FOLDER/contextual.pt [--data FOLDER] [--out exported_models/contextual]

Refuses to write when parity is worse than 1e-4 before quantisation, or when fewer than 99.5 % of dev rewrites stay.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from learning.contextual.dialogues import generate
from learning.contextual.examples import Example
from learning.contextual.model import WIDTH, Pointer, size
from runtime.rewrite.contextual import Contextual
from runtime.rewrite.source import CLOSED
from runtime.rewrite.words import BUCKETS, PIECES

VERSION = "1.1.0"
PARTS = ("turn", "utterance", "step")


class TurnPart(nn.Module):
    """ids (1, T, pieces), kinds, tags, places (1, T) -> memory (1, T, d)."""

    def __init__(self, model: Pointer) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, kinds: Tensor, tags: Tensor, places: Tensor) -> Tensor:
        return self.model.turn(ids, kinds, tags, places, None)


class UtterancePart(nn.Module):
    """The new words and the memory -> gate (1,), source (1, S, d), state (1, d)."""

    def __init__(self, model: Pointer) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, ids: Tensor, tags: Tensor, echo: Tensor, pending: Tensor, memory: Tensor, distance: Tensor, flags: Tensor
    ) -> Any:
        return self.model.utterance(ids, tags, echo, pending, memory, distance, flags, None, None)


class StepPart(nn.Module):
    """source (1, S, d), state (1, d), previous (1,), after (1,) -> shares (1, S), state (1, d). previous -1 starts."""

    def __init__(self, model: Pointer) -> None:
        super().__init__()
        self.model = model

    def forward(self, source: Tensor, state: Tensor, previous: Tensor, after: Tensor) -> Any:
        model = self.model
        now = source[:, previous.clamp(min=0)].squeeze(1)
        now = torch.where((previous < 0)[:, None], model.start, now)
        then = source[:, after].squeeze(1)
        gru = model.gru
        x = model.feed(now, then) @ gru.weight_ih_l0.t() + gru.bias_ih_l0
        h = state @ gru.weight_hh_l0.t() + gru.bias_hh_l0
        reset = torch.sigmoid(x[:, :WIDTH] + h[:, :WIDTH])
        update = torch.sigmoid(x[:, WIDTH : 2 * WIDTH] + h[:, WIDTH : 2 * WIDTH])
        new = torch.tanh(x[:, 2 * WIDTH :] + reset * h[:, 2 * WIDTH :])
        state = (1 - update) * new + update * state
        scores, on = model.attend(state[:, None], source, None)
        places = torch.arange(source.shape[1])
        scores = scores[:, 0] + on[:, 0] * (places[None] == after[:, None]).to(scores.dtype)
        return scores.softmax(-1), state


def example_inputs(words: int = 7, memory: int = 9) -> dict[str, tuple[Tensor, ...]]:
    """Return tensors of the right shapes for each part."""
    generator = torch.Generator().manual_seed(3)

    def whole(high: int, *shape: int) -> Tensor:
        return torch.randint(0, high, shape, generator=generator)

    sources = 1 + memory + words + len(CLOSED) + 1
    return {
        "turn": (whole(BUCKETS, 1, memory, PIECES), whole(4, 1, memory), whole(4, 1, memory), whole(20, 1, memory)),
        "utterance": (
            whole(BUCKETS, 1, words, PIECES), whole(4, 1, words), whole(2, 1, words), whole(4, 1),
            torch.randn(1, memory, WIDTH, generator=generator), whole(5, 1, memory), whole(8, 1, memory),
        ),
        "step": (
            torch.randn(1, sources, WIDTH, generator=generator), torch.randn(1, WIDTH, generator=generator),
            torch.tensor([3]), torch.tensor([4]),
        ),
    }  # fmt: skip


NAMES = {
    "turn": (["ids", "kinds", "tags", "places"], ["memory"]),
    "utterance": (["ids", "tags", "echo", "pending", "memory", "distance", "flags"], ["gate", "source", "state"]),
    "step": (["source", "state", "previous", "after"], ["shares", "next_state"]),
}
DYNAMIC = {
    "turn": {"ids": {1: "t"}, "kinds": {1: "t"}, "tags": {1: "t"}, "places": {1: "t"}, "memory": {1: "t"}},
    "utterance": {
        "ids": {1: "u"},
        "tags": {1: "u"},
        "echo": {1: "u"},
        "memory": {1: "m"},
        "distance": {1: "m"},
        "flags": {1: "m"},
        "source": {1: "s"},
    },
    "step": {"source": {1: "s"}, "shares": {1: "s"}},
}


def write_parts(model: Pointer, folder: Path) -> float:
    """Export in 32 bits; return the greatest difference to PyTorch over several lengths, memory of no words included."""
    import onnxruntime

    model.eval()
    modules = {"turn": TurnPart(model).eval(), "utterance": UtterancePart(model).eval(), "step": StepPart(model).eval()}
    worst = 0.0
    for name, module in modules.items():
        path = folder / f"{name}.onnx"
        inputs, outputs = NAMES[name]
        torch.onnx.export(
            module,
            example_inputs()[name],
            str(path),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=DYNAMIC[name],
            opset_version=17,
            dynamo=False,
        )
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        for words, memory in ((7, 9), (1, 1), (18, 60), (3, 0)):
            if name == "turn" and memory == 0:
                continue
            tensors = example_inputs(words, memory)[name]
            with torch.no_grad():
                expected = module(*tensors)
            expected = expected if isinstance(expected, tuple) else (expected,)
            found = session.run(None, {key: value.numpy() for key, value in zip(inputs, tensors, strict=True)})
            worst = max([worst, *(float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, found, strict=True))])
    return worst


def quantise(source: Path, target: Path) -> None:
    """Write int8 weights: matrices per column, the embedding table per table."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    for name in PARTS:
        ready = source / f"{name}.ready.onnx"
        quant_pre_process(str(source / f"{name}.onnx"), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(target / f"{name}.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )


def rewrites(folder: Path, examples: Sequence[Example]) -> list[str]:
    """Rewrite with the parts in a folder."""
    model = Contextual.open(folder)
    return [model.rewrite_turns(e.utterance, e.turns, e.lexicon, e.pending).text for e in examples]


def dev_examples(data: Path | None, count: int) -> list[Example]:
    """Return what the two precisions are compared on."""
    found = list(generate("dev", count))
    if data is not None:
        from learning.contextual import corpora

        found += [*corpora.cqr(data, "dev"), *corpora.gecor(data, "dev"), *list(corpora.disfl_qa(data, "dev"))[:400]]
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("exported_models/contextual"))
    parser.add_argument("--conversations", type=int, default=250, help="of our own dev split, for the comparison")
    options = parser.parse_args(argv)
    torch.set_num_threads(1)
    model = Pointer()
    kept = torch.load(options.weights, weights_only=True)
    model.load_state_dict(kept.get("average", kept["model"]))
    with tempfile.TemporaryDirectory() as temporary:
        full, small = Path(temporary) / "full", Path(temporary) / "small"
        full.mkdir()
        small.mkdir()
        worst = write_parts(model, full)
        if worst > 1e-4:
            sys.exit(f"parity is {worst:.2e}, worse than 1e-4: nothing written")
        quantise(full, small)
        examples = dev_examples(options.data, options.conversations)
        pairs = list(zip(rewrites(full, examples), rewrites(small, examples), strict=True))
        same = sum(a == b for a, b in pairs) / len(pairs)
        total = sum((small / f"{name}.onnx").stat().st_size for name in PARTS)
        print(
            f"parity {worst:.2e}; {100 * same:.2f} % of {len(pairs)} dev rewrites unchanged by int8; {total / 1e6:.2f} MB",
            flush=True,
        )
        if same < 0.995:
            sys.exit("int8 changes more than 0.5 % of the rewrites: nothing written")
        options.out.mkdir(parents=True, exist_ok=True)
        for name in PARTS:
            shutil.copyfile(small / f"{name}.onnx", options.out / f"{name}.onnx")
    closed = hashlib.sha256("\n".join(CLOSED).encode()).hexdigest()
    note = {
        "name": "contextual", "version": VERSION, "labels_hash": closed, "steps": kept["step"],
        "parameters": size(model), "buckets": BUCKETS, "pieces": PIECES,
        "parity": worst, "unchanged_by_int8": round(same, 5), "dev_rewrites": len(pairs), "bytes": total,
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(note, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
