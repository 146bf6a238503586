"""Questions about the home's state."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "ask_state",
        (
            "state",
            "quantifier",
            "name",
            "area",
            "floor",
            "kind",
            "except",
        ),
        (
            "is the garage open",
            "which windows are open",
            "did i leave a light on",
        ),
    ),
    Intent(
        "ask_value",
        (
            "quantity",
            "name",
            "area",
            "floor",
            "kind",
        ),
        (
            "how warm is the bedroom",
            "what is the temperature",
        ),
    ),
    Intent(
        "ask_where",
        ("name",),
        (
            "where is anna",
            "where is the floor lamp",
        ),
    ),
    Intent(
        "ask_devices",
        (
            "area",
            "floor",
            "kind",
        ),
        ("what is in the kitchen",),
    ),
)
