"""Alarm clocks and reminders."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "alarm_set",
        (
            "time",
            "date",
            "label",
        ),
        (
            "wake me up at seven",
            "set an alarm for six thirty tomorrow",
        ),
    ),
    Intent(
        "alarm_cancel",
        (
            "time",
            "date",
            "label",
            "quantifier",
        ),
        ("cancel the alarm",),
    ),
    Intent(
        "alarm_list",
        (
            "time",
            "date",
        ),
        ("which alarms are set",),
    ),
    Intent(
        "reminder_set",
        (
            "message",
            "time",
            "date",
            "duration",
        ),
        ("remind me to water the plants at six",),
    ),
    Intent(
        "reminder_cancel",
        (
            "message",
            "time",
            "date",
            "quantifier",
        ),
        ("forget the reminder",),
    ),
    Intent("reminder_list", ("date",), ("what are my reminders",)),
)
