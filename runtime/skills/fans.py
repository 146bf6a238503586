"""Fan speed and oscillation."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "set_fan_speed",
        (
            "percent",
            "level",
            "change",
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "time",
            "date",
            "duration",
        ),
        ("set the fan to high",),
    ),
)
