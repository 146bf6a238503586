"""What the clauses of one sentence share, and what one clause puts side by side. Words and slots only; pure.

"In ten minutes turn off the lamp and close the blinds" delays both; "the tv and the floor lamp" are two things, "the kitchen and
bedroom lights" are lights in two rooms.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from runtime.turn import Interpretation, Slot

_WHEN = frozenset({"time", "date", "duration"})
_OWN_TIME = ("timer", "alarm", "reminder", "ask", "teach", "announce", "correct", "undo", "wrong", "stop", "cancel")
"""Beginnings of intents that have a time of their own, or none."""
_FIRST = 4
"""A time that begins within so many words stands before the verb."""
_BEFORE_A_TIME = frozenset(("", "in", "at", "after", "on", "by", "from", "this", "around", "about", "please"))
_THINGS = frozenset({"name", "kind"})
_PLACES = frozenset({"area", "floor"})
_TARGETS = _THINGS | _PLACES
_JOINT = re.compile(r"^(?:and|plus|as well as|along with)\b")


def with_shared_time(clauses: Sequence[Interpretation]) -> tuple[Interpretation, ...]:
    """Return the clauses, each with the time that was said before the first one's verb, unless it has its own."""
    if len(clauses) < 2:
        return tuple(clauses)
    shared = _time_before_the_verb(clauses[0])
    if not shared:
        return tuple(clauses)
    return (clauses[0], *(_at(clause, shared) for clause in clauses[1:]))


def _time_before_the_verb(clause: Interpretation) -> tuple[Slot, ...]:
    """Return the slots that say when, where the sentence begins with them: "at seven ...", "in ten minutes ..."."""
    found = sorted((slot for slot in clause.slots if slot.name in _WHEN), key=lambda slot: slot.start)
    words = clause.text.lower().split()
    if not found or not found[0].end or found[0].start >= _FIRST or words[:1] == ["for"]:
        return ()
    others = [slot.start for slot in clause.slots if slot.name not in _WHEN and slot.end]
    if others and min(others) < found[0].start:
        return ()
    before = words[found[0].start - 1] if found[0].start else ""
    return tuple(found) if before in _BEFORE_A_TIME else ()


def _at(clause: Interpretation, shared: tuple[Slot, ...]) -> Interpretation:
    if clause.intent.startswith(_OWN_TIME) or any(slot.name in _WHEN for slot in clause.slots):
        return clause
    plain = tuple(msgspec.structs.replace(slot, start=0, end=0) for slot in shared)
    return msgspec.structs.replace(clause, slots=(*clause.slots, *plain))


def side_by_side(clause: Interpretation) -> tuple[Interpretation, ...]:
    """Return a clause once for each thing that it puts side by side; as it is when it names one, or names alone."""
    words = clause.text.lower().split()
    targets = sorted((slot for slot in clause.slots if slot.name in _TARGETS), key=lambda slot: slot.start)
    if len(targets) < 2 or any(slot.end == 0 or slot.end > len(words) for slot in targets):
        return (clause,)
    groups = [[targets[0]]]
    for before, after in pairwise(targets):
        between = " ".join(words[before.end : after.start])
        if _JOINT.match(between) or (clause.intent.startswith("ask") and between.startswith("or")):
            groups.append([after])
        else:
            groups[-1].append(after)
    if len(groups) == 1 or all(slot.name == "name" for slot in targets):
        return (clause,)
    return tuple(_of(clause, group) for group in _completed(groups))


def _completed(groups: list[list[Slot]]) -> list[list[Slot]]:
    """Give a place that stands alone the thing that is meant there: of the group before, or of the one that follows."""
    made: list[list[Slot]] = []
    for number, group in enumerate(groups):
        if not _has_thing(group):
            sources = (*made[::-1], *groups[number + 1 :])
            things = next((other for other in sources if _has_thing(other)), [])
            made.append([*group, *(slot for slot in things if slot.name == "kind")])
        else:
            made.append(group)
    places = [slot for slot in groups[-1] if slot.name in _PLACES]
    if groups[-1][-1].name in _PLACES and _has_thing(groups[-1]):
        # "The lamp and the fan in the bedroom": the place stands after both.
        made = [group if _has_place(group) else [*group, *places] for group in made]
    return made


def _has_thing(group: list[Slot]) -> bool:
    return any(slot.name in _THINGS for slot in group)


def _has_place(group: list[Slot]) -> bool:
    return any(slot.name in _PLACES for slot in group)


def _of(clause: Interpretation, group: list[Slot]) -> Interpretation:
    """Return the clause about one group, in words that hold no other thing."""
    kept = tuple(slot for slot in clause.slots if slot.name not in _TARGETS)
    if clause.intent.startswith("ask"):
        return msgspec.structs.replace(clause, slots=(*kept, *group))
    verb = clause.text.split()[: min(slot.start for slot in group if slot.end)][:2]
    return msgspec.structs.replace(
        clause, slots=(*kept, *group), text=" ".join((*verb, *(slot.text for slot in group)))
    )
