"""Invented homes for the NLU: rooms, things of every group with invented names, as a `Home` and its `Vocabulary`.

Names are split: a tenth of the words that make them are only ever used by dev and test homes.
"""

import random
from dataclasses import dataclass

from device.home.state import Entity, Home
from runtime.nlu import lexicon
from runtime.nlu.vocabulary import GROUPS, Vocabulary

SYLLABLES = "ba do ki lu mo ra ti ve zo nel mar sto fin gra pel tor lin quo bix dar wen pol sum".split()
PEOPLE = "anna tom lucy max sarah john mia ben emma david laura paul nina oscar julia leo kate simon".split()
RARE = "lantern moon globe pendant pedestal hatch venetian sweeper soundbar loft cellar conservatory playroom olive velvet".split()
"""Words that train homes never use."""
LOOKS = (
    "floor desk table ceiling wall bedside reading standing corner big small tall little left right front back upper lower main night "
    "counter mirror window stairs tree blue red green old new round star shelf sofa couch piano spare second"
).split()
# ruff: noqa: ISC004 - a word list that goes on in the next line
THINGS: dict[str, tuple[str, str]] = {
    "light": (
        "light",
        "lamp|light|lights|spotlights|chandelier|light strip|led strip|spots|bulb|christmas lights|lava lamp|lantern|globe|pendant|downlights|fairy lights|uplighter",
    ),
    "power": (
        "switch",
        "coffee machine|tv plug|heater|car charger|oven|kettle|dishwasher|washing machine|printer|plug|socket|christmas tree|dryer|computer"
        "|toaster|pump|towel warmer|air purifier|electric blanket|fountain|outlet|freezer|amplifier|playstation|router|aquarium|fish tank|iron",
    ),
    "fan": ("fan", "fan|ceiling fan|extractor fan|tower fan|ventilator|pedestal fan|extractor|ventilation"),
    "cover": (
        "cover",
        "blind|blinds|curtain|curtains|shutter|shutters|garage door|roller blind|awning|shades|gate|skylight|drapes|venetian blinds|window shade|garage|hatch|screen",
    ),
    "climate": (
        "climate",
        "thermostat|heating|radiator|air conditioning|air conditioner|heat pump|floor heating|boiler|heater|ac|ecobee|nest",
    ),
    "lock": (
        "lock",
        "front door|back door|side door|door|patio door|cellar door|main door|gate lock|front door lock|door lock|garage lock",
    ),
    "media": (
        "media_player",
        "tv|radio|speaker|speakers|stereo|soundbar|record player|television|sonos|music player|hifi|apple tv",
    ),
    "cleaner": ("vacuum", "vacuum|robot|lawn mower|mower|robot vacuum|hoover|roomba|rosie|dusty|mister sweep|sweeper"),
    "humidifier": ("humidifier", "humidifier|dehumidifier|air humidifier|mist"),
    "alarm": ("alarm_control_panel", "alarm|alarm panel|house alarm|security|alarm system|intruder alarm"),
    "scene": (
        "scene",
        "movie time|good night|good morning|party|dinner|romantic|relax|cinema|reading|focus|bedtime|cooking|cleaning|game night|sunset"
        "|candlelight|leaving home|coming home|work mode|all bright|cozy evening|film night|breakfast|guests|vacation mode|chill",
    ),
    "button": (
        "button",
        "doorbell|gate opener|garage button|coffee button|restart router|door opener|panic button|feeder|bell",
    ),
    "sensor": (
        "sensor",
        "motion sensor|temperature sensor|window sensor|door sensor|smoke detector|water meter|power meter|washing machine power|mailbox|air quality"
        "|soil moisture|front window|left window|bathroom window|outdoor temperature|freezer temperature|rain sensor|doorbell|plant sensor",
    ),
    "person": ("device_tracker", "|".join(PEOPLE)),
    "select": (
        "select",
        "washing program|dryer program|radio station|light effect|heating mode|fan mode|dishwasher program|input|source",
    ),
    "number": ("number", "radio volume|target level|led speed|max power|tv volume|feed amount|brightness limit"),
}
OPTIONS = "jazz|rock|classic|eco|cotton|wool|quick wash|intensive|delicate|hdmi one|hdmi two|news|bbc one|rainbow|candle|fireplace|auto|party|spin".split(
    "|"
)
"""What selects can be set to."""


@dataclass(frozen=True)
class MadeHome:
    """A home to speak in."""

    home: Home
    names: Vocabulary
    by_group: dict[str, tuple[str, ...]]
    """Group -> phrases that name something."""
    rooms: tuple[str, ...]
    options: tuple[str, ...]


def invented(rng: random.Random) -> str:
    """Return a name that nobody has seen."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 3)))


def make_home(rng: random.Random, *, held_out: bool = False) -> MadeHome:
    """Return a home of 3 to 9 rooms and 15 to 60 things."""
    rooms = [room for room in lexicon.ROOMS if not held_out or rng.random() < 0.7]
    chosen = rng.sample(rooms, rng.randint(3, 9))
    if rng.random() < 0.4:
        chosen.append(f"{rng.choice(PEOPLE)}'s {rng.choice(['room', 'bedroom', 'office'])}")
    if rng.random() < 0.2:
        chosen.append(f"{invented(rng)} room")
    home = Home()
    for number in range(rng.randint(15, 60)):
        group = rng.choice(["light"] * 5 + list(THINGS))
        home = home.with_entity(_thing(rng, group, chosen, number, held_out=held_out))
    by_group: dict[str, set[str]] = {}
    names = Vocabulary.of(home)
    for phrase, mention in names.phrases.items():
        for group in mention.groups:
            by_group.setdefault(group, set()).add(phrase)
    return MadeHome(
        home,
        names,
        {group: tuple(sorted(said)) for group, said in by_group.items()},
        home.rooms or tuple(chosen),
        tuple(names.options),
    )


def _thing(rng: random.Random, group: str, rooms: list[str], number: int, *, held_out: bool) -> Entity:
    platform, pool = THINGS[group]
    allowed = [name for name in pool.split("|") if held_out or not any(word in RARE for word in name.split())]
    name = rng.choice(allowed)
    if group in {"light", "power", "cover", "fan", "media", "sensor"} and rng.random() < 0.45:
        name = f"{rng.choice(LOOKS)} {name}"
    if group not in {"scene", "person", "alarm"} and rng.random() < 0.1:
        name = rng.choice(
            [
                f"{rng.choice(PEOPLE)}'s {name}",
                f"{invented(rng)} {name}",
                invented(rng),
                f"{name} {rng.choice(['one', 'two', 'three'])}",
            ]
        )
    room = None if group in {"scene", "person", "alarm"} or rng.random() < 0.08 else rng.choice(rooms)
    can = {"option": tuple(rng.sample(OPTIONS, 4))} if group == "select" else {}
    aliases = (f"{rng.choice(LOOKS)} one",) if rng.random() < 0.04 else ()
    return Entity(f"{platform}.{number}", platform, name, room, aliases=aliases, can=can)


assert set(THINGS) <= set(GROUPS.values())
