"""Vacuum cleaners and lawn mowers."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "start",
        (
            "name",
            "area",
            "kind",
            "time",
            "duration",
        ),
        ("start the vacuum",),
    ),
    Intent(
        "pause",
        (
            "name",
            "area",
            "kind",
        ),
        ("pause the vacuum",),
    ),
    Intent(
        "return_home",
        (
            "name",
            "area",
            "kind",
        ),
        ("send the vacuum home",),
    ),
    Intent(
        "locate",
        (
            "name",
            "area",
            "kind",
        ),
        ("where is the vacuum",),
    ),
)
