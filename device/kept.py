"""Small state that survives a restart and a power cut: one JSON file a value, replaced as a whole. Knows no meaning."""

import logging
import os
from pathlib import Path
from typing import TypeVar

import msgspec

from device.errors import StoreError

T = TypeVar("T")
LOG = logging.getLogger(__name__)


def load(path: Path, kind: type[T]) -> T | None:
    """Return the value kept at `path`, None when there is none; one that makes no sense is moved to `<name>.broken`.

    Raises:
        StoreError: there is a file that may not be read or moved.

    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        aside = path.with_suffix(".broken")
        LOG.warning("%s makes no sense (%s); it was moved to %s", path, error, aside.name)
        _move(path, aside)
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error


def _move(path: Path, aside: Path) -> None:
    try:
        path.replace(aside)
    except OSError as error:
        raise StoreError(f"{path} makes no sense and cannot be moved away: {error.strerror}.") from error


def save(path: Path, value: object) -> None:
    """Keep a value: a new file, flushed to the disk, then renamed over the old one.

    Raises:
        StoreError: the disk is full or not writable; the old file is whole.

    """
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(value))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise StoreError(f"{path} could not be saved: {error.strerror}.") from error


def _sync(folder: Path) -> None:
    """Have a renaming reach the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
