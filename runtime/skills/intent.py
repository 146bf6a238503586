"""What a skill declares: the intents it serves, their slots, and a few sentences."""

import msgspec

WHICH = ("name", "area", "floor", "kind", "quantifier")
"""Slots that say which things are meant."""
THING = ("name", "area", "kind")
"""The same, for what is never many."""
WHEN = ("time", "date", "duration")


class Intent(msgspec.Struct, frozen=True):
    """One thing a person can want. The catalogue of all of them labels the NLU's outputs.

    Device-independent on purpose: `turn_on` serves lamps, plugs and fans; which device is meant is the resolver's business.
    """

    name: str
    slots: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
