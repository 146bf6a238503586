"""How well our speech model hears: words, whole commands, other people's talk refused, time and memory.

    python -m bench.recognition [--json] [--audio DIR] [--model DIR] [--count 150]

Synthetic commands are spoken by voices that never trained (learning.speech.synthesise.HELD_OUT). `--audio` names a folder of public
recordings (home_commands, an4, librispeech, noise); sets that are not there are left out. Noise: three household recordings that
never trained, or pink noise. Closed: the vocabulary of the home; open: the graph that ships. AN4 is closed over its own
128 words, because no home speaks it.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.tables import finish, show
from device.hearing.vocabulary.acceptor import Costs
from device.hearing.vocabulary.compile import compile_graph, link_model
from device.hearing.vocabulary.grammar import Alt, Expression, Ref, Seq, Word, carrier_rules
from device.hearing.vocabulary.home import Grammar, SpokenName, sentences
from learning.speech.corpus import HELD_OUT_NOISE
from learning.speech.synthesise import HELD_OUT, Voice, speak
from learning.speech.text import draw
from runtime.listening import UNKNOWN, strip

NOISES: dict[str, float | None] = {"clean": None, "20 dB": 20.0, "10 dB": 10.0, "5 dB": 5.0}
HOME = {
    "room": "kitchen|living room|bedroom|office|bathroom|garage|hallway|basement",
    "light": "ceiling light|kitchen light|kitchen lights|floor lamp|living room lamp|bedside lamp|bedroom light|desk lamp|"
    "office lights|bathroom light|garage light|hallway light|basement light|standing light|reading lamp",
    "switch": "coffee maker|heater|washing machine|fountain",
    "fan": "ceiling fan|bathroom fan",
    "cover": "bedroom blinds|living room curtains|garage door|office blinds",
    "lock": "front door|back door",
    "climate": "thermostat|bedroom radiator",
    "media": "tv|kitchen speaker",
    "vacuum": "vacuum",
    "sensor": "front window|kitchen window|living room temperature|bedroom humidity",
    "scene": "movie time|good night|dinner",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One clip: int16 samples at 16 kHz and what was said."""

    samples: np.ndarray
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a set."""

    texts: tuple[str, ...]
    real_time_factor: float
    memory_mb: float


def home() -> Grammar:
    """The home of the benchmark: 37 things in 8 rooms."""
    names = [SpokenName(name, kind) for kind, all_names in HOME.items() for name in all_names.split("|")]
    return sentences(names)


def synthetic(count: int) -> list[Said]:
    """Commands to that home, drawn from the carrier sentences, by the voices that never trained."""
    grammar, rng = home(), random.Random(2)
    said: list[Said] = []
    while len(said) < count:
        text = draw(Ref("command" if len(said) % 2 else "sentence"), {**carrier_rules(), **_classes(grammar)}, rng, ())
        if not 1 < len(text.split()) <= 14:
            continue
        engine, name = HELD_OUT[len(said) % 8 == 7].split(":")  # festival takes a second a sentence
        try:
            said.append(Said(speak(Voice(engine, name, rng.uniform(0.9, 1.1)), text), text))
        except (OSError, subprocess.SubprocessError):
            if not said and engine == "flite":
                print("flite is not installed: no synthetic commands")
                return []
    return said


def _classes(grammar: Grammar) -> dict[str, Expression]:
    made: dict[str, Expression] = {}
    for kind, names in grammar.classes.items():
        made[kind] = Alt(tuple(Seq(tuple(Word(word) for word in name.split())) for name in names))
    made["free"] = Seq((Word("dinner"), Word("is"), Word("ready")))
    made["other"] = Word("fountain")
    return made


def table(audio: Path, name: str, prefix: str, kind: str = "") -> list[Said]:
    """The transcribed recordings of one set; empty when it is not there."""
    import soundfile

    listing = audio / f"{name}.tsv"
    if not listing.exists():
        return []
    with listing.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["path"].startswith(prefix) and row["text"]]
    rows = [row for row in rows if row.get("kind", kind) == kind]
    return [Said(soundfile.read(audio / row["path"], dtype="int16")[0], row["text"].lower()) for row in rows]


def noises(audio: Path | None) -> list[np.ndarray]:
    """The held-out household noises, or pink noise."""
    found = [audio / "noise" / f"{name}.flac" for name in HELD_OUT_NOISE] if audio else []
    if found and all(path.exists() for path in found):
        import soundfile

        return [soundfile.read(path, dtype="float32")[0] * 32768 for path in found]
    spectrum = np.fft.rfft(np.random.default_rng(5).standard_normal(16000 * 20))
    return [np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1))).astype(np.float32)]


def in_noise(said: Sequence[Said], decibels: float | None, household: Sequence[np.ndarray]) -> list[Said]:
    """A third of a second of room around every clip, and noise so far below the speech's louder half."""
    made = []
    for number, one in enumerate(said):
        rng = np.random.default_rng(number)
        room = np.zeros(5333, np.float32)
        sound = np.concatenate((room, one.samples.astype(np.float32), room)) + rng.normal(
            0, 8, len(one.samples) + 10666
        )
        if decibels is not None:
            source = household[number % len(household)]
            noise = np.resize(np.roll(source, -int(rng.integers(len(source)))), len(sound))
            sound += noise * np.sqrt(_power(one.samples) / max(_power(noise), 1e-9)) * 10 ** (-decibels / 20)
        made.append(Said(sound.clip(-32768, 32767).astype(np.int16), one.text))
    return made


