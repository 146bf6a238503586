"""Looking up the names of a sentence: several at once, cut from their class word, or the very name of a room."""

import re

from runtime.resolve.index import Index, normal
from runtime.resolve.names import entities_named, name_within
from runtime.turn import Interpretation


def exactly_a_room(words: str, index: Index) -> str | None:
    """Return the room that has this very name, when no device has it."""
    plain = normal(words)
    return None if plain in index.names else next((room for room in index.rooms if normal(room) == plain), None)


def look_up(said: list[str], index: Index) -> tuple[dict[str, float], str]:
    """Find every name; "the lamp and the fan" may be one slot. Returns the scores and the first name not found."""
    names: dict[str, float] = {}
    for part in said:
        found = entities_named(part, index)
        if not found or (max(found.values()) < 1.0 and " and " in part):
            pieces = [entities_named(piece, index) for piece in re.split(r"\band\b", part)]
            if len(pieces) > 1 and all(pieces):
                found = {entity: score for piece in pieces for entity, score in piece.items()}
        if not found and (within := name_within(part, index)):
            found = entities_named(within, index)
        if not found:
            return names, part
        names |= found
    return names, ""


def with_its_kind(interpretation: Interpretation, missing: str, index: Index) -> str:
    """Join a misheard name and the class word behind it: "flor" "lamp"; empty when that names nothing either."""
    whole = f"{missing} {interpretation.said('kind')}"
    return whole if whole in interpretation.text.lower() and entities_named(whole, index) else ""
