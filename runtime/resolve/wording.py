"""How resolution speaks of places, intents and candidates when it asks or refuses."""

from collections.abc import Iterable

from device.home.state import Entity
from runtime.resolve.place import Place
from runtime.turn import Context, Interpretation, Reply
from runtime.words import bare, listed, the

_VERBS = {
    "turn_on": "turn on", "turn_off": "turn off", "set_brightness": "dim", "set_color": "colour", "set_position": "move", "halt": "stop",
    "set_temperature": "set the temperature of", "set_mode": "change the mode of", "set_fan_speed": "set the speed of",
    "set_humidity": "set the humidity of", "return_home": "send home", "locate": "find", "media_play": "play",
    "media_pause": "pause", "media_next": "skip on", "media_previous": "go back on", "set_volume": "change the volume of",
    "select_option": "set",
}  # fmt: skip


def plain(words: str) -> str:
    """Return words as they are repeated to the user."""
    return bare(words.lower()) or words.lower()


def where(place: Place) -> str:
    """Name a place: "this room", "the kitchen", "the house"."""
    if place.house or not place.rooms:
        return "the house"
    return (
        "this room"
        if place.here
        else f"the {place.rooms[0]}"
        if len(place.rooms) == 1
        else place.words or "these rooms"
    )


def on_floor(words: str) -> str:
    """Say on which floor: "upstairs", "on the first floor"."""
    return words if words in {"upstairs", "downstairs"} else f"on the {words}"


def verb(intent: str) -> str:
    """Say what an intent does to something, as in "I cannot ... the fan"."""
    return _VERBS.get(intent, intent.replace("_", " "))


def plain_names(entities: Iterable[Entity], context: Context) -> list[str]:
    """Return the names to offer, with rooms where they would be alike."""
    found = list(entities)
    bare = [entity.name for entity in found]
    return [entity.name if bare.count(entity.name) == 1 and entity.room == context.room else
            the(entity, context).removeprefix("the ") for entity in found]  # fmt: skip


def unable(interpretation: Interpretation, ids: Iterable[str], context: Context) -> Reply:
    """Say that what was named cannot do what was asked."""
    entities = [context.home.entities[entity_id] for entity_id in ids]
    names = listed([the(entity, context) for entity in entities[:3]])
    return Reply(say=f"I cannot {verb(interpretation.intent)} {names}.", failed="unsupported")
