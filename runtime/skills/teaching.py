"""Facts about the home told by voice."""

from runtime.skills import effects
from runtime.skills.intent import Intent
from runtime.turn import Context, Question, Reply, Request
from runtime.words import bare, entities_of, listed, sentence, the

INTENTS = (
    Intent("teach_room", ("name", "area"), ("the floor lamp is in the study",)),
    Intent("teach_name", ("name", "alias"), ("call the tall one the reading lamp",)),
    Intent("list_facts", (), ("what did i teach you",)),
    Intent("forget_fact", ("name",), ("forget what i said about the floor lamp",)),
)


def act(request: Request, context: Context) -> Reply:
    """Keep a room or a name for an entity, list what was taught, or forget it."""
    clause = request.interpretation
    entities = entities_of(context, request.entities)
    if request.intent == "list_facts":
        return _list(context)
    if request.intent == "forget_fact":
        if not entities:
            return Reply(say="I don't know what to forget.", failed="unknown_device")
        return Reply(say=f"I forgot what you told me about {the(entities[0], context)}.",
                     effects=(effects.other("forget", entity=entities[0].id),))  # fmt: skip
    slot = "area" if request.intent == "teach_room" else "alias"
    value = bare(str(clause.value(slot) or ""))
    if slot == "area" and value == "here" and context.room:
        value = context.room
    if not value:
        ask = "In which room is it?" if slot == "area" else "What shall I call it?"
        return Reply(say=ask, question=Question(ask, "slot", request, (slot,)))
    if not entities:
        return Reply(say="I don't know which device you mean.", failed="unknown_device")
    entity = entities[0]
    if slot == "alias" and _taken(value, entity.id, context):
        return Reply(say=f"Something else is already called {value}.", failed="impossible")
    said = f"{entity.name} is in the {value}" if slot == "area" else f"{entity.name} is also called {value}"
    return Reply(
        say=sentence(f"All right, the {said}"),
        effects=(effects.teach("room" if slot == "area" else "name", entity.id, value),),
    )


def _list(context: Context) -> Reply:
    taught = [entity for entity in context.home if entity.source == "taught"]
    if not taught:
        return Reply(say="You have not taught me anything yet.")
    names = [f"{entity.name}{f' in the {entity.room}' if entity.room else ''}" for entity in taught[:5]]
    more = f" and {len(taught) - 5} more" if len(taught) > 5 else ""
    return Reply(say=sentence(f"You taught me about {listed(names)}{more}"))


def _taken(alias: str, own: str, context: Context) -> bool:
    return any(entity.name.lower() == alias and entity.id != own for entity in context.home)
