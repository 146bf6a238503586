"""Lock and unlock doors."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "lock",
        (
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "time",
            "date",
            "duration",
        ),
        ("lock the front door",),
    ),
    Intent(
        "unlock",
        (
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "pin",
        ),
        ("unlock the front door",),
    ),
)
