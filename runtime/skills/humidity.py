"""Target humidity of humidifiers."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent(
        "set_humidity",
        (
            "percent",
            "change",
            "name",
            "area",
            "floor",
            "kind",
        ),
        ("set the humidifier to fifty percent",),
    ),
)
