"""What a slot's words mean: numbers, times, dates, durations, colours, modes. Pure; words in, values out.

    percent, brightness, temperature   float          level            float, or low | medium | high | max | min
    change                             "up" | "down", or a signed float ("10 percent brighter" -> 10.0)
    duration, change_duration          seconds        time             "HH:MM", "HH:MM?" when morning or evening is open
    date     "today" | "tomorrow" | a weekday | "12-25" | "+3" (days ahead)
    color    canonical name, or "2700K"               pin              digits
    kind, mode, state, quantity, quantifier           canonical words of `lexicon`

None: the words mean nothing of that kind; who reads the slot falls back to its text. Cardinal numbers in words are
text2num's business.
"""

import re
from collections.abc import Callable, Mapping

from text_to_num import text2num

from runtime.nlu import lexicon

Value = str | float | None
UNITS_S = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "day": 86400, "week": 604800}
FRACTIONS = {"half": 50.0, "a half": 50.0, "halfway": 50.0, "half way": 50.0, "a quarter": 25.0, "quarter": 25.0, "one quarter": 25.0,
             "three quarters": 75.0, "a third": 33.0, "one third": 33.0, "two thirds": 67.0}  # fmt: skip
EXTREMES = {"full": 100.0, "fully": 100.0, "max": 100.0, "maximum": 100.0, "brightest": 100.0,
            "full brightness": 100.0, "highest": 100.0, "all the way": 100.0, "all the way up": 100.0, "full blast": 100.0,
            "completely": 100.0, "min": 1.0,
            "minimum": 1.0, "lowest": 1.0, "dimmest": 1.0, "all the way down": 1.0, "zero": 0.0}  # fmt: skip
UP = frozenset(
    "up brighter warmer hotter higher louder faster more increase raise bright warm lighter stronger".split()
)
DOWN = frozenset(
    "down darker dimmer cooler colder lower quieter softer slower less decrease reduce dim cool fewer weaker dark".split()
)
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
DIGITS = {"zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
          "eight": "8", "nine": "9", "to": "2", "too": "2", "for": "4"}  # fmt: skip


def number(words: str) -> float | None:
    """Return the number that words say: "21", "twenty one point five", "minus three", "a hundred", "a couple"."""
    text = words.lower().strip()
    if text.startswith(("minus ", "negative ")):
        inner = number(text.split(" ", 1)[1])
        return None if inner is None else -inner
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if " point " in text:
        whole, _, part = text.partition(" point ")
        left, digits = number(whole), "".join(DIGITS.get(word, word) for word in part.split())
        return None if left is None or not digits.isdigit() else left + float(f"0.{digits}")
    if text.endswith((" and a half", " and half")):
        left = number(re.sub(r" and (a )?half$", "", text))
        return None if left is None else left + 0.5
    text = re.sub(r"^(a|an) (?=hundred|thousand)", "one ", text)
    if text in {"a", "an"}:
        return 1.0
    if text in {"a couple", "a couple of", "couple", "couple of"}:
        return 2.0
    try:
        return float(text2num(text, "en"))
    except ValueError:
        return None


def first_number(words: str) -> float | None:
    """Return the longest number that stands anywhere in the words."""
    found = words.split()
    for length in range(len(found), 0, -1):
        for start in range(len(found) - length + 1):
            value = number(" ".join(found[start : start + length]))
            if value is not None and found[start] not in {"a", "an"}:
                return value
    return None


def percent(words: str) -> Value:
    """Return a percentage: "forty percent", "half", "full"."""
    text = re.sub(r"^(to |at |by )?(the )?", "", words.strip())
    bare = re.sub(r" (open|closed|brightness|volume|power|speed)$", "", text)
    for table in (FRACTIONS, EXTREMES):
        if bare in table:
            return table[bare]
        if text in table:
            return table[text]
    return first_number(re.sub(r"\b(percentage|percent|per cent)\b", "", text))


def level(words: str) -> Value:
    """Return a level: a number, or low | medium | high | max | min."""
    text = re.sub(r"^(to|at|on|level|speed|the) ", "", words.strip())
    table = {"mid": "medium", "middle": "medium", "maximum": "max", "minimum": "min", "full": "max", "fast": "high", "slow": "low",
             "highest": "max", "lowest": "min", "full speed": "max", "full power": "max", "full blast": "max"}  # fmt: skip
    plain = table.get(text, text)
    return plain if plain in {"low", "medium", "high", "max", "min", "auto"} else first_number(text)


def temperature(words: str) -> Value:
    """Return degrees as said; the unit is the device's business unless it is named (the text keeps it)."""
    text = " ".join(re.sub(r"\b(degrees?|celsius|fahrenheit|to)\b", " ", words).split())
    return first_number(_HUNDREDS.sub(r"\1 hundred \2", text))


