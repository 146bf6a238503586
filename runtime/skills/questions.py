"""Questions about the home's state."""

import re
from collections.abc import Sequence

from device.home.state import Entity
from runtime.skills.intent import THING, WHICH, Intent
from runtime.skills.phrases import called, noun
from runtime.skills.states import holds, state_words
from runtime.skills.values import reading
from runtime.turn import Context, Interpretation, Reply, Request
from runtime.words import UNITS, bare, duration, entities_of, is_plural, listed, measure, number, sentence, the, title

INTENTS = (
    Intent(
        "ask_state",
        (*WHICH, "state", "except"),
        ("is the garage open", "which windows are open", "did i leave a light on"),
    ),
    Intent("ask_value", (*THING, "quantity", "floor"), ("how warm is the bedroom", "what is the temperature")),
    Intent("ask_where", ("name",), ("where is anna", "where is the floor lamp")),
    Intent("ask_devices", ("area", "floor", "kind"), ("what is in the kitchen",)),
)


_SAID = 3
"""Up to so many things are told one by one."""
_MANY = re.compile(r"\b(which|what|any|anything|something|how many|did i|have i|leave|left)\b")


def act(request: Request, context: Context) -> Reply:
    """Answer from what the home last said; what it never said is not made up."""
    entities = entities_of(context, request.entities)
    match request.intent:
        case "ask_value":
            return _value(request.interpretation, entities, context)
        case "ask_where":
            return _where(entities, context)
        case "ask_devices":
            return _devices(entities)
    return _state(request.interpretation, entities, context)


# ---- is it open? which are? --------------------------------------------------------------------------------------


def _state(clause: Interpretation, entities: Sequence[Entity], context: Context) -> Reply:
    state = str(clause.value("state") or "")
    what = bare(clause.said("kind") or "") or "device"
    known = [entity for entity in entities if context.home.state(entity.id).value is not None]
    if not entities:
        return Reply(
            say=sentence(f"I know of nothing here that could be {state}" if state else "I don't know what you mean"),
            failed="unknown_device",
        )
    if not known:
        return Reply(say=sentence(f"{called(entities, context)} has not told me anything yet"), failed="unavailable")
    if not state:
        return Reply(say=" ".join(sentence(_is(entity, context)) for entity in known[:_SAID]))
    yes = [entity for entity in known if holds(state, entity, context.home.state(entity.id))]
    text = clause.text.lower()
    if "how many" in text:
        return Reply(say=sentence(f"{_count(len(yes), what, known)} {'is' if len(yes) == 1 else 'are'} {state}"))
    quantifier = clause.value("quantifier")
    if quantifier in {"all", "both"}:
        no = [entity for entity in known if entity not in yes]
        everything = "everything is" if what in {"device", "everything"} else f"all {noun(known)} are"
        return Reply(
            say=sentence(f"yes, {everything} {state}" if not no else f"no, {_those(no, state, context, negated=True)}")
        )
    if len(known) == 1 and not (_MANY.search(text) or quantifier == "any"):
        entity = known[0]
        counts = entity.platform in {"sensor", "number"} and isinstance(
            context.home.state(entity.id).value, (int, float)
        )
        lead = "" if counts else "yes, " if yes else "no, "  # a number is told, not judged
        return Reply(say=sentence(f"{lead}{_is(entity, context)}"))
    if len(known) <= _SAID and not _MANY.search(text) and quantifier is None and len(yes) not in {0, len(known)}:
        return Reply(say=" ".join(sentence(_is(entity, context)) for entity in known))
    if not yes:
        return Reply(say=sentence(_none(state, what, known, text)))
    lead = "yes, " if not re.search(r"\b(which|what)\b", text) else ""
    return Reply(say=sentence(f"{lead}{_those(yes, state, context)}"))


def _count(count: int, what: str, known: Sequence[Entity]) -> str:
    plural = noun(known) if what == "device" else what if is_plural(what) else f"{what}s"
    return f"{count or 'no'} {plural if count != 1 else plural.removesuffix('s')}"


def _none(state: str, what: str, known: Sequence[Entity], text: str) -> str:
    lead = "no, " if not re.search(r"\b(which|what)\b", text) else ""
    several = f"no {what.removesuffix('s')} is" if len(known) > 1 else f"the {what} is not"
    return f"{lead}{'nothing is' if what == 'device' else several} {state}"


def _those(entities: Sequence[Entity], state: str, context: Context, *, negated: bool = False) -> str:
    """Say which things are in a state, or how many when they are too many to be told."""
    if len(entities) > 5:
        rooms = {entity.room for entity in entities if entity.room}
        return f"{len(entities)} of them are {'not ' if negated else ''}{state}, in {len(rooms)} rooms"
    names = listed([the(entity, context) for entity in entities])
    return f"{names} {'are' if len(entities) > 1 else 'is'} {'not ' if negated else ''}{state}"


