"""Ours: a small Transformer that points. Passages are encoded once and cached; the utterance looks at them; a recurrent
decoder copies words from the dialogue or from a closed list of function words, and can write nothing else.

    turn       words of one exchange -> memory (its own words only, so it can be cached for ever)
    utterance  words of the utterance + memory -> gate, source vectors
    step       the word just copied -> where to copy the next one from
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from learning.contextual.features import Batch
from runtime.rewrite.source import CLOSED, MAX_DISTANCE, MAX_PASSAGE, PENDING
from runtime.rewrite.words import BUCKETS, PIECES, pieces

WIDTH, HEADS, HIDDEN = 96, 4, 224
DROPPED = 0.1
FAR = -1e4
"""Added to what must not be looked at: far below any score, and safe in half precision."""


class Sparse(nn.Module):
    """Drops whole features of an example, the same at all its words: as good as dropping each apart, and nearly free."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) > DROPPED
        return x * (kept.to(x.dtype) / (1 - DROPPED))


class Attend(nn.Module):
    """Multi-head attention followed by a feed-forward layer, both residual."""

    def __init__(self) -> None:
        super().__init__()
        self.ask, self.keys, self.values, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)
        self.drop = Sparse()

    def forward(self, x: Tensor, keys: Tensor, values: Tensor, bias: Tensor | None) -> Tensor:
        """x (B, Q, d); keys, values (B, K, d) already projected; bias broadcastable to (B, 1, Q, K)."""
        batch, queries, size = x.shape[0], x.shape[1], WIDTH // HEADS
        q = self.ask(self.before(x)).view(batch, queries, HEADS, size).transpose(1, 2)
        k = keys.view(batch, keys.shape[1], HEADS, size).permute(0, 2, 3, 1)
        v = values.view(batch, keys.shape[1], HEADS, size).transpose(1, 2)
        scores = q @ k / math.sqrt(size)
        if bias is not None:
            scores = scores + bias
        return self.close(x, (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, queries, WIDTH))

    def close(self, x: Tensor, mixed: Tensor) -> Tensor:
        """Add what attention found, then the feed-forward layer."""
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.narrow(functional.gelu(self.wide(self.between(x)))))

    def over(self, x: Tensor, y: Tensor, bias: Tensor | None) -> Tensor:
        """Attend from x to y."""
        return self(x, self.keys(y), self.values(y), bias)


def blind(mask: Tensor) -> Tensor:
    """(B, K) of what is there -> bias that hides the rest."""
    return (~mask)[:, None, None, :] * FAR


