"""Commands that must not be carried out as they stand: forbidden, tied to an event, or for ever again. Words only."""

import re

from runtime.resolve.fit import NEEDS
from runtime.turn import Interpretation, Reply

_LEAD = r"^(?:(?:please|no|hey|oh|ok|okay|and|but|wait|you) )*"
_NOT = r"(?:do not|don't|dont|never|needn't|must not|mustn't|shouldn't|should not)"
_FORBIDDEN = re.compile(rf"{_LEAD}{_NOT}\b(?! (?:forget|mind|you|worry|hesitate|we|i)\b)")
_POLITE = (
    "you|possible|necessary|needed|i may|i might|that is|that's|that works|it's not too|it is not too|it's possible|"
    "convenient|not|ready|so"
)
_SOMEBODY = (
    "the|i|we|it|it's|i'm|we're|he|she|they|my|our|everyone|everybody|nobody|somebody|someone|anyone|dinner|lunch|"
    "breakfast|dark|sunset|sunrise|bed"
)
_WAITS = re.compile(
    rf"\b(?:when|if|unless|as soon as|whenever|every time|in case)\b(?! (?:{_POLITE})\b)|"
    rf"\b(?:until|till|after|before|once|while) (?:{_SOMEBODY})\b(?! forget)"
)
_SUN = re.compile(r"\b(?:sunset|sunrise|dawn|dusk|nightfall|sundown|the sun (?:sets|rises|goes down|comes up))\b")
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_AGAIN_AND_AGAIN = re.compile(
    rf"\b(?:every|each) (?:other )?(?:day|morning|evening|night|week|weekday|weekend|hour|{_DAY})s?\b(?! (?:light|lamp))|"
    rf"\b(?:daily|weekly|hourly|(?:on|at) (?:weekdays|weekends)|{_DAY}s|every \w+ (?:minutes|hours|days))\b"
)
_TIMED = NEEDS.keys() | {"alarm_set", "reminder_set"}


def refused(interpretation: Interpretation) -> Reply | None:
    """Return what is said instead of acting; None when nothing stands against the command."""
    intent, text = interpretation.intent, interpretation.text.lower()
    if intent in NEEDS and intent != "halt" and _FORBIDDEN.search(text):
        return Reply(say="All right, I leave it as it is.")
    if intent in _TIMED and _AGAIN_AND_AGAIN.search(text):
        return Reply(
            say="I can only do that once, not again and again. Say it with a single time.", failed="unsupported"
        )
    if intent not in NEEDS:
        return None
    words = text if intent not in {"activate", "turn_on"} else _unnamed(interpretation, text)
    if _SUN.search(words):
        return Reply(say="I don't know when the sun rises or sets. Tell me a time.", failed="unsupported")
    if _WAITS.search(_unnamed(interpretation, text)):
        return Reply(say="I can wait for a time, but not for something to happen.", failed="unsupported")
    return None


def _unnamed(interpretation: Interpretation, text: str) -> str:
    """Return the words without what things are called: a scene may be named "sunset"."""
    for slot in interpretation.slots:
        if slot.name in {"name", "option", "area"}:
            text = text.replace(slot.text.lower(), " ")
    return text
