"""Writes the ranker as ONNX and checks that it says the same as the network it came from."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from device.engine import open_session
from runtime.resolve.features import FEATURES
from runtime.resolve.ranker import Learned

VERSION = "1"


def features_hash() -> str:
    """Return a hash of the columns: a model trained for others must not be opened."""
    return hashlib.sha256(" ".join(FEATURES).encode()).hexdigest()[:16]


def export(model: Any, folder: Path, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Write model.onnx and model.json; return the exported model's scores of `rows` [L, N, F].

    Raises AssertionError when the two disagree.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    weights = {name: tensor.detach().numpy().astype(np.float32) for name, tensor in model.state_dict().items()}
    first, second = weights["bent.0.weight"], weights["bent.2.weight"]
    constants = {
        "straight": weights["straight.weight"].T,
        "hidden": first.T,
        "bias": weights["bent.0.bias"],
        "out": second.T,
    }
    nodes = [
        helper.make_node("MatMul", ["features", "straight"], ["line"]),
        helper.make_node("MatMul", ["features", "hidden"], ["raw"]),
        helper.make_node("Add", ["raw", "bias"], ["biased"]),
        helper.make_node("Relu", ["biased"], ["bent"]),
        helper.make_node("MatMul", ["bent", "out"], ["curve"]),
        helper.make_node("Add", ["line", "curve"], ["column"]),
        helper.make_node("Squeeze", ["column", "axis"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "ranker",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["candidates", len(FEATURES)])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["candidates"])],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()]
        + [numpy_helper.from_array(np.array([1], dtype=np.int64), "axis")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(folder / "model.onnx"))
    about = {"name": "ranker", "version": VERSION, "labels_hash": features_hash(), "features": list(FEATURES)}
    (folder / "model.json").write_text(json.dumps(about, indent=2) + "\n")
    return _same(model, Learned(open_session(folder / "model.onnx")), rows)


def _same(model: Any, learned: Learned, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    import torch

    flat = rows.reshape(-1, rows.shape[-1])
    with torch.no_grad():
        ours = model(torch.from_numpy(flat)).numpy()
    theirs = learned.score(flat)
    assert np.allclose(ours, theirs, atol=1e-4), f"the export differs by {np.abs(ours - theirs).max()}"
    return theirs.reshape(rows.shape[:2])
