"""On, off and toggle, of anything that has them."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "turn_on",
        (
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
            "turn on the lamp",
            "lights on in the kitchen",
        ),
    ),
    Intent(
        "turn_off",
        (
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
            "turn off the light",
            "switch everything off",
        ),
    ),
    Intent(
        "toggle",
        (
            "name",
            "area",
            "floor",
            "kind",
            "quantifier",
            "except",
        ),
        ("toggle the fan",),
    ),
)
