"""Timers: named, several, listed, changed."""

from runtime.skills import effects
from runtime.skills.intent import Intent
from runtime.skills.when import seconds_of
from runtime.turn import Context, Question, Reminder, Reply, Request
from runtime.words import bare, duration, listed, sentence

INTENTS = (
    Intent("timer_start", ("duration", "label"), ("set a pasta timer for ten minutes",)),
    Intent("timer_cancel", ("duration", "label", "quantifier"), ("cancel the timer",)),
    Intent("timer_pause", ("duration", "label"), ("pause the timer",)),
    Intent("timer_resume", ("duration", "label"), ("resume the timer",)),
    Intent("timer_add", ("change_duration", "duration", "label"), ("add five minutes to the pasta timer",)),
    Intent("timer_subtract", ("change_duration", "duration", "label"), ("take one minute off the timer",)),
    Intent("timer_status", ("duration", "label"), ("how long is left on the timer",)),
)


_LONGEST_S = 7 * 86400.0
_SAYS = {"timer_pause": "is paused", "timer_resume": "is running again"}


def act(request: Request, context: Context) -> Reply:
    """Start, cancel, pause, resume, lengthen, shorten or tell timers."""
    if request.intent == "timer_start":
        return _start(request)
    timers = [reminder for reminder in context.reminders if reminder.kind == "timer"]
    if not timers:
        return Reply(say="No timer is set.", failed=None if request.intent == "timer_status" else "impossible")
    meant = chosen(request, timers)
    if not meant:
        return Reply(
            say=f"No such timer is set. There is {listed([named(timer) for timer in timers[:3]])}.", failed="impossible"
        )
    if request.intent == "timer_status":
        return Reply(say=" ".join(_left(timer, context) for timer in meant[:3]))
    if request.interpretation.value("quantifier") == "all":
        return _do(request, meant, context)
    if len(meant) > 1:
        ask = f"Which one: {listed([named(timer) for timer in meant[:3]], 'or')}?"
        return Reply(say=ask, question=Question(ask, "slot", request, ("label",)))
    return _do(request, meant, context)


def _start(request: Request) -> Reply:
    seconds = seconds_of(request.interpretation)
    label = bare(request.interpretation.said("label") or "")
    if seconds is None:
        ask = "For how long?"
        return Reply(say=ask, question=Question(ask, "slot", request, ("duration",)))
    if not 1 <= seconds <= _LONGEST_S:
        return Reply(say="A timer runs from one second to seven days.", failed="impossible")
    what = f"{label} timer" if label else "timer"
    said = f"{duration(seconds)}, starting now"
    return Reply(say=sentence(f"{what}, {said}" if label else said), effects=(effects.timer_start(seconds, label),))


def _do(request: Request, meant: list[Reminder], context: Context) -> Reply:
    ids = tuple(timer.id for timer in meant)
    names = listed([f"the {named(timer)}" for timer in meant]) if len(meant) <= 3 else f"all {len(meant)} timers"
    match request.intent:
        case "timer_cancel":
            return Reply(say=sentence(f"I cancelled {names}"), effects=(effects.on_ids("timer_cancel", ids),))
        case "timer_pause" | "timer_resume":
            return Reply(
                say=sentence(f"{names} {_SAYS[request.intent]}"), effects=(effects.on_ids(request.intent, ids),)
            )
    seconds = seconds_of(request.interpretation, "change_duration", "duration")
    if seconds is None:
        ask = "By how much?"
        return Reply(say=ask, question=Question(ask, "slot", request, ("change_duration",)))
    signed = seconds if request.intent == "timer_add" else -seconds
    left = left_s(meant[0], context) + signed
    if left <= 0:
        return Reply(say=sentence(f"{names} has only {duration(left_s(meant[0], context))} left"), failed="impossible")
    return Reply(
        say=sentence(f"{names} now has {duration(left)} left"), effects=(effects.timer_change(ids[0], signed),)
    )


def chosen(request: Request, timers: list[Reminder]) -> list[Reminder]:
    """Return the timers that a label or a length picks out; all of them when none was said."""
    clause = request.interpretation
    label = bare(clause.said("label") or "")
    if label:
        return [timer for timer in timers if timer.label == label] or [
            timer for timer in timers if label in timer.label.split()
        ]
    adds = request.intent in {"timer_add", "timer_subtract"}
    set_for = seconds_of(clause, "duration") if not adds or clause.slot("change_duration") is not None else None
    if set_for is not None:
        return [timer for timer in timers if timer.set_s == set_for]
    return timers


def left_s(timer: Reminder, context: Context) -> float:
    """Return the seconds left of a timer, running or paused."""
    return timer.left_s if timer.left_s is not None else max(0.0, (timer.due - context.now).total_seconds())


def named(timer: Reminder) -> str:
    """Return what to call a timer: its label, else what it was set for."""
    return f"{timer.label} timer" if timer.label else f"{duration(timer.set_s)} timer"


def _left(timer: Reminder, context: Context) -> str:
    paused = ", paused" if timer.left_s is not None else ""
    return sentence(f"{duration(left_s(timer, context))} left on the {named(timer)}{paused}")
