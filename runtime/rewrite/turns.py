"""From exchanges to text: which of the past can be referred to, and how Hearth names what it acted on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from device.home.state import Home
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
MAX_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one home: built once for each structure of it."""

    spoken: Mapping[str, str] = field(default_factory=dict)
    """Entity id -> the name that is enough to tell it from all others."""
    rooms: Mapping[str, str] = field(default_factory=dict)
    """Entity id -> its room, where known."""
    lexicon: Lexicon = field(default_factory=Lexicon)


def names_of(home: Home | None) -> Names:
    """Collect the names of a home. A name that two things share, or that says no more than a kind, gets its room."""
    if home is None:
        return Names()
    counts = Counter(entity.name.lower() for entity in home)
    spoken: dict[str, str] = {}
    for entity in home:
        name = entity.name.lower()
        bare = entity.room is None or entity.room in name or (counts[name] == 1 and name not in GENERIC)
        spoken[entity.id] = name if bare else f"{entity.room} {name}"
    every = [name for entity in home for name in (entity.name, spoken[entity.id], *entity.aliases)]
    lexicon = Lexicon(home.rooms, [name for name in every if len(split(name)) <= MAX_NAME_WORDS])
    return Names(spoken, {entity.id: entity.room for entity in home if entity.room}, lexicon)


def turn_of(exchange: Exchange, names: Names) -> Turn:
    """Return an exchange as the text that a later sentence may lean on."""
    ids = dict.fromkeys(i for request in exchange.requests for i in request.entities if i in names.spoken)
    rooms = dict.fromkeys(names.rooms[i] for i in ids if i in names.rooms)
    areas = dict.fromkeys(said for request in exchange.requests if (said := request.interpretation.said("area")))
    told = tuple(names.spoken[i] for i in ids)[:MAX_NAMED]
    return Turn(exchange.rewritten or exchange.heard, exchange.reply, told, tuple(rooms or areas)[:2])


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
