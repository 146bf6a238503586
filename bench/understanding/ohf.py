"""(a) The English tests of the OHF intents, mapped to our intents, in their own fixture home: intent, target and values."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.understanding.house import entity, home, told
from device.home.state import Entity, Home
from runtime.resolve.choose import resolve
from runtime.resolve.fit import NEEDS
from runtime.skills.values import amount
from runtime.skills.when import seconds_of
from runtime.turn import Context, Interpretation, Reply, Request

OURS: dict[str, tuple[str, ...]] = {
    "HassTurnOn": ("turn_on", "open", "activate", "lock", "press", "start"),
    "HassTurnOff": ("turn_off", "close", "unlock"),
    "HassLightSet": ("set_brightness", "set_color"),
    "HassSetPosition": ("set_position",),
    "HassFanSetSpeed": ("set_fan_speed",),
    "HassClimateSetTemperature": ("set_temperature",),
    "HassClimateGetTemperature": ("ask_value",),
    "HassGetState": ("ask_state", "ask_value", "ask_where"),
    "HassGetCurrentTime": ("ask_time",),
    "HassGetCurrentDate": ("ask_date",),
    "HassStartTimer": ("timer_start",),
    "HassCancelTimer": ("timer_cancel",),
    "HassCancelAllTimers": ("timer_cancel",),
    "HassPauseTimer": ("timer_pause",),
    "HassUnpauseTimer": ("timer_resume",),
    "HassIncreaseTimer": ("timer_add",),
    "HassDecreaseTimer": ("timer_subtract",),
    "HassTimerStatus": ("timer_status",),
    "HassMediaPause": ("media_pause", "pause"),
    "HassMediaUnpause": ("media_play",),
    "HassMediaNext": ("media_next",),
    "HassMediaPrevious": ("media_previous",),
    "HassMediaPlayerMute": ("mute",),
    "HassMediaPlayerUnmute": ("unmute",),
    "HassSetVolume": ("set_volume",),
    "HassSetVolumeRelative": ("set_volume",),
    "HassVacuumStart": ("start", "turn_on"),
    "HassVacuumReturnToBase": ("return_home",),
    "HassLawnMowerStartMowing": ("start",),
    "HassLawnMowerDock": ("return_home", "pause", "turn_off", "halt"),
    "HassNevermind": ("stop",),
    "HassBroadcast": ("announce",),
}
NOT_CLAIMED = {
    "HassGetWeather": "nothing on MQTT tells the weather",
    "HassMediaSearchAndPlay": "nothing on MQTT can be told what to play",
    "HassVacuumCleanArea": "rooms of a vacuum are not part of MQTT discovery",
    "HassListAddItem": "no lists", "HassListCompleteItem": "no lists", "HassListRemoveItem": "no lists",
    "HassShoppingListAddItem": "no lists", "HassShoppingListCompleteItem": "no lists", "HassRespond": "small talk",
}  # fmt: skip
"""Intents we do not claim, with the reason."""
TIMERS = frozenset(name for name in OURS if "Timer" in name)
_PLATFORM = {"script": "scene", "person": "device_tracker", "media_player": "media_player"}
_SKIPPED = frozenset(("weather", "todo"))
WHITES = {"warm_white": 2700, "cool_white": 4000, "daylight": 6500}
"""Our names of white -> their kelvin."""
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of their tests."""

    intent: str
    text: str
    slots: dict[str, Any]
    home: Home
    room: str | None
    group: str
    meant: frozenset[str] = field(default_factory=frozenset)
    """Entities their slots select in the fixture home; empty when they select none."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield every sentence under `folder` (the `ohf_intents` directory)."""
    import yaml  # type: ignore[import-untyped]

    tests = folder / "tests" / "en"
    fixtures = yaml.safe_load((tests / "_fixtures.yaml").read_text())
    for path in sorted(tests.glob("*/*.yaml")):
        intent, group = path.parent.name, path.stem
        document = yaml.safe_load(path.read_text())
        made = _home(fixtures, document)
        for test in document["tests"]:
            slots = test.get("slots") or {}
            furnished = _furnish(made, slots, intent, test["sentences"])
            for sentence in test["sentences"]:
                room = _room(slots, furnished, path.read_text())
                yield Row(intent, sentence, slots, furnished, room, group, _meant(slots, furnished, room, sentence))


