"""How things are said aloud: names, lists, numbers, units, times and durations. No abbreviations, for a voice reads it.

Also the few words that resolution and skills must read alike. Knows nothing of intents.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from device.home.state import Entity
from runtime.turn import Context, Interpretation

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december",
)  # fmt: skip
ARTICLES = frozenset(
    ("the", "a", "an", "my", "our", "your", "his", "her", "their", "this", "that", "these", "those", "please",
     "some", "of")
)  # fmt: skip
PRONOUNS = frozenset(["it", "that", "this", "them", "those", "these", "one", "ones", "him", "her", "they"])

UNITS = {
    "°C": "degrees", "°F": "degrees", "K": "kelvin", "%": "percent", "W": "watts", "kW": "kilowatts", "Wh": "watt hours",
    "kWh": "kilowatt hours", "V": "volts", "A": "amperes", "mA": "milliamperes", "Hz": "hertz", "hPa": "hectopascals",
    "mbar": "millibars", "bar": "bars", "lx": "lux", "lux": "lux", "ppm": "parts per million",
    "ppb": "parts per billion", "µg/m³": "micrograms per cubic metre", "m³": "cubic metres", "L": "litres", "mm": "millimetres",
    "cm": "centimetres", "m": "metres", "km": "kilometres", "km/h": "kilometres per hour", "m/s": "metres per second",
    "mm/h": "millimetres per hour", "kg": "kilograms", "g": "grams", "dB": "decibels", "dBm": "decibel milliwatts", "s": "seconds",
    "min": "minutes", "h": "hours", "d": "days", "lm": "lumens", "W/m²": "watts per square metre", "VA": "volt amperes",
    "psi": "pounds per square inch",
}  # fmt: skip
SINGULAR_UNITS = {"degrees": "degree", "watts": "watt", "hours": "hour", "minutes": "minute", "seconds": "second",
                  "days": "day", "litres": "litre"}  # fmt: skip


def listed(items: Sequence[str], joiner: str = "and") -> str:
    """Say a list: "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joiner} {items[-1]}" if items else ""


def sentence(text: str) -> str:
    """Start with a capital and end with a full stop, if there is anything to say."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def number(value: float) -> str:
    """Say a number with at most one decimal."""
    rounded = round(value, 1) if abs(value) < 1000 else round(value)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def measure(value: float, unit: str | None) -> str:
    """Say a number with its unit: "21 degrees"."""
    word = UNITS.get(unit or "", unit or "")
    if value in (1, -1):
        word = SINGULAR_UNITS.get(word, word)
    return f"{number(value)} {word}".strip()


def cardinal(value: int) -> str:
    """Spell a whole number below a hundred; larger ones stay digits."""
    if 0 <= value < 20:
        return ONES[value]
    if 20 <= value < 100:
        tens, ones = divmod(value, 10)
        return TENS[tens] + (f" {ONES[ones]}" if ones else "")
    return str(value)


def ordinal(value: int) -> str:
    """Spell an ordinal up to the thirty-first."""
    if value <= 20:
        return ORDINALS[value]
    tens, ones = divmod(value, 10)
    return {2: "twentieth", 3: "thirtieth"}[tens] if not ones else f"{TENS[tens]} {ORDINALS[ones]}"


def clock(moment: datetime) -> str:
    """Say a time of day: "seven thirty in the evening", "noon"."""
    if (moment.hour, moment.minute) in {(0, 0), (12, 0)}:
        return "midnight" if moment.hour == 0 else "noon"
    part = ("at night" if moment.hour < 4 or moment.hour >= 22 else "in the morning" if moment.hour < 12
            else "in the afternoon" if moment.hour < 18 else "in the evening")  # fmt: skip
    hour = cardinal((moment.hour - 1) % 12 + 1)
    minute = (
        ""
        if moment.minute == 0
        else f" oh {cardinal(moment.minute)}"
        if moment.minute < 10
        else f" {cardinal(moment.minute)}"
    )
    return f"{hour}{minute} {part}"


def day(when: date, today: date) -> str:
    """Say a day as seen from today: "today", "tomorrow", "on Friday", "on the third of December"."""
    ahead = (when - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if ahead in near:
        return near[ahead]
    if 0 < ahead < 7:
        return f"on {WEEKDAYS[when.weekday()].capitalize()}"
    return f"on the {ordinal(when.day)} of {MONTHS[when.month - 1].capitalize()}"


def moment_of(when: datetime, now: datetime) -> str:
    """Say when something is due: "at seven in the morning", "tomorrow at noon"."""
    local = when.astimezone(now.tzinfo)
    if local - now < timedelta(hours=14) and local >= now:
        return f"at {clock(local)}"
    return f"{day(local.date(), now.date())} at {clock(local)}"


def duration(seconds: float) -> str:
    """Say a length of time with its two largest units: "1 hour and 5 minutes"."""
    left = max(0, round(seconds))
    parts = []
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return listed(parts[:2]) or "0 seconds"


def bare(words: str) -> str:
    """Drop articles and possessives at the front: "the floor lamp" -> "floor lamp"."""
    tokens = words.lower().replace("'s", "").split()
    while len(tokens) > 1 and tokens[0] in ARTICLES:
        tokens.pop(0)
    return " ".join(tokens)


def title(entity: Entity, context: Context) -> str:
    """Name an entity so that it cannot be mistaken: "floor lamp" here, "kitchen floor lamp" from another room."""
    name = entity.name.strip()
    if entity.room is None or entity.room in name.lower():
        return name
    if entity.room == context.room or entity.platform in {"device_tracker", "scene"}:
        return name
    return f"{entity.room} {name}"


def the(entity: Entity, context: Context) -> str:
    """Name an entity with its article: "the floor lamp"; people and scenes have none."""
    name = title(entity, context)
    return name if entity.platform in {"device_tracker", "scene"} or name.lower().startswith("the ") else f"the {name}"


def is_plural(word: str) -> bool:
    """Whether the last word names several things."""
    last = word.rsplit(maxsplit=1)[-1].lower() if word.split() else ""
    return last in {"both", "ones", "everything", "them"} or (
        len(last) > 3
        and last.endswith("s")
        and not last.endswith("ss")
        and last not in {"this", "his", "its", "always", "bus", "gas", "lens"}
    )


def choice_key(interpretation: Interpretation, room: str | None) -> str:
    """Return the words by which an answer to "which one" is remembered: what was said and where."""
    said = [bare(words) for name in ("name", "kind") if (words := interpretation.said(name))]
    return f"{' '.join(said)}|{interpretation.said('area') or room or ''}"


def entities_of(context: Context, ids: Iterable[str]) -> tuple[Entity, ...]:
    """Look up entities, skipping those that are gone."""
    return tuple(context.home.entities[entity_id] for entity_id in ids if entity_id in context.home.entities)
