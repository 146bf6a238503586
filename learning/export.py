"""Write `exported_models/manifest.json`: the size and sha256 of every file of every bundled model.

    python -m learning.export            write it
    python -m learning.export --check    only compare; exit 1 when it is out of date

Each model's folder has a `model.json` with at least `name`, `version`, `kind` and `licence`, and a `card.md`.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from device.models.manifest import MANIFEST, Entry, Manifest, marks, write_json
from device.models.shelf import bundled_directory, forget_checks

KNOWN = ("name", "version", "kind", "licence")


def describe(folder: Path, *, unfinished: bool = False) -> Entry:
    """Measure one model's folder; `unfinished`: a card may come later. Raises ValueError when something is missing."""
    path = folder / "model.json"
    if not path.is_file():
        raise ValueError(f"{folder.name}: there is no model.json")
    if not unfinished and not (folder / "card.md").is_file():
        raise ValueError(f"{folder.name}: there is no card.md")
    about = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    if about.get("name", folder.name) != folder.name:
        raise ValueError(f"{folder.name}: model.json calls it {about['name']}")
    if "version" not in about:
        raise ValueError(f"{folder.name}: model.json names no version")
    rest = {key: value for key, value in about.items() if key not in KNOWN and not isinstance(value, dict | list)}
    return Entry(
        version=str(about["version"]),
        files=marks(folder),
        kind=str(about.get("kind", folder.name)),
        licence=str(about.get("licence", "Apache-2.0")),
        about=rest,
    )


def manifest(directory: Path, *, unfinished: bool = False) -> Manifest:
    """Measure every model below a directory. Raises ValueError with all that is missing.

    `unfinished`: folders without `model.json` are left out, and cards may be missing.
    """
    models, wrong = {}, []
    for folder in sorted(path for path in directory.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if unfinished and not (folder / "model.json").is_file():
            continue
        try:
            models[folder.name] = describe(folder, unfinished=unfinished)
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise ValueError("\n".join(wrong))
    return Manifest(models)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m learning.export", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--directory", type=Path, default=bundled_directory(), help="where the models lie")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the manifest is out of date")
    parser.add_argument("--unfinished", action="store_true", help="while models are being made: do without cards")
    asked = parser.parse_args(arguments)
    try:
        made = manifest(asked.directory, unfinished=asked.unfinished)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    path = asked.directory / MANIFEST
    if asked.check:
        same = path.is_file() and msgspec.json.decode(path.read_bytes(), type=Manifest) == made
        print("manifest.json is up to date" if same else "manifest.json is out of date: run python -m learning.export")
        return 0 if same else 1
    write_json(path, made)
    forget_checks()
    for name, entry in made.models.items():
        print(f"{name:<20} {entry.version:<12} {len(entry.files):>3} files {entry.bytes / 1e6:8.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
