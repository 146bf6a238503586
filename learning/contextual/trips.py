"""Errands by car that nobody ran: where to go, how far, by which road. Train only.

The rewrites follow one convention: a place is named once with all that was said of it so far ("the gas station X 2 miles away
at 5 Y Street with moderate traffic"), and what the sentence itself asks for is left out. Every name is made up of parts.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from learning.contextual import trip_words as words


@dataclass(slots=True)
class Spot:
    """A place, and what has been said of it so far."""

    kind: str
    name: str
    address: str
    miles: str
    traffic: str
    known: set[str] = field(default_factory=set)
    """Of name, kind, miles, address, traffic."""

    @property
    def head(self) -> str:
        """What sort of place it is, with its article."""
        return (
            self.kind
            if self.kind == "home"
            else f"my {self.kind}"
            if self.kind.startswith("friend")
            else f"the {self.kind}"
        )

    def called(self, *hidden: str) -> str:
        """Return the place with all that is known of it but what is asked for."""
        known = self.known - set(hidden)
        parts = [self.head] if "kind" in known else []
        parts += [self.name] if "name" in known and self.name != self.kind else []
        parts += [f"{self.miles} away"] if "miles" in known else []
        parts += [f"at {self.address}"] if "address" in known else []
        parts += [f"with {self.traffic}"] if "traffic" in known else []
        return " ".join(parts)


def spot(rng: random.Random, kind: str) -> Spot:
    """Make up a place."""
    first, last = rng.choice(words.FIRSTS), rng.choice(words.LASTS)
    who = rng.choice(words.PEOPLES)
    name = rng.choice([
        f"{first} {last}", f"{first} {last}", f"The {last}", f"{who}'s", f"{who} {last}", f"{first} {who}", f"{who}'s {last}",
        f"{who} and {rng.choice(words.PEOPLES)}", f"{first} {last} {rng.choice(['North', 'Two', 'Shop'])}", f"{who} {who}", first + last.lower(), last,
    ])  # fmt: skip
    where = rng.choice(words.STREETS) + (f" {rng.choice(words.STREETS)}" if rng.random() < 0.3 else "")
    miles = rng.randint(1, 9)
    return Spot(
        kind,
        name,
        f"{rng.randint(1, 999)} {where} {rng.choice(words.WAYS)}",
        f"{miles} mile" + ("s" if miles > 1 else ""),
        rng.choice(words.TRAFFIC),
        {"kind"},
    )


# what is said -> what it means; {d} the place with all that is known; then what is left out of it; what Hearth answers with


def lean(rng: random.Random, place: Spot) -> tuple[str, str, str]:
    """Return what may be said of a place, what it means, and what is learned by the answer."""
    kind = rng.random()
    if kind < 0.35:
        said, meant, hidden, told = rng.choice(words.ASKED)
        what = rng.choice(words.WHAT)
        said, meant = said.format(what=what), meant.format(what=what, d=place.called(*hidden.split()))
        if said.startswith(("where", "how far")):
            pointer = rng.choice(["it", "it", "that", f"the {place.kind.split()[-1]}", "that place"])
            said = said.replace(" it", f" {pointer}", 1)
        return said, meant, told
    if kind < 0.65:
        said, meant = rng.choice(words.ROADED)
        road = rng.choice(words.ROADS)
        hidden = "traffic" if "traffic" in road or rng.random() < 0.6 else ""
        return said.format(r=road), meant.format(r=road, d=place.called(hidden)), ""
    if kind < 0.86 or "name" not in place.known:
        said, meant = rng.choice(words.GONE)
        return said, meant.format(d=place.called()), ""
    said, meant = rng.choice(words.NAMED)
    return said.format(n=place.name), meant.format(d=place.called("address", "traffic")), ""


def clauses(rng: random.Random, place: Spot) -> tuple[str, str, set[str]]:
    """Return one or two things said together, with what people put around them."""
    said, meant, told = lean(rng, place)
    learned = {told} - {""}
    if rng.random() < 0.28:
        more, fuller, too = lean(rng, place)
        word = rng.choice([" and ", ", and also ", ": ", " and then ", ", "])
        said, meant, learned = f"{said}{word}{more}", f"{meant}{word}{fuller}", learned | ({too} - {""})
    if rng.random() < 0.4:
        word = rng.choice(words.BEFORE)
        said, meant = word + said, word + meant
    if rng.random() < 0.4:
        word = rng.choice(words.AFTER)
        said, meant = said + word, meant + word
    return said, meant, learned


def opening(rng: random.Random, kind: str) -> str:
    """Return the first thing said."""
    return (
        rng.choice(words.CRAVED).format(c=rng.choice(words.KINDS[kind]))
        if rng.random() < 0.2
        else rng.choice(words.WANTED).format(k=kind)
    )


def answered(rng: random.Random, place: Spot, learned: Sequence[str]) -> str:
    """Answer what was asked; what is said becomes known."""
    if not learned:
        return rng.choice(words.SENT)
    place.known |= set(learned)
    texts = [
        rng.choice(words.TOLD[what]).format(n=place.name, a=place.address, m=place.miles, t=place.traffic)
        for what in learned
    ]
    if any(place.name in text for text in texts):
        place.known.add("name")
    return ", ".join(texts)


def dwelling(rng: random.Random) -> tuple[Spot, str, str]:
    """Return home or a friend's house, how it is asked for, and the answer."""
    if rng.random() < 0.6:
        place, asked, answers = spot(rng, "home"), rng.choice(words.HOME), words.HOMED
    else:
        place, asked, answers = (
            spot(rng, f"friend {rng.choice(words.PEOPLES).lower()}'s house"),
            rng.choice(words.FRIEND),
            words.FRIENDED,
        )
    place.name = place.kind
    reply, learned = rng.choice(answers)
    place.known |= set(learned.split())
    return place, asked, reply.format(k=place.kind, a=place.address, m=place.miles, t=place.traffic)
