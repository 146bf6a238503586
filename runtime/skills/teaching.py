"""Facts about the home told by voice."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "teach_room",
        (
            "name",
            "area",
        ),
        ("the floor lamp is in the study",),
    ),
    Intent(
        "teach_name",
        (
            "name",
            "alias",
        ),
        ("call the tall one the reading lamp",),
    ),
    Intent("list_facts", (), ("what did i teach you",)),
    Intent("forget_fact", ("name",), ("forget what i said about the floor lamp",)),
)
