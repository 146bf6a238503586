"""What nobody here can serve is declined in one honest sentence that says what, not only that."""

import re

from runtime.turn import Interpretation, Reply

_KNOWN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (
            r"\b(weather|forecast|rain|sunny|snow|umbrella)\b",
            "I don't know the weather: nothing in this home tells me.",
        ),
        (r"\b(news|headlines?)\b", "I don't read the news."),
        (r"\b(shopping|grocery|groceries|to ?do|list)\b", "I don't keep lists."),
        (r"\b(call|phone|text|message|sms|email|e mail|mail)\b", "I cannot call or write to anyone."),
        (r"\b(calendar|meeting|appointment|event|schedule)\b", "I don't have a calendar. I can set a reminder."),
        (
            r"\b(play|song|music|album|artist|playlist|podcast|radio station)\b",
            "I cannot choose what to play, only start and pause it.",
        ),
        (r"\b(jokes?|story|sing|poem)\b", "I am no entertainer, sorry."),
        (r"\b(taxi|uber|order|buy|pizza|book|reservation|restaurant)\b", "I cannot order or book anything."),
        (r"\b(traffic|route|directions|flight|train|bus)\b", "I know nothing beyond this home."),
        (
            r"\b(who|capital|president|population|wikipedia|history of|how (tall|old|far))\b",
            "I only know about this home.",
        ),
        (r"\b(translate|spell|define|definition|meaning of)\b", "I don't know languages or dictionaries."),
    )
)


UNSURE = 0.5
"""A sentence that is less surely foreign was not understood."""


def declined(interpretation: Interpretation) -> Reply:
    """Return the refusal of a sentence that no skill serves."""
    text = interpretation.text.lower()
    for pattern, sentence in _KNOWN:
        if pattern.search(text):
            return Reply(say=sentence, failed="out_of_scope")
    if interpretation.confidence < UNSURE:
        return Reply(say="Sorry, I did not understand that.", failed="not_understood")
    return Reply(say="I can't help with that. Ask me what I can do.", failed="out_of_scope")
