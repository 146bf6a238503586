"""Sentences with labels, from the grammars and the corpora, as arrays for the network."""

import dataclasses
import random
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.nlu import corpora
from learning.nlu.fillers import Filler
from learning.nlu.grammar import Fill, Grammar, Node, Tagged, read
from learning.nlu.homes import make_home
from learning.nlu.noise import Noise
from runtime.nlu.features import CHANNELS, HOME_CHANNELS, PIECES, channels, ids
from runtime.nlu.labels import OUT_OF_SCOPE, TAGS
from runtime.nlu.lexicon import KINDS
from runtime.nlu.tidy import Span, spans_of, tidy
from runtime.nlu.vocabulary import Vocabulary
from runtime.nlu.words import split

LONGEST = 40
TAG = {tag: number for number, tag in enumerate(TAGS)}
ACTIONS = (
    "turn_on turn_on turn_off turn_off turn_off set_brightness set_color open close set_position lock set_temperature set_mode set_fan_speed "
    "start pause activate set_volume media_pause media_play timer_start ask_time mute alarm_set ask_value ask_state reminder_set unlock "
    "announce arm press return_home media_next set_humidity".split()
)
"""What people join in one sentence."""
JOINTS = (
    ("and",),
    ("and",),
    ("and",),
    ("and", "then"),
    ("then",),
    (),
    ("and", "also"),
    ("and", "after", "that"),
    ("after", "that"),
    ("also",),
    ("but",),
    ("plus",),
)
WRAPPED = frozenset(ACTIONS) | {
    "timer_cancel",
    "timer_add",
    "alarm_cancel",
    "ask_where",
    "ask_devices",
    "locate",
    "undo",
}
PREAMBLES = (
    "if you don't mind|when you get a chance|be so kind as to|i was wondering if you could|listen|hey there|okay so|um|well|right then|before i forget|quickly|"
    "i would appreciate it if you could|it would be great if you could|let's|do me a favor and|do me a favour|sorry but|one more thing|by the way|next|now|first|"
    "i think you should|you should|why don't you|how about you|maybe you could|is it possible to|please be so good and|hearth|computer|house|dear house|so|actually"
).split("|")
"""What people say before they say what they want."""
AFTERWARDS = (
    "when you can|if that's okay|if possible|as soon as possible|straight away|immediately|thank you very much|okay|alright|i think|for a change|again|right away|"
    "would you|could you|will you please|if you please|or something|i guess|at once|like always|as usual"
).split("|")
NUMBERS = frozenset({"brightness", "percent", "temperature", "change", "color"})
UNIT_WORDS = frozenset("percent degrees degree celsius fahrenheit kelvin".split())
NOT_KINDS = frozenset(
    "house switch clean water heat stuff things thing cleaner robot alarm security ac cooling heating timer timers".split()
)
"""Words of the kind list that mean something else as often."""
NO_KINDS = {
    "open": frozenset("light air sun lock".split()), "close": frozenset("light sun lock".split()), "lock": frozenset({"lock"}),
    "set_brightness": frozenset({"light"}), "turn_on": frozenset({"garage"}),
}  # fmt: skip
"""Intent -> words of its templates that are no class there: "let some light in", "lock up"."""
SPARES, SHORT = 16, 24
"""Wordings an intent must have before any is held out, and letters of the longest template that never is."""
SEVERAL = 0.05
"""Share of sentences from the templates of several clauses."""
IN_HOUSE = 0.88
"""Share of sentences seen with the vocabulary of their own home."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """One labelled sentence."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    intents: tuple[str, ...]
    """Per clause."""
    clauses: tuple[int, ...]
    """Clause of each word; -1: between clauses."""
    names: Vocabulary
    trusted: bool = True
    """False: an O may be a slot that the corpus does not mark."""


