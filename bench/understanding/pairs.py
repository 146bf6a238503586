"""(f) Minimal pairs of context: right only if both members are, with the same parser without context beside it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from bench.understanding.house import demo, told
from device.home.state import Command, Home, Outcome
from runtime.resolve.choose import resolve
from runtime.resolve.ranker import Ranker
from runtime.turn import Context, Exchange, Interpretation, Question, Request, Slot

SHORT = {
    "ceiling": "light.ceiling", "floor": "light.floor", "desk": "light.desk", "office": "light.office", "kitchen": "light.kitchen",
    "counter": "light.counter", "left": "light.left", "right": "light.right", "hall": "light.hall", "coffee": "switch.coffee",
    "heater": "switch.heater", "blinds": "cover.living", "curtains": "cover.bedroom", "roof": "cover.window", "garage": "cover.garage",
    "front": "lock.front", "back": "lock.back", "tv": "media_player.tv", "radio": "media_player.radio", "robot": "vacuum.robot",
    "oven": "climate.oven", "bedroom.climate": "climate.bedroom",
}  # fmt: skip
NAMES = frozenset(("name", "area", "label"))
_BACK = {"turn_on": "turn_off", "turn_off": "turn_on", "open": "close", "close": "open", "lock": "unlock", "unlock": "lock",
         "media_play": "media_pause", "media_pause": "media_play", "set_brightness": "set", "start": "return_to_base"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One situation and what the sentence means in it."""

    context: Context
    meant: frozenset[str]
    """Entities; empty: Hearth itself."""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in two situations."""

    kind: str
    text: str
    clause: Interpretation
    members: tuple[Member, Member]


def pairs() -> Iterator[Pair]:
    """Yield the rows of pairs.txt, whose head explains how they are written."""
    for line in Path(__file__).with_name("pairs.txt").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, text, words, first, meant_first, second, meant_second = _cells(line)
        clause = _clause(words, text)
        yield Pair(kind, text, clause, (_member(first, meant_first), _member(second, meant_second)))


def _cells(line: str) -> list[str]:
    """Split a row; the bar within a remembered choice is not a border."""
    cells: list[str] = []
    for part in line.split("|"):
        if (
            cells
            and cells[-1].rsplit(";", 1)[-1].strip().startswith("choice ")
            and "=" not in cells[-1].rsplit("choice ", 1)[1]
        ):
            cells[-1] += f"|{part}"
        else:
            cells.append(part)
    assert len(cells) == 7, line
    return [cell.strip() for cell in cells]


def _clause(words: str, text: str) -> Interpretation:
    intent, *slots = words.split()
    return Interpretation(intent, tuple(_slot(slot) for slot in slots), 1.0, text)


def _slot(written: str) -> Slot:
    name, _, rest = written.partition("=")
    said, _, value = rest.partition(":")
    said = said.replace("_", " ")
    if said.isdigit():
        return Slot(name, said, float(said))
    return Slot(name, said, value or None)


def _id(short: str) -> str:
    return SHORT.get(short.strip(), short.strip())


def _member(situation: str, meant: str) -> Member:
    home, room, hour = demo(), None, 19
    history: list[Exchange] = []
    habits: dict[str, float] = {}
    choices: dict[str, str] = {}
    for part in (piece.strip() for piece in situation.split(";") if piece.strip()):
        word, _, rest = part.partition(" ")
        if word == "room":
            room = rest
        elif word == "hour":
            hour = int(rest)
        elif word == "habit":
            at, intent, entity = rest.split()
            habits[f"{_id(entity)}|{intent}|{int(at) // 3}"] = (
                habits.get(f"{_id(entity)}|{intent}|{int(at) // 3}", 0.0) + 9.0
            )
        elif word == "choice":
            key, _, entity = rest.partition("=")
            choices[key] = _id(entity)
        elif word == "did":
            history.append(_did(rest))
        else:
            home = _states(home, word, rest)
    context = Context(home=home, now=datetime(2026, 3, 10, hour, tzinfo=UTC), at=100.0, room=room, history=tuple(history),
                      habits=habits, choices=choices)  # fmt: skip
    if meant == "?" or meant.startswith("ask:"):
        return Member(
            context,
            frozenset(_id(one) for one in meant.removeprefix("ask:").replace("?", "").split(",") if one.strip()),
            asks=True,
        )
    return Member(context, frozenset() if meant == "hearth" else frozenset(_id(one) for one in meant.split(",")))


def _states(home: Home, value: str, entities: str) -> Home:
    for short in entities.split(","):
        entity = _id(short)
        attributes: dict[str, Any] = {"current_temperature": 190.0, "action": "heating"} if value == "heat" else {}
        if value == "on" and entity.startswith("light."):
            attributes = {"brightness": 60.0}
        home = told(home, entity, value, None, **attributes)
    return home


def _did(rest: str) -> Exchange:
    intent, entities, *slots = rest.split()
    ids = tuple(_id(entity) for entity in entities.split(","))
    request = Request(Interpretation(intent, tuple(_slot(slot) for slot in slots), 1.0, ""), ids)
    outcomes = tuple(
        Outcome(Command(i, intent), "confirmed", inverse=Command(i, _BACK.get(intent, "set"))) for i in ids
    )
    return Exchange(intent, intent, (request,), "Done.", outcomes, 98.0)


def right(member: Member, clause: Interpretation, ranker: Ranker, context: Context | None = None) -> bool:
    """Whether the sentence means in this situation what it should."""
    found = resolve(clause, context or member.context, ranker)
    if member.asks:
        if not member.meant:
            return not isinstance(found, Request)
        return isinstance(found, Question) and set(found.options) == member.meant
    return isinstance(found, Request) and set(found.entities) == member.meant


def without(context: Context) -> Context:
    """Take everything from a context but the names in the home."""
    home = msgspec.structs.replace(context.home, states=context.home.states.__class__())
    return Context(home=home, now=context.now, at=context.at)


def run(settings: Any) -> dict[str, Any]:
    """Return the shares of pairs that are right: with context, without, per kind; from gold words and from the NLU's.

    `settings.ranker` scores; `settings.understand(text, home)`, where there is one, reads the sentence.
    """
    table = list(pairs())
    understand = getattr(settings, "understand", None)
    result: dict[str, Any] = {"pairs": len(table), "kinds": len({pair.kind for pair in table})}
    for name, read in (("words_given", None), ("words_understood", understand)):
        if name == "words_understood" and read is None:
            continue
        good: Counter[str] = Counter()
        blind: Counter[str] = Counter()
        total: Counter[str] = Counter()
        failures = []
        for pair in table:
            clauses = [pair.clause if read is None else read(pair.text, member.context.home) for member in pair.members]
            both = [
                right(member, clause, settings.ranker) for member, clause in zip(pair.members, clauses, strict=True)
            ]
            bare = [
                right(member, clause, settings.ranker, without(member.context))
                for member, clause in zip(pair.members, clauses, strict=True)
            ]
            total[pair.kind] += 1
            good[pair.kind] += all(both)
            blind[pair.kind] += all(bare)
            if not all(both):
                failures.append(f"{pair.kind}: {pair.text} ({''.join('+' if one else '-' for one in both)})")
        result[name] = {
            "right": sum(good.values()) / len(table),
            "right_without_context": sum(blind.values()) / len(table),
            "by_kind": {kind: f"{good[kind]}/{total[kind]}" for kind in total},
            "failures": failures,
        }
    return result
