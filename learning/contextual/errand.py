"""One dialogue that is not about a home, while it is being made."""

import random

from learning.contextual.examples import HISTORY, Example
from learning.contextual.trip_words import ENOUGH
from learning.contextual.trips import Spot
from runtime.rewrite.source import CLOSED, Turn
from runtime.rewrite.words import split


class Errand:
    """One dialogue being made."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.turns, self.found = rng, list[Turn](), list[Example]()
        self.places: set[str] = set()
        self.things: set[str] = set()
        self.values: set[str] = set()
        self.cased = rng.random() < 0.5
        self.tagged = rng.random() < 0.8
        self.meant = ""

    def say(self, said: str, meant: str, reply: str, kind: str) -> None:
        """Take one turn."""
        if self.cased:
            said, meant = said[:1].upper() + said[1:], meant[:1].upper() + meant[1:]
        known = {*split(said), *CLOSED, *(w for t in self.turns[-HISTORY:] for w in split(f"{t.user} {t.system}"))}
        if known >= set(split(meant)):
            leant = split(said) != split(meant)
            self.found.append(
                Example(
                    tuple(self.turns[-HISTORY:]), said, meant, kind if leant else "alone", "errands",
                    places=tuple(sorted(self.places)) if self.tagged else (), things=tuple(sorted(self.things)) if self.tagged else (),
                    values=tuple(sorted(self.values)) if self.tagged else (),
                )
            )  # fmt: skip
        # What is kept of the past is what was said or, as in the product, what was meant.
        self.meant = meant.lower()
        self.turns.append(Turn(said if self.rng.random() < 0.6 else meant, reply))

    def enough(self) -> None:
        """Say thanks, and nothing that leans."""
        text = self.rng.choice(ENOUGH)
        self.say(text, text, "you are welcome", "alone")

    def about(self, place: Spot) -> None:
        """Know the names of a place."""
        self.places |= {place.name.lower(), place.address.lower()}
        self.things.add(place.kind)
        self.values |= {place.miles, place.traffic}
