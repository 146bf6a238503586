"""Brightness, colour and colour temperature of lights."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "set_brightness",
        (
            "brightness",
            "change",
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "except",
            "time",
            "duration",
            "date",
        ),
        (
            "set the kitchen light to forty percent",
            "dim the lights",
            "a bit brighter in the office",
        ),
    ),
    Intent(
        "set_color",
        (
            "color",
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
        (
            "make the floor lamp red",
            "warm white in the bedroom",
        ),
    ),
)