def _is(entity: Entity, context: Context) -> str:
    state = context.home.state(entity.id)
    if entity.platform in {"sensor", "number"} and isinstance(state.value, (int, float)):
        return f"{the(entity, context)} is {measure(float(state.value), entity.unit)}"
    gone = "" if state.available else ", as far as I know; it does not answer"
    return f"{the(entity, context)} is {state_words(entity, state)}{gone}"


# ---- how warm is it? ---------------------------------------------------------------------------------------------


def _value(clause: Interpretation, entities: Sequence[Entity], context: Context) -> Reply:
    quantity = str(clause.value("quantity") or "temperature")
    if not entities:
        return Reply(say=sentence(f"nothing tells me the {quantity.replace('_', ' ')}"), failed="unknown_device")
    told = [said for entity in entities[:_SAID] if (said := _reading(quantity, entity, context))]
    if not told:
        return Reply(
            say=sentence(f"{the(entities[0], context)} has not told me its {quantity.replace('_', ' ')} yet"),
            failed="unavailable",
        )
    return Reply(say=" ".join(sentence(said) for said in told))


def _reading(quantity: str, entity: Entity, context: Context) -> str | None:
    """Say what one entity reads, naming it so that a wrong guess is heard at once."""
    state = context.home.state(entity.id)
    where = _subject(quantity, entity, context)
    if entity.platform in {"sensor", "number"}:
        if isinstance(state.value, (int, float)) and not isinstance(state.value, bool):
            if entity.device_class == "duration":
                return f"{where} is {duration(float(state.value) * {'min': 60, 'h': 3600}.get(entity.unit or '', 1))}"
            return f"{where} is {measure(float(state.value), entity.unit)}"
        return None if state.value is None else f"{where} is {state.value}"
    for attribute in _ATTRIBUTES.get(quantity, ()):
        value = reading(state, attribute)
        if value is not None:
            unit = entity.unit if "temperature" in attribute else "K" if attribute == "color_temp" else "%"
            verb = "is set to" if quantity.startswith("target") else "is at"
            return f"{the(entity, context)} {verb} {measure(value, unit or '°C')}"
    if quantity in {"mode", "state", "brightness", "speed", "volume"} and state.value is not None:
        return f"{the(entity, context)} is {state_words(entity, state)}"
    return None


_ATTRIBUTES = {
    "temperature": ("current_temperature", "temperature"), "target_temperature": ("temperature",),
    "humidity": ("current_humidity", "humidity"), "target_humidity": ("humidity",), "brightness": ("brightness",),
    "battery": ("battery",), "position": ("position",), "volume": ("volume",), "speed": ("percentage",),
}  # fmt: skip


def _subject(quantity: str, entity: Entity, context: Context) -> str:
    """Name what is measured: "the bedroom temperature"; a sensor called only "temperature" gets its room."""
    name = title(entity, context).removesuffix(" sensor")
    what = quantity.replace("_", " ")
    if entity.room == context.room and name.lower() in {what, "sensor", ""}:
        name = f"{what} here"
    if what in {"state", "mode"} or what in name.lower() or name.lower().split()[-1] in set(UNITS.values()):
        return f"the {name}"
    return (
        f"the {name} {what}"
        if entity.device_class in {None, quantity} or quantity in {"temperature", "humidity"}
        else f"the {name}"
    )


# ---- where? what is there? ---------------------------------------------------------------------------------------


def _where(entities: Sequence[Entity], context: Context) -> Reply:
    said = []
    for entity in entities[:_SAID]:
        if entity.platform == "device_tracker":
            zone = context.home.state(entity.id).value
            place = {"home": "at home", "not_home": "away", None: "somewhere I don't know"}.get(
                zone if isinstance(zone, str) else None, f"at {zone}"
            )
            said.append(sentence(f"{entity.name} is {place}"))
        elif entity.room:
            said.append(sentence(f"the {entity.name} is in the {entity.room}"))
        else:
            said.append(sentence(f"I don't know which room {the(entity, context)} is in"))
    return Reply(say=" ".join(said))


def _devices(entities: Sequence[Entity]) -> Reply:
    """List what can be acted on; sensors are counted, not listed."""
    active = [
        entity
        for entity in entities
        if entity.platform not in {"sensor", "binary_sensor", "number", "text", "event", "select"}
    ]
    rest = len(entities) - len(active)
    if not entities:
        return Reply(say="I don't know any devices there.")
    if not active:
        return Reply(
            say=sentence(
                f"only {number(rest)} {'sensors' if rest > 1 else 'sensor'}: {listed([entity.name for entity in entities[:_SAID]])}"
            )
        )
    names = [entity.name for entity in active[:6]]
    more = len(active) - len(names) + rest
    return Reply(say=sentence(f"there is {listed([*names, *((f'{more} more',) if more else ())])}"))
