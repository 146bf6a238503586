"""The configuration: one TOML file, every room's settings in it, and an error that names the key.

Reading is strict: an unknown key, a wrong type or a value out of range is a ConfigError with the key's path and line.
Secrets are never in the file: see `runtime.secret`. Knows no room's meaning; a room's keys are documented where they
are declared, and `runtime.config_example` prints them.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from device.home.settings import MqttSettings
from device.places import SYSTEM_CONFIG, config_file
from device.sound.microphone import Settings as MicrophoneSettings
from device.sound.speaker import Settings as SpeakerSettings
from runtime.errors import ConfigError
from runtime.feedback.traces import TraceSettings
from runtime.memory import MemorySettings
from runtime.secret import Secret, read_secret
from runtime.settings import (
    ListenSettings,
    PolicySettings,
    PrivacySettings,
    RewriteSettings,
    SpeechSettings,
    VoiceSettings,
    WakeSettings,
)


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a person may set."""

    room: str = ""
    """The room this Hearth stands in: "turn on the light" means the light here. Empty: none."""
    floors: tuple[str, ...] = ()
    """Which rooms are on which floor, for "the lights upstairs": "upstairs: bedroom, bathroom"."""
    mqtt: MqttSettings = MqttSettings()
    microphone: MicrophoneSettings = MicrophoneSettings()
    speaker: SpeakerSettings = SpeakerSettings()
    wake: WakeSettings = WakeSettings()
    listen: ListenSettings = ListenSettings()
    speech: SpeechSettings = SpeechSettings()
    rewrite: RewriteSettings = RewriteSettings()
    voice: VoiceSettings = VoiceSettings()
    policy: PolicySettings = PolicySettings()
    privacy: PrivacySettings = PrivacySettings()
    memory: MemorySettings = MemorySettings()
    traces: TraceSettings = TraceSettings()

    def pin(self) -> Secret | None:
        """Read the PIN. Raises ConfigError when one is promised and not there."""
        policy = self.policy
        return read_secret("policy", credential=policy.pin_credential, file=policy.pin_file, env=policy.pin_env)


def load(path: Path | None = None) -> Config:
    """Read a configuration file; None: the person's own, else the system's, else the defaults.

    Raises:
        ConfigError: the file is not there, is not TOML, or has a wrong key or value.

    """
    named = path is not None
    path = path or config_file()
    if path is None:
        return Config()
    try:
        text = path.read_text()
    except FileNotFoundError as error:
        raise ConfigError(f"There is no configuration file {path}; `hearth config example` prints one.") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        hint = "" if named or path != SYSTEM_CONFIG else " Run this as a member of group hearth."
        raise ConfigError(f"The configuration file {path} cannot be read: {reason}.{hint}") from error
    return parse(text, where=str(path))


def parse(text: str, where: str = "configuration") -> Config:
    """Return the configuration that `text` says, `where` being its name for errors. Raises ConfigError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: this is not TOML: {error}.") from error
    wrong = [f"{_at(where, text, path)}: {sentence}" for path, sentence in _unknown(table, Config)]
    if wrong:
        raise ConfigError("\n".join(wrong))
    try:
        return msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        problem, path = _explain(str(error))
        raise ConfigError(f"{_at(where, text, path)}: {problem}.") from error


def structs(kind: Any) -> Iterator[tuple[str, Any]]:
    """Yield each field of a struct with its type, annotations resolved."""
    hints = get_type_hints(kind, include_extras=True)
    for name in kind.__struct_fields__:
        yield name, hints[name]


def inner(kind: Any) -> Any | None:
    """Return the struct within a type (`Wake`, `tuple[Wake, ...]`, `Annotated[...]`), or None."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return next((found for part in get_args(kind) if (found := inner(part)) is not None), None)


def _unknown(table: Mapping[str, Any], kind: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and sentence of every key that no struct declares; all of them, so that one run mends the file."""
    known = dict(structs(kind))
    for key, value in table.items():
        path = f"{prefix}{key}"
        if key not in known:
            yield path, f"there is no such key{_meant(key, prefix, known)}"
            continue
        room = inner(known[key])
        if room is None:
            continue
        if isinstance(value, dict):
            yield from _unknown(value, room, f"{path}.")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from _unknown(item, room, f"{path}[{index}].")


def _meant(key: str, prefix: str, known: Mapping[str, Any]) -> str:
    """Return what the key was probably meant to be: a near spelling here, or in another table."""
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    if near:
        return f'; did you mean "{prefix}{near[0]}"?'
    paths = {path.rpartition(".")[2]: path for path in reversed([*_paths(Config)])}
    elsewhere = get_close_matches(key, paths, n=1, cutoff=0.8)
    if elsewhere:
        return f'; did you mean "{paths[elsewhere[0]]}"?'
    return f"; known here: {', '.join(sorted(known))}."


def _paths(kind: Any, prefix: str = "") -> Iterator[str]:
    """Yield the path of every key."""
    for name, annotation in structs(kind):
        room = inner(annotation)
        if room is None:
            yield f"{prefix}{name}"
        else:
            yield from _paths(room, f"{prefix}{name}.")


WORDS = (
    ("`int`", "a whole number"), ("`float`", "a number"), ("`str`", "text in quotes"), ("`bool`", "true or false"),
    ("`array`", "a list [...]"), ("`object`", "a table"),
)  # fmt: skip


def _explain(error: str) -> tuple[str, str]:
    """Return msgspec's sentence in people's words, and the path it is about."""
    problem, _, path = error.partition(" - at `$")
    for theirs, ours in WORDS:
        problem = problem.replace(theirs, ours)
    missing = re.fullmatch(r"Object missing required field `(\w+)`", problem)
    path = path.rstrip("`").lstrip(".")
    # msgspec names list items [...]; the words before it tell enough.
    return (f'"{missing[1]}" is missing here' if missing else problem[:1].lower() + problem[1:]), path


def _at(where: str, text: str, path: str) -> str:
    """Return `file:line: key`; the line is left out when the key cannot be found by looking at the text."""
    table, seen = "", Counter[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            brackets, table = header.groups()
            if brackets == "[[":
                seen[table] += 1
                table += f"[{seen[table] - 1}]"
            here = table
        elif key := re.match(r"\s*([\w-]+)\s*[.=]", line):
            here = f"{table}.{key[1]}".lstrip(".")
        else:
            continue
        if here == path:
            return f"{where}:{number}: {path}"
    return f"{where}: {path}" if path else where
