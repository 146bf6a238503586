"""Timers: named, several, listed, changed."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "timer_start",
        (
            "duration",
            "label",
        ),
        ("set a pasta timer for ten minutes",),
    ),
    Intent(
        "timer_cancel",
        (
            "duration",
            "label",
            "quantifier",
        ),
        ("cancel the timer",),
    ),
    Intent(
        "timer_pause",
        (
            "duration",
            "label",
        ),
        ("pause the timer",),
    ),
    Intent(
        "timer_resume",
        (
            "duration",
            "label",
        ),
        ("resume the timer",),
    ),
    Intent(
        "timer_add",
        (
            "change_duration",
            "duration",
            "label",
        ),
        ("add five minutes to the pasta timer",),
    ),
    Intent(
        "timer_subtract",
        (
            "change_duration",
            "duration",
            "label",
        ),
        ("take one minute off the timer",),
    ),
    Intent(
        "timer_status",
        (
            "duration",
            "label",
        ),
        ("how long is left on the timer",),
    ),
)
