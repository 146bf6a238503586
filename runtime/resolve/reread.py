"""A sentence that leaves open what it changes is read by what was last spoken of: "up" is louder, brighter or warmer.

Only where the words are as good for the one as for the other; whoever says "louder" means loudness. Pure.
"""

import re

import msgspec

from runtime.resolve.fit import able
from runtime.turn import Context, Interpretation

_FAMILY = ("set_brightness", "set_volume", "set_fan_speed", "set_position", "set_temperature", "set_humidity")
"""Intents that set or change one number."""
_TELLING = re.compile(
    r"\b(volume|loud\w*|quiet\w*|soft\w*|bright\w*|dim\w*|dark\w*|warm\w*|cool\w*|cold\w*|hot\w*|degrees?|fast\w*|slow\w*|speed|open\w*|"
    r"clos\w*|position|humid\w*|music|sound|heat\w*)\b"
)
"""Words that say which number is meant."""
_TARGETS = ("name", "kind", "area", "floor")


def reread(interpretation: Interpretation, context: Context) -> Interpretation:
    """Return the interpretation with the intent that fits what was last spoken of, or unchanged."""
    if interpretation.intent not in _FAMILY or any(interpretation.slot(name) is not None for name in _TARGETS):
        return interpretation
    if _TELLING.search(interpretation.text.lower()):
        return interpretation
    last = next(
        (
            request.entities
            for exchange in reversed(context.history)
            for request in reversed(exchange.requests)
            if request.entities
        ),
        (),
    )
    entities = [context.home.entities[i] for i in last if i in context.home.entities]
    if not entities or any(able(interpretation.intent, entity) >= 1.0 for entity in entities):
        return interpretation
    for intent in _FAMILY:
        if all(able(intent, entity) >= 1.0 for entity in entities):
            return msgspec.structs.replace(interpretation, intent=intent)
    return interpretation
