"""The trained network as ONNX: parity before quantisation, int8, calibration on held-out wordings, `model.json`."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from learning.nlu.calibrate import calibrate
from learning.nlu.dataset import Maker
from learning.nlu.network import Network
from runtime.nlu.features import CHANNELS, channels, ids
from runtime.nlu.labels import labels_hash

VERSION = "2"
PARITY = 1e-4
NAMES = ["intents", "weights", "joints", "tags"]


class Plain(torch.nn.Module):
    """The network for one sentence: no padding, so no bias."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor, flags: torch.Tensor) -> tuple[torch.Tensor, ...]:
        bias = torch.zeros_like(flags[:, :, 0])[:, None, None, :]
        return self.network(pieces, flags, bias)


def export(network: Network, slots: dict[str, tuple[str, ...]], out: Path, data: Path | None) -> None:
    """Write nlu.onnx (int8) and model.json; raises ValueError when ONNX and PyTorch disagree."""
    out.mkdir(parents=True, exist_ok=True)
    plain, full = Plain(network).eval(), out / "nlu.fp32.onnx"
    size = torch.export.Dim("words", min=2, max=64)
    torch.onnx.export(
        plain, (torch.ones(1, 5, 14, dtype=torch.int64), torch.zeros(1, 5, len(CHANNELS))), str(full), input_names=["ids", "channels"],
        output_names=NAMES, dynamic_shapes={"pieces": {1: size}, "flags": {1: size}}, dynamo=True, external_data=False, verbose=False,
    )  # fmt: skip
    worst = parity(plain, full, slots)
    if worst > PARITY:
        raise ValueError(f"ONNX and PyTorch disagree by {worst:.2e}")
    quantize_dynamic(
        full,
        out / "nlu.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )
    full.unlink()
    onnx.checker.check_model(str(out / "nlu.onnx"))
    intents = sorted(slots)
    model = {
        "name": "nlu",
        "version": VERSION,
        "kind": "nlu",
        "licence": "Apache-2.0",
        "labels_hash": labels_hash(slots.items()),
        "intents": intents,
    }
    (out / "model.json").write_text(json.dumps(model))
    fitted = calibrate(out, slots, data)
    (out / "model.json").write_text(json.dumps(model | fitted, indent=1) + "\n")
    print(f"parity {worst:.1e}, {(out / 'nlu.onnx').stat().st_size / 1e6:.2f} MB, {fitted}")


def parity(plain: Plain, path: Path, slots: dict[str, tuple[str, ...]]) -> float:
    """Return the largest difference of any output over sentences of many lengths."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for sample in Maker(slots, 7, "dev", homes=5).samples(60):
        flags = channels(sample.words, sample.names)[None]
        pieces = ids(sample.words)[None]
        with torch.no_grad():
            ours = plain(torch.from_numpy(pieces), torch.from_numpy(flags))
        theirs = session.run(None, {"ids": pieces, "channels": flags})
        worst = max(
            worst, *(float(np.abs(mine.numpy() - other).max()) for mine, other in zip(ours, theirs, strict=True))
        )
    return worst
