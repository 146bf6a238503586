"""Readings of what people feel or do, where no thing and no number was tagged: cold, dark, cleaning. Pure."""

import re

import msgspec

from runtime.turn import Interpretation, Slot

_COLD = re.compile(r"\b(cold|freezing|chilly|frozen|shivering|warm up|heat up|warmer|fridge)\b")
_HOT = re.compile(r"\b(hot|boiling|roasting|sweltering|sweating|stuffy|warm|cool down|oven|melting)\b")
_CLEANING = re.compile(r"\b(clean|vacuum|hoover|sweep)\w*\b")
_MOWING = re.compile(r"\bmow\w*\b")


def felt(clause: Interpretation) -> Interpretation:
    """Read "i'm freezing" as wanting it warmer, where nothing was tagged that says so."""
    said = any(clause.slot(name) for name in ("temperature", "change", "percent", "level"))
    if clause.intent != "set_temperature" or said:
        return clause
    text = clause.text.lower()
    cold, hot = _COLD.search(text), _HOT.search(text)
    found = cold or hot
    if found is None or (cold and hot):
        return clause
    return msgspec.structs.replace(clause, slots=(*clause.slots, Slot("change", found[0], "up" if cold else "down")))


def cleaned(clause: Interpretation) -> Interpretation:
    """Read "stop cleaning" as being about the robot."""
    named = any(clause.slot(name) for name in ("name", "kind"))
    if clause.intent not in {"start", "pause", "return_home", "halt"} or named:
        return clause
    text = clause.text.lower()
    kind = "mower" if _MOWING.search(text) else "vacuum" if _CLEANING.search(text) else ""
    return clause if not kind else msgspec.structs.replace(clause, slots=(*clause.slots, Slot("kind", kind, kind)))


_TOO_BRIGHT = re.compile(r"\btoo (bright|light)\b")
_TOO_DARK = re.compile(r"\btoo dark\b|\bpitch (black|dark)\b|\bcan't see\b|\bgetting dark\b")


def too_bright(clause: Interpretation) -> Interpretation:
    """Read "it's too bright" as wanting less, and "it's too dark" as being about lights."""
    text = clause.text.lower()
    if clause.intent != "turn_on":
        return clause
    if _TOO_BRIGHT.search(text):
        less = Slot("change", "too bright", "down")
        return msgspec.structs.replace(clause, intent="set_brightness", slots=(*clause.slots, less))
    if not any(clause.slot(name) for name in ("name", "kind")) and _TOO_DARK.search(text):
        return msgspec.structs.replace(clause, slots=(*clause.slots, Slot("kind", "lights", "light")))
    return clause
