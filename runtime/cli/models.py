"""models list, fetch, verify, path."""

import argparse
import sys
from pathlib import Path
from typing import Any

from runtime.cli import show


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    models = commands.add_parser("models", help="list, fetch and verify models")
    below = models.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shelf = below.add_parser("list", parents=[shared], help="show what is here and what can be fetched")
    shelf.set_defaults(command=_list)
    fetch = below.add_parser("fetch", parents=[shared], help="bring a model; goes on where it was interrupted")
    fetch.add_argument("name", help="as `hearth models list` shows it")
    fetch.add_argument(
        "--from", dest="mirror", default="", metavar="URL|DIR", help="a mirror or a directory with the files"
    )
    fetch.add_argument(
        "--into", type=Path, metavar="DIR", help="default: where this user's (or the service's) Hearth looks"
    )
    fetch.set_defaults(command=_fetch)
    verify = below.add_parser("verify", parents=[shared], help="read every model and compare it byte for byte")
    verify.set_defaults(command=_verify)
    path = below.add_parser("path", parents=[shared], help="print where a model lies")
    path.add_argument("name")
    path.set_defaults(command=_path)


def _list(asked: argparse.Namespace) -> int:
    from device.models.catalogue import catalogue  # noqa: PLC0415
    from device.models.shelf import shelf  # noqa: PLC0415

    here = {found.name: found for found in shelf()}
    rows: list[dict[str, object]] = [
        {
            "name": found.name,
            "where": found.where,
            "kind": found.entry.kind,
            "version": found.entry.version,
            "bytes": found.entry.bytes,
            "licence": found.entry.licence,
            "path": found.path,
            "about": found.entry.about.get("about", ""),
        }
        for found in here.values()
    ]
    rows += [
        {
            "name": name,
            "where": "to fetch",
            "kind": offer.kind,
            "version": offer.version,
            "bytes": offer.bytes,
            "licence": offer.licence,
            "path": None,
            "about": offer.about,
        }
        for name, offer in catalogue().items()
        if name not in here
    ]
    if asked.json:
        show.answer({"ok": True, "models": rows})
    else:
        kept = ("name", "where", "kind", "version", "size", "licence", "about")
        show.columns([kept, *([(row | {"size": size(row["bytes"])})[key] for key in kept] for row in rows)])
    return 0


def _fetch(asked: argparse.Namespace) -> int:
    from device.models.fetch import fetch  # noqa: PLC0415

    store = asked.into or _store()
    folder = fetch(
        asked.name, store, mirror=asked.mirror, progress=_progress if sys.stderr.isatty() else lambda *_: None
    )
    if asked.json:
        show.answer({"ok": True, "name": asked.name, "path": folder})
    else:
        show.say(str(folder))
    return 0


def _verify(asked: argparse.Namespace) -> int:
    from device.models.manifest import problems  # noqa: PLC0415
    from device.models.shelf import shelf  # noqa: PLC0415

    checked = [(found, list(problems(found.path, found.entry))) for found in shelf()]
    well = not any(wrong for _, wrong in checked)
    if asked.json:
        show.answer(
            {
                "ok": well,
                "models": [{"name": found.name, "path": found.path, "problems": wrong} for found, wrong in checked],
            }
        )
        return 0 if well else 1
    for found, wrong in checked:
        mend = f"hearth models fetch {found.name}" if found.where == "fetched" else "install Hearth again"
        show.say(f"{found.name}: {'whole' if not wrong else '; '.join(wrong) + f' - mend it: {mend}'}")
    return 0 if well else 1


def _path(asked: argparse.Namespace) -> int:
    from device.models import find  # noqa: PLC0415

    path = find(asked.name)
    if asked.json:
        show.answer({"ok": True, "name": asked.name, "path": path})
    else:
        show.say(str(path))
    return 0


def size(count: object) -> str:
    """Return bytes as people say them; unknown sizes as a dash."""
    assert isinstance(count, int)
    if not count:
        return "-"
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"


def _store() -> Path:
    """Return where to put models: the service's store for root, when there is a service; else one's own."""
    import os  # noqa: PLC0415

    from device.places import SYSTEM_STATE, model_directories  # noqa: PLC0415

    if os.geteuid() == 0 and SYSTEM_STATE.is_dir():
        return SYSTEM_STATE / "models"
    return model_directories()[0]


def _progress(name: str, have: int, whole: int) -> None:
    share = f"{100 * have / whole:5.1f} %" if whole else size(have)
    sys.stderr.write(f"\r{name}: {share}" + ("\n" if whole and have >= whole else ""))
    sys.stderr.flush()
