"""From exchanges to text: which of the past can be referred to, and how Hearth names what it acted on."""

from collections.abc import Sequence

from device.home.state import Entity, Home
from runtime.rewrite.source import Turn
from runtime.rewrite.words import Lexicon, split
from runtime.turn import Exchange

_GENERIC = (
    "light lamp fan blind blinds curtains shutter shutters thermostat heating radiator heater window door radio speaker plug tv "
    "temperature humidity motion"
)
GENERIC = frozenset(_GENERIC.split())
"""Names that say what a thing is and not which: never spoken without a room."""

MAX_NAMED = 4
"""More things than this are not listed: the user's own words for them are shorter."""


def spoken(entity: Entity, home: Home) -> str:
    """Return the name that is enough to tell this entity from all others of the home."""
    name = entity.name.lower()
    room = entity.room
    if room is None or room in name:
        return name
    shared = any(other.id != entity.id and other.name.lower() == name for other in home)
    return f"{room} {name}" if shared or name in GENERIC else name


def turn_of(exchange: Exchange, home: Home | None) -> Turn:
    """Return an exchange as the text that a later sentence may lean on."""
    found = (
        []
        if home is None
        else [home.entities[i] for request in exchange.requests for i in request.entities if i in home.entities]
    )
    unique = list(dict.fromkeys(found))
    rooms = dict.fromkeys(entity.room for entity in unique if entity.room)
    areas = dict.fromkeys(said for request in exchange.requests if (said := request.interpretation.said("area")))
    names = [spoken(entity, home) for entity in unique[:MAX_NAMED]] if home is not None else []
    return Turn(exchange.rewritten or exchange.heard, exchange.reply, tuple(names), tuple(rooms or areas)[:2])


def recent(history: Sequence[Exchange], at: float, *, turns: int, silence_s: float) -> tuple[Exchange, ...]:
    """Return the newest exchanges with no silence longer than `silence_s` between them and now, oldest first."""
    kept: list[Exchange] = []
    later = at
    for exchange in reversed(history[-turns:] if turns else ()):
        if later - exchange.at > silence_s:
            break
        kept.append(exchange)
        later = exchange.at
    return tuple(reversed(kept))


def lexicon_of(home: Home | None) -> Lexicon:
    """Return the names of this home."""
    if home is None:
        return Lexicon()
    names = [
        name
        for entity in home
        for name in (entity.name, spoken(entity, home), *entity.aliases)
        if len(split(name)) <= 5
    ]
    return Lexicon(home.rooms, names)
