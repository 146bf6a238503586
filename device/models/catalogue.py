"""The models that can be fetched, as `catalogue.toml` lists them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file to download."""

    name: str
    """File name; also what is looked for in a mirror or a directory."""
    sha256: Sha256
    urls: tuple[str, ...]
    """Tried in order."""
    bytes: int = 0
    """Size; 0: not known before it is asked for."""


class Offer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model to fetch."""

    kind: str
    version: str
    licence: str
    about: str
    files: tuple[Source, ...]
    unpack: Literal["", "zip"] = ""
    """zip: the one file is an archive whose content is the model."""

    @property
    def bytes(self) -> int:
        """Size of the download, as far as known."""
        return sum(source.bytes for source in self.files)


@cache
def catalogue() -> Mapping[str, Offer]:
    """Return every model that can be fetched, by name."""
    table = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text())
    return msgspec.convert(table, dict[str, Offer])
