"""Dialogues that are not about a home: trips, appointments, weather, music, lists. Made up; they only train.

A rewriter that has seen nothing but a home would not know that "there" can be a shop and "tomorrow" a forecast.
"""

import random
from collections.abc import Callable, Iterator

from learning.contextual import errand_words as words
from learning.contextual.errand import Errand
from learning.contextual.examples import Example
from learning.contextual.outings import choice, trip, visit
from learning.contextual.trip_words import BEFORE


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
            [
                "{t}",
                "in {t}",
                "{t} please",
                "for {t}",
                "for {t} please",
                "{t}, please",
                "please check for {t}",
                "i would like it for {t}",
                "i am asking about {t}",
                "give me info for {t}",
                "i want to know it for {t} please",
            ]
        )
        talk.say(said.format(t=town), f"{ask} {day} in {town}", f"it will be fine in {town} {day}", "merge")
    elif kind < 0.6:
        dated = rng.random() < 0.5
        talk.say(
            f"{ask} {day}" if dated else ask, f"{ask} {day}" if dated else ask, rng.choice(words.WHICH_TOWN), "alone"
        )
        fresh = rng.choice(words.WEATHER[:6]).format(w=rng.choice(words.SKIES))
        said = rng.choice(
            ["in {t}, {f}", "{t} please, {f}", "{t}, please. {f}", "i am in {t}, {f}", "{f} in {t}", "{f} in {t}"]
        )
        # The day asked for before still holds, unless another is named.
        when, kept = ("", f" {day}") if dated else (f" {day}",) * 2
        talk.say(said.format(t=town, f=f"{fresh}{when}"), f"{fresh}{kept} in {town}", f"yes, in {town}", "merge")
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
        styles = [
            "{x}",
            "{x} please",
            "it is {x}",
            "it's {x}",
            "{x}, thanks",
            "the {e} is {x}",
            "make it {x}",
            "it will be {x}",
        ]
        if left.startswith("with"):
            styles += ["{w} is coming along", "{w}", "{w} please", "{w} is joining"]
        elif rng.random() < 0.3:
            left += f" with {who}"
        said = rng.choice(styles).format(x=left, e=event, w=who)
        talk.say(said, f"{start} {left}", "okay, it is in your calendar", "merge")
    elif rng.random() < 0.25:
        two(talk, rng.choice(words.WHEN).format(e=event), who, time)
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


def two(talk: Errand, ask: str, who: str, time: str) -> None:
    """Find two appointments, and choose."""
    rng = talk.rng
    other, hour = rng.choice(words.PEOPLE), rng.choice(words.TIMES)
    reply = rng.choice(
        ["i have two, one at {t} with {w}, and one at {h} with {o}", "which one, with {w} at {t} or with {o} at {h}"]
    )
    talk.say(ask, ask, reply.format(t=time, w=who, h=hour, o=other), "alone")
    mine = rng.choice([f"with {who}", f"with {other}", f"at {time}", f"at {hour}"])
    said = rng.choice(["the one {m}", "the one {m} please", "the one {m}, thanks", "{m}"]).format(m=mine)
    talk.say(said, f"{ask} {mine}", "okay", "merge")


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
    (4.0, trip), (2.0, choice), (0.9, visit), (2.0, weather), (1.6, appointment), (0.7, music), (0.7, chores),
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
