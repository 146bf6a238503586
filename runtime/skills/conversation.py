"""Undo, repeat, corrections, yes and no, and talk about the talk."""

from runtime.skills.intent import Intent

INTENTS = (
    Intent("undo", (), ("undo that",)),
    Intent("repeat", (), ("say that again",)),
    Intent("what_heard", (), ("what did you hear",)),
    Intent("why", (), ("why did you do that",)),
    Intent(
        "stop",
        (),
        (
            "stop",
            "never mind",
        ),
    ),
    Intent("help", (), ("what can you do",)),
    Intent(
        "affirm",
        (),
        (
            "yes",
            "go ahead",
        ),
    ),
    Intent("deny", (), ("no",)),
    Intent(
        "wrong",
        (),
        (
            "that's wrong",
            "i didn't mean that",
        ),
    ),
    Intent(
        "correct",
        (
            "name",
            "area",
            "kind",
            "brightness",
            "percent",
            "temperature",
            "color",
            "floor",
            "time",
            "date",
            "duration",
            "quantifier",
            "label",
        ),
        (
            "no the bedroom",
            "i meant the desk lamp",
        ),
    ),
    Intent("thanks", (), ("thank you",)),
    Intent("give_pin", ("pin",), ("one two three four",)),
)
