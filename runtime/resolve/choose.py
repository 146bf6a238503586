"""From an interpretation to a request, a question or an honest refusal. Pure: words and context in, a value out."""

from runtime.resolve.ask import asked_about
from runtime.resolve.corrections import corrected, took_back
from runtime.resolve.decline import declined
from runtime.resolve.exceptions import excluded
from runtime.resolve.features import COLUMN, features
from runtime.resolve.fit import NEEDS, able, active
from runtime.resolve.index import Index, index_of
from runtime.resolve.names import entities_named, known_words
from runtime.resolve.place import last_room
from runtime.resolve.policy import doubt
from runtime.resolve.ranker import CLOSE_CALL, Ranker
from runtime.resolve.refused import refused
from runtime.resolve.reread import reread
from runtime.resolve.sure import QUESTIONS, UNSURE, understood
from runtime.resolve.target import Target, target_of
from runtime.resolve.teach import taught
from runtime.resolve.why import because
from runtime.resolve.wording import plain_names
from runtime.turn import MEANT, Context, Interpretation, Question, Reply, Request
from runtime.words import listed, sentence, the

TEACHING = frozenset(["teach_room", "teach_name", "forget_fact"])
OWN_VOLUME = frozenset(["set_volume", "mute", "unmute"])
DOUBTFUL = 0.2
"""Nothing is done at once on a sentence understood with less confidence: "shall I ...?"."""
HEARD_WELL = 0.88
"""A name that was heard with less likeness is asked for: "shall I ...?"."""
_OPTIONS = 3
"""More than three names in one question are not remembered by anyone."""
_SIGHT = 48
"""Candidates that are weighed; in a home of thousands the rest is out of sight, because far away and idle."""


def resolve(interpretation: Interpretation, context: Context, ranker: Ranker) -> Request | Question | Reply:
    """Return what to do, what to ask, or why nothing can be done. Never wider than what was said."""
    interpretation = reread(interpretation, context)
    if interpretation.intent == "out_of_scope":
        return declined(interpretation)
    instead = refused(interpretation) if interpretation.confidence >= UNSURE else None
    if instead is not None:
        return instead
    if not understood(interpretation):
        return Reply(say="Sorry, I did not understand that.", failed="not_understood")
    if interpretation.intent == "correct":
        return corrected(interpretation, context, lambda clause: _read(clause, context, ranker))
    return _read(interpretation, context, ranker)


def _read(interpretation: Interpretation, context: Context, ranker: Ranker) -> Request | Question | Reply:
    """Resolve what is no correction, so that correcting a correction comes to an end."""
    intent, index = interpretation.intent, index_of(context.home)
    if intent in {"undo", "wrong"}:
        return took_back(interpretation, context)
    if intent in QUESTIONS:
        return asked_about(interpretation, context, index, ranker)
    if intent in TEACHING:
        return taught(interpretation, context, index)
    if intent == "stop":
        return _stopped(interpretation, context)
    if intent not in NEEDS or (intent in OWN_VOLUME and _own_volume(interpretation, context, index)):
        return _request(interpretation, (), context, "")
    found = _act(interpretation, context, index, ranker)
    if isinstance(found, Request) and _in_doubt(found, index):
        question = doubt(found, context)
        return Question(question, "confirm", found, (MEANT,))
    return found


def _in_doubt(request: Request, index: Index) -> bool:
    """Whether a request may be a misunderstanding: an unsure sentence, or a name that was heard half."""
    clause = request.interpretation
    if not request.entities:
        return False
    if clause.confidence < DOUBTFUL:
        return True
    names = [slot.text for slot in clause.slots if slot.name == "name" and not known_words(slot.text, index)]
    return any(max(entities_named(name, index).values(), default=1.0) < HEARD_WELL for name in names)


