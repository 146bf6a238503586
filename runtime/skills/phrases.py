"""How skills speak of what they act on, and the shape of a reply about several things."""

from collections.abc import Callable, Sequence

import immutables

from device.home.state import Command, Entity, Scalar
from runtime.turn import Context, Reply, Request
from runtime.words import entities_of, listed, sentence, the

_NOUNS = {"light": "lights", "switch": "switches", "fan": "fans", "cover": "covers", "lock": "locks", "climate": "thermostats",
          "media_player": "players", "valve": "valves", "vacuum": "vacuums", "scene": "scenes", "humidifier": "humidifiers"}  # fmt: skip
_CLASS_NOUNS = {"blind": "blinds", "curtain": "curtains", "shutter": "shutters", "shade": "shades", "garage": "garage doors",
                "window": "windows", "door": "doors", "outlet": "plugs"}  # fmt: skip
_PLURALS = ("lights", "lamps", "blinds", "curtains", "drapes", "doors", "shutters", "shades", "speakers", "windows")
NAMED = 3
"""Up to so many things are named one by one."""


def command(entity: Entity, action: str, **values: Scalar) -> Command:
    """Make a command."""
    return Command(entity.id, action, immutables.Map(values))


def noun(entities: Sequence[Entity]) -> str:
    """Return what these things are, in the plural."""
    classes = {entity.device_class for entity in entities}
    platforms = {entity.platform for entity in entities}
    if len(classes) == 1 and (found := _CLASS_NOUNS.get(next(iter(classes)) or "")):
        return found
    return _NOUNS.get(next(iter(platforms)), "devices") if len(platforms) == 1 else "devices"


def called(entities: Sequence[Entity], context: Context) -> str:
    """Say which things: by name when they are few, else by what and where they are."""
    if len(entities) <= NAMED:
        return listed([the(entity, context) for entity in entities])
    rooms = {entity.room for entity in entities}
    room = next(iter(rooms)) if len(rooms) == 1 else None
    where = f" in the {room}" if room and room != context.room else " here" if room else ""
    return f"all {len(entities)} {noun(entities)}{where}" if room else f"{len(entities)} {noun(entities)}"


def are(entities: Sequence[Entity], what: str, context: Context) -> str:
    """Say what things are now: "The floor lamp is on."."""
    return sentence(f"{called(entities, context)} {'are' if are_several(entities) else 'is'} {what}")


def are_several(entities: Sequence[Entity]) -> bool:
    """Whether they are spoken of in the plural: several things, or one that is called "blinds"."""
    return len(entities) > 1 or (len(entities) == 1 and entities[0].name.lower().endswith(_PLURALS))


Plan = Callable[[Entity], Command | str]
"""What to send to one entity, or why that cannot be: a sentence without its stop."""


def carry_out(request: Request, context: Context, plan: Plan, say: Callable[[Sequence[Entity]], str]) -> Reply:
    """Plan for each entity; say what was done to those that can, and why the others cannot."""
    commands: list[Command] = []
    done: list[Entity] = []
    refusals: dict[str, None] = {}
    for entity in entities_of(context, request.entities):
        planned = plan(entity)
        if isinstance(planned, Command):
            commands.append(planned)
            done.append(entity)
        else:
            refusals[sentence(planned)] = None
    said = " ".join((*((say(done),) if done else ()), *list(refusals)[:2]))
    if not commands:
        return Reply(
            say=said or "There is nothing I could do that with.", failed="impossible" if refusals else "unavailable"
        )
    return Reply(say=said, commands=tuple(commands))
