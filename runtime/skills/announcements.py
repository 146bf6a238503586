"""Speaking to the room."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "announce",
        (
            "message",
            "area",
        ),
        ("announce that dinner is ready",),
    ),
)
