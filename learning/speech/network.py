"""A time-delay network for CTC: factored layers with bypasses, one output every third frame, 440 ms of context either way.

Shaped so that it can be written as Kaldi nnet3: every layer is an affine map of spliced frames, the batch norm before the ReLU
folds into it, and padding repeats the first and the last frame as Kaldi's decoder does.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

SUBSAMPLING = 3
EDGE = 2
BYPASS = 0.66
DILATIONS = (1, 1, 1, 1, 1, 1, 2, 2, 2, 2)
"""In output frames (30 ms) either way, one layer each."""


def batch_norm(norm: nn.BatchNorm1d, x: Tensor) -> Tensor:
    """Normalise (N, T, C) over both N and T."""
    return norm(x.reshape(-1, x.shape[2])).view(x.shape)


class Layer(nn.Module):
    """(N, T, width) -> (N, T - 2 * dilation, width): a bottleneck of two spliced maps, batch norm, ReLU, and a bypass."""

    def __init__(self, width: int, bottleneck: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.down = nn.Linear(2 * width, bottleneck, bias=False)
        self.up = nn.Linear(2 * bottleneck, width)
        self.norm = nn.BatchNorm1d(width)

    def forward(self, x: Tensor) -> Tensor:
        apart = self.dilation
        low = self.down(torch.cat((x[:, :-apart], x[:, apart:]), 2))
        high = self.up(torch.cat((low[:, :-apart], low[:, apart:]), 2))
        return functional.relu(batch_norm(self.norm, high)) + BYPASS * x[:, apart:-apart]


class Network(nn.Module):
    """Features (N, T, 40) -> log-probabilities (N, ceil(T / 3), outputs); output 0 is the blank."""

    def __init__(
        self, outputs: int, width: int = 384, bottleneck: int = 96, dilations: tuple[int, ...] = DILATIONS
    ) -> None:
        super().__init__()
        self.shape: dict[str, Any] = {
            "outputs": outputs,
            "width": width,
            "bottleneck": bottleneck,
            "dilations": tuple(dilations),
        }
        self.context = EDGE + SUBSAMPLING * sum(dilations)
        self.first = nn.Linear((2 * EDGE + 1) * 40, width)
        self.norm = nn.BatchNorm1d(width)
        self.layers = nn.ModuleList(Layer(width, bottleneck, dilation) for dilation in dilations)
        self.drop = nn.Dropout(0.1)
        self.last = nn.Linear(width, outputs)

    def forward(self, features: Tensor) -> Tensor:
        count, frames, _ = features.shape
        wanted = -(-frames // SUBSAMPLING)
        right = self.context + (wanted - 1) * SUBSAMPLING + 1 - frames
        x = functional.pad(features.transpose(1, 2), (self.context, right), mode="replicate")
        windows = x.unfold(2, 2 * EDGE + 1, SUBSAMPLING)  # (N, 40, T', 5); Kaldi splices frame by frame
        x = self.first(windows.permute(0, 2, 3, 1).reshape(count, windows.shape[2], -1))
        x = functional.relu(batch_norm(self.norm, x))
        for layer in self.layers:
            x = layer(x)
        return functional.log_softmax(self.last(self.drop(x)).float(), 2)
