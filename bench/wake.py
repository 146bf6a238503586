"""The wake word: is it heard, what else is taken for it, and what does listening cost.

    python -m bench.wake [--audio FOLDER] [--json] [--clips N]

Recall on real people saying "alexa" (`--audio`, wake_alexa) and on voices that never trained saying each phrase, alone
and with noise at 20, 10 and 5 dB; false accepts an hour over every negative recording there is; processor time an hour
and memory beside the openwakeword package on the same sound in the same run, each in a process of its own.
"""

import argparse
import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.tables import finish, show
from device.engine import return_memory
from device.hearing.embedding import wheel_models
from device.hearing.gate import Settings as GateSettings
from device.hearing.wake import Settings, Wake, WakeWord
from device.models.shelf import bundled_directory
from device.sound.files import read_wav
from device.sound.frames import FRAME, RATE, Samples, frames, resample

OWN = bundled_directory() / "wake"
WORDS = ("alexa", "hey_jarvis", *(("hey_hearth",) if (OWN / "hey_hearth.onnx").is_file() else ()))
NOISES: dict[str, float | None] = {"clean": None, "20 dB": 20.0, "10 dB": 10.0, "5 dB": 5.0}
ROOM_DBFS = -60.0
"""Level of the room in every recording that has none: public clips are padded with digital silence, homes are not."""
NEGATIVES = {
    "wake_negative": "wake_negative", "an4 test": "an4/test", "librispeech test-other": "librispeech/test-other",
    "home_commands": "home_commands", "noise": "noise", "an4 train": "an4/train",
    "librispeech train-clean": "librispeech/train-clean-100",
}  # fmt: skip
TRAINED_ON = {"an4 train", "librispeech train-clean", "noise"}
"""Sets of which hey_hearth has heard a part; its figures there are left out."""
UNHEARD = ("flite rms", "festival ked_diphone", "festival cmu_us_slt_arctic_hts", "espeak en-gb+f2", "espeak en-us")
"""Synthetic speakers; hey_hearth never trained on the first three, of the others it heard variants."""


@dataclass(frozen=True)
class Clip:
    """One recording, as it is given to the pipeline."""

    samples: Samples
    name: str


def speak(speaker: str, text: str, folder: Path, tempo: float) -> Samples | None:
    """Say one phrase with an installed synthesiser; None where it is not installed."""
    engine, voice = speaker.split(" ", 1)
    wav = folder / "said.wav"
    command = {
        "flite": ["flite", "-voice", voice, "--setf", f"duration_stretch={1 / tempo:.2f}", "-t", text, "-o", str(wav)],
        "festival": ["text2wave", "-eval", f"(voice_{voice})", "-o", str(wav)],
        "espeak": ["espeak-ng", "-v", voice, "-s", str(round(160 * tempo)), "-w", str(wav), text],
    }[engine]
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=30)
    if done.returncode:
        return None
    said = resample(read_wav(wav), round(RATE * (tempo if engine == "festival" else 1.0)))
    return said.samples


def synthetic(word: str, count: int, folder: Path) -> list[Clip]:
    """The phrase of a word by voices that do not train, at several speeds."""
    rng = random.Random(word)
    clips = []
    for number in range(count):
        speaker = UNHEARD[number % len(UNHEARD)]
        samples = speak(speaker, word.replace("_", " "), folder, rng.uniform(0.85, 1.15))
        if samples is not None:
            clips.append(Clip(samples, speaker))
    return clips


def recordings(folder: Path) -> Iterator[Clip]:
    """Every FLAC below a folder."""
    import soundfile

    for path in sorted(folder.rglob("*.flac")):
        yield Clip(soundfile.read(path, dtype="int16")[0], path.stem)


