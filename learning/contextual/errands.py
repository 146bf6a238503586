"""Dialogues that are not about a home: trips, appointments, weather, music, lists. Made up; they only train.

A rewriter that has seen nothing but a home would not know that "there" can be a shop and "tomorrow" a forecast.
"""

import random
from collections.abc import Callable, Iterator

from learning.contextual import errand_words as words
from learning.contextual.examples import HISTORY, Example
from learning.contextual.trips import (
    AFTER,
    BEFORE,
    CHOSEN,
    ELSEWHERE,
    ENOUGH,
    KINDS,
    ONE,
    TWO,
    Spot,
    answered,
    clauses,
    opening,
    spot,
)
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


def trip(talk: Errand) -> None:
    """Go somewhere."""
    rng, kind = talk.rng, talk.rng.choice(list(KINDS))
    place = spot(rng, kind)
    talk.about(place)
    first = opening(rng, kind)
    reply, learned = rng.choice(ONE)
    if kind not in first and "{k}" not in reply:
        place.known.discard("kind")
    place.known |= set(learned.split())
    talk.say(first, first, reply.format(k=kind, n=place.name, m=place.miles, a=place.address, t=place.traffic), "alone")
    if "kind" in place.known and rng.random() < 0.12:
        said, meant = rng.choice(ELSEWHERE)
        other = spot(rng, kind)
        talk.about(other)
        other.known.add("name")
        talk.say(said.format(k=kind), meant.format(k=kind, d=place.called()), f"there is {other.name} too", "ellipsis")
        place = other
    follow(talk, place)


def follow(talk: Errand, place: Spot) -> None:
    """Talk on about one place."""
    for _ in range(talk.rng.choice([1, 2, 2, 3])):
        if talk.rng.random() < 0.18:
            talk.enough()
            continue
        if not place.known & {"kind", "name"}:
            return
        said, meant, told = clauses(talk.rng, place)
        named = "locative" if "there" in said else "nominal" if " it" in said or "that" in said else "ellipsis"
        talk.say(said, meant, answered(talk.rng, place, sorted(told)), named)


def choice(talk: Errand) -> None:
    """Choose between two places."""
    rng, kind = talk.rng, talk.rng.choice(list(KINDS))
    first, second = spot(rng, kind), spot(rng, kind)
    for place in (first, second):
        talk.about(place)
        place.known.add("name")
    reply, far = rng.choice(TWO)
    if far:
        for place in (first, second):
            place.known.add("miles")
    asked = opening(rng, kind)
    if kind not in asked:
        asked = f"find me a {kind}"
    talk.say(asked, asked, reply.format(n=first.name, o=second.name, m=first.miles, p=second.miles), "alone")
    if rng.random() < 0.6:
        said, meant = rng.choice(CHOSEN)
        before, after = rng.choice(["", "", "", *BEFORE[:8]]), rng.choice(["", "", *AFTER])
        # How far they are is what is asked for.
        hidden = "miles" if "how far" in said else ""
        filled = meant.format(k=kind, x=first.called(hidden), y=second.called(hidden))
        talk.say(f"{before}{said}{after}", f"{before}{filled}{after}", f"{first.name} is closer", "nominal")
        follow(talk, first)
    else:
        follow(talk, rng.choice([first, second]))


def weather(talk: Errand) -> None:
    """Ask for the weather; the town or the day is missing now and then."""
    rng = talk.rng
    town, other = rng.sample(words.TOWNS, 2)
    day, later = rng.sample(words.DAYS, 2)
    talk.places |= set(words.TOWNS)
    talk.values |= {*words.DAYS, *words.SKIES}
    ask = rng.choice(words.WEATHER).format(w=rng.choice(words.SKIES))
    kind = rng.random()
    before, after = rng.choice(["", "", "", *BEFORE[:6]]), rng.choice(["", "", ", please", " please", ", thanks"])
    if kind < 0.4:
        talk.say(f"{ask} {day}", f"{ask} {day}", rng.choice(words.WHICH_TOWN), "alone")
        said = rng.choice(
            ["{t}", "in {t}", "{t} please", "for {t}", "for {t} please", "{t}, please", "please check for {t}"]
        )
        talk.say(said.format(t=town), f"{ask} {day} in {town}", f"it will be fine in {town} {day}", "merge")
    elif kind < 0.55:
        talk.say(f"{ask}", f"{ask}", rng.choice(words.WHICH_TOWN), "alone")
        fresh = rng.choice(words.WEATHER[:6]).format(w=rng.choice(words.SKIES))
        talk.say(f"in {town}, {fresh} {day}", f"in {town}, {fresh} {day}", f"yes, in {town}", "alone")
    else:
        talk.say(f"{ask} in {town}", f"{ask} in {town}", rng.choice(words.DAY_ASKED).format(t=town), "alone")
    for _ in range(rng.choice([1, 1, 2])):
        fresh = rng.choice(words.WEATHER).format(w=rng.choice(words.SKIES))
        style = rng.random()
        if style < 0.35:
            talk.say(f"{before}{fresh} {later}{after}", f"{before}{fresh} {later} in {town}{after}", "no", "ellipsis")
        elif style < 0.5:
            talk.say(f"{before}{fresh} there {later}", f"{before}{fresh} in {town} {later}", "yes", "locative")
        elif style < 0.72:
            said = rng.choice(["what about {t}", "and in {t}", "how about {t}", "and {t}", "what about in {t}"]).format(
                t=other
            )
            talk.say(said, swapped(talk.meant, town, other), "no", "ellipsis")
            town = other
        else:
            talk.enough()
            return


