"""Phrases and recordings -> embeddings, through the very pipeline that runs at home. Children make them side by side."""

import multiprocessing
import random
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from device.hearing.embedding import WARM, Embedder, wheel_models
from device.sound.frames import FRAME, RATE
from learning.speech.augment import Surroundings, change_speed, degrade
from learning.speech.synthesise import Voice, speak, trim
from learning.wake.phrases import negative

LOOKS_AT = 16
"""Embeddings a head looks at: 1.28 s of steps, 2 s of sound."""
AFTER = 5
"""Frames after the phrase's end in which it must be heard: 0.4 s."""
EDGE = RATE // 8
"""What `trim` leaves on each side."""
BEFORE_S = 2.2
"""Sound before the phrase, so that every embedding under a positive is of real sound."""


@dataclass(frozen=True, slots=True)
class Job:
    """One clip to be made: spoken by `voice`, or read from `path`."""

    text: str = ""
    voice: Voice | None = None
    path: Path | None = None
    positive: bool = False
    copies: int = 1
    clean: bool = False
    """No room, no microphone, no noise: as it was recorded."""
    seed: int = 0


class _Maker:
    """What one child keeps."""

    around: Surroundings
    embedder: Embedder


def _start(around: Surroundings) -> None:
    _Maker.around = around
    _Maker.embedder = Embedder(wheel_models(), keep=1)


def embeddings(samples: np.ndarray, embedder: Embedder, start: int = 0) -> np.ndarray:
    """Embeddings of a clip from its frame `start` on: (frames - start, 96) float16."""
    embedder.reset()
    rows = []
    for number in range(len(samples) // FRAME):
        embedder.push(samples[number * FRAME : (number + 1) * FRAME])
        if number >= start:
            rows.append(embedder.last(1)[0, 0])
    return np.array(rows, np.float16).reshape(-1, 96)


def make(job: Job) -> list[np.ndarray]:
    """Embeddings of each copy of a job: positives (16 + AFTER, 96), ending AFTER frames past the phrase; else all."""
    rng = np.random.default_rng(job.seed)
    if job.path is not None:
        samples = soundfile.read(job.path, dtype="float32")[0] * 32767
    else:
        assert job.voice is not None
        try:
            samples = trim(speak(job.voice, job.text)).astype(np.float32)
        except (subprocess.SubprocessError, OSError, ValueError):
            return []
    return [made for _ in range(job.copies) if len(made := _copy(job, samples, rng))]


def _copy(job: Job, samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if not job.clean and rng.random() < 0.6:
        samples = change_speed(samples, float(rng.uniform(0.88, 1.14)))
    before = int(RATE * rng.uniform(BEFORE_S, BEFORE_S + 0.08)) if job.path is None else 0
    after = (AFTER + 1) * FRAME
    context = np.zeros(before + len(samples) + after, np.float32)
    context[before : before + len(samples)] = samples
    if job.path is None and _Maker.around.babble and rng.random() < 0.3:
        _before_it_somebody_talks(context[: max(0, before - RATE // 4)], rng)
    sound = context if job.clean else degrade(context, rng, _Maker.around)
    whole = sound.clip(-32768, 32767).astype(np.int16)
    if not job.positive:
        return embeddings(whole, _Maker.embedder, start=WARM if job.path is None else 0)
    ends = (before + len(samples) - EDGE) // FRAME + AFTER
    return embeddings(whole[: ends * FRAME], _Maker.embedder, start=ends - LOOKS_AT - AFTER)


def _before_it_somebody_talks(room: np.ndarray, rng: np.random.Generator) -> None:
    voice = _Maker.around.babble[int(rng.integers(len(_Maker.around.babble)))]
    place = int(rng.integers(0, max(1, len(voice) - len(room))))
    part = voice[place : place + len(room)]
    room[len(room) - len(part) :] = part


def spoken(
    phrase: str, voices: Sequence[Voice], *, positive: bool, copies: int, seed: int, clean: bool = False
) -> Iterator[Job]:
    """One job a voice, saying the phrase or something else."""
    rng = random.Random(seed)
    for number, voice in enumerate(voices):
        said = rng.choice((phrase, phrase + ".", phrase + "!", phrase + ",")) if positive else negative(phrase, rng)
        yield Job(said, voice, positive=positive, copies=copies, clean=clean, seed=seed * 1_000_003 + number)


def make_all(jobs: Iterable[Job], around: Surroundings, processes: int) -> Iterator[list[np.ndarray]]:
    """Run jobs in children; order is kept, so that the same seed makes the same material."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, _start, (around,)) as pool:
        yield from pool.imap(make, jobs, chunksize=8)
