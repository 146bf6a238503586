"""Write the trained network as a folder that the released Vosk wheel loads.

    python -m learning.speech.export --checkpoint work/speech/run/checkpoint.pt --out exported_models/speech

am/final.mdl (binary Kaldi nnet3), am/global_cmvn.stats, conf/; the batch norms are folded into the affine maps before them. The blank of a
CTC network is too sure of itself: its prior, to the power `--prior`, is subtracted by the decoder. The open graph is compiled too.
"""

import argparse
import json
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch

from device.hearing.vocabulary.compile import compile_graph
from device.hearing.vocabulary.home import general_home
from device.hearing.vocabulary.pronunciation import PHONES
from learning.speech.network import BYPASS, EDGE, SUBSAMPLING, Network

MODEL_CONF = """--min-active=200
--max-active=1500
--beam=12.0
--lattice-beam=2.0
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
MFCC_CONF = """--use-energy=false
--sample-frequency=16000
--num-mel-bins=40
--num-ceps=40
--low-freq=20
--high-freq=7600
--dither=0
--snip-edges=true
"""
PLACES = 4


def _token(name: str) -> bytes:
    return name.encode() + b" "


def _int(value: int) -> bytes:
    return struct.pack("<bi", 4, value)


def _float(value: float) -> bytes:
    return struct.pack("<bf", 4, value)


def _vector(values: np.ndarray) -> bytes:
    return _token("FV") + _int(len(values)) + np.asarray(values, "<f4").tobytes()


def _matrix(values: np.ndarray) -> bytes:
    return _token("FM") + _int(values.shape[0]) + _int(values.shape[1]) + np.asarray(values, "<f4").tobytes()


def _ints(values: Iterable[int]) -> bytes:
    values = list(values)
    return struct.pack("<bi", 4, len(values)) + np.asarray(values, "<i4").tobytes()


def transition_model() -> bytes:
    """Silence with one state that is all blank; every other phone with two, see device.hearing.vocabulary.graph."""
    phones = 1 + PLACES * len(PHONES)
    # The topology as integers: phones, phone -> entry + 1, entries of (pdf classes, transitions).
    out = _token("<TransitionModel>") + _token("<Topology>")
    out += _ints(range(1, phones + 1)) + _ints([-1, 0, *[1] * (phones - 1)])
    # -1 before the number of entries announces separate classes for self-loops.
    out += _int(-1) + _int(2)

    def state(forward: int, loop: int, to: dict[int, float]) -> bytes:
        made = _int(forward) + _int(loop) + _int(len(to))
        return made + b"".join(_int(target) + _float(chance) for target, chance in to.items())

    final = state(-1, -1, {})
    out += _int(2) + state(0, 0, {0: 0.5, 1: 0.5}) + final
    out += _int(3) + state(0, 1, {0: 0.34, 1: 0.33, 2: 0.33}) + state(0, 0, {1: 0.5, 2: 0.5}) + final
    out += _token("</Topology>")
    tuples = [(1, 0, 0, 0)]
    for phone in range(2, phones + 1):
        pdf = (phone - 2) // PLACES + 1
        tuples += [(phone, 0, pdf, 0), (phone, 1, pdf, pdf)]
    out += _token("<Tuples>") + _int(len(tuples)) + b"".join(_int(number) for one in tuples for number in one)
    out += _token("</Tuples>")
    transitions = 2 + 5 * (phones - 1)
    out += _token("<LogProbs>") + _vector(np.log(np.r_[1.0, np.full(transitions, 0.5)])) + _token("</LogProbs>")
    return out + _token("</TransitionModel>")


def _component(name: str, body: bytes) -> bytes:
    return _token("<ComponentName>") + _token(name) + body


def _affine(name: str, weights: np.ndarray, bias: np.ndarray) -> bytes:
    body = _token("<FixedAffineComponent>") + _token("<LinearParams>") + _matrix(weights)
    body += _token("<BiasParams>") + _vector(bias) + _token("</FixedAffineComponent>")
    return _component(name, body)


def _simple(name: str, kind: str, size: int) -> bytes:
    """A ReLU or a softmax without statistics, a no-op, in the words Kaldi's reader expects."""
    if kind == "NoOpComponent":
        body = _token(f"<{kind}>") + _token("<Dim>") + _int(size) + _token("<BackpropScale>") + _float(1.0)
        return _component(name, body + _token(f"</{kind}>"))
    body = _token(f"<{kind}>") + _token("<Dim>") + _int(size)
    body += _token("<ValueAvg>") + _vector(np.zeros(0)) + _token("<DerivAvg>") + _vector(np.zeros(0))
    body += _token("<Count>") + struct.pack("<bd", 8, 0.0)
    return _component(name, body + _token(f"</{kind}>"))


def folded(linear: torch.nn.Linear, norm: torch.nn.BatchNorm1d) -> tuple[np.ndarray, np.ndarray]:
    """The affine map that does what a linear map and its batch norm did."""
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    bias = (linear.bias - norm.running_mean) * gain + norm.bias
    return (linear.weight * gain[:, None]).detach().numpy(), bias.detach().numpy()


