"""How a word is said: 39 phones, read off espeak-ng's American English.

The acoustic model was trained on exactly these pronunciations (learning.speech imports this file), so a name that nobody
has seen before is spelled in the sounds the model knows. espeak-ng is the copy inside the piper-tts wheel: no binary and
no lexicon file is needed, and a word takes about 30 microseconds. Knows nothing of graphs or grammars.
"""

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import piper
from piper import espeakbridge

PHONES: tuple[str, ...] = tuple(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)
"""The order is the order of the acoustic model's outputs; output 0 is the blank, phone i is output i + 1."""

SILENCE = "SIL"

# IPA as espeak-ng writes it -> phones. Longest match first; British symbols too, since a voice may be set to it.
_IPA: dict[str, str] = {
    "aɪɚ": "AY ER", "aɪə": "AY AH", "aʊɚ": "AW ER", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "ɔɪ": "OY", "oʊ": "OW", "əʊ": "OW",
    "tʃ": "CH", "dʒ": "JH", "eə": "EH", "ɪə": "IH AH", "ʊə": "UH", "əl": "AH L", "n̩": "AH N", "l̩": "AH L", "m̩": "AH M",
    "a": "AE", "æ": "AE", "ɑ": "AA", "ɒ": "AA", "ɔ": "AO", "o": "AO", "ʌ": "AH", "ə": "AH", "ɐ": "AH", "ɜ": "ER", "ɝ": "ER",
    "ɚ": "ER", "e": "EH", "ɛ": "EH", "ɪ": "IH", "ᵻ": "IH", "i": "IY", "u": "UW", "ʊ": "UH", "y": "UW", "ø": "ER", "œ": "ER",
    "b": "B", "d": "D", "ð": "DH", "f": "F", "ɡ": "G", "g": "G", "h": "HH", "j": "Y", "k": "K", "l": "L", "ɬ": "L", "m": "M",
    "n": "N", "ɲ": "N Y", "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "ʁ": "R", "s": "S", "ʃ": "SH", "t": "T", "ɾ": "T", "ʔ": "T",
    "θ": "TH", "v": "V", "w": "W", "x": "K", "ç": "HH", "z": "Z", "ʒ": "ZH", "ɫ": "L",
}  # fmt: skip
_SYMBOL = re.compile("|".join(sorted(map(re.escape, _IPA), key=len, reverse=True)))
_MARKS = str.maketrans("", "", "ˈˌː‿ʰʲ̃͡-_ ")

# Words that people say in more than one way, or that espeak-ng reads as letters or in a stressed form.
_ALSO: dict[str, tuple[str, ...]] = {
    "the": ("DH AH", "DH IY"),
    "a": ("AH", "EY"),
    "an": ("AE N", "AH N"),
    "and": ("AE N D", "AH N", "AH N D"),
    "to": ("T UW", "T AH"),
    "of": ("AH V",),
    "for": ("F AO R", "F ER"),
    "in": ("IH N",),
    "on": ("AA N", "AO N"),
    "off": ("AO F", "AA F"),
    "are": ("AA R", "ER"),
    "can": ("K AE N", "K AH N"),
    "you": ("Y UW", "Y AH"),
    "your": ("Y AO R", "Y ER"),
    "is": ("IH Z",),
    "it": ("IH T",),
    "at": ("AE T", "AH T"),
    "i": ("AY",),
    "tv": ("T IY V IY",),
    "o'clock": ("AH K L AA K",),
    "vacuum": ("V AE K Y UW M", "V AE K Y UH M"),
    "either": ("IY DH ER", "AY DH ER"),
}

_LETTERS: dict[str, str] = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "EY|B IY|S IY|D IY|IY|EH F|JH IY|EY CH|AY|JH EY|K EY|EH L|EH M|EH N|OW|P IY|K Y UW|AA R|EH S|T IY|Y UW|V IY|"
        "D AH B AH L Y UW|EH K S|W AY|Z IY".split("|"),
        strict=True,
    )
)


@functools.cache
def _espeak_ready() -> None:
    espeakbridge.initialize(str(Path(piper.__file__).parent / "espeak-ng-data"))


def phones_of_ipa(ipa: str) -> tuple[str, ...]:
    """Read espeak-ng's IPA as phones; a symbol we do not know is left out."""
    return tuple(phone for symbol in _SYMBOL.findall(ipa.translate(_MARKS)) for phone in _IPA[symbol].split())


@functools.lru_cache(maxsize=65536)
def pronunciations(word: str) -> tuple[tuple[str, ...], ...]:
    """All the ways to say one lower-case word, the most usual first; never empty for a word with letters.

    Not safe beside another user of espeak-ng in the process: the voice is set for each word.
    """
    if word in _ALSO:
        return tuple(tuple(said.split()) for said in _ALSO[word])
    if len(word) == 1 and word in _LETTERS:
        return (tuple(_LETTERS[word].split()),)
    _espeak_ready()
    espeakbridge.set_voice("en-us")
    said = phones_of_ipa("".join(part[0] for part in espeakbridge.get_phonemes(word)))
    if not said:
        said = tuple(phone for letter in word if letter in _LETTERS for phone in _LETTERS[letter].split())
    ways = [said]
    # Many speakers drop the h of an unstressed beginning or say -ing as -in; only what is common earns an arc.
    if len(said) > 3 and said[-2:] == ("IH", "NG"):
        ways.append((*said[:-1], "N"))
    return tuple(dict.fromkeys(way for way in ways if way))


def spell(words: Iterable[str]) -> list[str]:
    """The phones of a sentence, each word in its most usual form."""
    return [phone for word in words for phone in (pronunciations(word) or ((),))[0]]
