"""A request as structure: its wording, the thing it names, its value. What a reference leans on, and what it becomes."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from learning.contextual import phrases
from learning.contextual.homes import GENERIC, PLURALS, MadeHome, Thing

T = TypeVar("T")

NUMBERS = "ten fifteen twenty twenty five thirty forty fifty sixty seventy eighty ninety".replace(
    "twenty five", "twenty_five"
).split()
COLORS = "red green blue yellow orange purple pink white violet turquoise".split()
DURATIONS = [
    "five minutes",
    "ten minutes",
    "twenty minutes",
    "half an hour",
    "one hour",
    "ninety seconds",
    "three minutes",
    "fifteen minutes",
    "two hours",
]
LABELS = "pasta pizza tea egg laundry rice bread cake homework nap oven".split()
DEGREES = "sixteen seventeen eighteen nineteen twenty twenty_one twenty_two twenty_three".split()


def the(room: str) -> str:
    """Return the room as one says it: "the kitchen", "anna's room"."""
    return room if "'s " in room else f"the {room}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase for one thing or all of a kind."""

    form: str
    """bare | first (the kitchen light) | in (the light in the kitchen)."""
    noun: str
    room: str = ""
    every: str = ""
    """"all " before the article, for plurals."""

    def __str__(self) -> str:
        if self.form == "first" and self.room:
            return f"{self.every}{the(f'{self.room} {self.noun}')}"
        where = f" in {the(self.room)}" if self.form == "in" and self.room else ""
        return f"{self.every}the {self.noun}{where}"


@dataclass(frozen=True, slots=True)
class Act:
    """One request: `wording` with {np}, {room}, {value}, {label} filled by the rest."""

    action: str
    wording: str
    platform: str = ""
    phrase: Phrase | None = None
    value: str = ""
    label: str = ""
    room: str = ""
    things: tuple[Thing, ...] = ()

    def __str__(self) -> str:
        where = the(self.room) if self.room else ""
        return self.wording.format(np=self.phrase or "", room=where, value=self.value, label=self.label)

    @property
    def where(self) -> str:
        """The one room it is about, or nothing."""
        rooms = {thing.room for thing in self.things} or ({self.room} if self.room else set())
        return rooms.pop() if len(rooms) == 1 else ""

    @property
    def named(self) -> str:
        """What a pronoun stands for: the one thing by its full name, or the words used for several."""
        if self.label:
            return f"the {self.label} timer"
        if self.platform == "timer":
            return "the timer"
        if len(self.things) == 1:
            name = self.things[0].spoken
            return name if "'s " in name else f"the {name}"
        return str(self.phrase)


def value_for(rng: random.Random, action: str, platform: str) -> str:
    """Return something to set, in the words that are spoken."""
    if action == "color":
        return rng.choice([*COLORS, "warm white", "cold white"])
    if platform == "climate" or action == "set_room":
        return rng.choice(DEGREES).replace("_", " ") + rng.choice(["", "", " degrees"])
    if platform == "fan" and rng.random() < 0.4:
        return rng.choice(["high", "low", "medium", "full speed"])
    return (
        rng.choice(["full", "half"])
        if rng.random() < 0.06
        else rng.choice(NUMBERS).replace("_", " ") + rng.choice(["", " percent", " percent"])
    )


def phrase_for(rng: random.Random, thing: Thing) -> Phrase:
    """Name one thing in one of the ways people do."""
    if thing.room in thing.name:
        return Phrase("bare", thing.name)
    weights = [6, 2.5, 1.5] if thing.unique else [1.2, 5, 3.5]
    return Phrase(rng.choices(["bare", "first", "in"], weights)[0], thing.name, thing.room)


def pick(rng: random.Random, patterns: tuple[str, ...], split: str) -> str:
    """Return a wording of this split."""
    return rng.choice(phrases.wordings(patterns, split))


def actions_of(platform: str) -> list[str]:
    """Return what can be asked of a platform."""
    return [action for action, by in phrases.REQUESTS.items() if platform in by]


