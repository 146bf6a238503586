"""What "except" leaves out. An exception that was not understood stops everything: it may be the one that matters."""

import re
from collections.abc import Iterable

from runtime.resolve.fitting import kind_said
from runtime.resolve.index import Index
from runtime.resolve.kinds import membership
from runtime.resolve.names import entities_named
from runtime.resolve.place import room_named
from runtime.turn import Context, Interpretation


def excluded(
    interpretation: Interpretation, ids: Iterable[str], context: Context, index: Index
) -> tuple[str, ...] | None:
    """Leave out what "except" names; None when that was not understood, for then nothing may be done."""
    left = list(ids)
    for slot in interpretation.slots:
        if slot.name != "except":
            continue
        for part in re.split(r"\band\b|,|\bor\b", slot.text):
            out = _matching(re.sub(r"^\s*(in|on|the ones in|those in|for)\s+", "", part), left, context, index)
            if not out:
                return None
            left = [entity_id for entity_id in left if entity_id not in out]
    return tuple(left)


def _matching(words: str, ids: list[str], context: Context, index: Index) -> set[str]:
    room = room_named(words, index)
    if room is not None:
        return {entity_id for entity_id in ids if context.home.entities[entity_id].room == room}
    named = set(entities_named(words, index)) & set(ids)
    if named:
        return named
    kind = kind_said(words)
    return {i for i in ids if kind and membership(kind, context.home.entities[i]) > 0}