def _act(interpretation: Interpretation, context: Context, index: Index, ranker: Ranker) -> Request | Question | Reply:
    target = target_of(interpretation, context, index)
    if target.failed is not None:
        return target.failed
    if target.quantifier == "room?":
        return _which_room(interpretation, target, context)
    ids = excluded(interpretation, target.ids, context, index)
    if ids is None:
        return Reply(
            say=f"I don't know what {interpretation.said('except')} is, so I changed nothing.", failed="unknown_device"
        )
    if not ids:
        return Reply(say="That leaves nothing to change.", failed="impossible")
    if target.quantifier == "both" and len(ids) != 2:
        return _which(interpretation, ids, target, context, index, ranker, count=len(ids))
    if target.every:
        return _request(interpretation, ids, context, _why_all(ids, target, context))
    if target.quantifier == "other":
        ids = _others(ids, context)
    return _one(interpretation, ids, target, context, index, ranker)


def _one(
    interpretation: Interpretation, ids: tuple[str, ...], target: Target, context: Context, index: Index, ranker: Ranker
) -> Request | Question:
    """Choose one of the candidates, or ask when two are close."""
    ids = in_sight(interpretation, ids, target, context)
    if len(ids) == 1:
        return _request(interpretation, ids, context, _why_only(ids[0], target, context))
    rows = features(interpretation, ids, context, index, target.names)
    scores = ranker.score(rows)
    order = sorted(range(len(ids)), key=lambda place: -float(scores[place]))
    best = order[0]
    close = [place for place in order if float(scores[best] - scores[place]) < CLOSE_CALL]
    undone = [place for place in close if rows[place, COLUMN["reverses"]] > 0 and rows[place, COLUMN["last_done"]] > 0]
    if len(undone) == 1:  # opened a moment ago: what is closed now
        best, close = undone[0], undone
    if len(close) > 1 and target.quantifier not in {"any", "one"}:
        return ask_which(interpretation, tuple(ids[place] for place in close), context)
    others = rows[[place for place in range(len(ids)) if place != best]]
    return _request(
        interpretation, (ids[best],), context, because(context.home.entities[ids[best]], rows[best], others, context)
    )


_SAID_OF_BUSY = frozenset(
    (
        "turn_off",
        "close",
        "halt",
        "pause",
        "media_pause",
        "media_next",
        "media_previous",
        "set_volume",
        "mute",
        "return_home",
    )
)
"""What is busy in another room may be meant too."""


def in_sight(interpretation: Interpretation, ids: tuple[str, ...], target: Target, context: Context) -> tuple[str, ...]:
    """Keep what could be meant by someone who stands in this room: what is here, what is busy, what was spoken of."""
    if target.names and max(target.names.get(entity_id, 0.0) for entity_id in ids) >= 1.0:
        ids = tuple(entity_id for entity_id in ids if target.names.get(entity_id, 0.0) >= 1.0)
    if target.place.said or len(ids) == 1:
        return ids[:_SIGHT]
    home = context.home
    spoken = {
        entity_id for exchange in context.history for request in exchange.requests for entity_id in request.entities
    }
    known = set(context.choices.values())
    here = context.room or last_room(context)
    near = tuple(i for i in ids if home.entities[i].room == here or i in spoken or i in known)
    if not near or here is None:
        near = ids
    elif interpretation.intent in _SAID_OF_BUSY:
        near = (*near, *(i for i in ids if i not in near and active(home.entities[i], home.state(i))))
    if len(near) > _SIGHT:
        near = tuple(
            sorted(
                near, key=lambda i: (home.entities[i].room != context.room, not active(home.entities[i], home.state(i)))
            )
        )
    return near[:_SIGHT]