class Pointer(nn.Module):
    """The whole model; the three parts are exported apart."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(BUCKETS, WIDTH, padding_idx=0)
        self.kind, self.tag, self.place = (
            nn.Embedding(5, WIDTH),
            nn.Embedding(4, WIDTH),
            nn.Embedding(MAX_PASSAGE + 8, WIDTH),
        )
        self.mix = nn.Conv1d(WIDTH, WIDTH, 3, padding=1)
        self.inner = nn.ModuleList(Attend() for _ in range(2))
        self.distance, self.flag, self.echo = (
            nn.Embedding(MAX_DISTANCE + 1, WIDTH),
            nn.Embedding(8, WIDTH),
            nn.Embedding(2, WIDTH),
        )
        self.pending = nn.Embedding(len(PENDING), WIDTH)
        self.nothing, self.end, self.start = (nn.Parameter(torch.randn(1, WIDTH) * 0.1) for _ in range(3))
        self.outer = nn.ModuleList(Attend() for _ in range(2))
        self.again = nn.ModuleList(Attend() for _ in range(2))
        self.back = Attend()
        self.gate = nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.GELU(), nn.Linear(WIDTH, 1))
        self.origin = nn.Embedding(4, WIDTH)
        self.tidy, self.tidy_step = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.join = nn.Linear(2 * WIDTH, WIDTH)
        self.begin = nn.Linear(2 * WIDTH, WIDTH)
        self.gru = nn.GRU(WIDTH, WIDTH, batch_first=True)
        self.look = nn.ModuleList(Attend() for _ in range(2))
        self.point, self.sign = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.go_on = nn.Linear(WIDTH, 1)
        closed = torch.tensor([pieces(word) for word in CLOSED])
        self.register_buffer("closed", closed, persistent=False)
        nn.init.normal_(self.table.weight, std=0.3)
        for small in (self.kind, self.tag, self.place, self.distance, self.flag, self.echo, self.pending, self.origin):
            nn.init.normal_(small.weight, std=0.1)

    def words(self, ids: Tensor) -> Tensor:
        """(..., pieces) -> (..., d)"""
        total = self.table(ids).sum(-2)
        count = (ids > 0).sum(-1, keepdim=True).clamp(min=1)
        return total / count.to(total.dtype).sqrt()

    def encode(self, x: Tensor, bias: Tensor | None, mask: Tensor | None) -> Tensor:
        """Mix neighbours, then attend within the sentence."""
        if mask is not None:
            x = x * mask[..., None]
        x = x + functional.gelu(self.mix(x.transpose(1, 2)).transpose(1, 2))
        for layer in self.inner:
            x = layer.over(x, x, bias)
        return x

    def turn(self, ids: Tensor, kinds: Tensor, tags: Tensor, places: Tensor, mask: Tensor | None) -> Tensor:
        """Encode exchanges: (P, T, pieces) -> (P, T, d)."""
        x = self.words(ids) + self.kind(kinds) + self.tag(tags) + self.place(places)
        return self.encode(x, None if mask is None else blind(mask), mask)

    def utterance(
        self,
        ids: Tensor,
        tags: Tensor,
        echo: Tensor,
        pending: Tensor,
        memory: Tensor,
        distance: Tensor,
        flags: Tensor,
        u_mask: Tensor | None,
        m_mask: Tensor | None,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return gate logits (B,), sources (B, S, d) and the decoder's first state (B, d)."""
        batch, length = ids.shape[0], ids.shape[1]
        places = torch.arange(length, device=ids.device)
        x = self.words(ids) + self.kind.weight[4] + self.tag(tags) + self.place(places) + self.echo(echo)
        x = self.encode(x, None if u_mask is None else blind(u_mask), u_mask)
        known = memory + self.distance(distance) + self.flag(flags)
        known = torch.cat([self.nothing.expand(batch, 1, WIDTH) + self.pending(pending)[:, None], known], 1)
        here = None if u_mask is None else blind(u_mask)
        there = None if m_mask is None else blind(torch.cat([m_mask.new_ones(batch, 1), m_mask], 1))
        for cross, own in zip(self.outer, self.again, strict=True):
            x = cross.over(x, known, there)
            x = own.over(x, x, here)
        known = self.back.over(known, x, here)
        mean = (
            x.mean(1)
            if u_mask is None
            else x.masked_fill(~u_mask[..., None], 0.0).sum(1) / u_mask.sum(1, keepdim=True).clamp(min=1)
        )
        peak = (x if u_mask is None else x.masked_fill(~u_mask[..., None], FAR)).amax(1)
        gate = self.gate(torch.cat([mean, peak, known[:, 0]], -1)).squeeze(-1)
        closed = (self.words(self.closed) + self.origin.weight[2]).expand(batch, len(CLOSED), WIDTH)
        parts = [
            known + self.origin.weight[0],
            x + self.origin.weight[1],
            closed,
            (self.end + self.origin.weight[3]).expand(batch, 1, WIDTH),
        ]
        first = torch.tanh(self.begin(torch.cat([mean, known[:, 0]], -1)))
        return gate, self.tidy(torch.cat(parts, 1)), first

    def feed(self, now: Tensor, then: Tensor) -> Tensor:
        """Make the decoder's input from the word just copied and the one after it."""
        return functional.gelu(self.join(torch.cat([now, then], -1)))

    def attend(self, state: Tensor, source: Tensor, bias: Tensor | None) -> tuple[Tensor, Tensor]:
        """Return pointer scores (B, L, S) and how much to go on (B, L, 1)."""
        x = state
        for layer in self.look:
            x = layer.over(x, source, bias)
        x = self.tidy_step(x)
        return self.point(x) @ self.sign(source).transpose(1, 2) / math.sqrt(WIDTH), self.go_on(x)

    def passages(self, batch: Batch) -> Tensor:
        """Encode all passages; the short ones, which come first, apart from the long ones, so that less is padded."""
        half = len(batch.ids) // 2
        width = int(batch.mask[:half].sum(1).max()) if half else 0
        if width > 0.8 * batch.ids.shape[1] or half < 8:
            return self.turn(batch.ids, batch.kinds, batch.tags, batch.places, batch.mask)
        rows = (batch.ids, batch.kinds, batch.tags, batch.places, batch.mask)
        short = self.turn(*(part[:half, :width] for part in rows))
        long = self.turn(*(part[half:] for part in rows))
        return torch.cat([functional.pad(short, (0, 0, 0, long.shape[1] - width)), long])

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return gate logits (B,) and the pointer's log-probabilities (N, L, S) of the N examples to be rewritten, in order."""
        encoded = self.passages(batch)
        m_mask = batch.gather >= 0
        memory = encoded.reshape(-1, WIDTH)[batch.gather.clamp(min=0)]
        gate, source, first = self.utterance(
            batch.u_ids,
            batch.u_tags,
            batch.u_echo,
            batch.pending,
            memory,
            batch.distance,
            batch.flags,
            batch.u_mask,
            m_mask,
        )
        # What needs no rewrite teaches the decoder nothing.
        lean = batch.needed > 0
        if not lean.any():
            return gate, source.new_zeros(0, batch.previous.shape[1], source.shape[1])
        source, first, m_mask, u_mask = source[lean], first[lean], m_mask[lean], batch.u_mask[lean]
        previous = batch.previous[lean]
        rows = torch.arange(len(source))[:, None]
        now = source[rows, previous]
        now = torch.where((torch.arange(now.shape[1]) == 0)[None, :, None], self.start, now)
        after = batch.after[lean][rows, previous]
        then = source[rows, after]
        state, _ = self.gru(self.feed(now, then), first[None].contiguous())
        there = torch.cat(
            [
                m_mask.new_zeros(len(source), 1),
                m_mask,
                u_mask,
                torch.ones(len(source), len(CLOSED) + 1, dtype=torch.bool),
            ],
            1,
        )
        scores, on = self.attend(state, source, blind(there))
        bonus = torch.zeros_like(scores).scatter(2, after[..., None], on)
        scores = (scores + bonus).masked_fill(~there[:, None], FAR)
        return gate, scores.log_softmax(-1)


def losses(model: Pointer, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return the gate's loss and the pointer's: any position that holds the right word is right, one on the shortest path better."""
    gate, scores = model(batch)
    decide = functional.binary_cross_entropy_with_logits(gate, batch.needed, weight=batch.weight)
    lean = batch.needed > 0
    if not lean.any():
        return decide, decide.new_zeros(())
    any_place = scores.masked_fill(~batch.valid[lean], FAR).logsumexp(-1)
    right = 0.4 * any_place + 0.6 * scores.gather(2, batch.chosen[lean][..., None]).squeeze(-1)
    steps = (batch.steps * batch.weight[:, None])[lean]
    return decide, -(right * steps).sum() / steps.sum().clamp(min=1)


def size(model: nn.Module) -> int:
    """Count the parameters."""
    return sum(p.numel() for p in model.parameters())


assert PIECES > 0
