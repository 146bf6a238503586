"""Time and date."""

from runtime.skills.intent import Intent
from runtime.skills.when import day_of
from runtime.turn import Context, Reply, Request
from runtime.words import MONTHS, WEEKDAYS, clock, ordinal, sentence

INTENTS = (
    Intent("ask_time", (), ("what time is it",)),
    Intent("ask_date", ("date",), ("what day is it",)),
)


def act(request: Request, context: Context) -> Reply:
    """Tell the time, or the day."""
    now = context.now
    if request.intent == "ask_time":
        return Reply(say=sentence(f"It is {clock(now)}"))
    asked = day_of(request.interpretation, now.date())
    day = asked or now.date()
    said = f"{WEEKDAYS[day.weekday()].capitalize()}, the {ordinal(day.day)} of {MONTHS[day.month - 1].capitalize()}"
    ahead = (day - now.date()).days
    if ahead == 0:
        return Reply(say=sentence(f"It is {said}"))
    lead = "Tomorrow" if ahead == 1 else f"In {ahead} days it"
    return Reply(say=sentence(f"{lead} is {said}"))