def in_a_room(clip: Clip, snr_db: float | None, noises: Sequence[Samples], seed: int) -> Samples:
    """Two seconds of the room, the clip, one more second; noise `snr_db` below the clip's loud half."""
    rng = np.random.default_rng(seed)
    sound = np.concatenate([np.zeros(2 * RATE), clip.samples, np.zeros(RATE)]).astype(np.float32)
    sound += rng.normal(0, 32768 * 10 ** (ROOM_DBFS / 20), len(sound)).astype(np.float32)
    if snr_db is not None:
        blocks = clip.samples[: len(clip.samples) // 160 * 160].astype(np.float32).reshape(-1, 160)
        energy = np.sort(np.mean(blocks**2, 1))
        speech = float(np.mean(energy[len(energy) // 2 :]))
        noise = np.resize(np.roll(noises[seed % len(noises)], -int(rng.integers(1 << 20))), len(sound)).astype(
            np.float32
        )
        sound += noise * math.sqrt(speech / float(np.mean(noise**2)) / 10 ** (snr_db / 10))
    return sound.clip(-32768, 32767).astype(np.int16)


def wake(words: Iterable[str], *, threshold: float = 0.5) -> Wake:
    """What ships, for these words."""
    return Wake(Settings(words=tuple(WakeWord(word, threshold) for word in words)), [OWN])


def pink(seconds: float) -> Samples:
    """Noise that falls with the frequency, for runs without recorded ones."""
    spectrum = np.fft.rfft(np.random.default_rng(5).normal(0, 1, round(seconds * RATE)))
    sound = np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 20))
    return (sound / np.abs(sound).max() * 12000).astype(np.int16)


def recall(word: str, clips: Sequence[Clip], snr_db: float | None, noises: Sequence[Samples]) -> tuple[int, int]:
    """How many clips woke it, out of how many."""
    listener = wake([word])
    heard, clock = 0, 0.0
    for number, clip in enumerate(clips):
        found = False
        for frame in frames(in_a_room(clip, snr_db, noises, number), start=clock):
            found = listener.process(frame) is not None or found
            clock = frame.at
        clock += 5.0  # clips are not each other's refractory time
        heard += found
    return heard, len(clips)


def accepts(clips: Iterable[Clip]) -> tuple[dict[str, int], float]:
    """How often each word was heard in speech that has none, and the hours of it."""
    listener, count, seconds, clock = wake(WORDS), dict.fromkeys(WORDS, 0), 0.0, 0.0
    for clip in clips:
        seconds += len(clip.samples) / RATE
        padded = np.concatenate([clip.samples, np.zeros(RATE // 2, np.int16)])
        padded = padded + np.random.default_rng(0).normal(0, 32, len(padded)).astype(np.int16)
        for frame in frames(padded, start=clock):
            clock = frame.at
            detection = listener.process(frame)
            if detection is not None:
                count[detection.word] += 1
    return count, seconds / 3600


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def child(which: str, path: str) -> dict[str, float]:
    """In a process of its own: the cost of hearing a recording frame by frame with two words of the wheel."""
    words = ["hey_jarvis", "alexa"]
    sound = np.load(path)
    push: Callable[[Samples], object]
    if which == "package":
        from openwakeword.model import Model

        model = Model(wakeword_model_paths=[str(wheel_models() / f"{word}_v0.1.onnx") for word in words])
        push = model.predict
    else:
        settings = Settings(words=tuple(WakeWord(word) for word in words), gate=GateSettings(enabled=which == "ours"))
        listener = Wake(settings)
        clock = iter(frames(sound))
        push = lambda _: listener.process(next(clock))  # noqa: E731
    push(sound[:FRAME])
    return_memory()
    began = time.process_time()
    count = 0
    for begin in range(FRAME, len(sound) - FRAME + 1, FRAME):
        push(sound[begin : begin + FRAME])
        count += 1
    spent = time.process_time() - began
    status = Path("/proc/self/status").read_text()
    rss = int(status.split("VmRSS:")[1].split()[0]) / 1024
    return {"cpu_s_per_hour": spent / (count * FRAME / RATE) * 3600, "rss_mb": rss}


def cost(sounds: dict[str, Samples]) -> dict[str, dict[str, dict[str, float]]]:
    """Cost of each pipeline on each sound, two runs each, the better one."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="hearth-wake-") as folder:
        for name, sound in sounds.items():
            path = Path(folder) / "sound.npy"
            np.save(path, sound)
            found[name] = {}
            for which in ("ours", "ours, no gate", "package"):
                command = [sys.executable, "-W", "ignore", "-m", "bench.wake", "--child", which, str(path)]
                runs = [
                    json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                    for _ in range(2)
                ]
                found[name][which] = min(runs, key=lambda run: run["cpu_s_per_hour"])
    return found


def speech_for_cost(audio: Path | None, folder: Path) -> Samples:
    """Two minutes of people talking (synthetic ones without --audio), in a quiet room."""
    if audio is not None:
        source: Iterable[Samples] = (clip.samples for clip in recordings(audio / "librispeech" / "test-other"))
    else:
        text = "it was a bright cold day and everybody in the house had something to say about the weather"
        source = (
            said for tempo in (0.9, 1.0, 1.1) * 8 if (said := speak("espeak en-gb", text, folder, tempo)) is not None
        )
    parts, length = [], 0
    for samples in source:
        parts.append(samples)
        length += len(samples)
        if length > 120 * RATE:
            break
    sound = np.concatenate(parts)
    return sound + np.random.default_rng(0).normal(0, 33, len(sound)).astype(np.int16)


def measure(audio: Path | None, clips: int) -> dict[str, Any]:
    """Everything."""
    found: dict[str, Any] = {"recall": {}, "false_accepts": {}, "cost": {}}
    with tempfile.TemporaryDirectory(prefix="hearth-wake-") as name:
        folder = Path(name)
        noises = [pink(30)]
        if audio is not None:
            noises = [clip.samples for clip in recordings(audio / "noise")]
        sets = {f"{word}, unheard synthetic voices": (word, synthetic(word, clips, folder)) for word in WORDS}
        if audio is not None:
            sets["alexa, people"] = ("alexa", list(recordings(audio / "wake_alexa")))
        with ProcessPoolExecutor(2) as pool:
            jobs = {
                (title, noise): pool.submit(recall, word, said, snr, noises)
                for title, (word, said) in sets.items()
                for noise, snr in NOISES.items()
                if said
            }
            heard = {
                label: pool.submit(accepts, list(recordings(audio / path)))
                for label, path in NEGATIVES.items()
                if audio is not None
            }
            for (title, noise), job in jobs.items():
                hits, of = job.result()
                found["recall"].setdefault(title, {})[noise] = {"heard": hits, "of": of, "interval": interval(hits, of)}
            for label, negatives in heard.items():
                count, hours = negatives.result()
                found["false_accepts"][label] = {"hours": hours, **count}
        found["cost"] = cost(
            {
                "silence": np.zeros(120 * RATE, np.int16),
                "low noise (-50 dBFS)": np.random.default_rng(1).normal(0, 103.6, 120 * RATE).astype(np.int16),
                "speech": speech_for_cost(audio, folder),
            }
        )
    return found


def per_hour(word: str, accepted: dict[str, Any]) -> float:
    """False accepts an hour over every set of which the word has heard nothing in training."""
    unheard = [one for label, one in accepted.items() if word != "hey_hearth" or label not in TRAINED_ON]
    return float(sum(one[word] for one in unheard) / sum(one["hours"] for one in unheard))


def tables(found: dict[str, Any]) -> None:
    """Print what was found."""

    def shown(one: dict[str, Any]) -> str:
        low, high = one["interval"]
        return f"{one['heard'] / one['of']:.1%} ({low:.0%} to {high:.0%})"

    rows = [
        [title, next(iter(by.values()))["of"], *(shown(by[noise]) for noise in NOISES)]
        for title, by in found["recall"].items()
    ]
    show("Recall at threshold 0.5", ["what", "clips", *NOISES], rows)
    accepts_rows = []
    for label, one in found["false_accepts"].items():
        cells = ["trained on" if word == "hey_hearth" and label in TRAINED_ON else one[word] for word in WORDS]
        accepts_rows.append([label, round(one["hours"], 3), *cells])
    if accepts_rows:
        rates = [per_hour(word, found["false_accepts"]) for word in WORDS]
        hours = sum(one["hours"] for one in found["false_accepts"].values())
        accepts_rows.append(["an hour, all", round(hours, 3), *rates])
        show("False accepts at threshold 0.5", ["recordings", "hours", *WORDS], accepts_rows)
    rows = [
        [sound, which, one["cpu_s_per_hour"], one["cpu_s_per_hour"] / by["package"]["cpu_s_per_hour"], one["rss_mb"],
         one["rss_mb"] / by["package"]["rss_mb"]]
        for sound, by in found["cost"].items() for which, one in by.items()
    ]  # fmt: skip
    show("Cost of two words", ["sound", "pipeline", "CPU s/h", "of package", "RSS MB", "of package"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--audio", type=Path, help="a folder of public recordings (wake_alexa, wake_negative, an4, ...)"
    )
    parser.add_argument("--clips", type=int, default=60, help="synthetic clips a word")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(child(*asked.child)))
        return
    if asked.audio is None:
        print("no --audio: nothing from real people, and no false accepts")
    found = measure(asked.audio, asked.clips)
    tables(found)
    finish(found, as_json=asked.json)


if __name__ == "__main__":
    main()
