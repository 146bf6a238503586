"""What a taught fact is about. A fact about something unknown is not kept."""

from runtime.resolve.index import Index
from runtime.resolve.names import entities_named
from runtime.resolve.saying import PRONOUN
from runtime.turn import Context, Interpretation, Question, Reply, Request
from runtime.words import listed, the


def taught(interpretation: Interpretation, context: Context, index: Index) -> Request | Question | Reply:
    """Return the request with the one entity the fact is about."""
    name = interpretation.said("name") or interpretation.said("kind") or ""
    found = _last(context) if PRONOUN.fullmatch(name) else _best(name, index)
    if not found:
        if interpretation.intent == "forget_fact":
            return Request(interpretation, (), context.home.version, "")
        return Reply(
            say=f"I don't know anything called {name}." if name else "I did not hear what that is about.",
            failed="unknown_device",
        )
    if len({context.home.entities[i].device or i for i in found}) > 1:
        near = tuple(i for i in found if context.home.entities[i].room == context.room)
        if len(near) == 1:
            return Request(interpretation, near, context.home.version, "It is the one in this room.")
        options = found[:3]
        ask = listed([the(context.home.entities[i], context) for i in options], "or")
        request = Request(interpretation, found, context.home.version)
        return Question(f"{ask[0].upper()}{ask[1:]}?", "which", request, found)
    return Request(interpretation, found[:1], context.home.version, "You said its name.")


def _best(name: str, index: Index) -> tuple[str, ...]:
    scores = entities_named(name, index)
    top = max(scores.values(), default=0.0)
    return tuple(i for i, score in scores.items() if score >= top - 0.001)


def _last(context: Context) -> tuple[str, ...]:
    return next((r.entities[:1] for e in reversed(context.history) for r in reversed(e.requests) if r.entities), ())