def _lower(name: str) -> str:
    return re.sub(r"[\[\]]", "", name).lower()


def _home(fixtures: dict[str, Any], document: dict[str, Any]) -> Home:
    areas = {area["id"]: _lower(area["name"]) for area in fixtures["areas"]}
    floors = {floor["id"]: _lower(floor["name"]) for floor in fixtures["floors"]}
    where = {_lower(area["name"]): floors[area["floor"]] for area in fixtures["areas"] if area.get("floor") in floors}
    found: dict[str, Entity] = {}
    values: dict[str, Any] = {}
    own = {_lower(one["name"]) for one in document.get("entities") or ()}
    for one in (*fixtures["entities"], *(document.get("entities") or ())):
        made = _entity(one, areas)
        # A test's own entities stand for those of the fixtures; they have no area, so they may be in any.
        if made is None or ("id" in one and _lower(one["name"]) in own):
            continue
        found[made.id] = made
        state = one.get("state")
        values[made.id] = state.get("out") if isinstance(state, dict) else state
    built = home(list(found.values()), where)
    for room in (*where, *(_lower(area["name"]) for area in document.get("areas") or ())):
        if room not in built.floors:
            built = built.with_floor(room, "")
    for entity_id, value in values.items():
        built = told(built, entity_id, _number(value), None, **_attributes(found[entity_id]))
    return built


def _entity(one: dict[str, Any], areas: dict[str, str]) -> Entity | None:
    name = _lower(one["name"])
    domain = one["id"].split(".")[0] if "id" in one else one.get("domain", "light")
    if domain in _SKIPPED:
        return None
    platform = _PLATFORM.get(domain, domain)
    slug = one["id"].split(".")[1] if "id" in one else name.replace(" ", "_")
    attributes = one.get("attributes") or {}
    room = areas.get(one.get("area") or "")
    short = name.removeprefix(f"{room} ") if room else name
    return entity(
        f"{platform}.{slug}".replace(" ", "_"), short, room, kind=attributes.get("device_class") or one.get("device_class"),
        unit=attributes.get("unit_of_measurement"), aliases=(name,),
    )  # fmt: skip


def _attributes(one: Entity) -> dict[str, Any]:
    return {"climate": {"current_temperature": 20.0, "temperature": 20.0}, "cover": {"position": 50.0}}.get(
        one.platform, {}
    )


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


_NOUNS = {"fan": ("fan", None), "light": ("light", None), "window": ("binary_sensor", "window"), "door": ("lock", None),
          "curtain": ("cover", "curtain"), "temp": ("climate", None)}  # fmt: skip
"""Words of sentences -> domain and class that their tests leave unsaid in the slots."""


_CALLED = {"lock": "door", "climate": "thermostat"}


def _furnish(made: Home, slots: dict[str, Any], intent: str, sentences: list[str]) -> Home:
    """Put what a test's slots select into the home, where their fixtures have no such thing in that place."""
    area, floor = _lower(slots.get("area", "")), _lower(slots.get("floor", ""))
    name, domain = _lower(slots.get("name", "")), slots.get("domain")
    if not domain and not name and intent in {"HassGetState", "HassFanSetSpeed", "HassClimateSetTemperature"}:
        domain, kind = next((found for noun, found in _NOUNS.items() if noun in " ".join(sentences)), (None, None))
        slots = {**slots, "domain": domain, **({"device_class": kind} if kind else {})}
    if area and area not in made.rooms:
        made = made.with_floor(area, made.floors.get(area, ""))
    if not domain:
        return made
    rooms = (
        [area]
        if area
        else [room for room, where in made.floors.items() if floor and where == floor][:1] or ["living room"]
    )
    for room in rooms:
        if not _select(made, {**slots, "area": room, "floor": ""}):
            kind = slots.get("device_class")
            made = made.with_entity(
                entity(
                    f"{domain}.{room}_{kind or domain}".replace(" ", "_"),
                    _CALLED.get(domain, kind or domain),
                    room,
                    kind=kind,
                )
            )
    return made


