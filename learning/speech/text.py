"""What is said in training: commands to many homes, other people's sentences, and plain phonetic variety.

Sources: Hearth's own carrier grammar with invented homes; the training set of HWU64 (CC BY 4.0) where a folder of public
data is given; random words, letters and numbers, so that the network learns sounds and not sentences.
"""

import csv
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from device.hearing.vocabulary.grammar import Alt, Expression, Ref, Rules, Seq, Word, carrier_rules

ROOMS = (
    "kitchen|living room|bedroom|bathroom|office|garage|hallway|dining room|basement|attic|guest room|kids room|nursery|study|"
    "laundry room|garden|patio|balcony|terrace|porch|entrance|hall|landing|stairs|cellar|workshop|shed|gym|library|den|"
    "playroom|master bedroom|guest bedroom|upstairs bathroom|utility room|pantry|conservatory|lounge|front yard|back yard|"
    "driveway|sun room|media room|emma's room|tom's room|corridor|closet|wardrobe|greenhouse|loft"
).split("|")
_LIGHT = (
    "light|lights|lamp|ceiling light|floor lamp|desk lamp|bedside lamp|reading lamp|standing lamp|standing light|spot lights|"
    "night light|pendant|chandelier|strip|led strip|wall light|table lamp|fairy lights|kallax|island light|counter light|"
    "mirror light|main light|spots|uplight|lava lamp|string lights|christmas tree|picture light|hue bulb|lantern"
).split("|")
_SWITCH = (
    "coffee maker|coffee machine|kettle|plug|socket|outlet|heater|washing machine|dryer|dishwasher|christmas lights|fountain|"
    "pump|water heater|towel rail|charger|amplifier|printer|boiler|radio|toaster|sprinkler|irrigation|aquarium|computer|"
    "humidifier|dehumidifier|electric blanket|wifi|router|projector|siren|doorbell"
).split("|")
NAMES: Mapping[str, tuple[str, ...]] = {
    "light": tuple(_LIGHT),
    "switch": tuple(_SWITCH),
    "fan": ("fan", "ceiling fan", "extractor fan", "air purifier", "ventilation", "tower fan", "exhaust fan", "cooker hood"),
    "cover": ("blinds", "curtains", "shutters", "shade", "roller blind", "garage door", "gate", "window", "awning", "skylight", "venetian blind", "drapes"),
    "lock": ("front door", "back door", "door lock", "lock", "patio door", "side door", "cellar door", "front door lock"),
    "climate": ("thermostat", "heating", "air conditioner", "radiator", "heat pump", "underfloor heating", "air con", "valve"),
    "media": ("tv", "television", "speaker", "stereo", "radio", "sonos", "record player", "soundbar", "music player", "echo"),
    "vacuum": ("vacuum", "robot", "roomba", "hoover", "robot vacuum", "vacuum cleaner", "dusty", "roborock"),
    "sensor": ("temperature", "humidity", "motion sensor", "door sensor", "window sensor", "front window", "power meter", "leak sensor", "smoke detector", "rain sensor", "air quality"),
    "scene": ("movie time", "good night", "good morning", "bedtime", "party", "dinner", "relax", "reading", "away", "cosy evening", "focus", "romantic", "vacation", "sunset", "wake up", "game night", "cleaning", "welcome home", "night", "movie"),
    "other": ("lawn mower", "alarm", "camera", "siren", "pool pump", "valve", "scene controller", "water valve", "sprinkler"),
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WAKE = ("hey jarvis", "alexa", "hey mycroft", "hey rhasspy", "hey hearth", "computer", "ok hearth")


def clean(text: str) -> list[str]:
    """The words of a sentence: lower case, letters and apostrophes only; digits make a sentence unusable (empty)."""
    text = text.lower().replace("’", "'").replace("-", " ")
    if re.search(r"[0-9%$€£@]", text):
        return []
    return [word.strip("'") for word in re.findall(r"[a-z']+", text) if word.strip("'")]


def invent_name(kind: str, rng: random.Random, rare: Sequence[str]) -> str:
    """A device name as people give them: mostly `room thing`, sometimes with a word no home has."""
    if kind == "room":
        return rng.choice(ROOMS) if rng.random() < 0.9 else rng.choice(rare)
    if kind == "free":
        return " ".join(rng.choices(rare, k=rng.randint(1, 4)))
    name = rng.choice(NAMES[kind])
    dice = rng.random()
    if kind == "scene":
        return name
    if dice < 0.45:
        return f"{rng.choice(ROOMS)} {name}"
    if dice < 0.65:
        return f"{rng.choice(rare)} {name}"
    if dice < 0.75:
        return rng.choice(rare)
    return name


def draw(node: Expression, rules: Rules, rng: random.Random, rare: Sequence[str]) -> str:
    """Speak one random sentence of an expression."""
    match node:
        case Word(text):
            return text
        case Seq(parts):
            return " ".join(filter(None, (draw(part, rules, rng, rare) for part in parts)))
        case Alt(choices):
            return draw(rng.choice(choices), rules, rng, rare)
        case Ref(name):
            return draw(rules[name], rules, rng, rare) if name in rules else invent_name(name, rng, rare)


def hwu64(data: Path) -> list[str]:
    """The training sentences of HWU64 below a folder of public data; nothing when it is not there."""
    sentences = []
    for file in sorted((data / "hwu64" / "trainset").glob("*.csv")):
        with file.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter=";"):
                words = clean(row["answer_from_user"] or "")
                if 1 <= len(words) <= 14:
                    sentences.append(" ".join(words))
    return sentences


def sentences(count: int, seed: int, data: Path | None) -> Iterator[str]:
    """`count` sentences: half commands, a third of other people's sentences, the rest sounds in any order."""
    rng = random.Random(seed)
    rules = carrier_rules()
    others = hwu64(data) if data else []
    rare = sorted({word for sentence in others for word in sentence.split() if len(word) > 3}) or list(_SWITCH)
    digits = "zero one two three four five six seven eight nine ten eleven twelve thirty fourteen forty".split()
    for _ in range(count):
        dice = rng.random()
        if dice < 0.5 or not others:
            said = draw(Ref("command" if rng.random() < 0.45 else "sentence"), rules, rng, rare)
            if rng.random() < 0.04:
                said = f"{rng.choice(_WAKE)} {said}"
        elif dice < 0.8:
            said = rng.choice(others)
        elif dice < 0.95:
            said = " ".join(rng.choices(rare, k=rng.randint(2, 6)))
        else:
            said = " ".join(rng.choices([*_LETTERS, *digits], k=rng.randint(3, 7)))
        if len(said.split()) <= 18:
            yield said
