"""What takes an effect on Hearth itself back, and what is said then."""

from runtime.skills import effects
from runtime.turn import Context, Effect
from runtime.words import number, sentence, the

_MADE = {
    "timer_start": ("timer", "timer_cancel", "I cancelled the timer."),
    "alarm_set": ("alarm", "alarm_cancel", "I cancelled the alarm."),
    "reminder_set": ("reminder", "reminder_cancel", "I cancelled the reminder."),
    "delay": ("delay", "reminder_cancel", "All right, I will not do that."),
}
"""Effect -> what it made, what cancels that, what to say."""
_OPPOSITE = {
    "timer_pause": ("timer_resume", "The timer is running again."),
    "timer_resume": ("timer_pause", "The timer is paused again."),
}


def inverse(effect: Effect, context: Context) -> tuple[str, Effect] | None:
    """Return what to say and the effect that takes `effect` back; None when that cannot be."""
    data = effect.data
    if effect.kind in _MADE:
        kind, cancel, said = _MADE[effect.kind]
        ids = [reminder.id for reminder in context.reminders if reminder.kind == kind]
        return (said, effects.on_ids(cancel, (max(ids),))) if ids else None
    if effect.kind in _OPPOSITE:
        opposite, said = _OPPOSITE[effect.kind]
        return said, effects.on_ids(opposite, tuple(data["ids"]))
    match effect.kind:
        case "volume" if "before" in data:
            before = float(data["before"])
            return f"My volume is {number(before)} percent again.", effects.volume(before, context.volume)
        case "timer_change":
            return "The timer is as it was.", effects.timer_change(data["id"], -float(data["seconds"]))
        case "teach":
            entity = context.home.entities.get(data["entity"])
            name = the(entity, context) if entity is not None else "it"
            forgets = effects.other("forget", entity=data["entity"])
            return sentence(f"I forgot what you told me about {name}"), forgets
    return None
