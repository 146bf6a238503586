"""What a model must consist of, byte for byte: the size and sha256 of every file.

`exported_models/manifest.json` says so of the models that come with Hearth; `.hearth.json` in a fetched model's folder
says so of that one. Both are made of `Entry`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from device.errors import ModelBroken

MANIFEST = "manifest.json"
RECEIPT = ".hearth.json"
T = TypeVar("T")


class FileMark(msgspec.Struct, frozen=True):
    """One file as it must be."""

    sha256: str
    bytes: int


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One model as it must be."""

    version: str
    files: Mapping[str, FileMark]
    """Path below the model's folder, with slashes -> what it must be."""
    kind: str = ""
    """nlu | speech | wake | voice | ..."""
    licence: str = ""
    about: Mapping[str, Any] = {}
    """What else its `model.json` says: `labels_hash` and the like."""

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(mark.bytes for mark in self.files.values())


class Manifest(msgspec.Struct, frozen=True):
    """Every bundled model."""

    models: Mapping[str, Entry]
    format: int = 1


def digest(path: Path) -> str:
    """Return the sha256 of a file in hex, reading it in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def mark(path: Path) -> FileMark:
    """Measure a file."""
    return FileMark(digest(path), path.stat().st_size)


def marks(folder: Path) -> dict[str, FileMark]:
    """Measure every file below a folder, hidden ones apart, in the order of their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    return {path.relative_to(folder).as_posix(): mark(path) for path in files}


def problems(folder: Path, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a model's files; nothing when it is whole. Files beside the listed ones do not matter."""
    for name, expected in entry.files.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif (size := path.stat().st_size) != expected.bytes:
            yield f"{name} has {size} bytes instead of {expected.bytes}"
        elif digest(path) != expected.sha256:
            yield f"{name} has other content than it should"


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises ModelBroken when it is none, FileNotFoundError when it is not there."""
    return _decode(path, Manifest)


def read_receipt(folder: Path) -> Entry:
    """Read what a fetched model must be. Raises ModelBroken or FileNotFoundError."""
    return _decode(folder / RECEIPT, Entry)


def write_json(path: Path, value: msgspec.Struct) -> None:
    """Write a manifest or receipt, indented and ending in a newline: both are read by people and by git."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    fresh.replace(path)


def _decode(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except msgspec.DecodeError as error:
        raise ModelBroken(f"{path} is not a list of model files: {error}") from error


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