_HUNDREDS = re.compile(
    r"^(one|two|three|four) (?=(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)(\w+.*)$"
)
"""An oven at "one eighty"."""


def change(words: str) -> Value:
    """Return up | down, or a signed amount when one is said."""
    found = words.split()
    down = any(word in DOWN for word in found)
    up = any(word in UP for word in found)
    amount = first_number(re.sub(r"\b(percent|degrees?)\b", "", words))
    if amount is not None and (up or down):
        return -amount if down else amount
    return "down" if down else "up" if up else amount


def duration(words: str) -> Value:
    """Return seconds: "an hour and a half", "ten minutes", "1:30" is a time, not a duration."""
    text = re.sub(r"^(in|for|by|after|about|around) ", "", words.strip())
    half = re.match(r"^(half an?|a half) (hour|minute)", text)
    if half:
        return UNITS_S[half[2]] / 2
    quarter = re.match(r"^(?:(three) )?(?:a )?quarters? (?:of an? )?(hour)", text)
    if quarter:
        return 3 * 900.0 if quarter[1] else 900.0
    total, pending, seen, last = 0.0, [], False, 0
    for word in text.replace(" and a half", " and-a-half").split():
        unit = UNITS_S.get(word.rstrip("s")) or UNITS_S.get(word)
        if word == "and-a-half" and seen:
            total += last / 2
        elif word.startswith("and-a-half"):
            pending.append("and a half")
        elif unit:
            amount = number(" ".join(pending)) if pending else 1.0
            if amount is None:
                return None
            total, seen, last, pending = total + amount * unit, True, unit, []
        elif word not in {"and", "of"} or (word == "of" and pending):
            pending.append(word)
    return total + _left_over(" ".join(pending), last) if seen else None


def _left_over(words: str, unit: int) -> float:
    """Return the seconds of what follows the last unit: "one hour thirty", "an hour and half"."""
    if words == "half":
        return unit / 2
    rest = number(words) if words and unit in {3600, 60} else None
    return 0.0 if rest is None else rest * unit / 60


def clock_time(words: str) -> Value:
    """Return "HH:MM"; "HH:MM?" when nothing says morning or evening: "half past seven" -> "07:30?"."""
    text = re.sub(r"^(at|by|around|about|for|until|till) ", "", words.strip())
    text = re.sub(r" (on|at|for|in)$", "", text)
    text, part = _part_of_day(text)
    if re.search(r"\bnoon\b|\bmidday\b", text):
        return "12:00"
    if "midnight" in text:
        return "00:00"
    text = re.sub(r"\b(o'clock|sharp|exactly|hours)\b", "", text).strip()
    read = _digital(text) or _relative(text) or _spoken(text)
    if read is None:
        return (
            {"morning": "08:00", "afternoon": "15:00", "evening": "19:00", "night": "21:00"}.get(part)
            if not text
            else None
        )
    hour, minute = read
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    if part == "am":
        return f"{hour % 12:02}:{minute:02}"
    if part in {"pm", "afternoon", "evening", "night"}:
        late = (
            hour % 12 + 12
            if hour <= 12 and not (part == "night" and hour in {12, 1, 2, 3, 4})
            else hour % 12
            if hour <= 12
            else hour
        )
        return f"{late % 24:02}:{minute:02}"
    if part == "morning":
        return f"{hour % 12 if hour == 12 else hour:02}:{minute:02}"
    return f"{hour % 24:02}:{minute:02}" + ("?" if 1 <= hour <= 12 else "")


def _part_of_day(text: str) -> tuple[str, str]:
    """Split off what says which half of the day is meant."""
    found = re.search(
        r"\b(?:in the |at |this |tomorrow )?(am|pm|a m|p m|morning|afternoon|evening|night|tonight)$", text
    )
    if not found:
        return text, ""
    return text[: found.start()].strip(), {"a m": "am", "p m": "pm", "tonight": "night"}.get(found[1], found[1])


def _digital(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,2})(?::| )(\d{2})", text) or re.fullmatch(r"(\d{1,2})()", text)
    if found:
        return int(found[1]), int(found[2] or 0)
    together = re.fullmatch(r"(\d{1,2})(\d{2})", text)
    return (int(together[1]), int(together[2])) if together else None


