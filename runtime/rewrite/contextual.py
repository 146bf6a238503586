"""Following the conversation: a pointer network that copies the missing words from the dialogue.

Three ONNX parts. `turn` encodes one exchange from its own words alone, so that it is encoded once and kept; `utterance`
compares the new words with what is kept and decides (the gate) whether anything is missing; `step` then copies one
word at a time. It can write what was said, what Hearth said or acted on, and a closed list of function words; it
cannot write a name, a room or a number that nobody mentioned. Pure: no clock, no await, and no word is ever logged.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from device.engine import open_session
from device.home.state import Home
from runtime.rewrite.source import (
    CLOSED,
    ENTITY,
    MAX_UTTERANCE,
    PENDING,
    ROOM,
    SYSTEM,
    USER,
    Fused,
    Passage,
    Turn,
    fuse,
    passage,
)
from runtime.rewrite.turns import Names, names_of, recent, turn_of
from runtime.rewrite.words import NONE, PIECES, Lexicon, pieces, split
from runtime.turn import Exchange, Origin, Question, Rewrite

Array = NDArray[np.float32]
Ints = NDArray[np.int64]

FETCH: Final = "python -m learning.contextual.export"
_TAKES_BACK = "no not wait sorry mean meant actually scratch rather correction oops instead said wrong hang hold mistake better rephrase"
TAKES_BACK: Final = frozenset(_TAKES_BACK.split())
"""With one of these words, something said plainly may be replaced; without one, never."""

POINTING: Final = frozenset({"one", "second", "the", "in", "a"})
"""Words that look like numbers or stand in names, and often only point: "that one", "the second one"."""


class ContextualSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of the past is looked at, and how sure a rewrite must be."""

    turns: int = 5
    """Exchanges that a sentence may lean on."""
    silence_s: float = 120.0
    """Seconds without a word after which the conversation is forgotten."""
    gate: float = 0.5
    """Probability above which a sentence is taken to lean on the dialogue."""
    sure: float = 0.2
    """The least score (gate times the rarest word's share) with which a rewrite is used."""
    corrections: bool = False
    """Also rewrite what takes back the turn before ("no, the bedroom"). Off in the product: left as it is, such a sentence
    is understood as a correction, which undoes the wrong action first. What is put right within one sentence is rewritten."""
    max_words: int = 44
    """Steps of the decoder: its time is bounded."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything one decision is made from."""

    words: tuple[str, ...]
    tags: tuple[int, ...]
    passages: tuple[Passage, ...]
    fused: Fused
    pending: int


def takes_back(text: str) -> bool:
    """Tell whether a sentence begins by taking back the turn before: "no, the bedroom", "i meant the fan"."""
    words = split(text)
    opening = words[:3]
    return len(words) > 1 and (
        opening[0] in {"no", "not", "sorry", "wait", "oops"}
        or "meant" in words
        or opening[:2] in {("i", "said"), ("i", "mean")}
    )


