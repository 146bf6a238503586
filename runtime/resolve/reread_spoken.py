"""Readings that hang on what was spoken of: "lower them", "cancel it", "the one before". Pure."""

import re
from collections.abc import Mapping

import msgspec

from device.home.state import Entity
from runtime.turn import Context, Interpretation, Request, Slot

_LOWER = re.compile(
    r"^(?:(?:please|now|and|then|can you|could you) )*(lower|raise)"
    r"(?: (?:it|them|that|this|those|these))?((?: (?:a bit|a little|slightly|some more|a bit more|further|again|please|now|up|down))*)$"
)
_SOME = re.compile(r"\b(bit|little|slightly|more|further)\b")
_BY_PLATFORM: Mapping[str, str] = {
    "light": "set_brightness",
    "media_player": "set_volume",
    "climate": "set_temperature",
    "water_heater": "set_temperature",
    "fan": "set_fan_speed",
    "humidifier": "set_humidity",
}
"""Platform -> what "lower it" means of it; covers are closed or opened."""
_CANCEL = re.compile(
    r"^(?:(?:please|no|oh|now|can you|could you) )*(?:cancel|stop|delete|scrap|forget|drop|remove) (?:it|that|this|them)"
    r"(?: please| again| now)*$"
)
_BEFORE = re.compile(
    r"^(?:(?:no|and|now|please|play|play me|go back to|back to|the) )*(?:one before|previous one|last one|one before that)(?: please)?$"
)
_EXCEPT = re.compile(
    r"^(?:(?:but|and|oh|no) )*(?:except|apart from|but not|other than)(?: for)? ((?:the |in the )?[\w' ]+)$"
)
SURE = 0.95


def by_what_was_spoken_of(clause: Interpretation, context: Context) -> Interpretation:
    """Return the clause as the conversation completes it."""
    for read in (_lowered, _cancelled, _one_before, _excepted, _cleaning):
        clause = read(clause, context)
    return clause


def last_requests(context: Context) -> tuple[Request, ...]:
    """Return the requests of the newest exchange that had any."""
    return next((exchange.requests for exchange in reversed(context.history) if exchange.requests), ())


def spoken_of(context: Context) -> tuple[Entity, ...]:
    """Return the things that were spoken of last and are still there."""
    requests = (request for exchange in reversed(context.history) for request in reversed(exchange.requests))
    ids = next((request.entities for request in requests if request.entities), ())
    return tuple(context.home.entities[i] for i in ids if i in context.home.entities)


def _lowered(clause: Interpretation, context: Context) -> Interpretation:
    """Read "lower them" as closing, dimming, turning down: by what was last spoken of, else as blinds."""
    found = _LOWER.match(clause.text.lower())
    if found is None or any(slot.name != "change" for slot in clause.slots):
        return clause
    down = found[1] == "lower"
    platforms = {entity.platform for entity in spoken_of(context)}
    intent = _BY_PLATFORM.get(next(iter(platforms)), "") if len(platforms) == 1 else ""
    if not intent and not _SOME.search(found[2]):
        return msgspec.structs.replace(clause, intent="close" if down else "open", slots=(), confidence=SURE)
    change = Slot("change", found[1], "down" if down else "up")
    return msgspec.structs.replace(clause, intent=intent or "set_position", slots=(change,), confidence=SURE)


def _cancelled(clause: Interpretation, context: Context) -> Interpretation:
    """Read "cancel it" as taking back the timer, alarm, reminder or delay that was just set or asked about."""
    if clause.intent not in {"stop", "undo", "timer_cancel"} or not _CANCEL.match(clause.text.lower()):
        return clause
    last = next((exchange for exchange in reversed(context.history) if exchange.requests), None)
    if last is None or not context.reminders:
        return clause
    made = {effect.kind for effect in last.effects}
    if made & {"timer_start", "alarm_set", "reminder_set", "delay"}:
        return msgspec.structs.replace(clause, intent="undo", confidence=SURE)
    about = last.requests[-1].intent.partition("_")[0]
    if about in {"timer", "alarm", "reminder"} and not last.requests[-1].intent.endswith("_cancel"):
        return msgspec.structs.replace(clause, intent=f"{about}_cancel", confidence=SURE)
    return clause


def _excepted(clause: Interpretation, context: Context) -> Interpretation:
    """Read "except the floor lamp", said after something was done, as leaving that out of it."""
    found = _EXCEPT.match(clause.text.lower())
    if found is None or not last_requests(context) or clause.slot("except") is not None:
        return clause
    return msgspec.structs.replace(clause, intent="correct", slots=(Slot("except", found[1]),), confidence=SURE)


def _cleaning(clause: Interpretation, context: Context) -> Interpretation:
    """Read "pause" and "continue" as meant for the robot that was just spoken of."""
    intent = {"media_play": "start", "media_pause": "pause"}.get(clause.intent)
    platforms = {entity.platform for entity in spoken_of(context)}
    if intent is None or clause.slots or not platforms or not platforms <= {"vacuum", "lawn_mower"}:
        return clause
    return msgspec.structs.replace(clause, intent=intent)


def _one_before(clause: Interpretation, context: Context) -> Interpretation:
    """Read "the one before" as the song before where music was spoken of or plays, else as the thing acted on before."""
    if not _BEFORE.match(clause.text.lower()):
        return clause
    spoken = spoken_of(context)
    playing = any(
        entity.platform == "media_player" and context.home.state(entity.id).value == "playing"
        for entity in (spoken or context.home)
    )
    if playing or clause.text.lower().startswith("play") or any(one.platform == "media_player" for one in spoken):
        return msgspec.structs.replace(clause, intent="media_previous", slots=(), confidence=SURE)
    acted = [request for exchange in context.history for request in exchange.requests if request.entities]
    before = context.home.entities.get(acted[-2].entities[0]) if len(acted) > 1 else None
    if before is None or acted[-2].entities == acted[-1].entities:
        return Interpretation("out_of_scope", (), 0.0, clause.text)
    name = f"{before.room} {before.name}" if before.room and not before.name.startswith(before.room) else before.name
    return msgspec.structs.replace(clause, intent="correct", slots=(Slot("name", name),), confidence=SURE)
