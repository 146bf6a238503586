"""Fetching a model: download, verify, unpack beside its place, then one rename. Nothing half-made is ever found.

Called by `hearth models fetch` alone: never at import, at start, or inside a turn.
"""

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from device.errors import FetchFailed, ModelMissing
from device.models.catalogue import Offer, Source, catalogue
from device.models.download import Progress, download
from device.models.manifest import RECEIPT, Entry, marks, problems, read_receipt, write_json
from device.models.unpack import unpack_zip

PARTIAL = ".partial"
"""Folder for what is under way; on the same file system, so that the last rename is atomic."""


def fetch(
    name: str,
    store: Path,
    *,
    mirror: str = "",
    progress: Progress = lambda *_: None,
    offers: Mapping[str, Offer] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Path:
    """Bring a model of the catalogue into `store` and return its folder. One that is whole already is left alone.

    Raises:
        ModelMissing: the catalogue has no such model.
        FetchFailed: it could not be brought; the sentence says why and how to go on.

    """
    offer = (offers or catalogue()).get(name)
    if offer is None:
        raise ModelMissing(f"There is no model called {name} to fetch; `hearth models list` shows all.")
    try:
        (store / PARTIAL).mkdir(parents=True, exist_ok=True)
        with _alone(store):
            if _is_whole(store / name, offer):
                return store / name
            return _bring(
                name,
                offer,
                store,
                lambda source, path: download(source, path, mirror=mirror, progress=progress, pause=pause),
            )
    except OSError as error:
        raise FetchFailed(f"{store} cannot be written: {error.strerror or error}.") from error
    except FetchFailed as error:
        raise FetchFailed(
            f"{error}. Run `hearth models fetch {name}` again to go on, or add `--from` a mirror."
        ) from error


def _bring(name: str, offer: Offer, store: Path, load: Callable[[Source, Path], Path]) -> Path:
    under_way = store / PARTIAL
    arrived = [(source, load(source, under_way / f"{source.sha256[:12]}-{source.name}")) for source in offer.files]
    fresh = under_way / f"{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for source, path in arrived:
        if offer.unpack == "zip":
            unpack_zip(path, fresh)
        else:
            shutil.copyfile(path, fresh / source.name)
    about = {"about": offer.about, "sources": {source.name: source.sha256 for source in offer.files}}
    write_json(fresh / RECEIPT, Entry(offer.version, marks(fresh), offer.kind, offer.licence, about))
    _put(fresh, store / name)
    for _, path in arrived:
        path.unlink()
    return store / name


def _put(fresh: Path, place: Path) -> None:
    """Rename into place. An older one steps aside first: a folder cannot be renamed over a full one."""
    old = fresh.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _is_whole(folder: Path, offer: Offer) -> bool:
    if not (folder / RECEIPT).is_file():
        return False
    entry = read_receipt(folder)
    return entry.version == offer.version and next(problems(folder, entry), None) is None


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """Keep a second fetch into the same store out. Raises FetchFailed."""
    with (store / PARTIAL / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FetchFailed("Another `hearth models fetch` is under way") from error
        yield
