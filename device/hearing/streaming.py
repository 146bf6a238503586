"""The embedding model, made to remember: each layer keeps its last two rows instead of computing all of them again.

Google's speech_embedding looks at 76 mel frames and is asked again after 8 more: nine tenths of its work was done the
last time. All its convolutions are unpadded in time and its three poolings halve 8 rows to 1, so a graph that carries
two rows per layer from call to call gives the same numbers. The wheel's file is rewritten in memory, as the bytes of
ONNX's protobuf (a few lines; the `onnx` package would be 88 MB for this). Knows nothing of sound.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from device.engine import Session, open_session
from device.errors import ModelBroken, ModelMissing

ROWS = 8
"""Mel frames in one step."""
BINS = 32
WIDTH = 96
KEPT = 2
"""Rows a convolution over three keeps."""

GRAPH = 7
NODE, INITIALIZER, INPUT, OUTPUT, VALUE_INFO = 1, 5, 11, 12, 13
NODE_INPUT, NODE_OUTPUT, NODE_OP, NODE_ATTRIBUTE = 1, 2, 4, 5
FLOAT, INT64 = 1, 7
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

Field: TypeAlias = tuple[int, int, int | bytes]
"""Number, wire type, value."""


def fields(data: bytes) -> Iterator[Field]:
    """Read the fields of one protobuf message. Raises ModelBroken."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        kind = key & 7
        if kind == VARINT:
            value, place = _varint(data, place)
            yield key >> 3, kind, value
            continue
        if kind == BYTES:
            size, place = _varint(data, place)
        elif kind in {FIXED32, FIXED64}:
            size = 4 if kind == FIXED32 else 8
        else:
            raise ModelBroken("the embedding model of the wake words is no ONNX file")
        yield key >> 3, kind, data[place : place + size]
        place += size


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(data):
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ModelBroken("the embedding model of the wake words is cut off")


def message(*parts: Field) -> bytes:
    """Write the fields of one protobuf message."""
    out = bytearray()
    for number, kind, value in parts:
        out += _number(number << 3 | kind)
        if isinstance(value, int):
            out += _number(value)
        else:
            out += (_number(len(value)) if kind == BYTES else b"") + value
    return bytes(out)


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def text(number: int, value: str) -> Field:
    """A string field."""
    return number, BYTES, value.encode()


def value_info(name: str, shape: Sequence[int]) -> bytes:
    """A ValueInfoProto of float numbers."""
    dims = [(1, BYTES, message((1, VARINT, size))) for size in shape]
    tensor = message((1, VARINT, FLOAT), (2, BYTES, message(*dims)))
    return message(text(1, name), (2, BYTES, message((1, BYTES, tensor))))


def integers(name: str, *values: int) -> bytes:
    """A TensorProto of int64 numbers."""
    raw = np.array(values, np.int64).tobytes()
    return message((1, VARINT, len(values)), (2, VARINT, INT64), text(8, name), (9, BYTES, raw))


def node(kind: str, inputs: Sequence[str], output: str, *attributes: bytes) -> bytes:
    """A NodeProto."""
    named = [text(NODE_INPUT, name) for name in inputs]
    return message(*named, text(NODE_OUTPUT, output), text(NODE_OP, kind), *((5, BYTES, each) for each in attributes))


