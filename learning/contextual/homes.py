"""Homes that do not exist: rooms and things with the names people give them, split between train, dev and test."""

import random
import zlib
from dataclasses import dataclass, field

ROOMS = {
    "train": [
        "kitchen", "living room", "bedroom", "office", "bathroom", "hallway", "garage", "garden", "dining room", "guest room",
        "kids room", "study", "attic", "basement", "porch", "laundry room", "master bedroom", "corridor", "terrace", "workshop",
        "upstairs bathroom", "spare room", "anna's room", "tom's bedroom", "shed", "entrance", "lounge", "gym", "den", "utility room",
    ],
    "dev": ["nursery", "pantry", "music room", "lucy's room", "downstairs hall"],
    "test": ["conservatory", "playroom", "cellar", "library", "max's room", "sun room", "loft", "back yard"],
}  # fmt: skip

NAMES: dict[str, dict[str, list[str]]] = {
    "light": {
        "train": [
            "light", "lamp", "ceiling light", "floor lamp", "reading lamp", "desk lamp", "counter light", "mirror light", "bedside lamp",
            "wall light", "spotlights", "night light", "chandelier", "light strip", "table lamp", "tall lamp", "tree lights", "main light",
            "big lamp", "small lamp", "window light", "stairs light", "corner lamp",
        ],
        "dev": ["lantern", "moon lamp", "cabinet light"],
        "test": ["lava lamp", "pendant light", "shelf light", "globe"],
    },
    "fan": {"train": ["fan", "ceiling fan", "extractor fan", "tower fan", "desk fan"], "dev": ["table fan"], "test": ["pedestal fan"]},
    "switch": {
        "train": [
            "coffee machine", "tv", "heater", "car charger", "oven", "kettle", "dishwasher", "washing machine", "printer", "plug",
            "christmas tree", "dryer", "computer", "toaster", "pump", "towel warmer",
        ],
        "dev": ["projector", "rice cooker"],
        "test": ["air purifier", "electric blanket", "fountain"],
    },
    "cover": {
        "train": ["blind", "blinds", "curtains", "shutter", "shutters", "garage door", "roller blind", "awning", "shades", "gate"],
        "dev": ["left curtain", "skylight"],
        "test": ["venetian blind", "drapes", "hatch"],
    },
    "climate": {"train": ["thermostat", "heating", "radiator", "air conditioning"], "dev": ["floor heating"], "test": ["heat pump", "air con"]},
    "lock": {"train": ["front door", "back door", "side door", "door"], "dev": ["patio door"], "test": ["cellar door", "main door"]},
    "media": {"train": ["radio", "speaker", "stereo", "music"], "dev": ["jukebox"], "test": ["soundbar", "record player"]},
    "vacuum": {"train": ["vacuum", "robot", "lawn mower", "mower"], "dev": ["hoover"], "test": ["sweeper"]},
    "window": {"train": ["window", "skylight window", "left window"], "dev": ["roof window"], "test": ["bay window"]},
}  # fmt: skip

GENERIC = frozenset(
    "light lamp fan blind blinds curtains shutter shutters thermostat heating radiator heater window door radio speaker plug tv".split()
)
"""Names that say what a thing is and not which: never spoken without a room."""

PLURALS = {
    "light": "lights",
    "fan": "fans",
    "cover": "blinds",
    "switch": "plugs",
    "climate": "radiators",
    "window": "windows",
    "lock": "doors",
}

