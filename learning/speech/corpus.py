"""The clips that train, and the batches made of them: synthetic shards, people's recordings, augmented anew in every epoch."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch
from torch.utils.data import DataLoader, Dataset

from device.hearing.vocabulary.pronunciation import PHONES, spell
from learning.speech.augment import Surroundings, augment
from learning.speech.features import mfcc, normalise

RATE = 16000

HELD_OUT_NOISE = ("exercise_bike", "forest_1", "running_tap")
"""Noises that only `bench.recognition` mixes in."""

_INDEX = {phone: number + 1 for number, phone in enumerate(PHONES)}


_LENGTHS = (*range(128, 768, 64), *range(768, 2000, 128), 3000)
"""Frames in a batch. Few different shapes: oneDNN compiles its kernels for each, which took most of the time and the memory."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance: int16 samples at 16 kHz and the numbers of its phones (1 to 39)."""

    samples: np.ndarray
    phones: np.ndarray
    text: str
    source: str


def labels(text: str) -> np.ndarray:
    """The phone numbers of a sentence."""
    return np.array([_INDEX[phone] for phone in spell(text.split())], np.int64)


def synthetic(folder: Path) -> list[Clip]:
    """Every finished shard of learning.speech.synthesise."""
    clips = []
    for path in sorted(folder.glob("shard-????.npz")):
        shard = np.load(path)
        audio, ends = shard["audio"], shard["ends"]
        start = 0
        for end, text, voice in zip(
            ends, json.loads(str(shard["texts"])), json.loads(str(shard["voices"])), strict=True
        ):
            clips.append(Clip(audio[start:end], labels(text), text, voice))
            start = end
    return clips


def recordings(audio: Path, pseudo: Path | None = None, repeat: int = 4) -> list[Clip]:
    """People: AN4's training speakers, and the pieces of LibriSpeech whose words learning.speech.pseudo guessed."""
    clips = []
    for table, prefix in ((audio / "an4.tsv", "an4/train"), (pseudo, "librispeech/train-clean-100")):
        if table is None or not table.exists():
            print(f"no recordings of people from {prefix}: {table} is not there")
            continue
        with table.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if not row["path"].startswith(prefix) or not (row["text"] or "").strip():
                    continue
                start, end = float(row.get("start") or 0), float(row.get("end") or 0)
                samples, _ = soundfile.read(
                    audio / row["path"], dtype="int16", start=int(start * RATE), stop=int(end * RATE) or None
                )
                clips += [Clip(samples, labels(row["text"].lower()), row["text"].lower(), prefix)] * repeat
    return clips


def nobody(count: int) -> list[Clip]:
    """Clips of up to two seconds in which nobody speaks: what augmentation puts there is noise alone."""
    lengths = np.random.default_rng(13).integers(RATE // 2, 2 * RATE, count)
    return [Clip(np.zeros(length, np.int16), labels(""), "", "nobody") for length in lengths]


def surroundings(rooms: Path | None, audio: Path | None, clips: list[Clip]) -> Surroundings:
    """Rooms and household noises from disk (none where a path is missing) and babble from the clips themselves."""
    noises = []
    for path in sorted((audio / "noise").glob("*.flac")) if audio else []:
        if path.stem not in HELD_OUT_NOISE:
            noises.append(soundfile.read(path, dtype="float32")[0])
    responses = np.load(rooms) if rooms and rooms.exists() else np.zeros((0, 1), np.float16)
    return Surroundings(
        responses, noises, [clip.samples.astype(np.float32) for clip in clips[:: max(1, len(clips) // 300)]]
    )


class Batches(Dataset):
    """Batch i of an epoch: clips of like length, each augmented by a seed of its own -> padded features and labels."""

    def __init__(
        self, clips: list[Clip], around: Surroundings, prior_mean: np.ndarray, seed: int, seconds: float = 200
    ) -> None:
        self.clips, self.around, self.prior_mean, self.seed = clips, around, prior_mean, seed
        rng = np.random.default_rng(seed)
        drawers: dict[int, list[int]] = {}
        for i in rng.permutation(len(clips)).tolist():
            drawers.setdefault(int(len(clips[i].samples) / RATE / 0.5), []).append(i)
        self.batches: list[list[int]] = []
        for half, drawer in sorted(drawers.items()):
            size = max(2, int(seconds / (0.5 * (half + 1) + 0.7)))
            cut = [drawer[at : at + size] for at in range(0, len(drawer), size)]
            # The last one of a drawer is filled up with others: see _LENGTHS.
            cut[-1] += [drawer[i] for i in rng.integers(len(drawer), size=size - len(cut[-1])).tolist()]
            self.batches += cut
        rng.shuffle(self.batches)

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, number: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        features, targets = [], []
        for i in self.batches[number]:
            rng = np.random.default_rng((self.seed, i))
            clip = self.clips[i]
            features.append(normalise(mfcc(augment(clip.samples, rng, self.around)), self.prior_mean))
            targets.append(clip.phones)
        frames = np.array([len(one) for one in features])
        longest = int(frames.max())
        length = next((length for length in _LENGTHS if length >= longest), longest)
        padded = np.zeros((len(features), length, features[0].shape[1]), np.float32)
        for row, one in zip(padded, features, strict=True):
            row[: len(one)] = one
            row[len(one) :] = one[-1]
        sizes = torch.tensor([len(one) for one in targets])
        return torch.from_numpy(padded), torch.from_numpy(frames), torch.from_numpy(np.concatenate(targets)), sizes


def prior_mean(clips: list[Clip], around: Surroundings, count: int = 400) -> np.ndarray:
    """The mean cepstrum over augmented speech: what the microphone is assumed to be like before it has been heard."""
    rng = np.random.default_rng(11)
    chosen = rng.choice(len(clips), min(count, len(clips)), replace=False)
    return np.concatenate([mfcc(augment(clips[i].samples, rng, around)) for i in chosen]).mean(0).astype(np.float32)


def load(batches: Batches, workers: int) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]]:
    """The batches in order, made by `workers` processes ahead of time."""
    yield from DataLoader(
        batches, batch_size=None, shuffle=False, num_workers=workers, prefetch_factor=4 if workers else None
    )