def _select(made: Home, slots: dict[str, Any]) -> frozenset[str]:
    area, floor, domain, kind = (
        _lower(slots.get("area", "")),
        _lower(slots.get("floor", "")),
        slots.get("domain"),
        slots.get("device_class"),
    )
    return frozenset(
        one.id for one in made
        if (not domain or one.platform == _PLATFORM.get(domain, domain)) and (not kind or one.device_class == kind)
        and (not area or one.room == area) and (not floor or made.floors.get(one.room or "") == floor)
    )  # fmt: skip


def _room(slots: dict[str, Any], made: Home, source: str) -> str | None:
    """Return the room of the speaker: where the class stands, when the test says that the area comes from the context."""
    if "context_area" not in source and "here" not in source and slots.get("area"):
        return "office" if slots["area"] != "Office" else "kitchen"
    found = _select(made, slots) if slots.get("domain") else frozenset()
    rooms = Counter(made.entities[i].room for i in found if made.entities[i].room)
    return min(rooms, key=lambda room: (-rooms[room], room)) if rooms else "living room"


def _meant(slots: dict[str, Any], made: Home, room: str | None, sentence: str) -> frozenset[str]:
    if name := _lower(str(slots.get("name", ""))):
        ids = frozenset(one.id for one in made if name in {one.name, *one.aliases, f"{one.room} {one.name}"})
        area = _lower(slots.get("area", ""))
        return frozenset(i for i in ids if not area or made.entities[i].room in {area, None}) or ids
    if not slots.get("domain"):
        return frozenset()
    if slots.get("area") or slots.get("floor"):
        return _select(made, slots)
    everywhere = re.search(r"\b(all|every|everywhere|house|home|throughout)\b", sentence) and not re.search(
        r"\bhere\b", sentence
    )
    return _select(made, slots if everywhere else {**slots, "area": room})


def judge(row: Row, clause: Interpretation, found: Any) -> str:
    """Return right | intent | target | values | asked | wrong_device | wider, for one sentence."""
    delayed = "conversation_command" in row.slots
    wanted = ("turn_off",) if delayed else OURS[row.intent]
    intent = found.intent if isinstance(found, Request) else clause.intent
    if clause.intent not in wanted and intent not in wanted:
        acts = (
            isinstance(found, Request)
            and found.entities
            and intent in NEEDS
            and row.meant
            and not set(found.entities) & row.meant
        )
        return "wrong_device" if acts else "intent"
    # What acts is the request: the resolver takes a second look at an interpretation.
    if not _values(row, found.interpretation if isinstance(found, Request) else clause):
        return "values"
    if isinstance(found, Request):
        if intent in NEEDS and row.meant and set(found.entities) != row.meant:
            extra = set(found.entities) - row.meant
            return "wider" if extra and set(found.entities) & row.meant else "wrong_device" if extra else "target"
        if row.meant and not set(found.entities) & row.meant:
            return "target"
        return "right"
    return "asked" if not isinstance(found, Reply) else "target"


