"""What a wake word is confused with: near misses of the phrase and other things people say to a room. Pure."""

import random

OTHERS = (
    "hey there", "hey you", "hey google", "hey siri", "hey jarvis", "alexa", "okay google", "computer", "hey mycroft",
    "hello", "hi", "okay", "hey how are you", "hey what's up", "hey listen", "hey come here", "good morning",
    "the kitchen light", "turn on the light", "turn off the fan", "what time is it", "set a timer for ten minutes",
    "open the garage door", "play some music", "stop", "never mind", "yes", "no", "thank you", "how warm is it outside",
    "is the door locked", "make it brighter", "i think so", "we could go tomorrow", "put it on the table",
    "she heard it from her father", "the heart of the matter", "in the middle of the night", "half past three",
    "he asked her a hard question", "it was a rather harsh winter", "earth wind and fire", "they start at eight",
    "hey can you hear me", "hay in the barn", "a card for her birthday", "they hardly ever argue", "he has to go",
)  # fmt: skip
SOUNDS_LIKE: dict[str, tuple[str, ...]] = {
    "hey": ("hay", "hey", "a", "they", "may", "say", "hi", "ray"),
    "hearth": ("heart", "hard", "harsh", "harp", "hark", "earth", "art", "hurt", "half", "path", "bath", "north",
               "mirth", "birth", "health", "hath", "harvest", "heather", "hearts", "arthur", "hertz", "march"),
    "jarvis": ("jar", "service", "harvest", "travis", "jarring", "nervous", "charles", "marvin"),
}  # fmt: skip
"""Rhymes and neighbours of the words that ship; of any other word its halves are taken."""


def neighbours(word: str) -> tuple[str, ...]:
    """Words that sound like `word` and are not it."""
    halves = tuple(part for part in (word[: (len(word) + 1) // 2], word[len(word) // 2 :]) if len(part) > 2)
    return SOUNDS_LIKE.get(word, halves or ("oh",))


def near_misses(phrase: str, rng: random.Random) -> str:
    """One thing that is nearly the phrase: a word of it replaced, missing, doubled with another, or in a sentence."""
    words = phrase.split()
    place = rng.randrange(len(words))
    other = rng.choice(neighbours(words[place]))
    match rng.randrange(6):
        case 0 | 1 | 2:
            words[place] = other if other != words[place] else rng.choice(OTHERS).split()[0]
        case 3 if len(words) > 1:
            del words[place]
        case 4 if len(words) > 1:
            words = [*words[:place], other, *rng.choice(OTHERS).split()[:2]]
        case _:
            words = [*rng.choice(OTHERS).split(), other]
    said = " ".join(words)
    return said if phrase not in said else rng.choice(others(phrase))


def others(phrase: str) -> list[str]:
    """What people say that does not hold the phrase."""
    return [said for said in OTHERS if phrase not in said]


def negative(phrase: str, rng: random.Random) -> str:
    """Something that must not wake: six in ten are near misses."""
    return near_misses(phrase, rng) if rng.random() < 0.6 else rng.choice(others(phrase))
