"""What the recogniser makes of what people say to a home: carrier sentences -> synthesisers -> noise -> the shipped speech model -> n-best.

    python -m learning.nlu.heard --out work/heard.jsonl --count 3000 [--rooms rooms.npy] [--data DIR]

Each line is a `Spoken`. The sentences are said in invented homes and labelled by the NLU there is; each is decoded with the graph of its own home and with the
general one. The graphs are compiled in child processes: kaldifst and vosk never share one. A file that is there is gone on with.
"""

import argparse
import asyncio
import difflib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from device.hearing.recognizer import _recognizer as recogniser_of
from device.hearing.recognizer import load, parse
from device.hearing.vocabulary.compile import model_for
from device.hearing.vocabulary.grammar import Alt, Ref, Word, carrier_rules
from device.hearing.vocabulary.home import names_of, sentences
from device.home.state import Home
from learning.nlu.catalogue import catalogue
from learning.nlu.dataset import LONGEST, Sample
from learning.nlu.grammar import Tagged
from learning.nlu.homes import make_home
from learning.speech.augment import Surroundings, augment
from learning.speech.synthesise import available_engines, random_voice, speak
from learning.speech.text import draw
from runtime.nlu.decode import best_tags
from runtime.nlu.labels import OUT_OF_SCOPE, labels_hash
from runtime.nlu.model import Nlu, confidence, segments
from runtime.nlu.tidy import spans_of, tidy
from runtime.nlu.vocabulary import Vocabulary
from runtime.nlu.words import split

PER_HOME = 150
SURE = 0.8
"""Confidence from which on a reading is taken for the truth: carrier sentences are plain."""
SHORTEST = 3
NOT_LEARNED = frozenset({"correct", "thanks", "stop", "teach_name", "give_pin"})
"""Short sentences, and intents that sentences of other features are taken for, are no truth to learn from."""
FAR = 0.75
"""Share of the sentences that are said across the room."""
FIRST_HOME = 70_000
"""Seeds of the homes, far from those that the other sentences are made in."""


class Spoken(msgspec.Struct, frozen=True):
    """One sentence with its labels and what was heard of it, best first, with each hearing's share."""

    home: int
    words: tuple[str, ...]
    tags: tuple[str, ...]
    intents: tuple[str, ...]
    clauses: tuple[int, ...]
    closed: tuple[tuple[str, float], ...]
    """By the graph of the sentence's home."""
    opened: tuple[tuple[str, float], ...]
    """By the general graph."""
    voice: str = ""


def home_of(seed: int) -> Any:
    """Return the invented home of a seed."""
    return make_home(random.Random(seed))


def samples_of(seed: int, count: int, known: frozenset[str], nlu: Nlu) -> list[Sample]:
    """Return sentences that the ears of a home know (all else is heard as no words), labelled by an NLU that is sure of them."""
    home, rng = home_of(seed), random.Random(seed)
    classes = sentences(names_of(home.home)).classes
    rules = {**carrier_rules(), **{kind: Alt(tuple(Word(name) for name in names)) for kind, names in classes.items()}}
    found: dict[str, Sample] = {}
    for _ in range(40 * count):
        text = draw(Ref("sentence"), rules, rng, sorted(known))
        if len(found) < count and text not in found and known.issuperset(text.split()) and len(text.split()) < LONGEST:
            sample = labelled(nlu, text, home.names)
            if sample is not None:
                found[text] = sample
    return list(found.values())


def labelled(nlu: Nlu, text: str, names: Vocabulary) -> Sample | None:
    """Return a sentence as the NLU reads it, where it is sure of every clause."""
    understood = nlu.understand(text, names)
    if confidence(understood) < SURE or understood.clauses[0].intent == OUT_OF_SCOPE:
        return None
    words = split(text)
    _, _, joints, tags = nlu.outputs(words, names)
    parts = segments(joints)
    if words != tuple(text.split()) or len(parts) != len(understood.clauses):
        return None
    found, owner = ["O"] * len(words), [-1] * len(words)
    for number, ((start, end), clause) in enumerate(zip(parts, understood.clauses, strict=True)):
        allowed = frozenset(catalogue()[clause.intent])
        inside = words[start:end]
        owner[start:end] = [number] * (end - start)
        for span in tidy(spans_of(best_tags(tags[start:end], allowed)[0]), inside, names, allowed):
            at = start + span.start
            found[at : start + span.end] = [f"B-{span.slot}"] + [f"I-{span.slot}"] * (span.end - span.start - 1)
    return Sample(words, tuple(found), tuple(clause.intent for clause in understood.clauses), tuple(owner), names)


def hear(audio: np.ndarray, model: Any) -> tuple[tuple[str, float], ...]:
    """Decode a sentence with an open model."""
    made = recogniser_of(model, ())
    made.AcceptWaveform(audio.astype(np.int16).tobytes())
    return tuple((each.text, round(each.confidence, 4)) for each in parse(made.FinalResult()).alternatives)


def folder_of(home: Home, speech: Path, cache: Path) -> Path:
    """Compile the graph of a home in a child process and return its model folder."""
    return asyncio.run(model_for(speech, sentences(names_of(home)), cache))


def words_of(model: Path) -> frozenset[str]:
    """Return the words that a model folder's graph knows."""
    return frozenset(line.split()[0] for line in (model / "graph" / "words.txt").read_text().splitlines())