def remember(model: bytes) -> tuple[bytes, list[tuple[int, ...]]]:
    """Rewrite the model: inputs `rows` (1, 1, 8, 34) and `kept_i`, outputs the embedding and `keep_i`.

    Returns it and the shape of each `kept_i`. Raises ModelBroken when the model is not the one this was written for.
    """
    top = list(fields(model))
    graph = next((value for number, _, value in top if number == GRAPH), b"")
    parts = list(fields(graph)) if isinstance(graph, bytes) else []
    tensors = {
        _name(value): _dims(value) for number, _, value in parts if number == INITIALIZER and isinstance(value, bytes)
    }
    nodes = [value for number, _, value in parts if number == NODE and isinstance(value, bytes)]
    if [_kind(each) for each in nodes[:3]] != ["Pad", "Reshape", "Conv"] or _kind(nodes[-1]) != "Reshape":
        raise ModelBroken("the embedding model of the wake words is not the one that openwakeword 0.4.0 brings")
    made, shapes, width = list[bytes](), list[tuple[int, ...]](), BINS + 2
    for each in nodes[2:]:
        inputs = _strings(each, NODE_INPUT)
        kernel = tensors.get(inputs[1]) if _kind(each) == "Conv" else None
        if len(made) == 0:
            inputs[0] = "rows"
        if kernel is not None and kernel[2] == KEPT + 1:
            number = len(shapes)
            shapes.append((1, kernel[1], KEPT, width))
            longer, keep = f"longer_{number}", f"keep_{number}"
            made.append(
                node(
                    "Concat",
                    [f"kept_{number}", inputs[0]],
                    longer,
                    message(text(1, "axis"), (3, VARINT, 2), (20, VARINT, 2)),
                )
            )
            made.append(node("Slice", [longer, "last_two", "the_end", "rows_axis"], keep))
            inputs[0] = longer
        # Frequency: the first convolution takes the padding off, every pooling halves it.
        width = {"Conv": BINS if not shapes[1:] else width, "MaxPool": width // 2}.get(_kind(each), width)
        rest = [field for field in fields(each) if field[0] != NODE_INPUT]
        made.append(message(*(text(NODE_INPUT, name) for name in inputs), *rest))
    kept = [field for field in parts if field[0] not in {NODE, INPUT, OUTPUT, VALUE_INFO}]
    extra = [integers("last_two", -KEPT), integers("the_end", 2**62), integers("rows_axis", 2)]
    inputs_made = [value_info("rows", (1, 1, ROWS, BINS + 2))]
    inputs_made += [value_info(f"kept_{number}", shape) for number, shape in enumerate(shapes)]
    outputs = [value_info(_strings(nodes[-1], NODE_OUTPUT)[0], (1, 1, 1, WIDTH))]
    outputs += [value_info(f"keep_{number}", shape) for number, shape in enumerate(shapes)]
    rewritten = message(
        *((NODE, BYTES, each) for each in made),
        *kept,
        *((INITIALIZER, BYTES, each) for each in extra),
        *((INPUT, BYTES, each) for each in inputs_made),
        *((OUTPUT, BYTES, each) for each in outputs),
    )
    return message(*((GRAPH, BYTES, rewritten) if field[0] == GRAPH else field for field in top)), shapes


def _strings(part: bytes, number: int) -> list[str]:
    return [value.decode() for found, _, value in fields(part) if found == number and isinstance(value, bytes)]


def _kind(part: bytes) -> str:
    return "".join(_strings(part, NODE_OP))


def _name(tensor: bytes) -> str:
    return "".join(_strings(tensor, 8))


def _dims(tensor: bytes) -> list[int]:
    found: list[int] = []
    for number, kind, value in fields(tensor):
        if number == 1 and isinstance(value, int):
            found.append(value)
        elif number == 1 and kind == BYTES and isinstance(value, bytes):  # packed
            place = 0
            while place < len(value):
                size, place = _varint(value, place)
                found.append(size)
    return found


class StreamingEmbedding:
    """One embedding for every 8 mel frames."""

    def __init__(self, path: Path) -> None:
        """Load and rewrite the wheel's embedding model. Raises ModelError."""
        if not path.is_file():
            raise ModelMissing(f"there is no model at {path}; run `pip install openwakeword==0.4.0`")
        rewritten, self._shapes = remember(path.read_bytes())
        self._session: Session = open_session(path, rewritten=rewritten)
        self._names = [f"kept_{number}" for number in range(len(self._shapes))]
        self.reset(np.ones((ROWS, BINS), np.float32), 0)

    def reset(self, before: NDArray[np.float32], steps: int) -> None:
        """Start over as after `steps` times these 8 rows."""
        self._kept = [np.zeros(shape, np.float32) for shape in self._shapes]
        for _ in range(steps):
            self.step(before)

    def step(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take 8 mel frames (8, 32); returns the embedding of the last 76: (1, 96)."""
        padded = np.zeros((1, 1, ROWS, BINS + 2), np.float32)
        padded[0, 0, :, 1:-1] = rows
        feed = dict(zip(self._names, self._kept, strict=True))
        feed["rows"] = padded
        embedding, *self._kept = self._session.run(None, feed)
        found: NDArray[np.float32] = embedding.reshape(1, WIDTH)
        return found
