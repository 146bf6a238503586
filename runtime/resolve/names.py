"""Which entities, rooms or floors a few words may name, tolerant of what recognisers get wrong.

Three ways, each only when the one before finds nothing: the very words; all the words in any order; words that look or
sound alike. Scores are in 0..1. Knows nothing of intents and states.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from runtime.resolve.index import Index, normal
from runtime.resolve.kinds import KINDS
from runtime.resolve.sounds import sound
from runtime.words import bare

CLOSE = 0.74
"""Below this, a name was not understood: it is better to say so than to act on something else."""
_SAME_SOUND = 0.9
_LOOKS_TOO = 0.6
"""Consonants alone make "hello" of the hall: what sounds the same must look a little alike as well."""
_WORD_CUTOFF = 72.0
_TOLD = 0.58
"""Likeness that each word of a misheard name must have with some word of the name."""
_WHOLE = 0.86
_LONGEST_NAME = 6
_COMMON = frozenset(normal(word) for kind in KINDS.values() for word in kind.words) | frozenset(
    (
        "temperature",
        "humidity",
        "power",
        "battery",
        "state",
        "mode",
        "home",
        "it",
        "on",
        "off",
        "time",
        "main",
        "all",
        "brightness",
        "color",
    )
)
"""Words that name a class or a quantity before they name one thing."""
_MOST_LIKELY = 40
_MOST_FORMS = 60
"""Forms looked at when a word is as common as "light" in a home of thousands; the shortest, for they need no room."""


def entities_named(words: str, index: Index, *, tolerant: bool = True) -> dict[str, float]:
    """Return the entities that the words may name, with how well; empty when nothing comes close.

    Not `tolerant`: only names that hold the very words.
    """
    said = normal(words)
    if not said:
        return {}
    exact = index.names.get(said)
    if exact:
        return dict.fromkeys(exact, 1.0)
    tokens = said.split()
    found = _spread(_containing(tokens, index), index)
    return found if found or not tolerant else _spread(_alike(tokens, said, index), index)


def known_words(words: str, index: Index) -> bool:
    """Whether every word is one of a name of this home: then nothing was misheard."""
    return all(token in index.postings for token in normal(words).split())


def name_within(words: str, index: Index) -> str | None:
    """Return the longest part of the words that is the very name of something here; classes and rooms are no names."""
    tokens = [token for token in words.lower().replace(",", " ").split() if token]
    for size in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            part = " ".join(tokens[start : start + size])
            form = normal(part)
            if form in index.names and form not in _COMMON and form not in index.rooms:
                return bare(part)
    return None


def best_text(words: str, choices: Iterable[str]) -> tuple[str, float] | None:
    """Return the choice closest to the words in looks and sound, if one is close enough."""
    said = normal(words)
    options = {choice: normal(choice) for choice in choices}
    for choice, form in options.items():
        if form == said or form.replace(" ", "") == said.replace(" ", ""):
            return choice, 1.0
    scored = [(choice, _likeness(said, form)) for choice, form in options.items()]
    best = max(scored, key=lambda pair: pair[1], default=None)
    return best if best is not None and best[1] >= 0.8 else None


def _containing(tokens: list[str], index: Index) -> dict[str, float]:
    """Score forms that hold all the words; the fewer words left over, the better."""
    lists = [index.postings.get(token, ()) for token in tokens]
    if not all(lists):
        return {}
    rarest = min(lists, key=len)
    others = [set(forms) for forms in lists if forms is not rarest]
    return {
        form: 0.75 + 0.2 * len(tokens) / max(len(form.split()), len(tokens))
        for form in rarest
        if all(form in other for other in others)
    }


def _alike(tokens: list[str], said: str, index: Index) -> dict[str, float]:
    """Score forms that share a word that looks or sounds alike."""
    near: set[str] = set()
    for token in tokens:
        alike = {token} if token in index.postings else set()
        alike.update(index.sounds.get(sound(token), ()))
        alike.update(
            match[0]
            for match in process.extract(token, index.words, scorer=fuzz.ratio, score_cutoff=_WORD_CUTOFF, limit=6)
        )
        for word in sorted(alike):
            near.update(index.postings.get(word, ())[:_MOST_FORMS])
    likely = process.extract(said, sorted(near), scorer=fuzz.token_sort_ratio, limit=_MOST_LIKELY)
    scored = {form: _likeness(said, form) for form, _, _ in likely}
    scored = {form: score for form, score in scored.items() if _each_word_told(said, form, index)}
    top = max(scored.values(), default=0.0)
    return {form: score for form, score in scored.items() if score >= max(CLOSE, top - 0.06)}


def _each_word_told(said: str, form: str, index: Index) -> bool:
    """Whether every word that was said is there in some likeness: "lava lamp" is not the left lamp, for all its "lamp".

    A word of other names here is itself: the bathroom fan is not the bedroom's. Recognisers also cut words elsewhere,
    "f lore lamp", so that the whole counts where it looks very much alike.
    """
    told = form.split()
    if any(word in index.postings and word not in told and word not in _COMMON for word in said.split()):
        return False
    if fuzz.ratio(said.replace(" ", ""), form.replace(" ", "")) / 100 >= _WHOLE:
        return True
    return all(max(_word_likeness(word, other) for other in told) >= _TOLD for word in said.split())


def _word_likeness(word: str, other: str) -> float:
    """Return how much two words look and sound alike; the same sound makes up for some of the looks."""
    looks = fuzz.ratio(word, other) / 100
    return max(looks, (looks + 1) / 2) if sound(word) == sound(other) else looks


def _likeness(said: str, form: str) -> float:
    looks = max(fuzz.ratio(said, form), fuzz.token_sort_ratio(said, form)) / 100
    heard, told = [sound(word) for word in said.split()], [sound(word) for word in form.split()]
    if heard == told and looks >= _LOOKS_TOO:
        return max(looks, _SAME_SOUND)
    return 0.6 * looks + 0.4 * fuzz.ratio(" ".join(heard), " ".join(told)) / 100


def _spread(forms: dict[str, float], index: Index) -> dict[str, float]:
    """Give each entity the score of its best form, dropping what is clearly worse than the best."""
    found: dict[str, float] = {}
    for form, score in forms.items():
        for entity_id in index.names[form]:
            found[entity_id] = max(found.get(entity_id, 0.0), score)
    top = max(found.values(), default=0.0)
    return {entity_id: score for entity_id, score in found.items() if score >= top - 0.12}
