"""The stock: are the models there and whole, and which voice will speak."""

import shutil
from collections.abc import Iterator

from device.errors import DeviceError
from device.models import find
from device.models.manifest import problems
from device.models.shelf import shelf
from runtime.config import Config
from runtime.doctor.findings import Finding, Mark


def models(config: Config) -> Iterator[Finding]:
    """Read every model and compare it byte for byte."""
    try:
        found = list(shelf())
    except DeviceError as error:
        yield Finding("models", Mark.WRONG, str(error), "scripts/install again")
        return
    whole = 0
    for model in found:
        wrong = next(problems(model.path, model.entry), None)
        if wrong is None:
            whole += 1
        else:
            mend = f"hearth models fetch {model.name}" if model.where == "fetched" else "scripts/install again"
            yield Finding(f"model {model.name}", Mark.WRONG, wrong, mend)
    yield Finding(
        "models",
        Mark.WELL if whole else Mark.WRONG,
        f"{whole} of {len(found)} are whole",
        "" if whole else "scripts/install again",
    )
    for name in filter(None, (config.speech.model, config.speech.open_model)):
        try:
            find(name)
        except DeviceError as error:
            yield Finding("speech model", Mark.WRONG, str(error), f"hearth models fetch {name}")


def voice(config: Config) -> Iterator[Finding]:
    """Say plainly which voice will speak."""
    try:
        voices = [model.name for model in shelf() if model.entry.kind == "voice"]
    except DeviceError:
        voices = []
    if voices and config.voice.engine != "espeak":
        yield Finding("voice", Mark.WELL, f"Piper, {config.voice.model or voices[0]}")
        return
    if config.voice.engine == "piper":
        yield Finding("voice", Mark.WRONG, "No Piper voice is installed.", "hearth models fetch piper-kristin")
        return
    if shutil.which("espeak-ng") is None:
        yield Finding(
            "voice", Mark.WRONG, "There is no Piper voice and no espeak-ng.", "sudo apt-get install espeak-ng"
        )
        return
    mend = "" if config.voice.engine == "espeak" else "hearth models fetch piper-kristin"
    yield Finding("voice", Mark.NOTE, "espeak-ng speaks: no Piper voice is installed.", mend)