def nnet(network: Network) -> bytes:
    """Nnet3 in binary: config lines as text, then the components."""
    lines = ["input-node name=input dim=40"]
    parts: list[bytes] = []

    def node(name: str, source: str, part: bytes) -> None:
        lines.append(f"component-node name={name} component={name} input={source}")
        parts.append(part)

    width = network.shape["width"]
    splice = ", ".join(f"Offset(input, {t})" if t else "input" for t in range(-EDGE, EDGE + 1))
    node("first", f"Append({splice})", _affine("first", *folded(network.first, network.norm)))
    node("relu0", "first", _simple("relu0", "RectifiedLinearComponent", width))
    before = "relu0"
    for i, layer in enumerate(network.layers, 1):
        apart = SUBSAMPLING * layer.dilation
        weights = layer.down.weight.detach().numpy()
        node(
            f"down{i}",
            f"Append(Offset({before}, -{apart}), {before})",
            _affine(f"down{i}", weights, np.zeros(len(weights))),
        )
        # `down` at t has seen t - apart and t, so that `up` at t needs t and t + apart.
        node(f"up{i}", f"Append(down{i}, Offset(down{i}, {apart}))", _affine(f"up{i}", *folded(layer.up, layer.norm)))
        node(f"relu{i}", f"up{i}", _simple(f"relu{i}", "RectifiedLinearComponent", width))
        node(f"sum{i}", f"Sum(relu{i}, Scale({BYPASS}, {before}))", _simple(f"sum{i}", "NoOpComponent", width))
        before = f"sum{i}"
    last = network.last
    node("last", before, _affine("last", last.weight.detach().numpy(), last.bias.detach().numpy()))
    node("softmax", "last", _simple("softmax", "LogSoftmaxComponent", network.shape["outputs"]))
    lines.append("output-node name=output input=softmax objective=linear")
    out = _token("<Nnet3>") + b"\n" + "\n".join(lines).encode() + b"\n\n"
    out += _token("<NumComponents>") + _int(len(parts)) + b"".join(parts) + _token("</Nnet3>")
    return out


def acoustic_model(network: Network, priors: np.ndarray) -> bytes:
    """The bytes of am/final.mdl; no priors (an empty array) = the network's scores as they are."""
    out = b"\0B" + transition_model() + nnet(network)
    out += _token("<LeftContext>") + _int(network.context) + _token("<RightContext>") + _int(network.context)
    return out + _token("<Priors>") + _vector(priors)


def cmvn_stats(mean: np.ndarray, count: float = 10000.0) -> bytes:
    """Kaldi's 2 x 41 table of sums, sums of squares and the count, as text: only the mean is used."""
    rows = np.zeros((2, len(mean) + 1))
    rows[0, :-1], rows[0, -1], rows[1, :-1] = mean * count, count, (mean**2 + 1) * count
    return (" [\n  " + "\n  ".join(" ".join(f"{value:.6f}" for value in row) for row in rows) + " ]\n").encode()


def load(checkpoint: Path) -> tuple[Network, np.ndarray, dict]:
    """The averaged network, the mean cepstrum and the rest of a checkpoint."""
    state = torch.load(checkpoint, weights_only=False, map_location="cpu")
    shape = state["shape"]
    network = Network(shape["outputs"], shape["width"], shape["bottleneck"], tuple(shape["dilations"]))
    network.load_state_dict(state["average"])
    return network.eval(), state["prior_mean"], state


def write_folder(network: Network, mean: np.ndarray, priors: np.ndarray, out: Path) -> None:
    """am/ and conf/; the graph is compiled on its own."""
    for name in ("am", "conf"):
        (out / name).mkdir(parents=True, exist_ok=True)
    (out / "am" / "final.mdl").write_bytes(acoustic_model(network, priors))
    (out / "am" / "global_cmvn.stats").write_bytes(cmvn_stats(mean))
    (out / "conf" / "model.conf").write_text(MODEL_CONF)
    (out / "conf" / "mfcc.conf").write_text(MFCC_CONF)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("exported_models/speech"))
    parser.add_argument("--blank", type=float, default=1.0, help="nats taken from the blank in every frame")
    arguments = parser.parse_args()
    network, mean, state = load(arguments.checkpoint)
    priors = np.ones(network.shape["outputs"])
    priors[0] = np.exp(arguments.blank)
    write_folder(network, mean, priors if arguments.blank else np.zeros(0), arguments.out)
    compile_graph(arguments.out, general_home(), arguments.out / "graph")
    about = {"name": "speech", "version": "2", "kind": "vosk", "licence": "Apache-2.0", "blank": arguments.blank, "epochs": state["epoch"], "steps": state["step"],
             "parameters": sum(p.numel() for p in network.parameters()), "phones": list(PHONES)}  # fmt: skip
    (arguments.out / "model.json").write_text(json.dumps(about, indent=1) + "\n")
    size = sum(file.stat().st_size for file in arguments.out.rglob("*") if file.is_file())
    print(f"{arguments.out}: {size / 1e6:.1f} MB after {state['epoch']} epochs")


if __name__ == "__main__":
    main()