def _others(ids: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Leave out what was last spoken of."""
    for exchange in reversed(context.history):
        spoken = {entity_id for request in exchange.requests for entity_id in request.entities}
        left = tuple(entity_id for entity_id in ids if entity_id not in spoken)
        if spoken & set(ids) and left:
            return left
    return ids


def ask_which(interpretation: Interpretation, ids: tuple[str, ...], context: Context) -> Question:
    """Ask which of the close candidates is meant; by room when that tells them apart."""
    entities = [context.home.entities[entity_id] for entity_id in ids]
    rooms = list(dict.fromkeys(entity.room for entity in entities if entity.room))
    request = Request(interpretation=interpretation, entities=ids, home_version=context.home.version)
    if len(ids) > _OPTIONS:
        say = f"Which one: {listed(plain_names(entities[:_OPTIONS], context), 'or')}, or another?"
        if 1 < len(rooms) <= _OPTIONS + 1 and len({entity.name for entity in entities}) < len(entities):
            say = f"In which room: {listed([f'the {room}' for room in rooms], 'or')}?"
        return Question(say, "which", request, ids)
    names = plain_names(entities, context)
    return Question(
        sentence(listed([f"the {name}" for name in names], "or")).removesuffix(".") + "?", "which", request, ids
    )


def _which(
    interpretation: Interpretation,
    ids: tuple[str, ...],
    target: Target,
    context: Context,
    index: Index,
    ranker: Ranker,
    *,
    count: int,
) -> Request | Question:
    """Answer "both" when there are not two."""
    here = tuple(i for i in ids if context.home.entities[i].room == context.room)
    if len(here) == 2 and not target.place.said:
        return _request(interpretation, here, context, "They are the two in this room.")
    busy = tuple(i for i in ids if able(interpretation.intent, context.home.entities[i]) >= 1.0)
    if len(busy) == 2:
        return _request(interpretation, busy, context, "They are the two that can.")
    if count == 1:
        return _one(interpretation, ids, target, context, index, ranker)
    return ask_which(interpretation, ids, context)


def _which_room(interpretation: Interpretation, target: Target, context: Context) -> Question:
    rooms = list(dict.fromkeys(room for i in target.ids if (room := context.home.entities[i].room)))
    request = Request(interpretation=interpretation, entities=target.ids, home_version=context.home.version)
    offered = f": {listed([f'the {room}' for room in rooms], 'or')}" if len(rooms) <= _OPTIONS else ""
    return Question(f"In which room{offered}?", "slot", request, ("area",))


def _own_volume(interpretation: Interpretation, context: Context, index: Index) -> bool:
    """Whether volume means Hearth's own: nothing was named, and nothing that plays is near or was spoken of."""
    if any(interpretation.said(slot) for slot in ("name", "kind", "area", "floor")):
        kind = interpretation.value("kind")
        return (
            kind in {"speaker", "media"}
            and not index.by_platform.get("media_player")
            and not interpretation.said("name")
        )
    players = [i for i in index.by_platform.get("media_player", ()) if able("set_volume", context.home.entities[i])]
    spoken = {i for exchange in context.history[-2:] for request in exchange.requests for i in request.entities}
    return not any(
        i in spoken
        or (context.home.state(i).value in {"playing", "on"} and context.home.entities[i].room in {context.room, None})
        for i in players
    )


def _stopped(interpretation: Interpretation, context: Context) -> Request:
    """Read "stop" as halting what was just set moving, otherwise as being quiet."""
    if context.history:
        moved = tuple(
            i for request in context.history[-1].requests for i in request.entities
            if i in context.home.entities and able("halt", context.home.entities[i])
            and context.home.state(i).value in {"opening", "closing", "cleaning", "mowing"}
        )  # fmt: skip
        if moved:
            halted = Interpretation("halt", text=interpretation.text, confidence=interpretation.confidence)
            return _request(
                halted, moved, context, f"{sentence(the(context.home.entities[moved[0]], context))[:-1]} was moving."
            )
    return _request(interpretation, (), context, "")


def _request(interpretation: Interpretation, ids: tuple[str, ...], context: Context, why: str) -> Request:
    return Request(interpretation, tuple(dict.fromkeys(ids)), context.home.version, why)


def _why_only(entity_id: str, target: Target, context: Context) -> str:
    name = sentence(the(context.home.entities[entity_id], context)).removesuffix(".")
    if target.referred:
        return (
            f"{name} was the last thing we spoke of."
            if context.history
            else f"{name} is the only thing here that can do that."
        )
    if target.names.get(entity_id, 0.0) >= 1.0:
        return f"You said its name, {context.home.entities[entity_id].name}."
    if target.names:
        return f"{name} is the only name close to {target.words}."
    return f"{name} is the only one that fits."


def _why_all(ids: tuple[str, ...], target: Target, context: Context) -> str:
    where = (
        ""
        if not target.place.rooms
        else " here"
        if target.place.here
        else f" in {listed([f'the {room}' for room in target.place.rooms])}"
    )
    if len(ids) == 1:
        return _why_only(ids[0], target, context)
    if target.referred:
        return "They were the last things we spoke of."
    return f"You said {target.words or 'all'}, and there are {len(ids)}{where}."
