"""Undo, repeat, corrections, yes and no, and talk about the talk."""

from collections.abc import Callable, Mapping

from runtime.skills import effects, undoing
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.turn import Context, Exchange, Question, Reply, Request
from runtime.words import entities_of, listed, sentence, the

INTENTS = (
    Intent("undo", (), ("undo that",)),
    Intent("repeat", (), ("say that again",)),
    Intent("what_heard", (), ("what did you hear",)),
    Intent("why", (), ("why did you do that",)),
    Intent("stop", (), ("stop", "never mind")),
    Intent("help", (), ("what can you do",)),
    Intent("affirm", (), ("yes", "go ahead")),
    Intent("deny", (), ("no",)),
    Intent("wrong", (), ("that's wrong", "i didn't mean that")),
    Intent(
        "correct",
        (*WHICH, *WHEN, "brightness", "percent", "temperature", "color", "label"),
        ("no the bedroom", "i meant the desk lamp"),
    ),
    Intent("thanks", (), ("thank you",)),
    Intent("give_pin", ("pin",), ("one two three four",)),
)


def act(request: Request, context: Context) -> Reply:
    """Answer a sentence about the talk itself."""
    return _ACTS[request.intent](request, context)


def _undo(request: Request, context: Context) -> Reply:
    """Send what takes the last change back, at once; "that's wrong" also asks what was meant."""
    back = [taken for effect in request.taken_back if (taken := undoing.inverse(effect, context)) is not None]
    told = [words for words, _ in back]
    question = None
    if request.undo:
        names = listed([the(entity, context) for entity in entities_of(context, request.entities)[:3]]) or "it"
        question = _what_then(request, context)
        told.insert(0, f"I put {names} back.")
    if told:
        say = " ".join((*dict.fromkeys(told), *(("What did you mean?",) if question else ())))
        return Reply(say=say, commands=request.undo, effects=tuple(effect for _, effect in back), question=question)
    if request.intent == "wrong" and context.history:
        ask = "Sorry. What did you mean?"
        return Reply(say=ask, question=_what_then(request, context))
    return Reply(say="There is nothing that I could undo.", failed="impossible")


def _what_then(request: Request, context: Context) -> Question | None:
    """Ask what was meant when something was wrong, so that a name or a room is enough to put it right."""
    last = next((exchange for exchange in reversed(context.history) if exchange.requests), None)
    if request.intent == "undo" or last is None:
        return None
    return Question("Sorry. What did you mean?", "slot", last.requests[-1], ("target",))


def _repeat(_: Request, context: Context) -> Reply:
    return (
        Reply(say=context.history[-1].reply or "I said nothing.")
        if context.history
        else Reply(say="I have not said anything yet.")
    )


def _what_heard(_: Request, context: Context) -> Reply:
    last = _before(context)
    if last is None:
        return Reply(say="I have not heard anything before this.")
    taken = f", and took it as: {last.rewritten}" if last.rewritten and last.rewritten != last.heard else ""
    return Reply(say=sentence(f"I heard: {last.heard}{taken}"))


def _why(_: Request, context: Context) -> Reply:
    """Say why the last turn did what it did, from the reasons its requests carry."""
    last = _before(context)
    if last is None:
        return Reply(say="I have not done anything yet.")
    reasons = [request.why for request in last.requests if request.why]
    failures = [outcome.sentence for outcome in last.outcomes if outcome.sentence]
    if reasons:
        return Reply(say=" ".join(dict.fromkeys(sentence(part) for part in (*reasons, *failures))))
    if last.question is not None:
        return Reply(
            say="I asked because more than one thing fitted what you said."
            if last.question.kind == "which"
            else "I asked because it cannot easily be taken back."
        )
    if last.requests:
        return Reply(say=sentence(f"I understood: {last.requests[-1].intent.replace('_', ' ')}"))
    return Reply(say=sentence(f"I heard: {last.heard}. I found nothing to do with it"))


def _before(context: Context) -> Exchange | None:
    """Return the last exchange that was not itself talk about the talk."""
    asked = {"why", "what_heard", "repeat"}
    return next((e for e in reversed(context.history) if not any(r.intent in asked for r in e.requests)), None)


def _stop(_: Request, context: Context) -> Reply:
    del context
    return Reply(effects=(effects.other("hush"),))


def _help(_: Request, context: Context) -> Reply:
    """Name what this home has, not everything that exists."""
    platforms = {entity.platform for entity in context.home}
    told = [words for platform, words in _OFFERS.items() if platform in platforms]
    return Reply(
        say=f"I can {listed([*told[:5], 'set timers, alarms and reminders'], 'and')}. Say undo when I got it wrong."
    )


_OFFERS = {
    "light": "switch and dim lights",
    "cover": "move blinds and doors",
    "climate": "set the heating",
    "lock": "lock doors",
    "media_player": "pause the music",
    "sensor": "tell you what sensors say",
    "vacuum": "start the vacuum",
    "switch": "switch plugs",
}


def _said(words: str) -> Callable[[Request, Context], Reply]:
    return lambda _request, _context: Reply(say=words)


_ACTS: Mapping[str, Callable[[Request, Context], Reply]] = {
    "undo": _undo,
    "wrong": _undo,
    "correct": _undo,
    "repeat": _repeat,
    "what_heard": _what_heard,
    "why": _why,
    "stop": _stop,
    "help": _help,
    "affirm": _said("I did not ask anything."),
    "deny": _said("Okay."),
    "thanks": _said("You are welcome."),
    "give_pin": _said("I did not ask for a PIN."),
}
