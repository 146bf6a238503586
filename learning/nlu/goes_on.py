"""Going on from the model that ships: its int8 weights as the network's first ones."""

import re
from pathlib import Path

import msgspec
import numpy as np
import onnx
import torch
from onnx import numpy_helper

from learning.nlu.network import LAYERS, Network
from runtime.nlu.model import NluModel

LINEAR = (
    "word", "channel",
    *(f"layers.{number}.{name}" for number in range(LAYERS) for name in ("qkv", "out", "up", "down")),
    "intent", "weight", "joint", "tag",
)  # fmt: skip
"""The matrices in the order in which the network multiplies by them, which is the order of their numbers in the file."""


def weights_of(folder: Path, labels: str, network: Network) -> dict[str, torch.Tensor] | None:
    """Return the state of an exported model; None when it is not there or was taught other labels or another shape."""
    try:
        known = msgspec.json.decode((folder / "model.json").read_bytes(), type=NluModel)
        graph = onnx.load(str(folder / "nlu.onnx")).graph
    except FileNotFoundError:
        return None
    if known.labels_hash != labels:
        return None
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    state = {
        name.removeprefix("network."): value
        for name, value in arrays.items()
        if name.startswith("network.") and value.ndim
    }
    state = {name: value for name, value in state.items() if not name.endswith("_quantized")}
    state["pieces.weight"] = _plain(arrays, "network.pieces.weight")
    numbered = sorted({int(found[1]) for name in arrays if (found := re.fullmatch(r"val_(\d+)_quantized", name))})
    if len(numbered) != len(LINEAR):
        return None
    for name, number in zip(LINEAR, numbered, strict=True):
        state[f"{name}.weight"] = _plain(arrays, f"val_{number}").T
    wanted = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    if wanted != {name: value.shape for name, value in state.items()}:
        return None
    return {name: torch.from_numpy(np.array(value, np.float32, order="C")) for name, value in state.items()}


def _plain(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Return int8 or uint8 weights as numbers."""
    whole = arrays[f"{name}_quantized"].astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)
    return whole * arrays[f"{name}_scale"]
