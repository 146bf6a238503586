"""Dialogues as the published recipe reads them: one sequence of tokens, entities replaced by markers. Needs no PyTorch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.contextual.examples import Example
from runtime.rewrite.words import NONE, PLACE, THING, Lexicon, split

HERE = Path(__file__).parent / "recipe"
"""The recipe's word lists and, once trained, its two ONNX parts."""
VOCABULARY = HERE / "words.json"
Array = NDArray[np.generic]
MARKERS = tuple(f"ENTITY{who}{n}" for who in "US" for n in range(1, 13))
PAD, UNKNOWN, END, START = range(4)
TURNS, MAX_SOURCE, MAX_OUT = 6, 110, 28

INTENTS = (
    ("on", "on"), ("off", "off"), ("open", "open raise"), ("close", "close shut lower"), ("lock", "lock bolt"), ("unlock", "unlock unbolt"),
    ("set", "set put make change dim bring"),
    ("more", "brighter warmer louder faster up"), ("less", "dimmer darker cooler quieter slower down"),
    ("ask", "is are what how which did what's"), ("timer", "timer"), ("navigate", "directions route address gps nearest"),
    ("weather", "weather forecast rain temperature"),
    ("schedule", "appointment meeting reminder calendar"), ("find", "restaurant food find looking"),
    ("talk", "thanks thank yes no okay hello bye goodbye"),
)  # fmt: skip


def intent(words: Sequence[str]) -> int:
    """Return a coarse intent of a turn, by its first telling word; 0 for none."""
    for number, (_, telling) in enumerate(INTENTS, 1):
        if set(telling.split()) & set(words):
            return number
    return 0


@cache
def vocabulary() -> tuple[dict[str, int], dict[str, int]]:
    """Return (input word -> row, output word -> row); both begin with pad, unknown, end, start."""
    lists = json.loads(VOCABULARY.read_text())
    base = ["<pad>", "<unknown>", "<end>", "<start>", *MARKERS]
    return (
        {word: row for row, word in enumerate([*base, *lists["input"]])},
        {word: row for row, word in enumerate([*base[:4], *lists["output"]])},
    )


@dataclass(frozen=True, slots=True)
class Sequenced:
    """A dialogue as one sequence of tokens, entities replaced."""

    tokens: tuple[str, ...]
    tags: tuple[int, ...]
    turns: tuple[int, ...]
    intents: tuple[int, ...]
    spelled: tuple[tuple[str, ...], ...]
    """What each token stands for."""
    target: tuple[str, ...] = ()
    needed: bool = False
    weight: float = 1.0


