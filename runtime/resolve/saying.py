"""What a sentence calls things by: names, a class that is a name, how many. Words only."""

import re

from runtime.resolve.index import Index, normal
from runtime.resolve.kinds import KINDS
from runtime.turn import Interpretation

PRONOUN = re.compile(r"\b(it|them|that|those|these|this|that one|this one|both of them)\b")
_QUANTIFIERS = frozenset(("all", "both", "any", "other", "one"))


def names_said(interpretation: Interpretation) -> list[str]:
    """Return every name, in the order said."""
    return [slot.text for slot in interpretation.slots if slot.name == "name" and normal(slot.text)]


def quantifier_of(interpretation: Interpretation) -> str:
    """Return all | both | any | other | one, also where "every light" was said and not tagged; empty for none."""
    tagged = str(interpretation.value("quantifier") or "")
    kind = interpretation.said("kind")
    if tagged in _QUANTIFIERS or not kind:
        return tagged
    every = rf"\b(all|every|each)( of)?( the| my| our| these| those)?( single)? {re.escape(kind.lower())}\b"
    return "all" if re.search(every, interpretation.text.lower()) else tagged


def own_name(interpretation: Interpretation, index: Index) -> str | None:
    """Return the words of a class when they are the very name of one thing: "the skylight", "the heater"."""
    said = interpretation.said("kind")
    if not said or normal(said).replace(" ", "_") in KINDS or interpretation.slot("quantifier") is not None:
        return None
    own = set(index.names.get(normal(said), ()))
    # "The lamp" is no name where there is a floor lamp too, even if one of them is called just that.
    shared = any(name.endswith(f" {normal(said)}") and set(ids) - own for name, ids in index.names.items())
    return said if len(own) == 1 and not shared else None
