"""Which entities can serve an intent: of a class, of all, of what nobody named. Looked up once per structure of the home.

Knows nothing of rooms that were said.
"""

from collections.abc import Iterable

from runtime.resolve.fit import able, useful
from runtime.resolve.index import Index, normal
from runtime.resolve.kinds import KINDS, SECONDARY
from runtime.resolve.names import entities_named
from runtime.turn import Context, Interpretation

MADE_FOR_IT = 0.5
_NEVER_IMPLIED = SECONDARY | {"valve", "lock", "scene", "button", "siren", "alarm_control_panel"}
"""What must be named before anything is done with it."""


def fitting(intent: str, ids: Iterable[str], context: Context) -> list[str]:
    """Keep the entities that can serve the intent; made for it before good enough."""
    scored = [(entity_id, able(intent, context.home.entities[entity_id])) for entity_id in ids]
    top = max((score for _, score in scored), default=0.0)
    floor = 0.5 if top >= 0.8 else 0.2
    return [entity_id for entity_id, score in scored if score >= floor]


def fitting_kind(intent: str, kind: str, ids: list[str], context: Context, index: Index) -> list[str]:
    """Return what of a kind can serve an intent; looked up once per structure of the home."""
    key = f"{intent}|{kind}"
    if key not in index.serving:
        index.serving[key] = dict.fromkeys(fitting(intent, ids, context))
    return list(index.serving[key])


def members(kind: str, room: str | None, context: Context, index: Index) -> list[str]:
    """Return the entities of a kind, the surely belonging ones when there are any."""
    if kind in KINDS:
        return list(index.kinds.get((kind, room), ()))
    return [
        i
        for i in entities_named(kind.replace("_", " "), index)
        if room is None or context.home.entities[i].room == room
    ]


def kind_said(words: str) -> str | None:
    """Return the kind that plain words name: "lamps" -> light."""
    plain = normal(words)
    if plain.replace(" ", "_") in KINDS:
        return plain.replace(" ", "_")
    if " " in plain:
        return None
    return next((kind for kind, found in KINDS.items() if plain in {normal(word) for word in found.words}), None)


def implied(interpretation: Interpretation, context: Context, index: Index) -> list[str]:
    """Return what nobody named could mean: made for it, here; anywhere when only there something would change."""
    home = context.home
    ids = serving(interpretation.intent, context, index)
    here = [i for i in index.by_room.get(context.room or "", ()) if i in ids]
    changing = [i for i in here if useful(interpretation, home.entities[i], home.state(i)) > 0]
    if changing:
        return changing
    elsewhere = [i for i in ids if useful(interpretation, home.entities[i], home.state(i)) == 1.0]
    return elsewhere or here or list(ids)


def serving(intent: str, context: Context, index: Index) -> dict[str, None]:
    """Return what is made for an intent and may be meant unnamed; looked up once per structure of the home."""
    if intent not in index.serving:
        entities = context.home.entities
        never = _NEVER_IMPLIED - {"alarm_control_panel"} if intent in {"arm", "disarm"} else _NEVER_IMPLIED
        ids = [i for i in fitting(intent, index.ids, context) if entities[i].platform not in never]
        index.serving[intent] = dict.fromkeys(i for i in ids if able(intent, entities[i]) >= MADE_FOR_IT)
    return index.serving[intent]


def tops(ids: Iterable[str], context: Context) -> list[str]:
    """Drop groups whose members are there too, so that nothing is told twice."""
    known = set(ids)
    return [i for i in ids if not (set(context.home.entities[i].members) & known)]
