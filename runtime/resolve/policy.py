"""What must not happen on one misheard sentence: letting someone in, disarming, the whole house at once. Pure."""

import msgspec

from device.home.state import Entity
from runtime.resolve.fit import NEEDS
from runtime.resolve.wording import verb
from runtime.turn import Context, Question, Reply, Request
from runtime.words import entities_of, listed, the


class PolicySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What needs a yes, and what needs the PIN (where one is configured)."""

    confirm: tuple[str, ...] = ("unlock", "open_garage", "disarm", "everything")
    """unlock | open_garage | disarm | everything (more than `many` things, or the whole house) | lock | arm | open."""
    pin: tuple[str, ...] = ("unlock", "disarm", "open_garage")
    """Which of those ask for the PIN instead, when there is one."""
    many: int = 8
    """More things than this are "everything"."""


_GARAGE = frozenset(("garage", "garage_door", "gate", "door"))
_EVERYTHING = frozenset(
    ("turn_on", "turn_off", "toggle", "open", "close", "set_brightness", "set_color", "set_temperature", "set_mode")
)


def check(request: Request, context: Context, settings: PolicySettings) -> Question | Reply | None:
    """Return the question to ask before the request is done; None when it may be done at once."""
    if request.confirmed or request.intent not in NEEDS:
        return None
    entities = entities_of(context, request.entities)
    reason = _reason(request, entities, context, settings)
    if reason is None:
        return None
    if reason in {"unlock", "disarm", "lock", "arm"} and all(entity.code_required for entity in entities):
        return None  # who knows the device's own code need say no more; the skill asks for it
    what = _said(request, entities, context)
    if context.pin and reason in settings.pin:
        return Question(f"What is the PIN, to {what}?", "pin", request, ("1",))
    return Question(f"Shall I {what}?", "confirm", request)


def _reason(request: Request, entities: tuple[Entity, ...], context: Context, settings: PolicySettings) -> str | None:
    """Name what makes the request delicate, if anything does."""
    intent = request.intent
    found = ""
    if intent == "unlock" or (intent == "open" and any(entity.platform == "lock" for entity in entities)):
        found = "unlock"
    elif intent in {"open", "toggle", "set_position"} and any(_lets_in(entity) for entity in entities):
        found = "open_garage"
    elif intent == "disarm":
        found = "disarm"
    elif intent in _EVERYTHING and (len(entities) > settings.many or _whole_house(request, entities)):
        found = "everything"
    elif intent in {"lock", "arm", "open"}:
        found = intent
    if found in settings.confirm:
        return found
    return "protected" if any(entity.id in context.protected for entity in entities) else None


def _lets_in(entity: Entity) -> bool:
    return entity.platform == "cover" and (
        entity.device_class in _GARAGE or "garage" in entity.name.lower() or "gate" in entity.name.lower().split()
    )


def _whole_house(request: Request, entities: tuple[Entity, ...]) -> bool:
    """Whether a request with "everything" reaches into more than one room."""
    clause = request.interpretation
    everything = clause.value("quantifier") == "all" and clause.said("kind") is None and clause.said("name") is None
    return everything and len({entity.room for entity in entities}) > 1


def doubt(request: Request, context: Context) -> str:
    """Return the question whether something was meant at all."""
    return f"Shall I {_said(request, entities_of(context, request.entities), context)}?"


def _said(request: Request, entities: tuple[Entity, ...], context: Context) -> str:
    """Return what would be done, as the end of "Shall I ...?"."""
    does = verb(request.intent)
    if len(entities) > 3:
        rooms = {entity.room for entity in entities}
        where = f" in the {next(iter(rooms))}" if len(rooms) == 1 and None not in rooms else ""
        return f"{does} {len(entities)} devices{where}"
    return f"{does} {listed([the(entity, context) for entity in entities])}" if entities else f"{does} it"
