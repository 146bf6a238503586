"""Sentences -> speech by every free synthesiser at hand: espeak-ng, flite, pico2wave and RHVoice train, two voices never do.

    python -m learning.speech.synthesise --out work/speech/corpus --count 16000 --data DIR [--engines rhvoice,flite]

Writes shards of int16 audio at 16 kHz (`shard-0000.npz`: audio, ends, and the texts and voices as JSON). Shards that are already
there are skipped, so the command can be interrupted. A synthesiser that is not installed is left out, and said so.
"""

import argparse
import io
import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from rich.progress import track
from scipy.signal import resample_poly

from learning.speech.text import sentences

RATE = 16000
SHARD = 500

_ACCENTS = ("en-us", "en-us", "en-us", "en-gb", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc")  # fmt: skip
_VARIANTS = ("", "adam", "Alex", "Alicia", "Andrea", "Andy", "Annie", "belinda", "benjamin", "boris", "caleb", "david", "Denis", "ed", "edward", "Gene", "Gene2", "grandma", "grandpa", "Henrique", "Hugo", "iven", "iven2", "iven3", "Jacky", "john", "klatt", "klatt2", "klatt3", "Lee", "linda", "marcelo", "Mario", "max", "Michael", "michel", "miguel", "Mike", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5", "norbert", "pablo", "paul", "pedro", "quincy", "rob", "robert", "sandro", "shelby", "steph", "steph2", "steph3", "travis", "Tweaky", "victor", "zac", "anika", "aunty", "croak", "whisper")  # fmt: skip
_PROGRAMS = {"espeak": "espeak-ng", "flite": "flite", "pico": "pico2wave", "rhvoice": "RHVoice-test"}
_SHARES = {"espeak": 0.24, "flite": 0.28, "pico": 0.18, "rhvoice": 0.30}
HELD_OUT = ("flite:rms", "festival:ked_diphone")
"""Voices that only `bench.recognition` speaks with."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One way to speak: a synthesiser, its voice, how fast, how high, and how much the vocal tract is stretched."""

    engine: str
    name: str
    rate: float = 1.0
    pitch: float = 1.0
    stretch: float = 1.0

    @property
    def label(self) -> str:
        return f"{self.engine}:{self.name}"


def random_voice(rng: random.Random, engines: Sequence[str]) -> Voice:
    """A voice to train with; the stretch resamples the speech, which moves formants and pitch as a longer throat does."""
    engine = rng.choices(engines, [_SHARES[name] for name in engines])[0]
    rate, pitch = rng.uniform(0.8, 1.25), rng.uniform(0.75, 1.3)
    stretch = rng.uniform(0.84, 1.18)
    match engine:
        case "espeak":
            variant = rng.choice(_VARIANTS)
            name = rng.choice(_ACCENTS) + (f"+{variant}" if variant else "")
        case "flite":
            name = rng.choices(("slt", "awb", "kal16", "kal"), (0.4, 0.35, 0.15, 0.1))[0]
        case "rhvoice":  # its other two English voices have a non-commercial licence
            name = rng.choice(("alan", "bdl", "clb", "slt"))
        case _:
            name = rng.choice(("en-US", "en-GB"))
    return Voice(engine, name, rate, pitch, stretch)


def available_engines() -> list[str]:
    """The synthesisers of this machine that may train."""
    for engine, program in _PROGRAMS.items():
        if shutil.which(program) is None:
            print(f"{program} is not installed: no speech by {engine}")
    return [engine for engine, program in _PROGRAMS.items() if shutil.which(program)]


def _command(voice: Voice, text: str, wav: str) -> list[str]:
    tempo = voice.rate / voice.stretch  # resampling by the stretch speeds up again
    match voice.engine:
        case "espeak":
            pitch = str(int(np.clip(50 * voice.pitch, 5, 95)))
            return ["espeak-ng", "-v", voice.name, "-s", str(int(165 * tempo)), "-p", pitch, "-w", wav, text]
        case "flite":
            settings = ["--setf", f"duration_stretch={1 / tempo:.3f}"]
            if voice.name.startswith("kal"):
                settings += ["--setf", f"int_f0_target_mean={int(110 * voice.pitch)}"]
            return ["flite", "-voice", voice.name, *settings, "-t", text, "-o", wav]
        case "pico":
            speed, height = int(100 * tempo), int(np.clip(100 * voice.pitch, 60, 160))
            marked = f"<speed level='{speed}'><pitch level='{height}'>{text}</pitch></speed>"
            return ["pico2wave", "-l", voice.name, "-w", wav, marked]
        case "rhvoice":
            settings = ["-R", "16000", "-r", str(int(100 * tempo)), "-t", str(int(np.clip(100 * voice.pitch, 60, 150)))]
            return ["RHVoice-test", "-p", voice.name, *settings, "-o", wav]
        case "festival":
            return ["text2wave", "-eval", f"(voice_{voice.name})", "-o", wav]
        case _:
            raise ValueError(f"No synthesiser is called {voice.engine}.")


def speak(voice: Voice, text: str) -> np.ndarray:
    """int16 samples at 16 kHz of one sentence; raises CalledProcessError when the synthesiser fails."""
    with tempfile.TemporaryDirectory(prefix="hearth-speech-") as folder:
        wav = f"{folder}/say.wav"
        # text2wave and RHVoice-test read the sentence from stdin, the others ignore it.
        subprocess.run(_command(voice, text, wav), check=True, capture_output=True, input=text.encode(), timeout=60)
        samples, rate = soundfile.read(io.BytesIO(Path(wav).read_bytes()), dtype="float32")
    target = round(RATE / voice.stretch / 100) * 100
    if rate != target:
        shared = int(np.gcd(rate, target))
        samples = resample_poly(samples, target // shared, rate // shared)
    peak = float(np.abs(samples).max(initial=1e-4))
    return np.asarray(samples * (20000 / peak), np.int16)


def trim(samples: np.ndarray, keep: int = RATE // 8) -> np.ndarray:
    """Cut the digital silence around the speech, all but an eighth of a second: disk and training time go to speech."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 200)
    if loud.size == 0:
        return samples
    return samples[max(0, int(loud[0]) - keep) : int(loud[-1]) + keep]


def write_shard(path: Path, jobs: Sequence[tuple[Voice, str]], threads: int) -> None:
    """Speak every sentence of a shard and write it in one go."""

    def one(job: tuple[Voice, str]) -> np.ndarray | None:
        try:
            return trim(speak(*job))
        except (subprocess.SubprocessError, OSError, ValueError):
            return None

    with ThreadPoolExecutor(threads) as pool:
        spoken = list(pool.map(one, jobs))
    kept = [
        (audio, job) for audio, job in zip(spoken, jobs, strict=True) if audio is not None and len(audio) > RATE // 4
    ]
    partial = path.with_suffix(".partial.npz")
    np.savez(
        partial,
        audio=np.concatenate([audio for audio, _ in kept]),
        ends=np.cumsum([len(audio) for audio, _ in kept]),
        texts=json.dumps([text for _, (_, text) in kept]),
        voices=json.dumps([voice.label for _, (voice, _) in kept]),
    )
    partial.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=16000, help="sentences")
    parser.add_argument("--data", type=Path, help="a folder of public data (hwu64/trainset)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", default=",".join(_PROGRAMS), help="those that speak, with commas between")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(arguments.seed)
    engines = [engine for engine in available_engines() if engine in arguments.engines.split(",")]
    jobs = [(random_voice(rng, engines), text) for text in sentences(arguments.count, arguments.seed, arguments.data)]
    for start in track(range(0, len(jobs), SHARD), "speaking"):
        path = arguments.out / f"shard-{start // SHARD:04d}.npz"
        if not path.exists():
            write_shard(path, jobs[start : start + SHARD], arguments.threads)


if __name__ == "__main__":
    main()
