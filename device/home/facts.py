"""What the user told about things at home: kept on disk, listed, forgotten.

One JSON file, written whole to a neighbour, synced and renamed, so that a power cut leaves the old or the new one.
Knows nothing of how a sentence becomes a fact.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from device.errors import DeviceError
from device.home.registry import Fact


class FactsError(DeviceError):
    """What the user told could not be read or kept."""

    code = "facts"


class _File(msgspec.Struct, frozen=True):
    version: int
    facts: dict[str, Fact]


class Facts:
    """Facts by entity id."""

    def __init__(self, path: Path) -> None:
        """Read what is kept at `path`; no file means that nothing was told.

        Raises:
            FactsError: the file is there but cannot be used. It is left as it is.

        """
        self._path = path
        self._facts: dict[str, Fact] = {}
        try:
            self._facts = msgspec.json.decode(path.read_bytes(), type=_File).facts
        except FileNotFoundError:
            pass
        except (OSError, msgspec.DecodeError) as error:
            raise FactsError(f"What was told about the home cannot be read from {path}: {error}") from error

    @property
    def all(self) -> Mapping[str, Fact]:
        """Return every fact; a copy, safe to keep."""
        return dict(self._facts)

    def tell(
        self, entity_id: str, *, room: str | None = None, alias: str | None = None, name: str | None = None
    ) -> Fact:
        """Keep something about an entity beside what was told before, and return all that is known of it.

        Raises:
            FactsError: it could not be written; what was known stays.

        """
        old = self._facts.get(entity_id, Fact())
        aliases = old.aliases if alias is None or _clean(alias) in old.aliases else (*old.aliases, _clean(alias))
        new = Fact(
            room=old.room if room is None else _clean(room),
            aliases=aliases,
            name=old.name if name is None else _clean(name),
        )
        self._keep({**self._facts, entity_id: new})
        return new

    def forget(self, entity_id: str, *, alias: str | None = None) -> bool:
        """Forget all about an entity, or one alias; return whether there was anything to forget.

        Raises:
            FactsError: it could not be written; what was known stays.

        """
        old = self._facts.get(entity_id)
        if old is None or (alias is not None and _clean(alias) not in old.aliases):
            return False
        rest = {key: fact for key, fact in self._facts.items() if key != entity_id}
        if alias is not None:
            left = tuple(one for one in old.aliases if one != _clean(alias))
            kept = msgspec.structs.replace(old, aliases=left)
            rest |= {entity_id: kept} if kept != Fact() else {}
        self._keep(rest)
        return True

    def forget_all(self) -> int:
        """Forget everything; return how many entities something was known of."""
        count = len(self._facts)
        self._keep({})
        return count

    def _keep(self, facts: dict[str, Fact]) -> None:
        text = msgspec.json.format(msgspec.json.encode(_File(1, dict(sorted(facts.items())))), indent=2)
        beside = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise FactsError(f"What was told cannot be kept in {self._path}: {error.strerror}") from error
        self._facts = facts


def _clean(text: str) -> str:
    return " ".join(text.lower().split())
