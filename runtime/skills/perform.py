"""One request through its skill, with what every skill has in common: later, taken back first, remembered.

Knows nothing of any one skill.
"""

import re

import msgspec

from device.home.state import Command
from runtime.skills import SKILL_OF, effects
from runtime.skills.when import later, lengths, moment, seconds_of
from runtime.turn import Context, Interpretation, Reply, Request, Slot
from runtime.words import choice_key, duration, moment_of, sentence

DELAYED = frozenset(
    ("turn_on", "turn_off", "toggle", "set_brightness", "set_color", "open", "close", "set_position",
     "set_temperature", "set_mode", "set_fan_speed", "set_humidity", "lock", "arm", "start", "pause", "return_home",
     "activate", "press", "select_option", "media_play", "media_pause", "media_next", "media_previous",
     "set_volume", "mute", "unmute")
)  # fmt: skip
"""Intents that may be wanted later; unlocking and disarming may not, for nobody would be there to say the PIN."""
_WHEN = frozenset(("time", "date", "duration"))
_UNTIL = re.compile(r"\b(until|till) $")
_FOR = re.compile(r"\bfor (the next )?$")
_LASTING = {"turn_on": "turn_off", "turn_off": "turn_on", "open": "close", "lock": "unlock", "mute": "unmute"}
_LONGEST_S = 366 * 86400.0


def act(request: Request, context: Context) -> Reply:
    """Return the reply of the request's skill, now or put off, and what a correction takes back first."""
    serve = SKILL_OF.get(request.intent)
    if serve is None:
        return Reply(say="I cannot do that yet.", failed="unsupported")
    put_off = _put_off(request, context) if request.intent in DELAYED else None
    reply = put_off or serve(request, context)
    if request.undo and request.intent not in {"undo", "wrong"}:
        reply = msgspec.structs.replace(reply, commands=(*_still_needed(request.undo, reply), *reply.commands))
    return _remembering(request, reply, context)


def _put_off(request: Request, context: Context) -> Reply | None:
    """Delay a request that names a time; "for ten minutes" does it now and its opposite later."""
    clause = request.interpretation
    when = moment(clause, context.now)
    if when is None or not request.entities:
        return None
    if (when - context.now).total_seconds() > _LONGEST_S:
        return Reply(say="That is too far ahead.", failed="impossible")
    bare = msgspec.structs.replace(clause, slots=tuple(slot for slot in clause.slots if slot.name not in _WHEN))
    lasting, ends = _lasting(clause), _until(clause)
    if lasting is not None and (begins := _beginning(clause)) is not None and request.intent in _LASTING:
        return _later_for_a_while(request, bare, begins, lasting, context)
    if lasting is not None or ends:
        now = act(msgspec.structs.replace(request, interpretation=bare), context)
        if now.failed is not None or request.intent not in _LASTING or request.intent == "lock":
            return now
        back = msgspec.structs.replace(bare, intent=_LASTING[request.intent])
        due = when if lasting is None else later(context.now, lasting)
        effect = effects.delay(due, msgspec.structs.replace(request, interpretation=back, confirmed=True))
        until = f"until {moment_of(when, context.now).removeprefix('at ')}"
        how_long = until if lasting is None else f"for {duration(lasting)}"
        return msgspec.structs.replace(
            now, say=f"{now.say.removesuffix('.')} {how_long}.", effects=(*now.effects, effect)
        )
    then = msgspec.structs.replace(request, interpretation=bare, confirmed=True, undo=())
    tried = SKILL_OF[request.intent](then, context)
    if tried.failed is not None:
        return tried
    seconds = seconds_of(clause) if clause.slot("time") is None else None
    when_said = moment_of(when, context.now) if seconds is None else f"in {duration(seconds)}"
    return Reply(say=sentence(f"All right, {when_said}"), effects=(effects.delay(when, then, seconds or 0.0),))


def _later_for_a_while(
    request: Request, bare: Interpretation, begins: float, lasting: float, context: Context
) -> Reply:
    """Put off both a request and its opposite: "in one hour for thirty minutes"."""
    then = msgspec.structs.replace(request, interpretation=bare, confirmed=True, undo=())
    tried = SKILL_OF[request.intent](then, context)
    if tried.failed is not None:
        return tried
    back = msgspec.structs.replace(then, interpretation=msgspec.structs.replace(bare, intent=_LASTING[request.intent]))
    made = (
        effects.delay(later(context.now, begins), then, begins),
        effects.delay(later(context.now, begins + lasting), back, begins + lasting),
    )
    return Reply(say=sentence(f"All right, in {duration(begins)} for {duration(lasting)}"), effects=made)


def _lasting(clause: Interpretation) -> float | None:
    """Return the seconds that something shall last, when the sentence says "for" rather than "in"."""
    return next((seconds for seconds, lasts in _lengths(clause) if lasts), None)


def _beginning(clause: Interpretation) -> float | None:
    """Return the seconds after which something shall begin."""
    return next((seconds for seconds, lasts in _lengths(clause) if not lasts), None)


def _lengths(clause: Interpretation) -> list[tuple[float, bool]]:
    """Return each duration that was said, and whether "for" stands before it."""
    return [(seconds, _FOR.search(_before(clause, slot)) is not None) for seconds, slot in lengths(clause)]


def _before(clause: Interpretation, slot: Slot) -> str:
    text = clause.text.lower()
    return " ".join(text.split()[: slot.start]) + " " if slot.end else text.partition(slot.text.lower())[0]


def _until(clause: Interpretation) -> bool:
    """Whether the time that was said is when something ends: "on until eleven"."""
    slot = clause.slot("time")
    if slot is None:
        return False
    return (
        slot.text.startswith(("until ", "till "))
        or _UNTIL.search(clause.text.lower().partition(slot.text.lower())[0]) is not None
    )


def _still_needed(undo: tuple[Command, ...], reply: Reply) -> tuple[Command, ...]:
    """Drop what the new commands would override anyway."""
    told = {command.entity_id for command in reply.commands}
    return tuple(command for command in undo if command.entity_id not in told)


def _remembering(request: Request, reply: Reply, context: Context) -> Reply:
    """Keep the answer to "which one", so that it need not be asked again."""
    pending = context.pending
    if pending is None or pending.kind != "which" or len(request.entities) != 1 or reply.failed is not None:
        return reply
    if pending.request.interpretation != request.interpretation:
        return reply
    words = choice_key(request.interpretation, context.room)
    if words.startswith("|"):
        return reply
    effect = effects.other("remember_choice", words=words, entity=request.entities[0])
    return msgspec.structs.replace(reply, effects=(*reply.effects, effect))
