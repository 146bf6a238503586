"""Simulated people: what they want of their home, and the few words they leave it to the context to complete.

What is meant is decided before it is said: a person wants something done that is not done yet, mostly here, mostly what
they usually do at this hour, or the opposite of what they did a moment ago. Then they say less than they mean.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from device.home.state import Command, Home, Outcome
from runtime.resolve.fit import able, active, measures, useful
from runtime.resolve.index import index_of
from runtime.resolve.kinds import SECONDARY, membership
from runtime.turn import Context, Exchange, Interpretation, Request, Slot
from runtime.words import choice_key

NEAR = 0.85
"""How often something in the room one stands in is meant, when there is something to do there."""
KIND_OF = {"light": ("light", "lamp"), "fan": ("fan", "fan"), "climate": ("thermostat", "thermostat"), "media_player": ("media", "music"),
           "lock": ("lock", "lock"), "vacuum": ("vacuum", "vacuum"), "switch": ("outlet", "plug")}  # fmt: skip
OPPOSITE = {"turn_on": "turn_off", "turn_off": "turn_on", "open": "close", "close": "open", "lock": "unlock", "media_play": "media_pause",
            "media_pause": "media_play"}  # fmt: skip
WANTS = (
    ("turn_on", 22), ("turn_off", 26), ("open", 8), ("close", 10), ("set_brightness", 9), ("set_color", 3), ("set_temperature", 5),
    ("set_volume", 5), ("media_pause", 4), ("media_play", 2), ("lock", 2), ("ask_value", 16), ("set_position", 3), ("pause", 1),
)  # fmt: skip


@dataclass
class Person:
    """Somebody with habits."""

    home: Home
    rng: random.Random
    favourites: dict[tuple[str, str, int], str] = field(default_factory=dict)
    """(Intent, room, part of day) -> what is usually meant."""
    habits: dict[str, float] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence with what was meant."""

    clause: Interpretation
    context: Context
    meant: str


def sentences(made: Home, seed: int, count: int) -> Iterator[Said]:
    """Yield sentences of one person over many days."""
    person = Person(made, random.Random(seed))
    now, at = datetime(2026, 1, 5, 7, tzinfo=UTC), 10_000.0
    history: tuple[Exchange, ...] = ()
    rooms = list(made.rooms)
    for _ in range(count):
        pause = person.rng.choice((15.0, 40.0, 90.0, 3000.0, 9000.0))
        now, at = now + timedelta(seconds=pause), at + pause
        history = history[-6:] if pause < 200 else ()
        # People stay where they are during a conversation; at times Hearth does not know in which room it is.
        if not (history and person.rng.random() < 0.85):
            person.room = person.rng.choice(rooms) if person.rng.random() < 0.92 else None
        room = person.room
        said = _one(person, now, at, room, history)
        if said is None:
            continue
        yield said
        history = (*history, _exchange(said, at))
        _live(person, said, now, at)


def _one(person: Person, now: datetime, at: float, room: str | None, history: tuple[Exchange, ...]) -> Said | None:
    rng, home = person.rng, person.home
    context = Context(
        home=home, now=now, at=at, room=room, history=history, habits=dict(person.habits), choices=dict(person.choices)
    )
    intent = rng.choices([name for name, _ in WANTS], [weight for _, weight in WANTS])[0]
    if history and rng.random() < 0.3:
        intent = OPPOSITE.get(history[-1].requests[-1].intent, intent)
    bare = Interpretation(intent, (Slot("quantity", "temperature", "temperature"),) if intent == "ask_value" else ())
    meant = _meant(person, bare, context)
    if meant is None:
        return None
    clause = _words(bare, meant, context, rng)
    told = person.choices.get(choice_key(clause, room))
    if (
        told is not None
        and told != meant
        and rng.random() < _MEANS_WHAT_IT_TOLD
        and _makes_sense(told, clause, context)
    ):
        meant = told
    return Said(clause, context, meant)


_MEANS_WHAT_IT_TOLD = 0.9
"""Who was asked "which one" and answered means the same by the same words from then on, mostly."""


def _makes_sense(entity_id: str, clause: Interpretation, context: Context) -> bool:
    entity, state = context.home.entities[entity_id], context.home.state(entity_id)
    return able(clause.intent, entity) >= 0.8 and useful(clause, entity, state) > 0


def _meant(person: Person, bare: Interpretation, context: Context) -> str | None:
    """Decide what is meant: doable, worth doing, mostly here, mostly the usual."""
    rng, home, room = person.rng, person.home, context.room
    if bare.intent == "ask_value":
        return _read(person, context)
    ids = [
        i
        for i in index_of(home).ids
        if able(bare.intent, home.entities[i]) >= 0.8 and home.entities[i].platform not in SECONDARY
    ]
    if rng.random() < 0.97:
        ids = [i for i in ids if useful(bare, home.entities[i], home.state(i)) > 0]
    here = [i for i in ids if home.entities[i].room == room]
    last = [i for exchange in context.history[-2:] for request in exchange.requests for i in request.entities]
    undone = [i for i in ids if i in last]
    if undone and rng.random() < 0.7:
        return rng.choice(undone)
    watched = [i for i in ids if _occupied(home, home.entities[i].room)]
    pool = here if here and rng.random() < NEAR else watched if watched and rng.random() < 0.5 else ids
    if not pool:
        return None
    part = context.now.hour // 3
    usual = person.favourites.setdefault((bare.intent, room or "", part), rng.choice(pool))
    if usual in pool and rng.random() < 0.75:
        return usual
    main = [i for i in pool if home.entities[i].name in {"light", "main light", "ceiling light"}]
    return rng.choice(main) if main and rng.random() < 0.4 else rng.choice(pool)


