"""The published recipe: a recurrent encoder reads the whole dialogue, a recurrent decoder writes the rewrite word by word and
each time generates from a short list of common words or copies from the dialogue. Entities are replaced by ENTITYU1 (the
first the user named) or ENTITYS3 (the third the system named), which complement slot tags; each turn carries an intent;
an auxiliary loss asks of every entity whether it is to be copied. It sees what ours sees and rewrites every sentence:
one that needs nothing is to be copied as it is.

    python -m learning.contextual.baseline --weights FOLDER/recipe.pt      writes recipe/read.onnx and recipe/write.onnx
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from learning.contextual.recipe_reading import HERE, INTENTS, TURNS, UNKNOWN, Sequenced, arrays, encode, vocabulary

WIDTH, HIDDEN, ATTENTION = 96, 112, 112

__all__ = ["Batch", "Recipe", "check", "collate", "encode", "losses"]


@dataclass(frozen=True, slots=True)
class Batch:
    """`recipe_reading.arrays` as tensors."""

    tokens: Tensor
    tags: Tensor
    turns: Tensor
    intents: Tensor
    mask: Tensor
    entity: Tensor
    wanted: Tensor
    previous: Tensor
    output: Tensor
    copies: Tensor
    steps: Tensor


def collate(items: Sequence[Sequenced]) -> Batch:
    """Pad a batch."""
    return Batch(**{name: torch.from_numpy(array) for name, array in arrays(items).items()})


class Recipe(nn.Module):
    """The recurrent pointer-generator."""

    def __init__(self) -> None:
        super().__init__()
        into, out = vocabulary()
        self.words = nn.Embedding(len(into), WIDTH, padding_idx=0)
        self.tags, self.turns, self.intents = (
            nn.Embedding(4, 16),
            nn.Embedding(2 * TURNS + 1, 16),
            nn.Embedding(len(INTENTS) + 1, 16),
        )
        self.reader = nn.LSTM(WIDTH + 48, HIDDEN, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(2 * HIDDEN, 2 * 2 * HIDDEN)
        self.writer = nn.LSTM(WIDTH, 2 * HIDDEN, batch_first=True)
        self.key, self.query = nn.Linear(2 * HIDDEN, ATTENTION), nn.Linear(2 * HIDDEN, ATTENTION)
        self.mix = nn.Linear(4 * HIDDEN + WIDTH, 1)
        self.out = nn.Linear(4 * HIDDEN, len(out))
        self.copied = nn.Linear(2 * HIDDEN, 1)
        self.drop = nn.Dropout(0.2)

    def read(self, batch: Batch) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return the dialogue's states (B, N, 2H) and the decoder's first state."""
        x = torch.cat(
            [self.words(batch.tokens), self.tags(batch.tags), self.turns(batch.turns), self.intents(batch.intents)], -1
        )
        lengths = batch.mask.sum(1).clamp(min=1)
        packed = nn.utils.rnn.pack_padded_sequence(self.drop(x), lengths, batch_first=True, enforce_sorted=False)
        states, _ = self.reader(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=batch.tokens.shape[1])
        last = states[torch.arange(len(states)), lengths - 1]
        h, c = torch.tanh(self.bridge(last)).chunk(2, -1)
        return states, (h[None].contiguous(), c[None].contiguous())

    def write(
        self, previous: Tensor, states: Tensor, mask: Tensor, state: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor, Tensor, tuple[Tensor, Tensor]]:
        """Return word shares (B, L, V), attention (B, L, N), how much to generate (B, L, 1), next state."""
        x = self.words(previous)
        h, state = self.writer(self.drop(x), state)
        energy = self.query(h) @ self.key(states).transpose(1, 2) / math.sqrt(ATTENTION)
        attention = energy.masked_fill(~mask[:, None], -1e4).softmax(-1)
        context = attention @ states
        generate = torch.sigmoid(self.mix(torch.cat([h, context, x], -1)))
        words = self.out(self.drop(torch.cat([h, context], -1))).softmax(-1)
        return words, attention, generate, state


