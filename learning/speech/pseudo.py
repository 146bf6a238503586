"""Guess the words of people who were recorded without a transcript, so that their voices can train.

    python -m learning.speech.pseudo --audio DIR --out work/speech/pseudo.tsv

PocketSphinx (`pip install pocketsphinx`: BSD, its English model included) reads LibriSpeech's train-clean-100 speakers. A recording is
cut at its pauses; a piece is kept when the mean posterior of its words is high enough. Most of what it gets wrong still sounds
alike, and the network learns sounds. Columns: path below DIR, start and end in seconds, text, posterior.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from rich.progress import track

RATE = 16000
FRAME = 0.01
PAUSE = 0.15
"""Seconds of silence at which a recording is cut."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was read, its first and last moment in seconds, and its posterior."""

    text: str
    start: float
    end: float
    posterior: float

    @property
    def silent(self) -> bool:
        """Whether this is a pause or a noise."""
        return not re.match(r"[a-z]", self.text)


def pieces(words: list[Word], least: float, shortest: float = 0.6) -> Iterator[tuple[float, float, str, float]]:
    """Between pauses: start, end, text, mean posterior of those pieces that are sure and long enough."""
    run: list[Word] = []
    for word in [*words, Word("</s>", 0.0, 1e9, 1.0)]:
        if not word.silent:
            run.append(word)
        elif word.end - word.start >= PAUSE and run:
            sure = float(np.mean([one.posterior for one in run]))
            if sure >= least and run[-1].end - run[0].start >= shortest:
                text = " ".join(re.sub(r"\(\d+\)", "", one.text) for one in run)
                yield run[0].start, run[-1].end, text, sure
            run = []


def main() -> None:
    from pocketsphinx import Decoder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audio", type=Path, required=True, help="a folder of public recordings (librispeech.tsv)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least", type=float, default=0.4, help="the lowest mean posterior that is kept")
    options = parser.parse_args()
    decoder = Decoder(loglevel="FATAL")
    with (options.audio / "librispeech.tsv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if "/train-clean-100/" in row["path"]]
    partial = options.out.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        table.writerow(("path", "start", "end", "text", "posterior"))
        for row in track(rows, "reading"):
            samples, _ = soundfile.read(options.audio / row["path"], dtype="int16")
            decoder.start_utt()
            decoder.process_raw(samples.tobytes(), full_utt=True)
            decoder.end_utt()
            words = [
                Word(one.word, one.start_frame * FRAME, (one.end_frame + 1) * FRAME, one.prob) for one in decoder.seg()
            ]
            for start, end, text, sure in pieces(words, options.least):
                table.writerow((row["path"], f"{start:.2f}", f"{end:.2f}", text, f"{sure:.3f}"))
    partial.rename(options.out)


if __name__ == "__main__":
    main()