class Contextual:
    """A `Rewriter`. Holds the encoded past (bounded) beside the sessions; equal calls give equal answers."""

    def __init__(self, turn: Any, utterance: Any, step: Any, settings: ContextualSettings) -> None:
        self._turn, self._utterance, self._step = turn, utterance, step
        self._settings = settings
        self._kept: OrderedDict[Passage, Array] = OrderedDict()
        self._named: tuple[Home | None, Names] = (None, Names())

    @classmethod
    def open(cls, folder: Path, settings: ContextualSettings | None = None) -> Self:
        """Load `turn.onnx`, `utterance.onnx` and `step.onnx`. Raises ModelMissing or ModelBroken."""
        turn, utterance, step = (
            open_session(folder / f"{part}.onnx", fetch=FETCH) for part in ("turn", "utterance", "step")
        )
        return cls(turn, utterance, step, settings or ContextualSettings())

    def rewrite(
        self,
        text: str,
        history: Sequence[Exchange],
        at: float,
        pending: Question | None = None,
        home: Home | None = None,
    ) -> Rewrite:
        """Return the sentence that stands alone, where each of its words came from, and how sure that is."""
        past = recent(history, at, turns=self._settings.turns, silence_s=self._settings.silence_s)
        kind = pending.kind if pending is not None and past else "none"
        if kind == "pin" or not text.strip():
            return Rewrite(text)  # a PIN is nobody's business, and digits lean on nothing
        if past and kind == "none" and takes_back(text) and not self._settings.corrections:
            return Rewrite(text)
        names = self._names(home)
        return self.rewrite_turns(text, [turn_of(exchange, names) for exchange in past], names.lexicon, kind)

    def rewrite_turns(self, text: str, turns: Sequence[Turn], lexicon: Lexicon, pending: str = "none") -> Rewrite:
        """Return the rewrite, given the past as text (what training and the benchmark call)."""
        words = split(text)
        if not 0 < len(words) <= MAX_UTTERANCE:
            return Rewrite(text)
        passages = tuple(passage(turn, lexicon) for turn in turns[-self._settings.turns :])
        heard = Heard(
            words,
            lexicon.tags(words),
            passages,
            fuse(words, passages),
            PENDING.index(pending) if pending in PENDING else 0,
        )
        gate, source, state = self._look(heard)
        if gate < self._settings.gate:
            return Rewrite(text, score=1.0 - gate)
        path, share = self._copy(heard, source, state)
        path = _smoothed(path, heard.fused.words)
        rewritten = tuple(heard.fused.words[at] for at in path)
        score = float(gate * share)
        # To say the last request once more is what a decoder does that found nothing; nobody asks for that.
        repeated = bool(turns) and rewritten == split(turns[-1].user)
        if not rewritten or repeated or rewritten == words or score < self._settings.sure or _loses(heard, rewritten):
            return Rewrite(text, score=1.0 - score)
        return Rewrite(" ".join(rewritten), "contextual", score, tuple(_origin(heard, at) for at in path))

    def _names(self, home: Home | None) -> Names:
        """Return the names of this home, collected anew only when its structure changed."""
        known = self._named[0]
        if home is None or known is None or known.entities is not home.entities:
            self._named = (home, names_of(home))
        return self._named[1]

    def _encoded(self, past: Passage) -> Array:
        """Encode an exchange, once."""
        found = self._kept.get(past)
        if found is None:
            ids = np.array([[pieces(word) for word in past.words]], np.int64)
            feed = {"ids": ids, "kinds": _row(past.kinds), "tags": _row(past.tags), "places": _row(past.places)}
            found = self._turn.run(None, feed)[0]
            self._kept[past] = found
            while len(self._kept) > 4 * self._settings.turns:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(past)
        return found

    def _look(self, heard: Heard) -> tuple[float, Array, Array]:
        """Return the gate's probability, the source vectors (sources, d) and the decoder's first state."""
        kept = [self._encoded(past) for past in heard.passages if past.words]
        width = self._step.get_inputs()[1].shape[-1]
        memory = np.concatenate(kept, axis=1) if kept else np.zeros((1, 0, width), np.float32)
        feed = {
            "ids": np.array([[pieces(word) for word in heard.words]], np.int64).reshape(1, -1, PIECES),
            "tags": _row(heard.tags),
            "echo": heard.fused.echoes[None],
            "pending": np.array([heard.pending], np.int64),
            "memory": memory,
            "distance": heard.fused.distance[None],
            "flags": heard.fused.flags[None],
        }
        gate, source, state = self._utterance.run(None, feed)
        return float(1.0 / (1.0 + np.exp(-gate[0]))), source, state

    def _copy(self, heard: Heard, source: Array, state: Array) -> tuple[list[int], float]:
        """Copy words until the end. Returns their positions in `fused.words` and the least share a word had."""
        end = len(heard.fused.words) + 1
        after = _following(heard, end)
        index: dict[str, int] = {}
        same = np.array([0, *(1 + index.setdefault(word, len(index)) for word in heard.fused.words), 1 + len(index)])
        path: list[int] = []
        previous, least = -1, 1.0
        for _ in range(self._settings.max_words):
            following = end if previous < 0 else after[previous]
            feed = {
                "source": source,
                "state": state,
                "previous": np.array([previous], np.int64),
                "after": np.array([following], np.int64),
            }
            shares, state = self._step.run(None, feed)
            # Equal words at several places are one candidate; then the likeliest place.
            totals = np.bincount(same, weights=shares[0])
            totals[0] = 0.0
            best = int(totals.argmax())
            least = min(least, float(totals[best]))
            if best == same[-1]:
                return path, least
            places = np.flatnonzero(same == best)
            previous = int(places[shares[0][places].argmax()])
            path.append(previous - 1)
        return [], 0.0


def _row(values: Sequence[int]) -> Ints:
    return np.array([values], np.int64)


def _following(heard: Heard, end: int) -> list[int]:
    """Return for each source position (0 is the empty slot) the next one of the same sentence, or `end`."""
    after = [end]
    for past in heard.passages:
        count = len(past.words)
        for at in range(count):
            last = at + 1 == count or past.places[at + 1] <= past.places[at] or past.kinds[at + 1] != past.kinds[at]
            after.append(end if last else len(after) + 1)
    after += [len(after) + 1 + at for at in range(heard.fused.utterance - 1)]
    return [*after, *[end] * (len(CLOSED) + 2)]


def _smoothed(path: Sequence[int], words: Sequence[str]) -> list[int]:
    """Leave out an article before a name in the possessive ("the anna's room") and a word written twice ("the the")."""
    kept: list[int] = []
    for step, at in enumerate(path):
        after = words[path[step + 1]] if step + 1 < len(path) else ""
        if not (words[at] == "the" and (after.endswith("'s") or after == "the")):
            kept.append(at)
    return kept


def _loses(heard: Heard, rewritten: Sequence[str]) -> bool:
    """Tell whether a room, name or number said plainly would vanish although nothing was taken back."""
    if TAKES_BACK & set(heard.words):
        return False
    plain = [word for word, tag in zip(heard.words, heard.tags, strict=True) if tag != NONE and word not in POINTING]
    return any(word not in rewritten for word in plain)


def _origin(heard: Heard, at: int) -> Origin:
    """Say where a copied word came from."""
    word = heard.fused.words[at]
    if at >= heard.fused.memory + heard.fused.utterance:
        return Origin(word, 1, "generated")
    if at >= heard.fused.memory:
        return Origin(word, 0, "user")
    for back, past in enumerate(heard.passages):
        if at < len(past.words):
            kind = past.kinds[at]
            return Origin(
                word,
                back - len(heard.passages),
                {USER: "user", SYSTEM: "system", ENTITY: "entity", ROOM: "entity"}[kind],
            )
        at -= len(past.words)
    raise AssertionError("a position beyond every passage")
