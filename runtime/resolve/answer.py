"""What the user answers to a question of Hearth's: which one, yes or no, a missing value, a PIN.

Anything that is no answer is a new request, for people change their minds. Pure; a PIN is checked by a function that the
app hands in, so that the PIN itself is in no value.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

from runtime.resolve.choose import ask_which, resolve
from runtime.resolve.corrections import merged
from runtime.resolve.fit import NEEDS
from runtime.resolve.index import index_of, normal
from runtime.resolve.names import best_text
from runtime.resolve.place import room_named
from runtime.resolve.ranker import Plain, Ranker
from runtime.resolve.sure import QUESTIONS
from runtime.turn import MEANT, Context, Interpretation, Question, Reply, Request, Slot
from runtime.words import ONES, TENS

Answered = Request | Question | Reply | None

_YES = frozenset(
    ("yes", "yeah", "yep", "yup", "sure", "ok", "okay", "do it", "go ahead", "please do", "please", "right", "correct",
     "of course", "definitely", "confirm", "confirmed", "affirmative", "yes please", "absolutely", "i am sure", "i'm sure", "that's right")
)  # fmt: skip
_NO = frozenset(
    ("no", "nope", "nah", "don't", "do not", "no thanks", "no thank you", "never mind", "nevermind", "cancel", "stop", "forget it",
     "leave it", "neither", "none", "none of them", "neither of them", "not now", "rather not", "negative", "wait")
)  # fmt: skip
_ALL = re.compile(
    r"^(all|both|everything|every one|all of them|both of them|both please|all three|all of those|them all|both lamps|both lights)$"
)
_ORDER = {"first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "last": -1}
_LEAD = re.compile(
    r"^(i mean|i meant|i want|the one in|the one on|the one by|in|on|at|use|just|um|uh|well|oh|it's|that's|that is|"
    r"make it|set it to|to|for|please)\s+"
)
_TAIL = re.compile(r"\s+(one|ones|please|thanks|thank you)$")
_TALK = frozenset(("give_pin", "affirm", "deny", "correct", "out_of_scope", "stop", "wrong"))
_TRIES = 3


def answer(
    question: Question,
    interpretation: Interpretation | None,
    text: str,
    context: Context,
    *,
    ranker: Ranker | None = None,
    verify: Callable[[str], bool] | None = None,
) -> Answered:
    """Return what the question's request becomes, or None when the text is no answer but something new."""
    said = plain(text)
    intent = interpretation.intent if interpretation is not None else ""
    refuses = said in _NO or intent == "deny" or said.split(" ")[0] == "cancel"
    if refuses and (question.kind == "confirm" or said in _NO or not _slots(interpretation)):
        return Reply(say="Okay, I left it as it is." if question.kind in {"confirm", "pin"} else "Okay.")
    match question.kind:
        case "confirm":
            return _confirmed(question, said, intent)
        case "pin":
            return _pin(question, interpretation, said, verify)
        case "which":
            return _which(question, interpretation, said, context)
        case "slot":
            return _filled(question, interpretation, said, context, ranker or Plain())
    return None


def plain(text: str) -> str:
    """Return the words of an answer without what people put around it."""
    words = re.sub(r"[^\w' ]+", " ", text.lower())
    words = " ".join(words.split())
    while (shorter := _TAIL.sub("", _LEAD.sub("", words))) != words:
        words = shorter
    return words


def _slots(interpretation: Interpretation | None) -> tuple[Slot, ...]:
    return interpretation.slots if interpretation is not None else ()


def _confirmed(question: Question, said: str, intent: str) -> Answered:
    yes = (
        said in _YES
        or intent == "affirm"
        or (bool(said) and said.split(maxsplit=1)[0] in {"yes", "yeah", "yep", "sure"})
    )
    if not yes:
        return None
    return question.request if MEANT in question.options else msgspec.structs.replace(question.request, confirmed=True)


# ---- PIN ---------------------------------------------------------------------------------------------------------


def _pin(
    question: Question, interpretation: Interpretation | None, said: str, verify: Callable[[str], bool] | None
) -> Answered:
    spoken = interpretation.said("pin") if interpretation is not None else None
    value = str(interpretation.value("pin")) if interpretation is not None and spoken else ""
    code = value if value.isdigit() else digits(spoken or said)
    if not code:
        return (
            None
            if interpretation is not None and interpretation.intent not in _TALK
            else _again(question, "I need the PIN.")
        )
    if verify is not None and verify(code):
        return msgspec.structs.replace(question.request, confirmed=True)
    return _again(question, "That is not the PIN.")


def _again(question: Question, why: str) -> Question | Reply:
    tries = int(question.options[0]) if question.options else 1
    if tries >= _TRIES:
        return Reply(say=f"{why} I left it as it is.", failed="impossible")
    return msgspec.structs.replace(question, ask=f"{why} What is the PIN?", options=(str(tries + 1),))


def digits(words: str) -> str:
    """Return the digits that were said, "one two thirty four" -> "1234"; empty when there is anything else."""
    found = ""
    tens = ""
    for word in words.lower().split():
        if word in TENS[2:]:
            found, tens = found + tens, str(TENS.index(word) * 10)
        elif word in ONES or word in {"oh", "o"} or word.isdigit():
            digit = word if word.isdigit() else "0" if word in {"oh", "o"} else str(ONES.index(word))
            found += str(int(tens) + int(digit)) if tens and len(digit) == 1 and digit != "0" else tens + digit
            tens = ""
        elif word not in {"the", "pin", "code", "is", "and", "my", "it's"}:
            return ""
    return found + tens


