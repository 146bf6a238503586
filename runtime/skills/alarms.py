"""Alarm clocks and reminders."""

from datetime import datetime

from runtime.skills import effects
from runtime.skills.intent import WHEN, Intent
from runtime.skills.when import clock_of, day_of, moment, seconds_of
from runtime.turn import Context, Question, Reminder, Reply, Request
from runtime.words import bare, listed, moment_of, sentence

INTENTS = (
    Intent("alarm_set", ("time", "date", "label"), ("wake me up at seven", "set an alarm for six thirty tomorrow")),
    Intent("alarm_cancel", ("time", "date", "label", "quantifier"), ("cancel the alarm",)),
    Intent("alarm_list", ("time", "date"), ("which alarms are set",)),
    Intent("reminder_set", (*WHEN, "message"), ("remind me to water the plants at six",)),
    Intent("reminder_cancel", ("message", "time", "date", "quantifier"), ("forget the reminder",)),
    Intent("reminder_list", ("date",), ("what are my reminders",)),
)


_KIND = {"alarm_set": "alarm", "alarm_cancel": "alarm", "alarm_list": "alarm",
         "reminder_set": "reminder", "reminder_cancel": "reminder", "reminder_list": "reminder"}  # fmt: skip


def act(request: Request, context: Context) -> Reply:
    """Set, cancel or list alarms and reminders."""
    kind = _KIND[request.intent]
    if request.intent.endswith("_set"):
        return _set(kind, request, context)
    known = sorted((r for r in context.reminders if r.kind == kind), key=lambda reminder: reminder.due)
    meant = _matching(request, known, context)
    if request.intent.endswith("_list"):
        return Reply(say=_told(kind, meant, context))
    if not meant:
        return Reply(say=f"No {kind} is set{' for that' if known else ''}.", failed="impossible")
    if len(meant) > 1 and request.interpretation.value("quantifier") != "all":
        ask = f"Which one: {listed([_named(reminder, context) for reminder in meant[:3]], 'or')}?"
        slot = "time" if kind == "alarm" else "message"
        return Reply(say=ask, question=Question(ask, "slot", request, (slot,)))
    what = f"the {kind} {_named(meant[0], context)}" if len(meant) == 1 else f"all {len(meant)} {kind}s"
    return Reply(
        say=sentence(f"I cancelled {what}"), effects=(effects.on_ids(f"{kind}_cancel", tuple(r.id for r in meant)),)
    )


def _set(kind: str, request: Request, context: Context) -> Reply:
    clause = request.interpretation
    label = bare(clause.said("message") or clause.said("label") or "")
    if kind == "reminder" and not label:
        ask = "What shall I remind you of?"
        return Reply(say=ask, question=Question(ask, "slot", request, ("message",)))
    due = moment(clause, context.now, morning=kind == "alarm")
    if due is None:
        ask = "For when?" if kind == "alarm" else "When shall I remind you?"
        return Reply(say=ask, question=Question(ask, "slot", request, ("time",)))
    if due <= context.now:
        return Reply(say="That time has passed.", failed="impossible")
    seconds = 0.0 if clause.slot("time") is not None else seconds_of(clause) or 0.0
    when = moment_of(due, context.now)
    said = f"I will remind you {when}" if kind == "reminder" else f"alarm set for {when.removeprefix('at ')}"
    return Reply(say=sentence(said), effects=(effects.due(f"{kind}_set", due, label, seconds),))


def _matching(request: Request, known: list[Reminder], context: Context) -> list[Reminder]:
    clause = request.interpretation
    label = bare(clause.said("message") or clause.said("label") or "")
    found = [r for r in known if set(label.split()) <= set(r.label.split())] if label else known
    day, spoken = day_of(clause, context.now.date()), clock_of(clause)
    if day is not None:
        found = [r for r in found if _local(r, context).date() == day]
    if spoken is not None:
        hour, minute, sure = spoken
        found = [r for r in found if _local(r, context).minute == minute
                 and (_local(r, context).hour == hour or (not sure and _local(r, context).hour % 12 == hour % 12))]  # fmt: skip
    return found


def _local(reminder: Reminder, context: Context) -> datetime:
    return reminder.due.astimezone(context.now.tzinfo)


def _named(reminder: Reminder, context: Context) -> str:
    when = moment_of(reminder.due, context.now)
    if reminder.kind == "reminder" and reminder.label:
        return f"to {reminder.label.removeprefix('to ')} {when}"
    return f"{reminder.label} {when}".strip()


def _told(kind: str, meant: list[Reminder], context: Context) -> str:
    if not meant:
        return f"No {kind} is set."
    one = f"You have one {kind}: " if len(meant) == 1 else f"You have {len(meant)} {kind}s: "
    return sentence(one + listed([_named(reminder, context) for reminder in meant[:4]]))