def _values(row: Row, clause: Interpretation) -> bool:
    slots = row.slots
    if row.intent in TIMERS or "conversation_command" in slots:
        return _timer_values(row, clause)
    expected = {"brightness": ("brightness", "percent", "level"), "percentage": ("percent", "level"), "position": ("percent", "level"),
                "volume_level": ("percent", "level")}  # fmt: skip
    for theirs, ours in expected.items():
        if theirs in slots and not _close(amount(clause, *ours), slots[theirs]):
            return False
    if "temperature" in slots:
        value = clause.value("temperature") if row.intent != "HassLightSet" else clause.value("color")
        return _close(WHITES.get(str(value), str(value).upper().removesuffix("K")), slots["temperature"])
    if "color" in slots:
        return str(clause.value("color")).replace("_", " ") == slots["color"]
    if "volume_step" in slots:
        step, value = slots["volume_step"], clause.value("change")
        sign = 1 if step == "up" or (isinstance(step, (int, float)) and step > 0) else -1
        said = 1 if value == "up" or (isinstance(value, float) and value > 0) else -1
        return value is not None and sign == said
    if "state" in slots and clause.intent == "ask_state":
        return clause.value("state") is not None
    return True


def _close(value: Any, expected: Any) -> bool:
    words = {"max": 100, "min": 1, "half": 50}
    try:
        return abs(float(words.get(str(value), value)) - float(expected)) < 0.51
    except (TypeError, ValueError):
        return False


def _timer_values(row: Row, clause: Interpretation) -> bool:
    slots = row.slots
    if slots.get("name") and _lower(slots["name"]) not in (clause.said("label") or clause.said("name") or ""):
        return False
    length = sum(float(slots.get(unit, 0)) * size for unit, size in _SECONDS.items())
    start = sum(float(slots.get(f"start_{unit}", 0)) * size for unit, size in _SECONDS.items())
    changes = row.intent in {"HassIncreaseTimer", "HassDecreaseTimer"}
    if length and not _close(seconds_of(clause, "change_duration" if changes else "duration"), length):
        return False
    return not start or _close(seconds_of(clause), start)


def run(settings: Any) -> dict[str, Any]:
    """Return the share that is right, per intent, with what we do not claim.

    `settings.data` holds `ohf_intents`; `settings.understand(text, home)` reads a sentence; `settings.ranker` scores.
    """
    folder = Path(settings.data) / "ohf_intents" if settings.data else None
    understand: Callable[[str, Home], Interpretation] | None = getattr(settings, "understand", None)
    if folder is None or not folder.is_dir():
        return {"skipped": "no ohf_intents in the folder given by --data"}
    if understand is None:
        return {"skipped": "no model reads the words"}
    verdicts: Counter[str] = Counter()
    by_intent: dict[str, Counter[str]] = {}
    failures: list[str] = []
    unclaimed: Counter[str] = Counter()
    for row in rows(folder):
        if row.intent not in OURS:
            unclaimed[row.intent] += 1
            continue
        context = Context(home=row.home, now=datetime(2026, 3, 10, 19, tzinfo=UTC), at=100.0, room=row.room)
        clause = understand(row.text, row.home)
        found = resolve(clause, context, settings.ranker)
        verdict = judge(row, clause, found)
        verdicts[verdict] += 1
        by_intent.setdefault(row.intent, Counter())[verdict] += 1
        if verdict != "right":
            failures.append(f"{verdict}: {row.text!r} -> {clause.intent} {[(s.name, s.text, s.value) for s in clause.slots]} "
                            f"{getattr(found, 'entities', None) or getattr(found, 'say', None) or getattr(found, 'ask', '')} "
                            f"meant {sorted(row.meant)[:4]}")  # fmt: skip
    total = sum(verdicts.values())
    return {
        "sentences": total,
        "right": verdicts["right"] / total,
        "verdicts": dict(verdicts),
        "by_intent": {intent: f"{found['right']}/{sum(found.values())}" for intent, found in sorted(by_intent.items())},
        "not_claimed": {intent: [count, NOT_CLAIMED.get(intent, "")] for intent, count in sorted(unclaimed.items())},
        "failures": failures,
    }
