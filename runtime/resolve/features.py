"""What is known of a candidate, as numbers: the one place where sentence, home, history and habit meet.

The ranker is trained on and used with this very code. Every feature is in 0..1 and has a name a sentence can be made of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.home.state import Entity, State
from runtime.resolve.fit import able, active, measures, useful
from runtime.resolve.index import Index, normal, stem
from runtime.resolve.kinds import APPLIANCES, SECONDARY, membership
from runtime.turn import Context, Interpretation
from runtime.words import choice_key

FEATURES = (
    "name", "exact", "kind", "word", "able", "useful", "active", "here", "last_room", "last_done", "recent_done",
    "recent_change", "reverses", "habit_now", "habit_ever", "chosen", "available", "group", "main", "occupied", "measures",
    "appliance_on", "appliance_off", "secondary", "acts", "turns_off", "turns_on",
)  # fmt: skip
"""Columns of the ranker's input, in order."""
COLUMN = {name: number for number, name in enumerate(FEATURES)}

MAIN = frozenset(("", "main", "ceiling", "big", "overhead", "room", "top"))
_REVERSE = {"turn_on": "turn_off", "turn_off": "turn_on", "open": "close", "close": "open", "lock": "unlock",
            "unlock": "lock", "mute": "unmute", "unmute": "mute", "media_play": "media_pause", "media_pause": "media_play",
            "start": "return_home", "return_home": "start"}  # fmt: skip
_RECENT_S = 300.0
"""A change of state counts less the older it is; after some five minutes it says nothing."""
PARTS_OF_DAY = 8
"""Parts of a day in which habits are counted, as `runtime.memory` does."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the conversation did, looked up once per sentence."""

    last: frozenset[str]
    """Entities of the newest exchange that had any."""
    order: Mapping[str, int]
    """Entity -> how many exchanges ago it was last acted on or asked about."""
    intents: Mapping[str, str]
    """Entity -> the last intent done with it."""
    room: str | None


def past(context: Context) -> Past:
    """Read the conversation backwards."""
    order: dict[str, int] = {}
    intents: dict[str, str] = {}
    last: frozenset[str] = frozenset()
    room: str | None = None
    for ago, exchange in enumerate(reversed(context.history)):
        for request in reversed(exchange.requests):
            if request.entities and not last:
                last = frozenset(request.entities)
            for entity_id in request.entities:
                order.setdefault(entity_id, ago)
                intents.setdefault(entity_id, request.intent)
                entity = context.home.entities.get(entity_id)
                room = room or (entity.room if entity is not None else None)
    return Past(last, order, intents, room)


def features(
    interpretation: Interpretation,
    candidates: Sequence[str],
    context: Context,
    index: Index,
    names: Mapping[str, float],
) -> NDArray[np.float32]:
    """Return float32 [len(candidates), len(FEATURES)].

    `names` holds how well each candidate's name was said; those that were not named are absent.
    """
    rows = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    before = past(context)
    now, ever = _habits(interpretation.intent, candidates, context)
    chosen = context.choices.get(choice_key(interpretation, context.room))
    for row, entity_id in zip(rows, candidates, strict=True):
        entity, state = context.home.entities[entity_id], context.home.state(entity_id)
        values = _of_entity(interpretation, entity, state, index, context)
        values |= _of_past(interpretation.intent, entity_id, state, before, context)
        values["name"], values["exact"] = names.get(entity_id, 0.0), float(names.get(entity_id, 0.0) >= 1.0)
        values["last_room"] = float(entity.room is not None and entity.room == before.room)
        values["habit_now"], values["habit_ever"] = now[entity_id], ever[entity_id]
        values["chosen"] = float(entity_id == chosen)
        for name, value in values.items():
            row[COLUMN[name]] = value
    return rows


def _of_entity(
    interpretation: Interpretation, entity: Entity, state: State, index: Index, context: Context
) -> dict[str, float]:
    intent = interpretation.intent
    said_kind = interpretation.said("kind") or ""
    kind = str(interpretation.value("kind") or "")
    tokens = set(normal(entity.name).split())
    is_active = active(entity, state)
    quantity = str(interpretation.value("quantity") or "temperature")
    appliance = bool(APPLIANCES & tokens)
    running = is_active or any(
        active(context.home.entities[other], context.home.state(other))
        for other in index.by_device.get(entity.device, ())
    )
    room = set(normal(entity.room or "").split())
    left = " ".join(sorted(tokens - room - {stem(word) for word in (*kind.split("_"), *said_kind.split(), *_NOUNS)}))
    watching = index.occupancy.get(entity.room or "", ())
    asks = intent == "ask_value"
    return {
        "kind": membership(kind, entity) if kind else 0.0,
        "word": float(bool(said_kind) and stem(said_kind.split()[-1].lower()) in tokens),
        "able": measures(quantity, entity, state) if asks else able(intent, entity),
        "useful": useful(interpretation, entity, state),
        "active": float(is_active),
        "here": float(entity.room is not None and entity.room == context.room),
        "available": float(state.available),
        "group": float(bool(entity.members)),
        "main": float(left in MAIN),
        "occupied": float(any(context.home.state(sensor).value in {"on", "detected"} for sensor in watching)),
        "measures": measures(quantity, entity, state) if asks else 0.0,
        "appliance_on": float(asks and appliance and running),
        "appliance_off": float(asks and appliance and not running),
        "secondary": float(not asks and entity.platform in SECONDARY),
        "acts": float(not asks),
        "turns_off": float(intent in {"turn_off", "close", "media_pause", "pause"}),
        "turns_on": float(intent in {"turn_on", "open", "media_play", "start"}),
    }


_NOUNS = ("light", "lamp", "fan", "temperature", "humidity", "sensor", "thermostat", "speaker", "blind", "curtain")


def _of_past(intent: str, entity_id: str, state: State, before: Past, context: Context) -> dict[str, float]:
    ago = before.order.get(entity_id)
    age = None if state.at is None else max(0.0, context.at - state.at)
    return {
        "last_done": float(entity_id in before.last),
        "recent_done": 0.0 if ago is None else 1.0 / (1 + ago),
        "recent_change": 0.0 if age is None else max(0.0, 1.0 - age / _RECENT_S),
        "reverses": float(_REVERSE.get(intent) is not None and before.intents.get(entity_id) == _REVERSE[intent]),
    }


def _habits(intent: str, candidates: Sequence[str], context: Context) -> tuple[dict[str, float], dict[str, float]]:
    """Return each candidate's share of what was done at this time of day, and at any, smoothed towards none."""
    if not context.habits:
        nothing = dict.fromkeys(candidates, 0.0)
        return nothing, nothing
    part = context.now.hour // 3
    at_hour = {entity: context.habits.get(f"{entity}|{intent}|{part}", 0.0) for entity in candidates}
    always = {
        entity: sum(context.habits.get(f"{entity}|{intent}|{hour}", 0.0) for hour in range(PARTS_OF_DAY))
        for entity in candidates
    }
    now_total, ever_total = 2.0 + sum(at_hour.values()), 2.0 + sum(always.values())
    return (
        {entity: count / now_total for entity, count in at_hour.items()},
        {entity: count / ever_total for entity, count in always.items()},
    )