def swapped(last: str, old: str, new: str) -> str:
    """Return the last request with another town in it."""
    return last.replace(old, new) if old in last else f"{last} in {new}"


def appointment(talk: Errand) -> None:
    """Put something into the calendar, or ask what is in it."""
    rng = talk.rng
    event, who, day, time = (rng.choice(w) for w in (words.EVENTS, words.PEOPLE, words.DATES, words.TIMES))
    talk.things |= {*words.EVENTS, *words.PEOPLE}
    talk.values |= {*words.DATES, *words.TIMES}
    if rng.random() < 0.45:
        start = rng.choice(words.SCHEDULE).format(e=event)
        left, given = rng.choice([
            (f"{day} at {time}", ["what day and time", "when is it", "what date and time should i set"]),
            (f"at {time}", ["what time", "at what time is it", "which time shall i add"]),
            (f"with {who}", ["with whom", "who is attending", "who is coming along"]),
        ])  # fmt: skip
        start = (
            f"{start} {day}"
            if left.startswith("at")
            else f"{start} {day} at {time}"
            if left.startswith("with")
            else start
        )
        talk.say(start, start, rng.choice(given), "alone")
        said = rng.choice(
            ["{x}", "{x} please", "it is {x}", "it's {x}", "{x}, thanks", "the {e} is {x}", "make it {x}"]
        )
        talk.say(said.format(x=left, e=event), f"{start} {left}", "okay, it is in your calendar", "merge")
    else:
        ask = rng.choice(words.WHEN).format(e=event)
        known = rng.choice([f"on {day}", f"on {day} at {time}", f"at {time}", f"on {day} with {who}"])
        talk.say(
            ask, ask, rng.choice(["your {e} is {k}", "the next {e} is {k}", "{k}"]).format(e=event, k=known), "alone"
        )
        said, meant = rng.choice(words.ABOUT)
        talk.say(said, meant.format(d=f"the {event} {known}"), "sorry, that is not in your calendar", "ellipsis")
    if rng.random() < 0.5:
        talk.enough()


def music(talk: Errand) -> None:
    """Ask who made a song, and for more of them."""
    rng = talk.rng
    artist, song = rng.choice(words.ARTISTS), rng.choice(words.SONGS)
    talk.things |= {artist, song}
    ask, reply = rng.choice(words.WHO)
    talk.say(ask.format(s=song, a=artist), ask.format(s=song, a=artist), reply.format(s=song, a=artist), "alone")
    for _ in range(rng.choice([1, 2])):
        said, meant = rng.choice(words.MORE_OF if "{a}" in ask + reply else words.MORE_SONG)
        talk.say(said, meant.format(a=artist, s=song), "okay", "anaphora")


def chores(talk: Errand) -> None:
    """Lists, reminders, clocks and timers: one after the other."""
    rng = talk.rng
    pattern, options = rng.choice(words.CHORES)
    first, second = rng.sample(options, 2)
    filled = pattern.format(x=first)
    talk.say(filled, filled, rng.choice(["okay", "done", f"okay, {first}", "sure"]), "alone")
    said = rng.choice(
        [
            "and {x}",
            "and {x} too",
            "also {x}",
            "{x} too",
            "what about {x}",
            "and also {x}",
            "oh and {x}",
            "plus {x}",
            "{x} as well",
        ]
    )
    talk.say(said.format(x=second), pattern.format(x=second), "okay", "ellipsis")
    if rng.random() < 0.3:
        talk.enough()


MAKERS: tuple[tuple[float, Callable[[Errand], None]], ...] = (
    (4.0, trip), (2.0, choice), (2.0, weather), (1.6, appointment), (0.7, music), (0.7, chores),
)  # fmt: skip


def errand(number: int) -> list[Example]:
    """Make one dialogue; the same number gives the same one."""
    rng = random.Random(3_000_000_000 + number)
    talk = Errand(rng)
    rng.choices([make for _, make in MAKERS], [weight for weight, _ in MAKERS])[0](talk)
    return talk.found


def errands(seed: int) -> Iterator[Example]:
    """Yield examples for ever; half of what stands alone is left out, since much of it is the same."""
    rng = random.Random(seed)
    number = seed
    while True:
        number += 1
        for example in errand(number):
            if example.needed or rng.random() < 0.5:
                yield example
