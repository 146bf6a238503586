"""A second look at an interpretation, with the sentence and the context in hand: what its words leave open or contradict.

"Up" is louder, brighter or warmer by what was last spoken of; a question never acts; 2700 degrees is a colour. Each
reading is one small function that returns the interpretation, changed or not. Pure.
"""

import re

import msgspec

from runtime.resolve.fit import NEEDS, able
from runtime.resolve.reread_felt import cleaned, felt, too_bright
from runtime.resolve.reread_spoken import SURE, by_what_was_spoken_of, spoken_of
from runtime.turn import Context, Interpretation, Slot

_FAMILY = ("set_brightness", "set_volume", "set_fan_speed", "set_position", "set_temperature", "set_humidity")
"""Intents that set or change one number."""
_TELLING = re.compile(
    r"\b(volume|loud\w*|quiet\w*|soft\w*|bright\w*|dim\w*|dark\w*|warm\w*|cool\w*|cold\w*|hot\w*|degrees?|fast\w*|slow\w*|speed|open\w*|"
    r"clos\w*|position|humid\w*|music|sound|heat\w*)\b"
)
"""Words that say which number is meant."""
_TARGETS = ("name", "kind", "area", "floor")
_ASKING = re.compile(r"^(which|how many|are|is|did|do|does|has|have|what|who|where|when|why)\b")
_STATE = re.compile(r"\b(on|off|open|opened|closed|shut|locked|unlocked|running|playing|armed|home|away)\b")
_STATES = {"opened": "open", "shut": "closed"}
_WARMTH = re.compile(r"\b(hot|warm|cold|cool|temperature)\b")
_UP = re.compile(r"\b(up|increase|raise|louder|brighter|warmer|hotter|higher|faster|more)\b")
_DOWN = re.compile(r"\b(down|decrease|lower|reduce|quieter|dimmer|darker|cooler|colder|slower|less)\b")
_ABSOLUTE = re.compile(r"\bto\b (\w+ ){0,3}(percent|per cent|degrees?|\d)|\bto [\w ]+$")
_KELVIN = 1000.0
"""No room is set to a thousand degrees: a number from here on is a colour temperature."""


def reread(interpretation: Interpretation, context: Context) -> Interpretation:
    """Return the interpretation as it is best read here."""
    for read in (
        _bare_verb,
        _question,
        _kelvin,
        _timer_lengths,
        _step,
        _lit,
        _let_in,
        _all_off,
        too_bright,
        _bare_thing,
        felt,
        cleaned,
    ):
        interpretation = read(interpretation)
    interpretation = by_what_was_spoken_of(interpretation, context)
    return _number_of_it(_correction(interpretation, context), context)


def _correction(clause: Interpretation, context: Context) -> Interpretation:
    """Read "no, ..." after something was done as putting it right, unless the command is plain."""
    if (
        clause.intent not in NEEDS
        or clause.confidence >= _PLAIN
        or not context.history
        or not _NO.search(clause.text.lower())
    ):
        return clause
    return msgspec.structs.replace(clause, intent="correct")


_BARE = re.compile(
    r"^(?:(?:please|now|and|then|can you|could you) )*(\w+) (?:it|them|that|this|those)(?: (off|on|down|up|shut|again|please|now))*$"
)
_VERB = {
    "close": "close",
    "shut": "close",
    "open": "open",
    "lock": "lock",
    "unlock": "unlock",
    "pause": "media_pause",
    "resume": "media_play",
}
_PLAIN = 0.6
_NO = re.compile(r"^(no|nope|not that|not the|i meant|i mean)\b")


_OFF = re.compile(r"^(?:(?:and|now|then|please|back) )*(off|on)(?: with (?:it|them|that))?(?: (?:again|now|please))*$")


def _bare_verb(clause: Interpretation) -> Interpretation:
    """Trust the verb where a sentence has nothing but a verb and "it": too few words for a model to be sure of."""
    short = _OFF.match(clause.text.lower()) if not clause.slots and clause.confidence < SURE else None
    if short is not None:
        return msgspec.structs.replace(clause, intent="turn_on" if short[1] == "on" else "turn_off", confidence=SURE)
    found = _BARE.match(clause.text.lower()) if not clause.slots and clause.confidence < SURE else None
    if found is None:
        return clause
    verb, words = found[1], clause.text.lower().split()
    intent = _VERB.get(verb)
    if verb in {"turn", "switch", "put"} and ("off" in words) != ("on" in words):
        intent = "turn_off" if "off" in words else "turn_on"
    return clause if intent is None else msgspec.structs.replace(clause, intent=intent, confidence=SURE)


def _lit(clause: Interpretation) -> Interpretation:
    """Read "light up the kitchen" as its lights: the verb is no lamp."""
    kind = clause.slot("kind")
    if clause.intent != "turn_on" or clause.slot("name") is not None or not _LIGHT_UP.search(clause.text.lower()):
        return clause
    if kind is None:
        return msgspec.structs.replace(clause, slots=(*clause.slots, Slot("kind", "lights", "light")))
    slots = tuple(
        msgspec.structs.replace(slot, text="lights") if slot is kind and kind.text == "light" else slot
        for slot in clause.slots
    )
    return msgspec.structs.replace(clause, slots=slots)


_LIGHT_UP = re.compile(r"^(please )?light (it )?up\b")