@dataclasses.dataclass(slots=True)
class Maker:
    """Makes samples of one split; deterministic for a seed."""

    slots: dict[str, tuple[str, ...]]
    seed: int
    part: str = "train"
    homes: int = 250
    grammar: Grammar = dataclasses.field(default_factory=read)

    def __post_init__(self) -> None:
        self._allowed = {intent: frozenset(names) for intent, names in self.slots.items()}

    _allowed: dict[str, frozenset[str]] = dataclasses.field(default_factory=dict)

    def templates(self) -> dict[str, list[Node]]:
        """Return the templates of this part: a twentieth each of the wordings is kept for dev and for test.

        Nothing is kept of intents that have few wordings, nor of templates without a choice in them: "help" must be learned.
        """
        wanted = {"dev": {0}, "test": {1}}.get(self.part)
        chosen: dict[str, list[Node]] = {}
        for intent, lines in self.grammar.sentences.items():
            for line, node in lines:
                keeps = len(lines) >= SPARES and not isinstance(node, str) and len(line) > SHORT
                bucket = zlib.crc32(line.encode()) % 20 if keeps else 19
                if (wanted is None and bucket > 1) or (wanted is not None and bucket in wanted):
                    chosen.setdefault(intent, []).append(node)
        return chosen

    def samples(self, count: int, noise: Noise | None = None, noisy: float = 0.35) -> Iterator[Sample]:
        """Yield `count` sentences of the grammars."""
        rng = random.Random(self.seed)
        held_out = self.part != "train"
        built = [make_home(rng, held_out=held_out) for _ in range(self.homes)]
        places = [(one.names, _clean(Filler(one, rng))) for one in built]
        templates = self.templates()
        intents = sorted(templates)
        weights = [len(templates[intent]) ** 0.6 for intent in intents]
        actions = [intent for intent in ACTIONS if intent in templates]
        several = [(kinds, parts) for kinds, lines in self.grammar.several.items() for _, parts in lines]
        for _ in range(count):
            names, fill = rng.choice(places)
            if self.part == "train" and rng.random() < SEVERAL:
                sample = self._several(
                    *rng.choice(several), fill, names if rng.random() < IN_HOUSE else Vocabulary(), rng
                )
                if sample:
                    yield sample
                continue
            joined = rng.random() < 0.22
            chosen = (
                [rng.choice(actions) for _ in range(2 + (rng.random() < 0.1))]
                if joined
                else rng.choices(intents, weights)
            )
            clauses = [self._clause(intent, rng.choice(templates[intent]), fill, names, rng) for intent in chosen]
            if chosen[0] in WRAPPED and rng.random() < 0.14:
                clauses[0] = [(word, "O") for word in rng.choice(PREAMBLES).split()] + clauses[0]
            if chosen[-1] in WRAPPED and rng.random() < 0.08:
                clauses[-1] = clauses[-1] + [(word, "O") for word in rng.choice(AFTERWARDS).split()]
            if noise and rng.random() < noisy:
                rate = rng.uniform(0.04, 0.22)
                clauses = [noise(clause, rng, rate) for clause in clauses]
            roll = rng.random()
            seen = names if roll < IN_HOUSE else Vocabulary() if roll < 0.95 else rng.choice(places)[0]
            sample = _join(chosen, clauses, seen, [rng.choice(JOINTS) for _ in chosen[1:]])
            if sample:
                yield sample

    def _several(
        self, intents: tuple[str, ...], parts: tuple[Node, ...], fill: Fill, names: Vocabulary, rng: random.Random
    ) -> Sample | None:
        """Make a sentence of a template of several clauses."""
        clauses = [
            self._clause(intent, part, fill, names, rng) for intent, part in zip(intents, parts[::2], strict=True)
        ]
        joints = [tuple(word for word, _ in self.grammar.sample(part, fill, rng)) for part in parts[1::2]]
        return _join(list(intents), clauses, names, joints)

    def _clause(self, intent: str, template: Node, fill: Fill, names: Vocabulary, rng: random.Random) -> Tagged:
        tagged = [(word, tag) for word, tag in self.grammar.sample(template, fill, rng) if word not in {",", "'s"}]
        allowed = self._allowed[intent]
        tagged = [(word, tag if tag[2:] in allowed else "O") for word, tag in tagged]
        words = tuple(word for word, _ in tagged)
        tags = ["O"] * len(words)
        spans = listed(spans_of(tag for _, tag in tagged), words, allowed, NO_KINDS.get(intent, frozenset()))
        for span in tidy(spans, words, names, allowed):
            tags[span.start : span.end] = [f"B-{span.slot}"] + [f"I-{span.slot}"] * (span.end - span.start - 1)
        return list(zip(words, tags, strict=True))


