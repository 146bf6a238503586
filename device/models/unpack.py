"""A zip archive made by strangers, unpacked without letting it write anywhere else or fill the disk."""

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from device.errors import FetchFailed

LARGEST = 4 << 30
"""Bytes that an archive may unpack to; no model for a Pi comes near."""


def unpack_zip(archive: Path, folder: Path) -> None:
    """Unpack into a folder that does not exist yet; a single top folder in the archive is left out.

    Raises:
        FetchFailed: not a zip archive, damaged, or one that tries something.

    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = [info for info in zipped.infolist() if not info.is_dir()]
            _refuse_tricks(archive.name, members)
            top = _single_top(members)
            for info in members:
                target = folder.joinpath(*PurePosixPath(info.filename).parts[top:])
                target.parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(info) as packed, target.open("xb") as file:
                    shutil.copyfileobj(packed, file, 1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise FetchFailed(f"{archive.name} is not an archive that can be unpacked: {error}") from error
    except FileExistsError as error:
        raise FetchFailed(f"{archive.name} holds a file twice: {error.filename}") from error


def _refuse_tricks(name: str, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise FetchFailed(f"{name} is empty")
    if sum(info.file_size for info in members) > LARGEST:
        raise FetchFailed(f"{name} unpacks to more than {LARGEST >> 30} GB")
    for info in members:
        path = PurePosixPath(info.filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in path.parts[0]:
            raise FetchFailed(f"{name} wants to write outside its folder: {info.filename}")
        if kind not in (0, stat.S_IFREG):
            raise FetchFailed(f"{name} holds something that is no file: {info.filename}")


def _single_top(members: list[zipfile.ZipInfo]) -> int:
    """Return how many leading folders to leave out: 1 when all files share the first, else 0."""
    parts = [PurePosixPath(info.filename).parts for info in members]
    shared = len({each[0] for each in parts}) == 1 and all(len(each) > 1 for each in parts)
    return 1 if shared else 0
