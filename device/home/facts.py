"""What the user told about things at home: kept on disk, listed, forgotten.

Knows nothing of how a sentence becomes a fact.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from device import kept
from device.home.registry import Fact


class _File(msgspec.Struct, frozen=True):
    version: int
    facts: dict[str, Fact]


class Facts:
    """Facts by entity id."""

    def __init__(self, path: Path) -> None:
        """Read what is kept at `path`; no file means that nothing was told. Raises StoreError."""
        self._path = path
        file = kept.load(path, _File)
        self._facts: dict[str, Fact] = file.facts if file is not None else {}

    @property
    def all(self) -> Mapping[str, Fact]:
        """Return every fact; a copy, safe to keep."""
        return dict(self._facts)

    def tell(
        self, entity_id: str, *, room: str | None = None, alias: str | None = None, name: str | None = None
    ) -> Fact:
        """Keep something about an entity beside what was told before, and return all that is known of it.

        Raises:
            StoreError: it could not be written; what was known stays.

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
            StoreError: it could not be written; what was known stays.

        """
        old = self._facts.get(entity_id)
        if old is None or (alias is not None and _clean(alias) not in old.aliases):
            return False
        rest = {key: fact for key, fact in self._facts.items() if key != entity_id}
        if alias is not None:
            left = tuple(one for one in old.aliases if one != _clean(alias))
            rest_of_it = msgspec.structs.replace(old, aliases=left)
            rest |= {entity_id: rest_of_it} if rest_of_it != Fact() else {}
        self._keep(rest)
        return True

    def forget_all(self) -> int:
        """Forget everything; return how many entities something was known of."""
        count = len(self._facts)
        self._keep({})
        return count

    def _keep(self, facts: dict[str, Fact]) -> None:
        kept.save(self._path, _File(1, dict(sorted(facts.items()))))
        self._facts = facts


def _clean(text: str) -> str:
    return " ".join(text.lower().split())
