"""How written names are said: only letters, spaces and apostrophes are left, as a recogniser's word list has them.

Numbers become words, symbols their names, accents plain letters, and abbreviations each way people say them.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

MAX_FORMS = 6
"""Spoken forms of one name; the first is the most usual."""

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip

_SYMBOLS: Mapping[str, str] = {
    "&": " and ", "+": " plus ", "@": " at ", "%": " percent ", "#": " number ", "=": " equals ", "€": " euro ",
    "$": " dollar ", "£": " pound ", "½": " half ", "²": " squared ", "³": " cubed ", "ß": "ss", "æ": "ae", "œ": "oe",
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "\u0131": "i", "\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'",
}  # fmt: skip

_SYMBOL_TABLE = str.maketrans(dict(_SYMBOLS))

ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "ac": ("a c", "air conditioner", "air conditioning", "ac"), "a/c": ("a c", "air conditioner"), "am": ("a m",),
    "aux": ("aux",), "avr": ("a v r", "receiver"), "bbq": ("barbecue", "b b q"), "bdrm": ("bedroom",),
    "bsmt": ("basement",), "btn": ("button",), "cam": ("cam", "camera"), "cctv": ("c c t v",), "co": ("c o", "carbon monoxide"),
    "co2": ("c o two", "carbon dioxide"), "dvd": ("d v d",), "ev": ("e v", "car"), "hifi": ("hi fi", "hifi"),
    "hvac": ("h vac", "heating"), "lcd": ("l c d",), "led": ("led", "l e d"), "leds": ("leds", "l e d s"),
    "lvl": ("level",), "max": ("max", "maximum"), "min": ("min", "minimum"), "nas": ("nas",), "no.": ("number",),
    "nr": ("number",), "nr.": ("number",), "pc": ("p c", "pc", "computer"), "pm": ("p m",),
    "pm10": ("p m ten",), "pm2.5": ("p m two point five", "particles"), "pm25": ("p m two point five", "particles"),
    "pv": ("p v", "solar"), "rgb": ("r g b",), "rm": ("room",), "temp": ("temperature", "temp"),
    "trv": ("radiator", "t r v"), "tv": ("tv", "t v", "television"), "tvoc": ("t v o c",), "ups": ("u p s",),
    "usb": ("u s b",), "uv": ("u v",), "vmc": ("v m c",), "voc": ("v o c",), "w/": ("with",),
    "wc": ("w c", "toilet"), "wifi": ("wi fi", "wifi"), "xmas": ("christmas",), "°c": ("degrees",), "°f": ("degrees",),
    "°": ("degrees",),
}  # fmt: skip
"""Written -> said, the most usual first."""


def say_number(number: int) -> str:
    """Return a whole number below a million in words; larger ones digit by digit."""
    if number < 0:
        return "minus " + say_number(-number)
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" {say_number(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number < 1_000_000:
        rest = f" {say_number(number % 1000)}" if number % 1000 else ""
        return f"{say_number(number // 1000)} thousand{rest}"
    return say_digits(str(number))


def say_digits(digits: str) -> str:
    """Return digits one by one in words."""
    return " ".join(_ONES[int(digit)] for digit in digits)


def say_ordinal(number: int) -> str:
    """Return the ordinal: first, twenty second."""
    *head, last = say_number(number).split()
    word = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return " ".join([*head, word])


_PIECE = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+\.\d+|\d+|[^\W\d_]+(?:'[^\W\d_]+)*'?", re.UNICODE)


def _plain(text: str) -> str:
    """Return letters without accents; other scripts stay as they are."""
    pieces = unicodedata.normalize("NFKD", text)
    return "".join(piece for piece in pieces if not unicodedata.combining(piece))


def _say_piece(written: str) -> str:
    digits = re.match(r"\d+", written)
    if digits is None:
        return written.strip("'") if written != "'" else ""
    whole, rest = digits.group(), written[digits.end() :]
    if not whole.isascii() or len(whole) > 6 or (len(whole) > 1 and whole[0] == "0"):
        said = say_digits("".join(str(unicodedata.digit(one)) for one in whole[:30]))
    else:
        said = say_ordinal(int(whole)) if rest[:1].isalpha() else say_number(int(whole))
    return f"{said} point {say_digits(rest[1:])}" if rest.startswith(".") and rest[1:].isascii() else said


@lru_cache(maxsize=16_384)
def _ways(word: str) -> tuple[str, ...]:
    """Return the ways one written word is said."""
    if word in ABBREVIATIONS:
        return ABBREVIATIONS[word]
    if word.isascii() and word.isalpha():
        return (word,)
    word = word.translate(_SYMBOL_TABLE)
    said = " ".join(filter(None, (_say_piece(piece) for piece in _PIECE.findall(_plain(word)))))
    pieces = [ABBREVIATIONS.get(piece, (piece,)) for piece in said.split()]
    return tuple(" ".join(choice) for choice in itertools.islice(itertools.product(*pieces), MAX_FORMS)) or ("",)


@lru_cache(maxsize=16_384)
def spoken_forms(name: str) -> tuple[str, ...]:
    """Return how a name is said, most usual first; nothing where nothing can be said."""
    words = name.lower().replace("_", " ").replace("-", " ").split()[:24]
    choices = [_ways(word) for word in words]
    forms = (" ".join(" ".join(choice).split()) for choice in itertools.islice(itertools.product(*choices), 24))
    return tuple(itertools.islice(dict.fromkeys(form for form in forms if form), MAX_FORMS))


def all_spoken(names: Iterable[str]) -> tuple[str, ...]:
    """Return the spoken forms of several names, each once."""
    return tuple(dict.fromkeys(form for name in names for form in spoken_forms(name)))
