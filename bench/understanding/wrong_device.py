"""(g) Actions on something that was not meant, and actions wider than what was said. Both must be none.

Counted over the minimal pairs, over the OHF sentences, and over sentences made to tempt: misheard rooms and names, rooms
that lack the thing, classes without a room, exceptions nobody understands. To ask or to refuse is never wrong here.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.understanding import ohf
from bench.understanding.house import demo, told
from bench.understanding.pairs import pairs
from runtime.resolve.choose import resolve
from runtime.resolve.fit import NEEDS
from runtime.turn import Context, Interpretation, Request, Slot

MISHEARD_ROOMS = (
    "bad room",
    "kit",
    "living",
    "all way",
    "bed",
    "bath",
    "cellar",
    "attic",
    "the pool",
    "chicken",
    "guest room",
    "sauna",
    "moon",
)
MISHEARD_NAMES = (
    "flora",
    "disco ball",
    "desk",
    "ceiling",
    "front",
    "left",
    "big one",
    "lap",
    "sealing fan",
    "coffee",
    "hello",
)
KINDS = (("lights", "light"), ("light", "light"), ("lamps", "light"), ("blinds", "blind"), ("fans", "fan"), ("windows", "window"),
         ("plugs", "outlet"), ("thermostats", "thermostat"), ("doors", "door"), ("speakers", "speaker"))  # fmt: skip
INTENTS = ("turn_on", "turn_off", "open", "close", "set_brightness", "set_temperature", "lock")


def tempting() -> Iterator[tuple[Interpretation, Context, frozenset[str]]]:
    """Yield sentences with everything that may at most be acted on."""
    home = told(told(demo(), "light.floor", "on"), "light.bedroom", "on")
    for room in ("living room", "bedroom", None):
        context = Context(home=home, now=datetime(2026, 3, 10, 19, tzinfo=UTC), at=100.0, room=room)
        for intent in INTENTS:
            for heard in MISHEARD_ROOMS:
                for text, kind in KINDS:
                    yield (
                        Interpretation(intent, (Slot("kind", text, kind), Slot("area", heard)), 1.0, ""),
                        context,
                        _in_room_like(heard, context),
                    )
            for heard in MISHEARD_NAMES:
                yield Interpretation(intent, (Slot("name", heard),), 1.0, ""), context, _named_like(heard, context)
            for text, kind in KINDS:
                yield (
                    Interpretation(intent, (Slot("kind", text, kind),), 1.0, ""),
                    context,
                    _one_room(text, room, context),
                )
                odd = (Slot("kind", text, kind), Slot("quantifier", "all", "all"), Slot("except", "the thingummy"))
                yield Interpretation(intent, odd, 1.0, ""), context, frozenset()


_HEARD = {"living": "living room", "bed": "bedroom", "bad room": "bedroom bathroom", "all way": "hallway", "bath": "bathroom",
          "kit": "kitchen", "chicken": "kitchen"}  # fmt: skip


def _in_room_like(heard: str, context: Context) -> frozenset[str]:
    rooms = _HEARD.get(heard, "")
    return frozenset(entity.id for entity in context.home if entity.room and entity.room in rooms)


def _named_like(heard: str, context: Context) -> frozenset[str]:
    alike = {"lap": "lamp", "flora": "floor", "sealing fan": "ceiling fan"}.get(heard, heard)
    first = set(alike.split())
    return frozenset(entity.id for entity in context.home if first & set(entity.name.split()))


def _one_room(text: str, room: str | None, context: Context) -> frozenset[str]:
    """A class without a room: what is in this room, or all of one other room, or one single thing."""
    del text
    return frozenset(entity.id for entity in context.home if room is None or entity.room == room) or frozenset(
        context.home.entities
    )


def run(settings: Any) -> dict[str, Any]:
    """Return the counts, with every offence in words."""
    counts: Counter[str] = Counter()
    offences: list[str] = []

    def note(where: str, clause: Interpretation, found: Any, allowed: frozenset[str], exact: bool) -> None:
        counts[f"{where}_sentences"] += 1
        if not isinstance(found, Request) or found.intent not in NEEDS or not found.entities:
            return
        extra = set(found.entities) - allowed
        if not extra:
            return
        what = "wider" if exact and set(found.entities) & allowed else "wrong_device"
        counts[what] += 1
        offences.append(
            f"{where} {what}: {clause.intent} {clause.text or [slot.text for slot in clause.slots]} -> {sorted(extra)[:4]}"
        )

    for pair in pairs():
        for member in pair.members:
            if pair.clause.intent in NEEDS or pair.kind == "repair":
                note("pairs", pair.clause, resolve(pair.clause, member.context, settings.ranker), member.meant, True)
    for clause, context, named in tempting():
        allowed = named
        found = resolve(clause, context, settings.ranker)
        if clause.slot("area") is None and clause.slot("name") is None and isinstance(found, Request):
            rooms = {context.home.entities[i].room for i in found.entities}
            allowed = frozenset(found.entities) if len(rooms) <= 1 and clause.slot("except") is None else frozenset()
        note("tempting", clause, found, allowed, True)
    understand = getattr(settings, "understand", None)
    folder = Path(settings.data) / "ohf_intents" if getattr(settings, "data", None) else None
    if understand is not None and folder is not None and folder.is_dir():
        for row in ohf.rows(folder):
            if row.intent not in ohf.OURS or not row.meant:
                continue
            context = Context(home=row.home, now=datetime(2026, 3, 10, 19, tzinfo=UTC), at=100.0, room=row.room)
            clause = understand(row.text, row.home)
            note("ohf", clause, resolve(clause, context, settings.ranker), row.meant, True)
    total = sum(count for name, count in counts.items() if name.endswith("_sentences"))
    return {
        "sentences": total,
        "wrong_device": counts["wrong_device"],
        "wider": counts["wider"],
        "by_source": dict(counts),
        "offences": offences[:40],
    }
