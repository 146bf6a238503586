"""Arm and disarm an alarm panel."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "arm",
        (
            "mode",
            "name",
            "area",
            "pin",
        ),
        ("arm the alarm away",),
    ),
    Intent(
        "disarm",
        (
            "name",
            "area",
            "pin",
        ),
        ("disarm the alarm",),
    ),
)
