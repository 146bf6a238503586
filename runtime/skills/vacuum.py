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
            "floor",
            "quantifier",
            "date",
        ),
        ("start the vacuum",),
    ),
    Intent(
        "pause",
        (
            "name",
            "area",
            "kind",
            "quantifier",
        ),
        ("pause the vacuum",),
    ),
    Intent(
        "return_home",
        (
            "name",
            "area",
            "kind",
            "quantifier",
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