def listed(
    spans: tuple[Span, ...], words: tuple[str, ...], allowed: frozenset[str], not_kinds: frozenset[str] = frozenset()
) -> list[Span]:
    """Stretch numbers over their units, and mark kinds and quantities that a template spells out."""
    taken = [False] * len(words)
    found: list[Span] = []
    for span in spans:
        end = span.end
        while (
            span.slot in NUMBERS
            and end < len(words)
            and words[end] in UNIT_WORDS
            and not any(other.start == end for other in spans)
        ):
            end += 1
        found.append(Span(span.slot, span.start, end))
        taken[span.start : end] = [True] * (end - span.start)
    for slot, table in (
        ("kind", KINDS),
        ("quantity", {"temperature": "", "temp": "", "humidity": "", "hot": "", "cold": "", "warm": ""}),
    ):
        if slot not in allowed or any(span.slot in {slot, "name"} for span in found):
            continue
        for start in range(len(words)):
            for end in range(min(len(words), start + 3), start, -1):
                phrase = " ".join(words[start:end])
                if phrase in table and not any(taken[start:end]) and words[start] not in NOT_KINDS | not_kinds:
                    found.append(Span(slot, start, end))
                    taken[start:end] = [True] * (end - start)
                    break
    return sorted(found, key=lambda span: span.start)


def _clean(fill: Fill) -> Fill:
    return lambda slot, group: " ".join(split(fill(slot, group)))


def _join(
    intents: list[str], clauses: list[Tagged], names: Vocabulary, joints: Sequence[tuple[str, ...]]
) -> Sample | None:
    words: list[str] = []
    tags: list[str] = []
    owner: list[int] = []
    for number, clause in enumerate(clauses):
        if number:
            joint = joints[number - 1]
            words.extend(joint)
            tags.extend("O" for _ in joint)
            owner.extend(-1 for _ in joint)
        words.extend(word for word, _ in clause)
        tags.extend(tag for _, tag in clause)
        owner.extend(number for _ in clause)
    if not words or len(words) > LONGEST or any(not clause for clause in clauses):
        return None
    return Sample(tuple(words), tuple(tags), tuple(intents), tuple(owner), names)


def from_corpora(
    data: Path, slots: dict[str, tuple[str, ...]], seed: int, noise: Noise | None = None
) -> Iterator[Sample]:
    """Yield the training rows of the public corpora, each with the vocabulary of some home."""
    rng = random.Random(seed)
    places = [make_home(rng).names for _ in range(60)]
    rows = [*corpora.hwu(data / "hwu64" / "trainset", slots), *corpora.clinc(data / "clinc" / "data_full.json")]
    rows.extend(rng.sample(list(corpora.snips(data / "snips")), 3000))
    rng.shuffle(rows)
    for original, intent, trusted in rows:
        tagged = noise(original, rng, 0.1) if noise and rng.random() < 0.2 else original
        words = tuple(word for word, _ in tagged)[:LONGEST]
        tags = tuple(tag for _, tag in tagged)[:LONGEST]
        if words:
            yield Sample(words, tags, (intent,), (0,) * len(words), rng.choice(places), trusted)


@dataclasses.dataclass(slots=True)
class Arrays:
    """Samples of all lengths, ragged: words of sample n are rows offsets[n]:offsets[n+1]."""

    offsets: NDArray[np.int64]
    pieces: NDArray[np.int16]
    channels: NDArray[np.uint8]
    tags: NDArray[np.int16]
    clauses: NDArray[np.int8]
    intents: NDArray[np.int16]
    """[samples, 4], -1 where there is no clause."""

    def __len__(self) -> int:
        return len(self.offsets) - 1


def arrays(samples: list[Sample], intents: list[str]) -> Arrays:
    """Turn samples into arrays; an untrusted O becomes -100, which no loss counts."""
    index = {intent: number for number, intent in enumerate(intents)}
    lengths = [len(sample.words) for sample in samples]
    total = sum(lengths)
    made = Arrays(
        np.concatenate([[0], np.cumsum(lengths)]),
        np.zeros((total, PIECES), np.int16),
        np.zeros((total, len(CHANNELS)), np.uint8),
        np.zeros(total, np.int16),
        np.zeros(total, np.int8),
        np.full((len(samples), 4), -1, np.int16),
    )
    for number, sample in enumerate(samples):
        rows = slice(made.offsets[number], made.offsets[number + 1])
        made.pieces[rows] = ids(sample.words)
        made.channels[rows] = channels(sample.words, sample.names)
        made.tags[rows] = [-100 if tag == "O" and not sample.trusted else TAG[tag] for tag in sample.tags]
        made.clauses[rows] = sample.clauses
        for clause, intent in enumerate(sample.intents[:4]):
            made.intents[number, clause] = index[intent]
    return made


__all__ = ["HOME_CHANNELS", "OUT_OF_SCOPE", "Arrays", "Maker", "Sample", "arrays", "from_corpora"]