def _read(person: Person, context: Context) -> str | None:
    """Decide whose temperature is wanted: of what is cooking, else of this room."""
    rng, home = person.rng, person.home
    index = index_of(home)
    ids = [i for i in index.ids if measures("temperature", home.entities[i], home.state(i)) > 0]
    cooking, rooms = [], []
    for i in ids:
        own = {"oven", "kettle", "freezer", "boiler", "sauna", "grill", "pool", "aquarium"} & set(
            home.entities[i].name.split()
        )
        busy = any(
            active(home.entities[other], home.state(other))
            for other in index.by_device.get(home.entities[i].device, ())
        )
        if own and busy:
            cooking.append(i)
        elif not own:
            rooms.append(i)
    if cooking and rng.random() < 0.93:
        near = [i for i in cooking if home.entities[i].room == context.room]
        return rng.choice(near or cooking)
    here = [i for i in rooms if home.entities[i].room == context.room]
    sensors = [i for i in here if home.entities[i].platform == "sensor"]
    if here and rng.random() < 0.93:
        return rng.choice(sensors or here)
    return rng.choice(rooms) if rooms else None


def _occupied(home: Home, room: str | None) -> bool:
    return any(home.state(i).value == "on" for i in index_of(home).occupancy.get(room or "", ()))


def _words(bare: Interpretation, meant: str, context: Context, rng: random.Random) -> Interpretation:
    """Say it: by a name, by its kind, with or without the room, or only "it"."""
    entity = context.home.entities[meant]
    slots = list(bare.slots)
    style = rng.random()
    if bare.intent == "ask_value":
        if style < 0.2 and entity.room:
            slots.append(Slot("area", entity.room))
        return Interpretation(bare.intent, tuple(slots), 1.0, "what is the temperature")
    kind = next(
        (k for k in ("blind", "curtain", "shutter", "window", "door", "awning") if membership(k, entity) >= 0.85), None
    )
    spoken = (kind, kind) if kind and entity.platform == "cover" else KIND_OF.get(entity.platform)
    last = any(meant in request.entities for exchange in context.history[-2:] for request in exchange.requests)
    if style < 0.15 and last:
        return Interpretation(bare.intent, tuple(slots), 1.0, "it")
    if style < 0.35 or spoken is None:
        words = entity.name.split()
        slots.append(Slot("name", entity.name if rng.random() < 0.7 or len(words) < 2 else rng.choice(words)))
    else:
        word = spoken[1]
        if entity.platform == "light":
            # Few say "lamp" to what is called a light; many say "light" to anything that shines.
            word = "lamp" if rng.random() < (0.6 if "lamp" in entity.name else 0.05) else "light"
        slots.append(Slot("kind", word, spoken[0]))
    if rng.random() < 0.15 and entity.room and entity.room != context.room:
        slots.append(Slot("area", entity.room))
    return Interpretation(bare.intent, tuple(slots), 1.0, "")


def _exchange(said: Said, at: float) -> Exchange:
    request = Request(said.clause, (said.meant,))
    outcome = Outcome(Command(said.meant, said.clause.intent), "confirmed")
    return Exchange("", "", (request,), "", (outcome,), at)


_AFTER = {"turn_on": "on", "turn_off": "off", "open": "open", "close": "closed", "lock": "locked", "media_pause": "paused",
          "media_play": "playing", "set_brightness": "on", "set_color": "on", "pause": "paused"}  # fmt: skip


def _live(person: Person, said: Said, now: datetime, at: float) -> None:
    """Let the home and the counts follow, and other people and automations do things of their own."""
    home, rng, intent = person.home, person.rng, said.clause.intent
    entity = home.entities[said.meant]
    after = _AFTER.get(intent)
    if after is not None:
        value = ("heat" if intent == "turn_on" else after) if entity.platform == "climate" else after
        if entity.platform == "media_player" and intent == "turn_on":
            value = "playing"
        home = _set(home, said.meant, value, at)
    key = f"{said.meant}|{intent}|{now.hour // 3}"
    person.habits[key] = person.habits.get(key, 0.0) + 1.0
    if rng.random() < 0.15:
        words = choice_key(said.clause, said.context.room)
        if not words.startswith("|"):
            person.choices[words] = said.meant
    for _ in range(rng.choice((0, 0, 1, 2))):
        other = rng.choice(index_of(home).ids)
        values = {"light": ("on", "off"), "cover": ("open", "closed"), "media_player": ("playing", "off"), "switch": ("on", "off"),
                  "binary_sensor": ("on", "off"), "climate": ("heat", "off")}.get(home.entities[other].platform)  # fmt: skip
        if values:
            home = _set(home, other, rng.choice(values), at)
    person.home = home


def _set(home: Home, entity_id: str, value: str, at: float) -> Home:
    from msgspec.structs import replace

    return home.with_state(entity_id, replace(home.state(entity_id), value=value, at=at))
