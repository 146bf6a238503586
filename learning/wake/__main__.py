"""Train a wake word: `python -m learning.wake --phrase "hey hearth" --out exported_models/wake`.

Needs Debian's espeak-ng and flite (pico2wave is used when it is there). `--audio` is a folder of public recordings
(an4/train, librispeech/train-clean-100, noise): without it the head is trained on synthetic speech alone, and says so.
`--rooms` are impulse responses from `python -m learning.speech.rooms`. The embeddings are kept in `--work`, so that an
interrupted run goes on where it was.
"""

import argparse
import itertools
import json
import random
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
import torch
from rich.progress import track

from learning.speech.augment import Surroundings
from learning.speech.corpus import HELD_OUT_NOISE
from learning.speech.synthesise import HELD_OUT, Voice, available_engines, random_voice
from learning.wake.head import Head, Scored, false_accepts_per_hour, recall, train, windows
from learning.wake.material import AFTER, LOOKS_AT, Job, make_all, spoken

SIZES = {"tiny": (24, 60, 40), "small": (260, 2500, 4), "full": (700, 5000, 1)}
"""Voices, training steps, and one human recording in how many: seconds, a minute and four minutes of one core."""
SPARE = 10
"""One human recording in so many chooses the threshold and never trains."""


def voices(count: int, seed: int) -> list[Voice]:
    """Random ways to speak, none of them held out."""
    rng, engines = random.Random(seed), available_engines()
    if not engines:
        raise SystemExit("no synthesiser is installed: run `sudo apt-get install espeak-ng flite`")
    return [random_voice(rng, engines) for _ in range(count)]


def held_out_voices(count: int, seed: int) -> list[Voice]:
    """The voices that never train, at several speeds and heights."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        engine, name = HELD_OUT[number % len(HELD_OUT)].split(":", 1)
        found.append(Voice(engine, name, rate=rng.uniform(0.85, 1.15), stretch=rng.uniform(0.9, 1.1)))
    return found


def human(audio: Path | None) -> list[Path]:
    """Recordings of people that may train what ships."""
    if audio is None:
        return []
    found = sorted((audio / "an4" / "train").rglob("*.flac"))
    return found + sorted((audio / "librispeech" / "train-clean-100").rglob("*.flac"))


def surroundings(rooms: Path | None, audio: Path | None, people: list[Path]) -> Surroundings:
    """What clips are mixed with."""
    noises = sorted((audio / "noise").glob("*.flac")) if audio else []
    return Surroundings(
        np.load(rooms) if rooms and rooms.is_file() else np.zeros((0, 1), np.float16),
        [soundfile.read(path, dtype="float32")[0] for path in noises if path.stem not in HELD_OUT_NOISE],
        [soundfile.read(path, dtype="float32")[0] * 32767 for path in people[:: max(1, len(people) // 30)]],
    )


def material(name: str, work: Path, jobs: list[Job], around: Surroundings, processes: int) -> list[np.ndarray]:
    """The embeddings of some jobs, from disk when they were made before."""
    path = work / f"{name}.npz"
    if not path.is_file():
        made = list(track(make_all(jobs, around, processes), f"{name} ({len(jobs)})", total=len(jobs)))
        sequences = list(itertools.chain.from_iterable(made))
        partial = path.with_suffix(".partial.npz")
        rows = np.concatenate(sequences) if sequences else np.zeros((0, 96), np.float16)
        np.savez(partial, rows=rows, ends=np.cumsum([len(each) for each in sequences], dtype=np.int64))
        partial.rename(path)
    kept = np.load(path)
    return np.split(kept["rows"], kept["ends"][:-1]) if len(kept["ends"]) else []


def export(head: Head, path: Path) -> float:
    """Write the head as ONNX and return how far it is from PyTorch on random embeddings at most."""
    sample = torch.randn(4, LOOKS_AT, 96) * 10
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # the older exporter writes half the nodes for so small a net
        torch.onnx.export(
            Scored(head), (sample[:1],), path, input_names=["embeddings"], output_names=["score"], dynamo=False,
            opset_version=17,
        )  # fmt: skip
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    theirs = np.concatenate([session.run(None, {"embeddings": row[None].numpy()})[0] for row in sample])
    with torch.no_grad():
        ours = Scored(head)(sample).numpy()
    return float(np.abs(ours - theirs).max())


def arguments_given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phrase", required=True)
    parser.add_argument("--out", type=Path, default=Path("exported_models/wake"))
    parser.add_argument("--work", type=Path, help="where embeddings are kept (work/wake/<name>)")
    parser.add_argument("--audio", type=Path, help="a folder of public recordings")
    parser.add_argument("--rooms", type=Path, default=Path("work/speech/rooms.npy"))
    parser.add_argument("--size", choices=tuple(SIZES), default="full")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    asked = arguments_given()
    torch.set_num_threads(1)
    phrase = asked.phrase.lower()
    name = phrase.replace(" ", "_")
    work = asked.work or Path("work/wake") / name
    work.mkdir(parents=True, exist_ok=True)
    count, steps, share = SIZES[asked.size]
    people = human(asked.audio)[::share]
    if not people:
        print("no recordings of people (--audio): trained on synthetic speech alone")
    if not asked.rooms.is_file():
        print(f"no rooms in {asked.rooms}: run `python -m learning.speech.rooms --out {asked.rooms}`; nothing echoes")
    around, seed = surroundings(asked.rooms, asked.audio, people), asked.seed

    def get(of: str, jobs: list[Job]) -> list[np.ndarray]:
        return material(of, work, jobs, around, asked.processes)

    said = get("positive", list(spoken(phrase, voices(count, seed), positive=True, copies=4, seed=seed)))
    other = get("near", list(spoken(phrase, voices(count, seed + 1), positive=False, copies=2, seed=seed + 1)))
    trains = [path for number, path in enumerate(people) if number % SPARE]
    spares = people[::SPARE]
    talk = get("people", [Job(path=path, clean=bool(number % 2), seed=number) for number, path in enumerate(trains)])
    spare = get("spare", [Job(path=path, clean=True) for path in spares])
    judge = held_out_voices(max(8, count // 18), seed + 2)
    judged = get("judged", list(spoken(phrase, judge, positive=True, copies=2, seed=seed + 3)))
    judged_near = get("judged_near", list(spoken(phrase, judge, positive=False, copies=1, seed=seed + 4)))
    head = train(windows(said, last=AFTER), windows(other + talk), steps=steps, seed=seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    path = asked.out / f"{name}.onnx"
    apart = export(head, path)
    if apart > 1e-4:
        raise SystemExit(f"the exported head differs from PyTorch by {apart:.2g}")
    measures = {
        str(threshold): {
            "recall_unseen_voices": round(recall(head, judged, threshold), 4),
            "false_accepts_per_hour_near_misses": round(false_accepts_per_hour(head, judged_near, threshold), 2),
            "false_accepts_per_hour_people": round(false_accepts_per_hour(head, spare, threshold), 2),
        }
        for threshold in (0.3, 0.5, 0.7, 0.9)
    }
    about = {"phrase": phrase, "bytes": path.stat().st_size, "parity": apart, "positives": len(said),
             "negatives": len(other) + len(talk), "thresholds": measures}  # fmt: skip
    (work / "measures.json").write_text(json.dumps(about, indent=1))
    print(json.dumps(about, indent=1))


if __name__ == "__main__":
    main()
