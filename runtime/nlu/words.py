"""Sentences as words: the one way in which text is split, for training and for use.

Recognised text is lower case without digits; typed text has digits, signs and capitals. Both become the same words.
"""

import re
import unicodedata

SIGNS = (
    (re.compile(r"(\d)\s*%"), r"\1 percent "),
    (re.compile(r"%"), " percent "),
    (re.compile(r"(-?\d+(?:\.\d+)?)\s*°\s*[cC]\b"), r"\1 degrees celsius "),
    (re.compile(r"(-?\d+(?:\.\d+)?)\s*°\s*[fF]\b"), r"\1 degrees fahrenheit "),
    (re.compile(r"°"), " degrees "),
    (re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE), r"\1m "),
    (re.compile(r"(\d)([ap]m)\b", re.IGNORECASE), r"\1 \2"),
    (re.compile(r"(\d)\s?(k|K)\b"), r"\1 kelvin"),
    (re.compile(r"\b(\d+)(h|hr|hrs|min|mins|sec|secs|s)\b", re.IGNORECASE), r"\1 \2"),
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
    (re.compile(r"&"), " and "),
)
"""What people type, as words. Order matters."""
APART = (
    (re.compile(r"\b([ap]) m\b(?!')"), r"\1m"),
    (re.compile(r"\bo'? clock\b|\boh clock\b"), "o'clock"),
)
"""What is one word and may come as two, once everything else is gone."""
WORD = re.compile(r"#?\d+(?::\d\d|[.]\d+)?(?:st|nd|rd|th)?|[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+")


def normalise(text: str) -> str:
    """Return the text in lower case, without accents and with signs written as words."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("-", " "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()
    for pattern, words in SIGNS:
        text = pattern.sub(words, text)
    return text


def split(text: str, limit: int = 48) -> tuple[str, ...]:
    """Return the first `limit` words of a text, normalised; what is not a word or number is dropped."""
    words = " ".join(match.group().strip("'") for match in WORD.finditer(normalise(text)))
    for pattern, word in APART:
        words = pattern.sub(word, words)
    return tuple(words.split())[:limit]
