"""Where models lie, and handing one out only when it is whole."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from device.errors import ModelBroken, ModelMissing
from device.models.catalogue import catalogue
from device.models.manifest import MANIFEST, RECEIPT, Entry, Manifest, problems, read_manifest, read_receipt
from device.places import model_directories


class Found(msgspec.Struct, frozen=True):
    """A model on this machine."""

    name: str
    where: Literal["bundled", "fetched"]
    path: Path
    entry: Entry


def bundled_directory() -> Path:
    """Return the folder of the models that come with Hearth: the checkout's, else the installation's."""
    checkout = Path(__file__).resolve().parents[2] / "exported_models"
    return checkout if checkout.is_dir() else Path(sys.prefix) / "share/hearth/exported_models"


def bundled(name: str, directory: Path | None = None) -> Path:
    """Return the folder of a model that comes with Hearth, after comparing every byte with the manifest (once a process).

    Raises:
        ModelMissing: there is no such model, or no manifest.
        ModelBroken: a file is missing or differs; the sentence says which and what to do.

    """
    return _whole_bundled(name, directory or bundled_directory())


def bundled_entry(name: str, directory: Path | None = None) -> Entry:
    """Return what the manifest says of a bundled model. Raises ModelMissing or ModelBroken."""
    directory = directory or bundled_directory()
    entry = _manifest(directory).models.get(name)
    if entry is None:
        known = ", ".join(sorted(_manifest(directory).models)) or "none"
        raise ModelMissing(f"No model {name} comes with Hearth (there are: {known}).")
    return entry


def installed(name: str, directories: tuple[Path, ...] | None = None) -> Path:
    """Return the folder of a fetched model whose files are all there (sizes are compared here; `verify` reads them).

    Raises:
        ModelMissing: it was never fetched; the sentence names the command.
        ModelBroken: it is damaged; the sentence names the command.

    """
    for directory in directories or model_directories():
        folder = directory / name
        if not (folder / RECEIPT).is_file():
            continue
        entry = read_receipt(folder)
        for path, mark in entry.files.items():
            if not (folder / path).is_file() or (folder / path).stat().st_size != mark.bytes:
                raise ModelBroken(f"The model {name} is damaged ({path}); run `hearth models fetch {name}`.")
        return folder
    if name in catalogue():
        raise ModelMissing(f"The model {name} is not on this machine; run `hearth models fetch {name}`.")
    raise ModelMissing(f"There is no model called {name}; `hearth models list` shows all.")


def find(name: str) -> Path:
    """Return the folder of a model: a path (with a slash in it), a bundled one, or a fetched one, in this order.

    Raises ModelMissing or ModelBroken.
    """
    if "/" in name:
        path = Path(name).expanduser()
        if not path.exists():
            raise ModelMissing(f"There is no model at {path}.")
        return path
    directory = bundled_directory()
    if (directory / MANIFEST).is_file() and name in _manifest(directory).models:
        return bundled(name, directory)
    return installed(name)


def shelf(directories: tuple[Path, ...] | None = None) -> Iterator[Found]:
    """Yield every model on this machine, bundled ones first. Raises ModelBroken for an unreadable list."""
    directory = bundled_directory()
    if (directory / MANIFEST).is_file():
        for name, entry in _manifest(directory).models.items():
            yield Found(name, "bundled", directory / name, entry)
    seen = set()
    for place in directories or model_directories():
        for receipt in sorted(place.glob(f"*/{RECEIPT}")):
            folder = receipt.parent
            if folder.name not in seen and not folder.name.startswith("."):
                seen.add(folder.name)
                yield Found(folder.name, "fetched", folder, read_receipt(folder))


def forget_checks() -> None:
    """Compare files again at the next call; tests and long-lived processes that fetch need it."""
    _whole_bundled.cache_clear()
    _manifest.cache_clear()


@cache
def _whole_bundled(name: str, directory: Path) -> Path:
    entry = bundled_entry(name, directory)
    folder = directory / name
    wrong = next(problems(folder, entry), None)
    if wrong is not None:
        raise ModelBroken(
            f"The model {name} that came with Hearth is damaged: {wrong}."
            " Run `scripts/install` again (or, after training it anew, `python -m learning.export`)."
        )
    return folder


@cache
def _manifest(directory: Path) -> Manifest:
    path = directory / MANIFEST
    if not path.is_file():
        raise ModelMissing(
            f"There is no {path}; run `scripts/install` again (in a checkout: `python -m learning.export`)."
        )
    return read_manifest(path)