def _relative(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(?:a )?(half|quarter|[\w ]+?)(?: minutes?)? (past|after|to|before|till) ([\w ]+)", text)
    if not found:
        return None
    minutes = {"half": 30.0, "quarter": 15.0}.get(found[1]) or number(found[1])
    hour = {"noon": 12.0, "midnight": 0.0}.get(found[3]) or number(found[3])
    if minutes is None or hour is None:
        return None
    if found[2] in {"past", "after"}:
        return int(hour), int(minutes)
    before = int(hour) - 1 or 12
    return before, 60 - int(minutes)


def _spoken(text: str) -> tuple[int, int] | None:
    """Read "seven thirty", "six oh five", "twenty two fifteen", "seven"."""
    words = text.split()
    for cut in range(len(words), 0, -1):
        hour = number(" ".join(words[:cut]))
        rest = words[cut:]
        if hour is None or hour > 24 or hour != int(hour) or words[0] in {"a", "an"}:
            continue
        if not rest:
            return int(hour), 0
        if rest == ["hundred"]:
            return int(hour), 0
        minute = number(" ".join(rest[1:])) if rest[0] in {"oh", "o", "zero"} and rest[1:] else number(" ".join(rest))
        if minute is not None and minute == int(minute) and 0 <= minute < 60:
            return int(hour), int(minute)
    return None


def date(words: str) -> Value:
    """Return a day: a relative word, a weekday, "MM-DD" or "+N" days ahead."""
    text = re.sub(r"^(on|for|this|next|the|coming) ", "", words.strip())
    text = re.sub(r"^(this|next|the|coming) ", "", text)
    if "day after tomorrow" in text:
        return "+2"
    for word in text.split():
        if word in WEEKDAYS or word.rstrip("s") in WEEKDAYS:
            return word if word in WEEKDAYS else word.rstrip("s")
        if word in {"today", "tonight", "tomorrow"}:
            return "today" if word == "tonight" else word
    ahead = re.fullmatch(r"in ([\w ]+) (day|week)s?( time)?", text)
    if ahead and (count := number(ahead[1])) is not None:
        return f"+{int(count) * (7 if ahead[2] == 'week' else 1)}"
    month = next((index for index, name in enumerate(MONTHS, 1) if name in text.split()), None)
    day = _ordinal(" ".join(word for word in text.split() if word not in {*MONTHS, "the", "of"}))
    return f"{month:02}-{day:02}" if month and day else None


def _ordinal(text: str) -> int | None:
    """Read "3rd", "twenty fifth", "third", "three"."""
    if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text):
        return int(found[1])
    tens, _, last = text.rpartition(" ")
    word = last or text
    if word == "thirtieth":
        return 30
    if word in ORDINALS:
        return ORDINALS.index(word) + int(number(tens) or 0 if tens else 0)
    plain = number(text)
    return int(plain) if plain is not None else None


def color(words: str) -> Value:
    """Return a canonical colour name, or kelvin as "2700K"."""
    text = re.sub(r"^(to|a|the) ", "", words.strip())
    if "kelvin" in text:
        warmth = first_number(text.replace("kelvin", ""))
        return f"{warmth:.0f}K" if warmth is not None else None
    return _listed(lexicon.COLORS)(text)


def pin(words: str) -> Value:
    """Return the digits that were said one by one, or in pairs."""
    digits = ""
    for word in words.split():
        value = word if word.isdigit() else DIGITS.get(word)
        if value is None:
            spoken = number(word)
            value = f"{spoken:.0f}" if spoken is not None else ""
        digits += value
    return digits or None


COMPARED = {
    **dict.fromkeys("warmer hotter colder cooler toasty chilly freezing warmest coldest thermometer".split(), "temperature"),
    "brighter": "brightness", "darker": "brightness", "dark": "brightness", "louder": "volume", "drier": "humidity",
}  # fmt: skip
"""Other words for a quantity that is asked about."""


def _listed(table: Mapping[str, str]) -> Callable[[str], Value]:
    """Return a look-up that forgives articles and a plural."""

    def look(words: str) -> Value:
        text = re.sub(r"^(to|the|a|an|any|is|are|my|of) ", "", words.strip())
        return table.get(words) or table.get(text) or table.get(text.removesuffix("s"))

    return look


READERS: Mapping[str, Callable[[str], Value]] = {
    "percent": percent, "brightness": percent, "level": level, "temperature": temperature, "change": change, "duration": duration,
    "change_duration": duration, "time": clock_time, "date": date, "color": color, "pin": pin, "kind": _listed(lexicon.KINDS),
    "mode": _listed(lexicon.MODES), "state": _listed(lexicon.STATES), "quantity": _listed({**COMPARED, **lexicon.QUANTITIES}),
    "quantifier": _listed(lexicon.QUANTIFIERS), "area": lambda words: "here" if words in lexicon.HERE else None,
}  # fmt: skip


def normalised(slot: str, words: str) -> Value:
    """Return what the words of a slot mean, None when they are only words (names, labels, messages)."""
    reader = READERS.get(slot)
    return reader(words) if reader is not None else None
