"""Speaking to the room."""

from runtime.skills import effects
from runtime.skills.intent import Intent
from runtime.turn import Context, Question, Reply, Request
from runtime.words import sentence

INTENTS = (Intent("announce", ("message", "area"), ("announce that dinner is ready",)),)


_HERE = frozenset(("here", "everywhere", "house", "the house", "whole house"))


def act(request: Request, context: Context) -> Reply:
    """Say a message aloud in this room; one Hearth has one speaker, and admits it."""
    message = request.interpretation.said("message")
    if not message:
        ask = "What shall I announce?"
        return Reply(say=ask, question=Question(ask, "slot", request, ("message",)))
    area = request.interpretation.said("area")
    if area and area != context.room and area not in _HERE and request.interpretation.value("area") != "here":
        return Reply(
            say=f"I can only speak in this room, not in the {area.removeprefix('the ')}.", failed="unsupported"
        )
    text = sentence(message.removeprefix("that ").strip())
    return Reply(effects=(effects.other("announce", message=text),))
