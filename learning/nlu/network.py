"""The network: hashed pieces and channels of each word -> clauses, intent evidence and slot tags of each word, in one pass."""

import torch
from torch import nn
from torch.nn import functional

from runtime.nlu.features import BUCKETS, CHANNELS
from runtime.nlu.labels import JOINTS, TAGS

WIDTH = 128
PIECE_WIDTH = 96
LAYERS = 3
HEADS = 4


class Layer(nn.Module):
    """Depthwise convolution (order), attention (distance), feed-forward; pre-norm residuals."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.conv = nn.Conv1d(width, width, 5, padding=2, groups=width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.drop = nn.Dropout(0.1)

    def forward(self, words: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """words [B, T, W], bias [B, 1, 1, T] added to the attention scores."""
        keep = (bias > -1).to(words.dtype)[:, 0, 0, :, None]
        normed = self.norms[0](words) * keep
        words = words + torch.relu(self.conv(normed.transpose(1, 2)).transpose(1, 2))
        batch, size = words.shape[0], words.shape[1]
        query, key, value = (
            self.qkv(self.norms[1](words))
            .reshape(batch, size, 3, HEADS, WIDTH // HEADS)
            .permute(2, 0, 3, 1, 4)
            .unbind(0)
        )
        scores = torch.softmax(query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias, dim=-1)
        mixed = (scores @ value).transpose(1, 2).reshape(batch, size, WIDTH)
        words = words + self.drop(self.out(mixed))
        return words + self.drop(self.down(torch.relu(self.up(self.norms[2](words)))))


class Network(nn.Module):
    """`forward(pieces, channels, bias)` -> (intents [B,T,I], weights [B,T], joints [B,T,3], tags [B,T,S])."""

    def __init__(self, intents: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(BUCKETS, PIECE_WIDTH, padding_idx=0)
        nn.init.normal_(self.pieces.weight, std=0.3)
        self.pieces.weight.data[0] = 0
        self.word = nn.Linear(PIECE_WIDTH, WIDTH)
        self.channel = nn.Linear(len(CHANNELS), WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.drop = nn.Dropout(0.15)
        self.intent = nn.Linear(WIDTH, intents)
        self.weight = nn.Linear(WIDTH, 1)
        self.joint = nn.Linear(WIDTH, len(JOINTS))
        self.tag = nn.Linear(WIDTH, len(TAGS))

    def forward(self, pieces: torch.Tensor, channels: torch.Tensor, bias: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """pieces int64 [B,T,P]; channels [B,T,C]; bias [B,1,1,T]: 0 for words, -1e4 for padding."""
        words = self.word(self.drop(self._summed(pieces) * 0.35)) + self.channel(channels)
        for layer in self.layers:
            words = layer(words, bias)
        words = self.drop(self.norm(words))
        return self.intent(words), self.weight(words).squeeze(-1), self.joint(words), self.tag(words)

    def _summed(self, pieces: torch.Tensor) -> torch.Tensor:
        """Return the sum of the pieces of each word; in training without a copy of every piece."""
        if not self.training:
            return self.pieces(pieces).sum(2)
        bags = functional.embedding_bag(pieces.flatten(0, 1), self.pieces.weight, mode="sum", padding_idx=0)
        return bags.unflatten(0, pieces.shape[:2])


def pool(intents: torch.Tensor, weights: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
    """Pool word evidence into clauses: inside [B, C, T] of 0/1 -> logits [B, C, I]."""
    scores = torch.softmax(weights[:, None, :] + (inside - 1) * 1e4, dim=-1)
    return scores @ intents
