"""What is said when something falls due. Pure."""

from runtime.turn import Reminder
from runtime.words import duration

LATE_S = 60.0
"""From here on it is said that it is late: Hearth was off, or the clock was set."""


def ring(reminder: Reminder, late_s: float) -> str:
    """Return the sentence for a timer, an alarm or a reminder that is due since `late_s` seconds."""
    late = f" It should have rung {duration(late_s)} ago." if late_s >= LATE_S else ""
    match reminder.kind:
        case "alarm":
            what = f"Your {reminder.label} alarm." if reminder.label else "This is your alarm."
        case "reminder":
            what = f"I was to remind you: {reminder.label}." if reminder.label else "This is your reminder."
        case _:
            named = f"{reminder.label} timer" if reminder.label else f"{duration(reminder.set_s)} timer"
            what = f"Your {named} is done."
    return what + late