def request_of(rng: random.Random, home: MadeHome, thing: Thing, action: str) -> Act:
    """Ask something of one thing."""
    wording = pick(rng, phrases.REQUESTS[action][thing.platform], home.split)
    return Act(
        action,
        wording,
        thing.platform,
        phrase_for(rng, thing),
        value_for(rng, action, thing.platform),
        "",
        "",
        (thing,),
    )


def plural_request(rng: random.Random, home: MadeHome) -> Act | None:
    """Ask something of all of a kind in a room."""
    room = rng.choice(home.rooms)
    platforms = [platform for platform in ("light", "cover", "fan") if len(home.of(platform, room=room)) > 1]
    if not platforms:
        return None
    platform = rng.choice(platforms)
    action = rng.choice([a for a in actions_of(platform) if a not in {"ask_on", "ask_open", "more", "less"}])
    wording = pick(rng, phrases.REQUESTS[action][platform], home.split)
    phrase = Phrase(rng.choice(["first", "in", "in"]), PLURALS[platform], room, rng.choice(["", "", "all "]))
    return Act(
        action, wording, platform, phrase, value_for(rng, action, platform), "", "", tuple(home.of(platform, room=room))
    )


def fresh_request(rng: random.Random, home: MadeHome) -> Act:
    """Return a request that stands alone."""
    kind = rng.random()
    if kind < 0.13:
        room = rng.choice(home.rooms)
        action = rng.choice(["ask_warm", "ask_warm", "ask_humid", "set_room"])
        return Act(
            action,
            pick(rng, phrases.ROOM_REQUESTS[action], home.split),
            "room",
            None,
            value_for(rng, action, "climate"),
            "",
            room,
        )
    if kind < 0.19 and home.split == "train" and rng.random() < 0.3:
        plain = rng.choice(
            [
                "set a timer for {value}",
                "start a timer for {value}",
                "timer for {value}",
                "{value} timer",
                "set a {value} timer",
            ]
        )
        return Act("timer", plain, "timer", None, rng.choice(DURATIONS))
    if kind < 0.19:
        return Act(
            "timer", pick(rng, phrases.TIMER, home.split), "timer", None, rng.choice(DURATIONS), rng.choice(LABELS)
        )
    if kind < 0.31:
        several = plural_request(rng, home)
        if several is not None:
            return several
    thing = rng.choice([thing for thing in home.things if actions_of(thing.platform)])
    return request_of(rng, home, thing, rng.choice(actions_of(thing.platform)))


def moved(rng: random.Random, home: MadeHome, act: Act) -> Act | None:
    """Return the same request in another room, when that makes sense."""
    if act.platform == "room":
        return replace(act, room=rng.choice([room for room in home.rooms if room != act.room]))
    if act.phrase is None or (act.phrase.every and act.phrase.form == "bare"):
        return None
    generic = act.phrase.noun in GENERIC or act.phrase.noun in PLURALS.values()
    if act.phrase.form == "bare" and not generic:
        return None
    room = rng.choice([room for room in home.rooms if room != act.where])
    phrase = replace(act.phrase, room=room, form="in" if act.phrase.form == "bare" else act.phrase.form)
    same = home.of(act.platform, room=room)
    things = tuple(
        same if act.phrase.noun in PLURALS.values() else [t for t in same if t.name == act.phrase.noun] or same[:1]
    )
    return replace(act, phrase=phrase, things=things)


def reworded(rng: random.Random, home: MadeHome, act: Act) -> Act | None:
    """Return the same request of another thing of a platform that can do it."""
    if act.phrase is None:
        return None
    others = [
        t
        for t in home.things
        if t not in act.things and act.action in phrases.REQUESTS and t.platform in phrases.REQUESTS[act.action]
    ]
    if act.action in {"set", "more", "less"}:
        others = [thing for thing in others if thing.platform == act.platform]
    if not others:
        return None
    thing = rng.choice(others)
    return replace(act, phrase=phrase_for(rng, thing), things=(thing,), platform=thing.platform)


def maybe(rng: random.Random, *choices: tuple[float, Callable[[], T | None]]) -> T | None:
    """Try the choices in a weighted random order until one makes something."""
    left = list(choices)
    while left:
        chosen = rng.choices(left, [weight for weight, _ in left])[0]
        made = chosen[1]()
        if made is not None:
            return made
        left.remove(chosen)
    return None