_ONSETS = "b br c ch cl d dr f fl g gl gr h j k kr l m n p pr qu r s sc sl st t tr v w z y sw th".split()
_ENDS = "a an ar ast e ell en er est i ick in ing o old on ook or oom u um un y ay ee ow ert and ish et".split()
_SYLLABLES = "ba do ki lu mo ra ti ve zo nel mar sto fin gra pel tor lin quo bix".split()


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be named."""

    platform: str
    name: str
    room: str
    unique: bool = False
    """No other thing of the home has this name, and the name says which."""

    @property
    def spoken(self) -> str:
        """The name that is enough to tell it from all others; the runtime builds it by the same rule."""
        return self.name if self.unique or self.room in self.name else f"{self.room} {self.name}"


@dataclass(frozen=True, slots=True)
class MadeHome:
    """Rooms and things."""

    rooms: tuple[str, ...]
    things: tuple[Thing, ...]
    split: str = field(default="train")

    def of(self, *platforms: str, room: str | None = None) -> list[Thing]:
        """Return the things of these platforms, in one room or everywhere."""
        return [thing for thing in self.things if thing.platform in platforms and room in (None, thing.room)]


COMMON = frozenset(
    """and in {room}|and {room}|what about {room}|what about in {room}|{room} too|in {room} too|same in {room}|do the same in {room}|now {room}|and {room} one
    |and {np}|what about {np}|{np} too|also {np}|i mean|no wait|no|sorry|wait|actually no|the other one|the other|{x}|{x} please|{way} again|and {way} again
    |{degree}|a bit {degree}|a little {degree}|{value} instead|to {value}|turn {p} off again|turn {p} off|turn {p} on|make {p} {value}|set {p} to {value}
    |turn {p} back on|no {x}|no wait {x}|no i meant {x}|i meant {x}|not {y} {x}|no not {y} {x}|set {np} there to {value}|turn on {np} there|turn off {np} there
    |how warm is it there|make {p} {more}|make {p} a bit {more}|make {p} {less}|open {p}|close {p}|close {p} again|lock {p}|turn on {np}|turn off {np}
    |switch on {np}|switch off {np}|set {np} to {value}|is {np} on|open {np}|close {np}|and the {quantity}|what about the {quantity}|the first one|the second one
    |thank you|thanks|yes|stop|never mind|undo that|what time is it|make {np} {value}|make {np} brighter|how warm is {room}|how warm is it in {room}""".replace(
        "\n    ", ""
    ).split("|")
)
"""Wordings so common that leaving them out of training would only measure the omission: always train."""


def part_of(text: str) -> str:
    """Assign a wording to train (70 % and the common ones), dev (10 %) or test (20 %) for ever."""
    if text in COMMON:
        return "train"
    bucket = zlib.crc32(f"wording {text}".encode()) % 10
    return "test" if bucket < 2 else "dev" if bucket == 2 else "train"


def _invented(rng: random.Random, split: str) -> str:
    """Return a name nobody has seen, so that the model learns to copy and not to know."""
    rare = {"train": "", "dev": "sh", "test": "pl"}[split]
    return rare + "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3)))


def _name(rng: random.Random, platform: str, split: str) -> str:
    seen, fresh = NAMES[platform]["train"], NAMES[platform][split]
    name = rng.choice(fresh) if split != "train" and rng.random() < 0.4 else rng.choice(seen)
    if rng.random() < 0.08 and platform in {"light", "switch", "fan"}:
        return (
            f"{_invented(rng, split)} {rng.choice(['lamp', 'light', 'fan', 'plug'])}"
            if rng.random() < 0.7
            else _invented(rng, split)
        )
    return name


def invented(rng: random.Random) -> str:
    """Return a word that does not exist, with more sounds than the homes' own."""
    return "".join(rng.choice(_ONSETS) + rng.choice(_ENDS) for _ in range(rng.choice([1, 2, 2, 3])))


def make_home(rng: random.Random, split: str) -> MadeHome:
    """Return a home of 4 to 8 rooms; dev and test homes hold rooms and names never trained on."""
    pool = list(ROOMS["train"]) if split == "train" else ROOMS["train"][:14] + 3 * ROOMS[split]
    rooms: list[str] = []
    while len(rooms) < rng.randint(4, 8):
        room = rng.choice(pool) if rng.random() < 0.95 else f"{_invented(rng, split)} room"
        if room not in rooms:
            rooms.append(room)
    found: list[tuple[str, str, str]] = []
    for room in rooms:
        wanted = ["light"] * rng.choice([1, 1, 2, 3]) + [p for p in NAMES if p != "light" and rng.random() < 0.34]
        for platform in wanted:
            name = _name(rng, platform, split)
            if (name, room) not in {(n, r) for _, n, r in found} and name not in rooms:
                found.append((platform, name, room))
    names = [name for _, name, _ in found]
    things = tuple(Thing(p, n, r, unique=names.count(n) == 1 and n not in GENERIC) for p, n, r in found)
    return MadeHome(tuple(rooms), things, split)