def _question(clause: Interpretation) -> Interpretation:
    """Read what begins like a question as one: nothing is locked because someone asked whether it is."""
    text = clause.text.lower()
    asks = _ASKING.search(text) is not None
    if clause.intent == "ask_state" and clause.slot("state") is None and asks:
        return _with_state(clause, text) or clause
    if clause.intent not in NEEDS or not asks:
        return clause
    if found := _with_state(clause, text):
        return found
    if _WARMTH.search(text):
        slots = tuple(slot for slot in clause.slots if slot.name in _TARGETS)
        return Interpretation("ask_value", (*slots, Slot("quantity", "temperature", "temperature")), 1.0, clause.text)
    return clause


def _with_state(clause: Interpretation, text: str) -> Interpretation | None:
    found = _STATE.findall(text)
    if not found:
        return None
    slots = tuple(slot for slot in clause.slots if slot.name in {*_TARGETS, "quantifier"})
    state = Slot("state", found[-1], _STATES.get(found[-1], found[-1]))
    return Interpretation("ask_state", (*slots, state), 1.0, clause.text)


def _kelvin(clause: Interpretation) -> Interpretation:
    value = clause.value("temperature")
    if clause.intent != "set_temperature" or not isinstance(value, (int, float)) or value < _KELVIN:
        return clause
    slots = tuple(slot for slot in clause.slots if slot.name != "temperature")
    return msgspec.structs.replace(
        clause, intent="set_color", slots=(*slots, Slot("color", f"{value:g} kelvin", f"{value:g}K"))
    )


def _timer_lengths(clause: Interpretation) -> Interpretation:
    """Tell the timer's length from the change: "take a minute off the five minute timer"."""
    if clause.intent not in {"timer_add", "timer_subtract"} or clause.slot("duration") is not None:
        return clause
    words = clause.text.lower().split()
    lengths = [slot for slot in clause.slots if slot.name == "change_duration"]
    own = [slot for slot in lengths if words[slot.end : slot.end + 1] == ["timer"]]
    if len(lengths) < 2 or len(own) != 1:
        return clause
    renamed = tuple(msgspec.structs.replace(slot, name="duration") if slot is own[0] else slot for slot in clause.slots)
    return msgspec.structs.replace(clause, slots=renamed)


_ALL_OFF = re.compile(
    r"^(?:please )?(?:all|both|every)\b(?!.*\b(?:is|are|were|still)\b).*\b(on|off)\b(?: (?:in|on|at) .*| here| please| now)*$"
)


def _all_off(clause: Interpretation) -> Interpretation:
    """Read "all lights off in here" as a command: whoever asks says "are"."""
    found = _ALL_OFF.match(clause.text.lower()) if clause.intent == "ask_state" else None
    if found is None:
        return clause
    slots = tuple(slot for slot in clause.slots if slot.name != "state")
    return msgspec.structs.replace(clause, intent="turn_on" if found[1] == "on" else "turn_off", slots=slots)


def _bare_thing(clause: Interpretation) -> Interpretation:
    """Read a sentence that is nothing but a thing, "lights", as switching it on, where it was read as anything else."""
    said = [slot for slot in clause.slots if slot.name in {"name", "kind", "area"}]
    words = " ".join(slot.text for slot in said)
    if clause.intent not in (*_FAMILY, "set_color", "set_mode") or clause.confidence >= _PLAIN or not words:
        return clause
    if (
        clause.text.lower().removeprefix("the ").removesuffix(" please") != words
        or said[0].name == "area" == said[-1].name
    ):
        return clause
    return msgspec.structs.replace(clause, intent="turn_on", confidence=max(clause.confidence, 0.3))


_PART = re.compile(r"\b(half\w*|third|quarters?|two thirds|way)\b")
"""Words for a place on the way, never for a step: "raise the blinds halfway"."""
_LARGEST_STEP = 10.0
"""Degrees: "two degrees warmer" is a step, "twenty two, warmer" is where to."""


def _let_in(clause: Interpretation) -> Interpretation:
    """Read "let some light in" as being about what opens: light is no thing there."""
    if clause.intent not in {"open", "close", "set_position"} or clause.value("kind") != "light" or clause.slot("name"):
        return clause
    return msgspec.structs.replace(clause, slots=tuple(slot for slot in clause.slots if slot.name != "kind"))


def _step(clause: Interpretation) -> Interpretation:
    """Read "the volume up twenty percent" as a step; "up to twenty" stays where to."""
    slot = clause.slot("percent") or clause.slot("brightness") or clause.slot("temperature")
    text = clause.text.lower()
    if (
        clause.intent not in _FAMILY
        or slot is None
        or clause.slot("change") is not None
        or not isinstance(slot.value, (int, float))
        or _PART.search(slot.text.lower())
        or (slot.name == "temperature" and slot.value > _LARGEST_STEP)
    ):
        return clause
    up, down = _UP.search(text), _DOWN.search(text)
    if bool(up) == bool(down) or _ABSOLUTE.search(text):
        return clause
    step = Slot("change", slot.text, slot.value if up else -slot.value, slot.start, slot.end)
    return msgspec.structs.replace(clause, slots=(*(one for one in clause.slots if one is not slot), step))


def _number_of_it(clause: Interpretation, context: Context) -> Interpretation:
    """Choose the number that the last thing has, where the words are as good for any."""
    if clause.intent not in _FAMILY or any(clause.slot(name) is not None for name in _TARGETS):
        return clause
    if _TELLING.search(clause.text.lower()):
        return clause
    entities = spoken_of(context)
    if not entities or any(able(clause.intent, entity) >= 1.0 for entity in entities):
        return clause
    fitting = (intent for intent in _FAMILY if all(able(intent, entity) >= 1.0 for entity in entities))
    intent = next(fitting, clause.intent)
    # The words said what to set; what was spoken of says of what.
    return (
        clause
        if intent == clause.intent
        else msgspec.structs.replace(clause, intent=intent, confidence=max(clause.confidence, 0.5))
    )