def spoken(
    samples: Sequence[Sample], seed: int, models: tuple[Any, Any], around: Surroundings, voices: Sequence[str]
) -> Iterator[Spoken]:
    """Yield what is heard of sentences, each said by another voice in another room."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    for sample in samples:
        voice = random_voice(rng, voices)
        try:
            clean = speak(voice, " ".join(sample.words))
        except (OSError, ValueError, RuntimeError):
            continue
        audio = np.clip(_in_a_room(clean.astype(np.float32), noise, around), -32767, 32767)
        closed, opened = (hear(audio, model) for model in models)
        if closed or opened:
            yield Spoken(seed, sample.words, sample.tags, sample.intents, sample.clauses, closed, opened, voice.label)


def _in_a_room(clean: np.ndarray, rng: np.random.Generator, around: Surroundings) -> np.ndarray:
    """Return speech as a good microphone hears it nearby, and at times as a cheap one does across the room."""
    if rng.random() < FAR:
        return augment(clean, rng, around)
    clean = np.concatenate((np.zeros(3200, np.float32), clean, np.zeros(4800, np.float32)))
    floor = float(np.sqrt(np.mean(clean**2))) * 10 ** (-rng.uniform(15, 35) / 20)
    return clean * rng.uniform(0.3, 1.0) + rng.standard_normal(len(clean)).astype(np.float32) * floor * 0.5


def aligned(row: Spoken, heard: str) -> tuple[Tagged, tuple[int, ...]] | None:
    """Carry the labels over to the words heard; None when too little of the sentence is left to learn from."""
    words = tuple(heard.replace("[unk]", "").split())
    if not words:
        return None
    tags, owner = ["O"] * len(words), [0] * len(words)
    kept = 0
    for how, a, b, c, d in difflib.SequenceMatcher(None, row.words, words, autojunk=False).get_opcodes():
        kept += b - a if how == "equal" else 0
        for place in range(c, d):
            source = min(a + place - c, b - 1) if b > a else max(0, a - 1)
            owner[place] = row.clauses[source]
            if b > a:
                tags[place] = row.tags[source]
            elif 0 < a < len(row.tags) and row.tags[a].startswith("I-"):
                tags[place] = row.tags[a]  # a word put into the middle of a slot
    if kept < 0.5 * len(row.words) or set(owner) - {-1} != set(row.clauses) - {-1}:
        return None
    return list(zip(words, _joined(tags), strict=True)), tuple(owner)


def _joined(tags: list[str]) -> list[str]:
    """Let every span begin with a B and hold one."""
    fixed: list[str] = []
    for tag in tags:
        before = fixed[-1] if fixed else "O"
        if tag.startswith("I-") and before[2:] != tag[2:]:
            tag = f"B-{tag[2:]}"
        fixed.append(tag)
    return fixed


def rows(path: Path) -> list[Spoken]:
    """Read a file of this tool."""
    return [msgspec.json.decode(line, type=Spoken) for line in path.read_bytes().splitlines()]


def read(path: Path, seed: int) -> Iterator[Sample]:
    """Yield labelled sentences as they were heard, each with the names of its home: the best hearing, and one other."""
    rng, names = random.Random(seed), {}
    for row in rows(path):
        if len(row.words) < SHORTEST or not NOT_LEARNED.isdisjoint(row.intents):
            continue
        if row.home not in names:
            names[row.home] = home_of(row.home).names
        hearings = [text for text, _ in (*row.closed[:1], *row.opened[:1])]
        others = [text for text, _ in (*row.closed[1:], *row.opened[1:])]
        hearings += rng.sample(others, min(1, len(others)))
        for text in dict.fromkeys(hearings):
            found = aligned(row, text)
            if found is not None:
                tagged, owner = found
                words, tags = zip(*tagged, strict=True)
                yield Sample(words, tags, row.intents, owner, names[row.home])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--speech", type=Path, default=Path("exported_models/speech"))
    parser.add_argument("--nlu", type=Path, default=Path("exported_models/nlu"), help="labels the sentences")
    parser.add_argument("--rooms", type=Path, help="impulse responses (learning.speech.rooms); without them no echo")
    parser.add_argument("--cache", type=Path, default=Path("work/heard-graphs"))
    options = parser.parse_args()
    rooms = np.load(options.rooms) if options.rooms else np.zeros((0, 1), np.float32)
    around = Surroundings(rooms, [], [])
    nlu = Nlu.open(options.nlu, catalogue(), labels_hash(catalogue().items()))
    voices, general = available_engines(), load(options.speech)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    done = {row.home for row in rows(options.out)} if options.out.exists() else set()
    for seed in range(FIRST_HOME, FIRST_HOME + -(-options.count // PER_HOME)):
        if seed in done:
            continue
        folder = folder_of(home_of(seed).home, options.speech, options.cache)
        said = samples_of(seed, PER_HOME, words_of(folder), nlu)
        found = list(spoken(said, seed, (load(folder), general), around, voices))
        with options.out.open("ab") as file:
            file.writelines(msgspec.json.encode(row) + b"\n" for row in found)
        print(f"home {seed}: {len(found)} of {len(said)} sentences heard", flush=True)


if __name__ == "__main__":
    main()
