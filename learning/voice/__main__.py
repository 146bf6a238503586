"""Write a tiny Piper voice: `python -m learning.voice [--out exported_models/voice_test]`.

Each phoneme hums a pitch of its own for as long as `length_scale` says; pauses are silent. No speech, but the signature,
the timing and the alignments of a real Piper voice in a few kilobytes, so that tests synthesise with the real engine.
Nothing is trained: the graph is written down here, so its licence is the project's own.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 16_000
HOP = 256
"""Samples in one of Piper's frames."""
FRAMES = 2
"""Frames a phoneme lasts at length_scale 1: 32 ms, and Piper puts a pause of the same length after each."""
LOWEST, STEP = 90.0, 6.0
"""Pitch in hertz of phoneme 0, and what each next one adds."""
LOUDNESS = 0.2
PAUSES = 3
"""Phonemes with smaller ids (pad, begin, end) are silent; so is the space."""
# The signs of the phonetic alphabet that espeak-ng writes; some only look like letters.
SYMBOLS = (
    "_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœǀ"
    "ɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢʲˈˌːˑ˞θχᵻβ0123456789ⱱεɝ̩̃̊̆"
)


def graph() -> onnx.ModelProto:
    """Build the network, about thirty nodes."""
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []

    def const(name: str, value: Any, kind: type = np.float32) -> str:
        constants.append(numpy_helper.from_array(np.array(value, kind), name))
        return name

    def node(kind: str, *inputs: str, to: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, list(inputs), [to], **attributes))
        return to

    # Samples of each phoneme: one number for all, from scales[1].
    length = node("Gather", "scales", const("one_index", [1], np.int64), to="length")
    frames = node("Ceil", node("Mul", length, const("frames", FRAMES), to="frames_wide"), to="frames_float")
    count = node("Mul", frames, const("hop", HOP), to="samples_float")
    nodes.append(helper.make_node("Cast", [count], ["samples"], to=TensorProto.INT64))
    nodes.append(helper.make_node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT))
    ones = node("Concat", const("ones", [1, 1], np.int64), "samples", to="expand_shape", axis=0)
    column = node("Unsqueeze", "ids", const("last_axis", [2], np.int64), to="column")
    each = node("Expand", column, ones, to="each_id")  # (1, N, samples)
    flat = node("Reshape", each, const("flat_shape", [1, 1, -1], np.int64), to="flat")
    # The phase is the running sum of the pitch, so that one tone glides into the next without a click.
    pitch = node("Add", node("Mul", flat, const("step", STEP), to="stepped"), const("lowest", LOWEST), to="pitch")
    turns = node("Mul", pitch, const("turn", 2 * np.pi / RATE), to="turns")
    phase = node("CumSum", turns, const("time_axis", 2, np.int64), to="phase")
    tone = node("Sin", phase, to="tone")
    overtone = node("Sin", node("Mul", phase, const("two", 2.0), to="double"), to="overtone")
    sum_ = node("Add", tone, node("Mul", overtone, const("half", 0.5), to="soft"), to="voice")
    nodes.append(helper.make_node("Greater", [flat, const("pauses", PAUSES + 0.5)], ["sounding_bool"]))
    nodes.append(helper.make_node("Cast", ["sounding_bool"], ["sounding"], to=TensorProto.FLOAT))
    node("Mul", node("Mul", sum_, const("loudness", LOUDNESS), to="loud"), "sounding", to="audio")
    shape = node("Shape", "input", to="shape")
    node("Expand", frames, shape, to="durations")
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    outputs = [
        helper.make_tensor_value_info("audio", TensorProto.FLOAT, [1, 1, "time"]),
        helper.make_tensor_value_info("durations", TensorProto.FLOAT, [1, "phonemes"]),
    ]
    made = helper.make_graph(nodes, "tones", inputs, outputs, constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="hearth")
    onnx.checker.check_model(model)
    return model


def configuration() -> dict[str, Any]:
    """Return what Piper wants to know beside the model."""
    return {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "num_symbols": 256,
        "num_speakers": 1,
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
        "hop_length": HOP,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("exported_models/voice_test"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    onnx.save(graph(), asked.out / "tones.onnx")
    (asked.out / "tones.onnx.json").write_text(json.dumps(configuration(), ensure_ascii=False, indent=1) + "\n")
    print(f"{asked.out / 'tones.onnx'}: {(asked.out / 'tones.onnx').stat().st_size} bytes")


if __name__ == "__main__":
    main()