class _Replacer:
    """Numbers the entities of one dialogue."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known: dict[tuple[str, ...], str] = {}
        self.counts = {"U": 0, "S": 0}

    def replace(self, text: str, who: str, tag: int | None = None) -> list[tuple[str, int, tuple[str, ...]]]:
        words = split(text)
        tags = self.lexicon.tags(words) if tag is None else (tag,) * len(words)
        found: list[tuple[str, int, tuple[str, ...]]] = []
        at = 0
        while at < len(words):
            end = at + 1
            if tags[at] != NONE:
                while end < len(words) and tags[end] == tags[at]:
                    end += 1
            spelled = words[at:end]
            token = words[at]
            if tags[at] != NONE:
                if spelled not in self.known and who in self.counts and self.counts[who] < 12:
                    self.counts[who] += 1
                    self.known[spelled] = f"ENTITY{who}{self.counts[who]}"
                token = self.known.get(spelled, words[at])
            if token in MARKERS or end == at + 1:
                found.append((token, tags[at], spelled))
            else:
                found += [(word, tags[at], (word,)) for word in spelled]
            at = end
        return found


def encode(example: Example) -> Sequenced:
    """Return the dialogue as tokens, newest MAX_SOURCE kept, and the target in the same terms."""
    replacer = _Replacer(example.lexicon)
    rows: list[tuple[str, int, tuple[str, ...], int, int]] = []
    past = example.turns[-5:]
    for back, turn in zip(range(len(past), 0, -1), past, strict=True):
        about = intent(split(turn.user))
        shown = [
            ("U", turn.user, None),
            *[("S", n, THING) for n in turn.entities],
            *[("S", n, PLACE) for n in turn.rooms],
            ("S", turn.system, None),
        ]
        for who, text, tag in shown:
            rows += [
                (*token, min(2 * back + (who == "S"), 2 * TURNS), about) for token in replacer.replace(text, who, tag)
            ]
    about = intent(split(example.utterance))
    rows += [(*token, 0, about) for token in replacer.replace(example.utterance, "U")]
    rows = rows[-MAX_SOURCE:]
    target = tuple(token for token, _, _ in replacer.replace(example.target, "?"))[:MAX_OUT]
    tokens, tags, spelled, turns, intents = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return Sequenced(tokens, tags, turns, intents, spelled, target, example.needed)


def arrays(items: Sequence[Sequenced]) -> dict[str, Array]:
    """Pad a batch of B dialogues to N tokens, L steps.

    tokens tags turns intents (B, N) rows; mask; entity, wanted (B, N): an entity token, and one that is in the target;
    previous (B, L) input rows of the words before; output (B, L) row of the right word, or unknown; copies (B, L, N)
    where the right word can be copied from; steps (B, L).
    """
    into, out = vocabulary()
    n, length = max(1, *(len(i.tokens) for i in items)), max(len(i.target) for i in items) + 1
    shape = (len(items), n)
    tokens, tags, turns, intents = (np.zeros(shape, np.int64) for _ in range(4))
    entity, wanted = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    previous, output = np.zeros((len(items), length), np.int64), np.full((len(items), length), UNKNOWN, np.int64)
    copies, steps = np.zeros((len(items), length, n), bool), np.zeros((len(items), length), np.float32)
    for at, item in enumerate(items):
        size = len(item.tokens)
        tokens[at, :size] = [into.get(token, UNKNOWN) for token in item.tokens]
        tags[at, :size], turns[at, :size], intents[at, :size] = item.tags, item.turns, item.intents
        entity[at, :size] = [token in MARKERS for token in item.tokens]
        wanted[at, :size] = [token in item.target for token in item.tokens]
        reachable = [word for word in item.target if word in out or word in item.tokens]
        previous[at, 0] = START
        for step, word in enumerate(reachable):
            previous[at, step + 1] = into.get(word, UNKNOWN)
            output[at, step] = out.get(word, UNKNOWN)
            copies[at, step, :size] = [token == word for token in item.tokens]
        output[at, len(reachable)] = END
        steps[at, : len(reachable) + 1] = 1.0
    return {
        "tokens": tokens, "tags": tags, "turns": turns, "intents": intents, "mask": tokens > 0, "entity": entity, "wanted": wanted,
        "previous": previous, "output": output, "copies": copies, "steps": steps,
    }  # fmt: skip


def spelled_out(item: Sequenced, line: Sequence[str], heard: str) -> str:
    """Put the entities back; the text as heard when nothing changed or nothing came."""
    spell = dict(zip(item.tokens, item.spelled, strict=True))
    text = " ".join(word for token in line for word in spell.get(token, (token,)))
    return heard if not text or split(text) == split(heard) else text


def write_vocabulary(examples: Sequence[Example]) -> None:
    """Count words and keep the common ones: 2,000 to read, 300 to generate."""
    from collections import Counter

    read: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for example in examples:
        item = encode(example)
        read.update(token for token in item.tokens if token not in MARKERS)
        made.update(token for token in item.target if token not in MARKERS)
    VOCABULARY.write_text(
        json.dumps({"input": [w for w, _ in read.most_common(2000)], "output": [w for w, _ in made.most_common(300)]})
        + "\n"
    )