def _power(samples: np.ndarray) -> float:
    blocks = samples[: len(samples) // 160 * 160].astype(np.float64).reshape(-1, 160)
    energy = np.sort(np.mean(blocks**2, 1))
    return float(np.mean(energy[len(energy) // 2 :]))


def hear(model: Path, said: Sequence[Said]) -> Heard:
    """Decode a set in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="hearth-bench-") as scratch:
        file = Path(scratch) / "clips.npz"
        np.savez(
            file,
            audio=np.concatenate([one.samples for one in said]),
            ends=np.cumsum([len(one.samples) for one in said]),
        )
        done = subprocess.run(
            [sys.executable, "-m", "bench.recognition_ears", str(model), str(file)],
            capture_output=True,
            check=True,
            timeout=900,
        )
    answer = json.loads(done.stdout)
    seconds = sum(len(one.samples) for one in said) / 16000
    return Heard(tuple(answer["texts"]), answer["seconds"] / seconds, answer["memory_mb"])


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """The Levenshtein distance in words."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def plain(text: str) -> list[str]:
    """The words of a sentence as they are compared: unknown sounds count as nothing, spelling variants as one."""
    said = text.replace("whats", "what's").replace("never mind", "nevermind").replace("okay", "ok")
    return [word for word in said.split() if word != UNKNOWN]


def score(said: Sequence[Said], texts: Sequence[str]) -> dict[str, float]:
    """WER and whole-command accuracy, in percent, with the half width of its 95 % interval."""
    truth = [plain(one.text) for one in said]
    read = [plain(text) for text in texts]
    wrong = sum(edits(a, b) for a, b in zip(read, truth, strict=True))
    whole = np.mean([a == b for a, b in zip(read, truth, strict=True)])
    spread = 1.96 * np.sqrt(whole * (1 - whole) / len(said))
    return {
        "wer": round(100 * wrong / sum(map(len, truth)), 1),
        "whole": round(100 * whole, 1),
        "plus_minus": round(100 * spread, 1),
        "clips": len(said),
    }


def measure(model: Path, said: Sequence[Said]) -> dict[str, float]:
    """What `score` says, the real-time factor and the memory."""
    heard = hear(model, said)
    cost = {"rtf": round(heard.real_time_factor, 4), "memory_mb": round(heard.memory_mb, 1)}
    return {**score(said, heard.texts), **cost}


def accepted(said: Sequence[Said], texts: Sequence[str]) -> float:
    """The share of hearings that would pass for a command: words of ours and nothing unknown among them.

    What was said and is heard rightly ("yes", "help") is no mistake.
    """
    stripped = [strip(text, ()).split() for text in texts]
    passed = [bool(words) and UNKNOWN not in words for words in stripped]
    right = [words == plain(one.text) for words, one in zip(stripped, said, strict=True)]
    return sum(a and not b for a, b in zip(passed, right, strict=True)) / max(1, len(texts))


def sets(audio: Path | None, count: int) -> Iterator[tuple[str, str, list[Said]]]:
    """Name, vocabulary and clips of every set there is."""
    yield "synthetic, unheard voices", "home", synthetic(count)
    if audio is None:
        print("no --audio: people's recordings are left out")
        return
    yield "home_commands recorded", "home", table(audio, "home_commands", "home_commands", "recorded")
    yield "home_commands synthetic", "home", table(audio, "home_commands", "home_commands", "synthetic")
    yield "AN4 test", "an4", table(audio, "an4", "an4/test")[:count]
    yield "LibriSpeech test-other", "none", table(audio, "librispeech", "librispeech/test-other")[: count // 3]


def an4_words(audio: Path) -> tuple[str, ...]:
    """The vocabulary of AN4, from its training transcripts."""
    with (audio / "an4.tsv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["path"].startswith("an4/train")]
    return tuple(sorted({word for row in rows for word in row["text"].lower().split()}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--audio", type=Path)
    parser.add_argument("--model", type=Path, default=Path("exported_models/speech"))
    parser.add_argument("--count", type=int, default=150)
    arguments = parser.parse_args()
    household = noises(arguments.audio)
    rows: list[tuple[object, ...]] = []
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="hearth-bench-") as scratch:
        graphs = {"open": arguments.model, "home": Path(scratch) / "home"}
        grammars = {"home": home()}
        if arguments.audio and (arguments.audio / "an4.tsv").exists():
            graphs["an4"] = Path(scratch) / "an4"
            grammars["an4"] = Grammar({}, everything=an4_words(arguments.audio))
        for name, grammar in grammars.items():
            link_model(arguments.model, graphs[name])
            # AN4's words are all that is said there: reading them as unknown sounds would measure something else.
            costs = Costs(choice=0.3, unknown=30.0, enter_unknown=0.0, word=0.5) if name == "an4" else None
            compile_graph(arguments.model, grammar, graphs[name] / "graph", costs)
        for name, vocabulary, said in sets(arguments.audio, arguments.count):
            for condition, decibels in NOISES.items() if said else ():
                clips = in_noise(said, decibels, household)
                for kind, graph in (("closed", vocabulary), ("open", "open")):
                    if graph in graphs:
                        result = measure(graphs[graph], clips)
                        figures[f"{name}, {kind}, {condition}"] = result
                        whole = f"{result['whole']} ± {result['plus_minus']}"
                        tail = (result["clips"], result["rtf"], result["memory_mb"])
                        rows.append((name, kind, condition, result["wer"], whole, *tail))
                if name.startswith(("LibriSpeech", "AN4")):
                    share = round(100 * accepted(clips, hear(graphs["home"], clips).texts), 1)
                    figures[f"{name}, taken for a command, {condition}"] = share
                    rows.append((name, "taken for a command", condition, "", share, len(said), "", ""))
    show("recognition", ("set", "vocabulary", "noise", "WER %", "whole %", "clips", "RTF", "MB"), rows)
    finish(figures, as_json=arguments.json)


if __name__ == "__main__":
    main()
