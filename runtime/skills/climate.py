"""Thermostats, heating, air conditioning, water heaters and ovens."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "set_temperature",
        (
            "temperature",
            "change",
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
            "set the bedroom to nineteen degrees",
            "a bit warmer please",
        ),
    ),
    Intent(
        "set_mode",
        (
            "mode",
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "time",
            "date",
            "duration",
        ),
        ("set the thermostat to heat",),
    ),
)
