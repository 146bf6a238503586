"""The head: 16 embeddings -> how sure it is that the phrase just ended. Small, and trained in minutes on one thread."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from learning.wake.material import AFTER, LOOKS_AT


class Head(nn.Module):
    """(batch, 16, 96) -> logits (batch,). One narrow layer looks at each embedding, one at all of them together."""

    def __init__(self, width: int = 48, hidden: int = 48) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(96))
        self.register_buffer("scale", torch.ones(96))
        self.each = nn.Sequential(nn.Linear(96, width), nn.ReLU(), nn.Dropout(0.2))
        self.all = nn.Sequential(nn.Linear(LOOKS_AT * width, hidden), nn.ReLU(), nn.Dropout(0.2), nn.Linear(hidden, 1))

    def forward(self, rows: Tensor) -> Tensor:
        """Logits; `Scored` makes probabilities of them."""
        return self.all(self.each((rows - self.mean) * self.scale).flatten(1)).squeeze(1)


class Scored(nn.Module):
    """What is exported: a probability of shape (batch, 1), as openWakeWord's heads give."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, rows: Tensor) -> Tensor:
        """(batch, 16, 96) -> (batch, 1)."""
        return torch.sigmoid(self.head(rows)).unsqueeze(1)


@dataclass(frozen=True, slots=True)
class Windows:
    """All windows over sequences of embeddings: the rows once, and where each window starts."""

    rows: Tensor
    starts: Tensor

    def take(self, numbers: Tensor) -> Tensor:
        """(n,) -> (n, 16, 96)."""
        return self.rows[self.starts[numbers][:, None] + torch.arange(LOOKS_AT)]

    def __len__(self) -> int:
        return len(self.starts)


def windows(sequences: list[np.ndarray], *, last: int | None = None) -> Windows:
    """Every window of each sequence that is long enough; with `last` only the final ones."""
    starts: list[int] = []
    rows: list[np.ndarray] = []
    place = 0
    for sequence in sequences:
        count = len(sequence) - LOOKS_AT + 1
        if count > 0:
            starts += range(place + max(0, count - (last or count)), place + count)
            rows.append(sequence)
            place += len(sequence)
    return Windows(torch.from_numpy(np.concatenate(rows).astype(np.float32)), torch.tensor(starts))


def train(positive: Windows, negative: Windows, *, steps: int, seed: int, report: int = 500) -> Head:
    """Fit a head: every batch has 64 windows that end with the phrase and 448 that do not, half of those the hardest."""
    torch.manual_seed(seed)
    head = Head()
    head.mean.copy_(negative.rows.mean(0))
    head.scale.copy_(1 / (negative.rows.std(0) + 1e-3))
    optimiser = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    hard = torch.randint(len(negative), (4096,))
    for step in range(steps):
        if step and step % 200 == 0:
            hard = hardest(head, negative, 4096)
        yes = positive.take(torch.randint(len(positive), (64,)))
        easy = negative.take(torch.randint(len(negative), (224,)))
        mean = negative.take(hard[torch.randint(len(hard), (224,))])
        logits = head(torch.cat([yes, easy, mean]))
        target = torch.zeros(len(logits))
        target[:64] = 1.0
        # Errors in the positives weigh as much as all the others; a label is never quite certain (0.02 smoothing).
        weight = torch.where(target > 0, 3.0, 1.0)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, target * 0.96 + 0.02, weight=weight)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % report == 0:
            print(f"step {step:6d}  loss {loss.item():.4f}", flush=True)
    return head.eval()


@torch.no_grad()
def scores(head: Head, of: Windows, batch: int = 8192) -> Tensor:
    """Probability of each window."""
    was, _ = head.training, head.eval()
    found = [torch.sigmoid(head(of.take(part))) for part in torch.arange(len(of)).split(batch)]
    head.train(was)
    return torch.cat(found)


def hardest(head: Head, negative: Windows, count: int) -> Tensor:
    """The windows that a sample of the negatives scores highest on."""
    sample = torch.randperm(len(negative))[:100_000]
    part = Windows(negative.rows, negative.starts[sample])
    return sample[scores(head, part).topk(min(count, len(sample))).indices]


def recall(head: Head, sequences: list[np.ndarray], threshold: float) -> float:
    """Share of phrases of which any window near the end reaches the threshold."""
    best = scores(head, windows(sequences, last=AFTER + 1)).reshape(len(sequences), -1).max(1).values
    return float((best >= threshold).float().mean())


def false_accepts_per_hour(head: Head, sequences: list[np.ndarray], threshold: float) -> float:
    """Runs of windows above the threshold, an hour of sound."""
    count, hours = 0, 0.0
    for sequence in sequences:
        hours += len(sequence) * 0.08 / 3600
        if len(sequence) >= LOOKS_AT:
            above = (scores(head, windows([sequence])) >= threshold).int()
            count += int((above.diff(prepend=torch.zeros(1, dtype=torch.int32)) == 1).sum())
    return count / hours if hours else 0.0
