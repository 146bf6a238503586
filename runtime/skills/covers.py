"""Blinds, curtains, doors, garage doors and valves."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "open",
        (
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "time",
            "duration",
            "except",
            "date",
        ),
        (
            "open the blinds",
            "open the garage",
        ),
    ),
    Intent(
        "close",
        (
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "time",
            "duration",
            "except",
            "date",
        ),
        (
            "close it",
            "shut the curtains",
        ),
    ),
    Intent(
        "halt",
        (
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
        ),
        ("stop the blinds",),
    ),
    Intent(
        "set_position",
        (
            "percent",
            "change",
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "except",
            "time",
            "date",
            "duration",
        ),
        ("set the blinds to half",),
    ),
)
