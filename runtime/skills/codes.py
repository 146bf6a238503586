"""Locks and alarm panels that want a code: what was said of it, or the question for it. A code is never kept or logged."""

from device.home.state import Command, Entity
from runtime.turn import Context, Question, Reply, Request
from runtime.words import entities_of, listed, the


def asked_for(request: Request, context: Context) -> Reply | None:
    """Return the question for the code, when something here wants one and none was said."""
    wanting = [entity for entity in entities_of(context, request.entities) if entity.code_required]
    if not wanting or said(request):
        return None
    ask = f"What is the code of {listed([the(entity, context) for entity in wanting[:3]])}?"
    return Reply(say=ask, question=Question(ask, "slot", request, ("pin",)))


def said(request: Request) -> str:
    """Return the digits that were said; empty for none."""
    return "".join(letter for letter in str(request.interpretation.value("pin") or "") if letter.isdigit())


def with_code(entity: Entity, action: str, request: Request) -> Command:
    """Make a command that carries the code to a device that wants it, and to no other."""
    return (
        Command(entity.id, action, code=said(request) or None) if entity.code_required else Command(entity.id, action)
    )
