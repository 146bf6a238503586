"""Rewriting with the exported recipe: greedy, word by word. Needs onnxruntime alone."""

from pathlib import Path

import numpy as np

from device.engine import open_session
from learning.contextual.examples import Example
from learning.contextual.recipe_reading import (
    END,
    HERE,
    MAX_OUT,
    PAD,
    START,
    UNKNOWN,
    arrays,
    encode,
    spelled_out,
    vocabulary,
)


class RecipeRewriter:
    """The published recipe over its two ONNX parts."""

    def __init__(self, folder: Path = HERE) -> None:
        self._read, self._write = (
            open_session(folder / f"{part}.onnx", fetch="python -m learning.contextual.baseline")
            for part in ("read", "write")
        )
        self._into, out = vocabulary()
        self._written = {row: word for word, row in out.items()}

    def rewrite(self, example: Example) -> str:
        """Return the rewrite; the text as heard when it copies it."""
        item = encode(example)
        if not item.tokens:
            return example.utterance
        feed = {name: arrays([item])[name] for name in ("tokens", "tags", "turns", "intents")}
        states, h, c = self._read.run(None, feed)
        line: list[str] = []
        previous = START
        for _ in range(MAX_OUT):
            words, copies, h, c = self._write.run(
                None, {"previous": np.array([[previous]]), "states": states, "h": h, "c": c}
            )
            made = words[0]
            made[[UNKNOWN, PAD, START]] = 0.0
            shares: dict[str, float] = {}
            for token, share in zip(item.tokens, copies[0], strict=True):
                shares[token] = shares.get(token, 0.0) + float(share)
            for row in np.argsort(made)[-3:]:
                word = self._written[int(row)] if row != END else ""
                shares[word] = shares.get(word, 0.0) + float(made[row])
            best = max(shares, key=lambda word: shares[word])
            if not best:
                break
            line.append(best)
            previous = self._into.get(best, UNKNOWN)
        return spelled_out(item, line, example.utterance)
