"""Taking back and putting right: "undo that", "that's wrong", "no, the bedroom", "I meant the desk lamp".

What was done is known from the outcomes of the last exchange; each says what would undo it. Pure.
"""

import re
from collections.abc import Callable

import msgspec

from device.home.state import Command
from runtime.resolve.fit import NEEDS
from runtime.resolve.index import index_of
from runtime.resolve.names import entities_named
from runtime.turn import Context, Exchange, Interpretation, Question, Reply, Request, Slot

TAKES_BACK = frozenset(("undo", "wrong"))
_EFFECTS = frozenset(
    (
        "volume",
        "teach",
        "timer_start",
        "alarm_set",
        "reminder_set",
        "delay",
        "timer_change",
        "timer_pause",
        "timer_resume",
    )
)
"""Effects on Hearth itself that can be taken back."""
_TALK = frozenset(
    ("undo", "wrong", "correct", "repeat", "what_heard", "why", "stop", "help", "affirm", "deny", "thanks", "give_pin")
)
"""Intents that cannot be corrected, only what they were about."""
_WHICH = frozenset(["name", "area", "floor", "kind", "quantifier", "except"])
_VALUES = {
    "brightness": "set_brightness", "temperature": "set_temperature", "color": "set_color", "percent": "set_position",
}  # fmt: skip
"""Slot -> the intent it speaks of, when the last one did not have it."""


_DENIES = re.compile(r"^(?:no |oh |wait )*not\b")
"""What "not here, in the kitchen" begins with."""


def to_undo(context: Context) -> Exchange | None:
    """Return the newest exchange that changed something and was not taken back since."""
    skip = 0
    for exchange in reversed(context.history):
        changed = bool(inverses(exchange)) or any(effect.kind in _EFFECTS for effect in exchange.effects)
        if any(request.undo or request.taken_back for request in exchange.requests if request.intent in TAKES_BACK):
            skip += 1
        elif changed:
            if skip == 0:
                return exchange
            skip -= 1
    return None


def inverses(exchange: Exchange) -> tuple[Command, ...]:
    """Return the commands that take an exchange back, the last one first."""
    done = [
        outcome
        for outcome in exchange.outcomes
        if outcome.status in {"confirmed", "sent"} and outcome.inverse is not None
    ]
    return tuple(outcome.inverse for outcome in reversed(done) if outcome.inverse is not None)


def took_back(interpretation: Interpretation, context: Context) -> Request:
    """Return the request that undoes the last change; the skill says so when there is none."""
    exchange = to_undo(context)
    commands = inverses(exchange) if exchange is not None else ()
    effects = tuple(effect for effect in exchange.effects if effect.kind in _EFFECTS) if exchange is not None else ()
    entities = tuple(dict.fromkeys(command.entity_id for command in commands))
    why = "You asked me to take it back."
    return Request(interpretation, entities, context.home.version, why, undo=commands, taken_back=effects)


def corrected(
    interpretation: Interpretation, context: Context, resolve: Callable[[Interpretation], Request | Question | Reply]
) -> Request | Question | Reply:
    """Do the last request again with what was put right, and take the wrong action back first."""
    found = next(
        ((e, r) for e in reversed(context.history) for r in reversed(e.requests) if r.intent not in _TALK), None
    )
    if found is None:
        return Reply(say="I don't know what you are correcting.", failed="not_understood")
    last, before = found
    interpretation = _as_meant(interpretation, before, context)
    if not interpretation.slots:
        return took_back(interpretation, context)
    clause = merged(before.interpretation, interpretation)
    if interpretation.value("quantifier") == "other" and clause.slot("kind") is None and before.entities:
        clause = _as_kind(clause, context, before)
    again = resolve(clause)
    if isinstance(again, Reply) and before.entities and clause.said("name") and not interpretation.said("name"):
        again = resolve(_as_kind(clause, context, before))
    if not isinstance(again, Request):
        return again
    keep = set(again.entities)
    taken = inverses(last) if to_undo(context) is last else ()  # what was undone since is not undone twice
    undo = tuple(command for command in taken if command.entity_id not in keep or again.intent != before.intent)
    return msgspec.structs.replace(again, undo=undo, why=f"You corrected me. {again.why}".strip())


def _as_meant(new: Interpretation, before: Request, context: Context) -> Interpretation:
    """Read "the other one" where it was not tagged, and "not the floor lamp, the desk lamp" without what it denies."""
    if not any(new.slot(name) is not None for name in ("name", "kind", "area", "floor")) and re.search(
        r"\bother\b", new.text.lower()
    ):
        return msgspec.structs.replace(new, slots=(Slot("quantifier", "other", "other"),))
    areas = [slot for slot in new.slots if slot.name == "area"]
    if len(areas) > 1 and _DENIES.match(new.text.lower()):
        return msgspec.structs.replace(new, slots=tuple(slot for slot in new.slots if slot not in areas[:-1]))
    names = [slot for slot in new.slots if slot.name == "name"]
    index = index_of(context.home)
    denied = [slot for slot in names if set(entities_named(slot.text, index)) & set(before.entities)]
    if len(names) > 1 and len(denied) < len(names):
        return msgspec.structs.replace(new, slots=tuple(slot for slot in new.slots if slot not in denied))
    return new


def merged(old: Interpretation, new: Interpretation) -> Interpretation:
    """Return the old sentence with what the new one says in place of what it contradicts."""
    said = {slot.name for slot in new.slots}
    values = said - _WHICH
    slots = [slot for slot in old.slots if slot.name not in said]
    if "name" in said:
        slots = [slot for slot in slots if slot.name not in _WHICH]
    elif said & {"area", "floor"}:
        slots = [slot for slot in slots if slot.name not in {"area", "floor", "quantifier"}]
    elif "kind" in said:
        slots = [slot for slot in slots if slot.name != "name"]
    intent = old.intent
    for value in values:
        if value in _VALUES and value not in {slot.name for slot in old.slots} and intent in NEEDS:
            intent = _VALUES[value] if value != "percent" else intent
    if not said & _WHICH and values:
        return Interpretation(intent, (*slots, *new.slots), max(old.confidence, new.confidence), old.text)
    text = new.text if said & _WHICH else old.text
    return Interpretation(intent, (*slots, *new.slots), max(old.confidence, new.confidence), text)


def _as_kind(clause: Interpretation, context: Context, before: Request) -> Interpretation:
    """Read a name as the class of what was acted on: "the floor lamp", "no, the bedroom" means the bedroom's light."""
    entity = context.home.entities.get(before.entities[0])
    kind = _KIND_OF.get(entity.platform) if entity is not None else None
    if kind is None:
        return clause
    slots = tuple(slot for slot in clause.slots if slot.name != "name")
    return msgspec.structs.replace(clause, slots=(*slots, Slot("kind", kind.replace("_", " "), kind)))


_KIND_OF = {"light": "light", "switch": "switch", "fan": "fan", "cover": "cover", "valve": "valve", "lock": "lock",
            "climate": "thermostat", "media_player": "media", "vacuum": "vacuum", "humidifier": "humidifier"}  # fmt: skip
