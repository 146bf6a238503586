"""Time and date."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent("ask_time", (), ("what time is it",)),
    Intent("ask_date", ("date",), ("what day is it",)),
)
