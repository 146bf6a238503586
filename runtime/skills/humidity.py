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
            "quantifier",
        ),
        ("set the humidifier to fifty percent",),
    ),
)