# ---- which -------------------------------------------------------------------------------------------------------


def _which(question: Question, interpretation: Interpretation | None, said: str, context: Context) -> Answered:
    options = [i for i in question.options if i in context.home.entities]
    if not options:
        return None
    if _ALL.match(said):
        return msgspec.structs.replace(question.request, entities=tuple(options), why="You said all of them.")
    picked = _by_order(said, options) or _by_words(said, interpretation, options, context)
    if len(picked) == 1:
        name = context.home.entities[picked[0]].name
        return msgspec.structs.replace(question.request, entities=tuple(picked), why=f"You told me: {name}.")
    if picked and len(picked) < len(options):
        return ask_which(question.request.interpretation, tuple(picked), context)
    if interpretation is not None and interpretation.intent in NEEDS.keys() | QUESTIONS and len(said.split()) > 2:
        return None
    if interpretation is not None and interpretation.intent not in _TALK and interpretation.confidence > 0.8:
        return None
    return None


def _by_order(said: str, options: Sequence[str]) -> list[str]:
    words = said.removeprefix("the ").split()
    if len(words) <= 2 and words and words[0] in _ORDER and _ORDER[words[0]] < len(options):
        return [options[_ORDER[words[0]]]]
    return []


def _by_words(said: str, interpretation: Interpretation | None, options: Sequence[str], context: Context) -> list[str]:
    """Find the options that the words name: by room, by a whole name, by a word only one has."""
    home = context.home
    index = index_of(home)
    words = [
        normal(said),
        *(normal(slot.text) for slot in _slots(interpretation) if slot.name in {"name", "area", "kind"}),
    ]
    offered = set(options)
    new_command = interpretation is not None and interpretation.intent in NEEDS and len(said.split()) > 4
    for word in dict.fromkeys(words):
        if not word:
            continue
        room = room_named(word, index)
        inside = [i for i in options if room and home.entities[i].room == room]
        if inside:
            return inside
        spoken = {
            i: {normal(home.entities[i].name), *(normal(alias) for alias in home.entities[i].aliases)} for i in options
        }
        exact = [i for i, forms in spoken.items() if word in forms]
        if exact:
            return exact
        tokens = set(word.split())
        holding = [
            i
            for i, forms in spoken.items()
            if any(tokens <= set(form.split()) or set(form.split()) <= tokens for form in forms)
        ]
        if holding and len(holding) < len(options):
            return holding
        full = {i: f"{home.entities[i].room or ''} {normal(home.entities[i].name)}".split() for i in options}
        telling = [i for i in options if tokens & (set(full[i]) - set().union(*(full[o] for o in options if o != i)))]
        if len(telling) == 1 and not new_command:
            return telling
    if new_command:
        return []
    close = best_text(said, [home.entities[i].name for i in options])
    return [i for i in offered if close and home.entities[i].name == close[0]]


# ---- a missing value ---------------------------------------------------------------------------------------------


def _filled(
    question: Question, interpretation: Interpretation | None, said: str, context: Context, ranker: Ranker
) -> Answered:
    """Complete the pending sentence with the slots of the answer, or with its words."""
    wanted = question.options[0] if question.options else ""
    old = question.request.interpretation
    fresh = interpretation is not None and interpretation.intent in NEEDS.keys() | QUESTIONS and len(said.split()) > 3
    if fresh and interpretation is not None and interpretation.intent != old.intent:
        return None
    given = _tagged(wanted, _slots(interpretation)) or _untagged(wanted, said, context)
    if not given:
        return None
    again = Interpretation(old.intent, tuple(given), old.confidence, "" if wanted != "target" else said)
    clause = merged(old, again)
    return resolve(clause, context, ranker)


def _tagged(wanted: str, slots: tuple[Slot, ...]) -> list[Slot]:
    """Return the slots of an answer that give what was asked for; a day or a length are as good as a time."""
    match wanted:
        case "time":
            return [slot for slot in slots if slot.name in {"time", "date", "duration"}]
        case "duration":
            named = {"duration": "duration", "change_duration": "duration", "time": "time"}
            found = [msgspec.structs.replace(slot, name=named[slot.name]) for slot in slots if slot.name in named]
            return [slot for slot in found if slot.name == "duration"] or found
        case "target":
            return list(slots)
    return [slot for slot in slots if slot.name == wanted]


def _untagged(wanted: str, said: str, context: Context) -> list[Slot]:
    """Read the bare words of an answer as what was asked for."""
    room = room_named(said, index_of(context.home)) if wanted in {"area", "target"} and said else None
    match wanted:
        case "area" if said in {"everywhere", "all", "all of them", "all rooms", "the whole house"}:
            return [Slot("quantifier", "all", "all")]
        case "area" | "target" if room:
            return [Slot("area", room)]
        case "target" if len(said.split()) <= 4:
            return [Slot("name", normal(said))]
        case "pin" if code := digits(said):
            return [Slot("pin", said, code)]
        case "label" | "message" if said:
            return [Slot(wanted, said)]
    return []
