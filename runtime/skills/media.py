"""Playback and volume of what is on MQTT, and Hearth's own volume."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "media_play",
        (
            "name",
            "area",
            "kind",
            "time",
            "date",
            "duration",
            "quantifier",
        ),
        ("resume the music",),
    ),
    Intent(
        "media_pause",
        (
            "name",
            "area",
            "kind",
            "quantifier",
            "time",
            "date",
            "duration",
        ),
        ("pause the radio",),
    ),
    Intent(
        "media_next",
        (
            "name",
            "area",
            "kind",
        ),
        ("next song",),
    ),
    Intent(
        "media_previous",
        (
            "name",
            "area",
            "kind",
        ),
        ("previous track",),
    ),
    Intent(
        "set_volume",
        (
            "percent",
            "change",
            "name",
            "area",
            "kind",
            "quantifier",
        ),
        (
            "turn it up",
            "volume to thirty percent",
        ),
    ),
    Intent(
        "mute",
        (
            "name",
            "area",
            "kind",
            "quantifier",
        ),
        ("mute the speaker",),
    ),
    Intent(
        "unmute",
        (
            "name",
            "area",
            "kind",
            "quantifier",
        ),
        ("unmute",),
    ),
)
