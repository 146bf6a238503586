"""Whether a reading is sure enough to go on with. What may harm needs more than what only answers."""

from runtime.resolve.fit import NEEDS
from runtime.turn import Interpretation

QUESTIONS = frozenset(["ask_state", "ask_value", "ask_where", "ask_devices"])
UNSURE = 0.02
"""A sentence that would set, keep or move something and is understood with less confidence was not understood."""
UNSURE_QUESTION = 0.005
"""The same of a question, whose answer harms nobody. Talk about the talk ("thanks") is taken however unsure it is."""
_KEEPS = ("timer_", "alarm_", "reminder_", "teach_", "forget_", "announce", "set_", "mute", "unmute")
UNSURE_UNNAMED = 0.05
"""The same of a command that does not say of what. The three were chosen on CLINC150's validation part and held-out wordings."""


def understood(interpretation: Interpretation) -> bool:
    """Whether a reading is sure enough to go on with; a doubtful command must at least say of what."""
    intent = interpretation.intent
    if intent in NEEDS:
        told = any(interpretation.slot(name) for name in ("name", "kind", "area"))
        return interpretation.confidence >= (UNSURE if told else UNSURE_UNNAMED)
    least = UNSURE if intent.startswith(_KEEPS) else UNSURE_QUESTION if intent in QUESTIONS else 0.0
    return interpretation.confidence >= least
