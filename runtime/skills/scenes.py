"""Scenes, buttons and options."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "activate",
        (
            "name",
            "area",
            "time",
            "duration",
            "date",
        ),
        (
            "activate movie time",
            "good night",
        ),
    ),
    Intent(
        "press",
        (
            "name",
            "area",
            "time",
            "date",
            "duration",
        ),
        ("press the doorbell button",),
    ),
    Intent(
        "select_option",
        (
            "name",
            "area",
            "option",
        ),
        ("set the washing program to eco",),
    ),
)