def losses(model: Recipe, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return the auxiliary loss (is this entity to be copied) and the rewriting loss."""
    states, state = model.read(batch)
    words, attention, generate, _ = model.write(batch.previous, states, batch.mask, state)
    chosen = words.gather(2, batch.output[..., None]).squeeze(-1) * (batch.output != UNKNOWN)
    share = generate.squeeze(-1) * chosen + (1 - generate.squeeze(-1)) * (attention * batch.copies).sum(-1)
    main = -((share + 1e-8).log() * batch.steps).sum() / batch.steps.sum()
    side = functional.binary_cross_entropy_with_logits(
        model.copied(states).squeeze(-1), batch.wanted, weight=batch.entity, reduction="sum"
    )
    return 0.5 * side / batch.entity.sum().clamp(min=1), main


@torch.no_grad()
def check(model: Any, items: Sequence[Sequenced]) -> dict[str, float]:
    """Return the share of words that are right when the words before are."""
    model.eval()
    total, count = 0.0, 0
    for at in range(0, len(items), 64):
        batch = collate(items[at : at + 64])
        _, main = losses(model, batch)
        total, count = total + main.item(), count + 1
    model.train()
    return {"loss": round(total / max(count, 1), 4)}


class Read(nn.Module):
    """tokens, tags, turns, intents (1, N) -> states (1, N, 2H), h, c (1, 1, 2H)."""

    def __init__(self, model: Recipe) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Tensor, tags: Tensor, turns: Tensor, intents: Tensor) -> Any:
        model = self.model
        x = torch.cat([model.words(tokens), model.tags(tags), model.turns(turns), model.intents(intents)], -1)
        states, _ = model.reader(x)
        h, c = torch.tanh(model.bridge(states[:, -1])).chunk(2, -1)
        return states, h[None], c[None]


class Write(nn.Module):
    """previous (1, 1), states, h, c -> shares of the listed words (1, V), of the tokens (1, N), h, c."""

    def __init__(self, model: Recipe) -> None:
        super().__init__()
        self.model = model

    def forward(self, previous: Tensor, states: Tensor, h: Tensor, c: Tensor) -> Any:
        words, attention, generate, (h, c) = self.model.write(
            previous, states, torch.ones_like(states[..., 0], dtype=torch.bool), (h, c)
        )
        return (generate * words)[:, 0], ((1 - generate) * attention)[:, 0], h, c


def export(model: Recipe, folder: Path = HERE) -> None:
    """Write both parts, so that the benchmark needs no PyTorch."""
    model.eval()
    rows = tuple(torch.ones(1, 9, dtype=torch.long) for _ in range(4))
    state = tuple(torch.zeros(1, 1, 2 * HIDDEN) for _ in range(2))
    torch.onnx.export(
        Read(model).eval(), rows, str(folder / "read.onnx"),
        input_names=["tokens", "tags", "turns", "intents"], output_names=["states", "h", "c"],
        dynamic_axes={name: {1: "n"} for name in ("tokens", "tags", "turns", "intents", "states")}, opset_version=17, dynamo=False,
    )  # fmt: skip
    torch.onnx.export(
        Write(model).eval(), (torch.ones(1, 1, dtype=torch.long), torch.zeros(1, 9, 2 * HIDDEN), *state), str(folder / "write.onnx"),
        input_names=["previous", "states", "h", "c"], output_names=["words", "copies", "next_h", "next_c"],
        dynamic_axes={"states": {1: "n"}, "copies": {1: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    """Export a trained recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    options = parser.parse_args(argv)
    model = Recipe()
    kept = torch.load(options.weights, weights_only=True)
    model.load_state_dict(kept.get("average", kept["model"]))
    export(model)


if __name__ == "__main__":
    main(sys.argv[1:])
