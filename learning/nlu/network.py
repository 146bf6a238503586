"""The NLU's network: hashed pieces of words and what each word is here, through a small Transformer, to three answers a word.

Shapes: ids int64 [B, W, PIECES], channels float32 [B, W, CHANNELS] -> intents [B, W, I], tags [B, W, T], joints [B, W, 3].
Padding words have no pieces at all. About a million parameters, most of them embeddings of pieces.
"""

import torch
from torch import Tensor, nn

from runtime.nlu.features import BUCKETS, CHANNELS
from runtime.nlu.labels import JOINTS, TAGS

LONGEST = 48


class Network(nn.Module):
    def __init__(
        self, intents: int, width: int = 128, piece: int = 64, layers: int = 3, heads: int = 4, drop: float = 0.1
    ) -> None:
        super().__init__()
        self.shape = {"intents": intents, "width": width, "piece": piece, "layers": layers, "heads": heads}
        self.pieces = nn.Embedding(BUCKETS, piece, padding_idx=0)
        self.enter = nn.Linear(piece + len(CHANNELS), width)
        self.places = nn.Parameter(torch.randn(LONGEST, width) * 0.02)
        # A convolution over neighbours first: most of tagging is local, and it tells word order better than places do.
        self.near = nn.Conv1d(width, width, 3, padding=1)
        self.blocks = nn.ModuleList(Block(width, heads, drop) for _ in range(layers))
        self.drop = nn.Dropout(drop)
        self.leave = nn.LayerNorm(width)
        self.intent = nn.Linear(2 * width, intents)
        self.tag = nn.Linear(width, len(TAGS))
        self.joint = nn.Linear(width, len(JOINTS))

    def forward(self, ids: Tensor, channels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        there = (ids != 0).any(-1)
        count = (ids != 0).sum(-1, keepdim=True).clamp(min=1)
        words = self.pieces(ids).sum(2) / count.to(torch.float32).sqrt()
        x = self.enter(torch.cat([words, channels], -1)) + self.places[: ids.shape[1]]
        x = x * there.unsqueeze(-1)
        x = x + torch.relu(self.near(x.transpose(1, 2)).transpose(1, 2))
        x = self.drop(x)
        for block in self.blocks:
            x = block(x, there)
        x = self.leave(x)
        weights = there.to(torch.float32).unsqueeze(-1)
        whole = (x * weights).sum(1, keepdim=True) / weights.sum(1, keepdim=True).clamp(min=1)
        intents = self.intent(torch.cat([x, whole.expand_as(x)], -1))
        return intents, self.tag(x), self.joint(x)


class Block(nn.Module):
    """One Transformer layer, pre-norm (Vaswani et al. 2017; Xiong et al. 2020), written out so that it exports plainly."""

    def __init__(self, width: int, heads: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.look = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, there: Tensor) -> Tensor:
        batch, words, width = x.shape
        query, key, value = (
            part.view(batch, words, self.heads, width // self.heads).transpose(1, 2)
            for part in self.look(self.before(x)).chunk(3, -1)
        )
        scores = query @ key.transpose(2, 3) / (width // self.heads) ** 0.5
        scores = scores.masked_fill(~there[:, None, None, :], -1e4)
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, words, width)
        x = x + self.drop(self.join(seen))
        return x + self.drop(self.narrow(torch.nn.functional.gelu(self.wide(self.between(x)))))
