"""Public dialogues: CQR (KVRET), GECOR (CamRest676), Disfl-QA, CANARD. Read from a folder of public data, split by dialogue.

CQR has only its dev set in public, so that we split it: 60 % train, 15 % dev, 25 % held out. GECOR: 75 / 10 / 15.
Disfl-QA has its own three. CANARD (share-alike) is only ever measured. The splits hang on the number of the dialogue alone.
"""

import json
import random
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from learning.contextual.examples import Example
from runtime.rewrite.source import Turn
from runtime.rewrite.words import split

PLACES = ("poi", "address", "location", "area")
THINGS = ("poi_type", "event", "agenda", "party", "room", "food")


def part(corpus: str, number: int | str, train: int, dev: int) -> str:
    """Assign a dialogue to train, dev or test for ever; `train` and `dev` are percentages."""
    bucket = zlib.crc32(f"{corpus} {number}".encode()) % 100
    return "train" if bucket < train else "dev" if bucket < train + dev else "test"


def _flat(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item.strip() for item in values if isinstance(item, str) and item.strip()]


# ------------------------------------------------------------------------------------------------------------- CQR


def _known(dialogue: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the assistant knows: the values of the scenario's knowledge base by column."""
    found: dict[str, list[str]] = {}
    for item in dialogue["scenario"]["kb"]["items"] or []:
        for column, value in item.items():
            parts = [value] if column == "address" else [v.strip() for v in value.split(",")]
            found.setdefault(column, []).extend(parts)
    return found


def _gazetteer(dialogues: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for dialogue in dialogues:
        for turn in dialogue["dialogue"]:
            for name, value in (turn.get("reformulation") or {}).get("slots", {}).items():
                found.setdefault(name, set()).update(v for v in _flat(value) if len(split(v)) < 6)
    return found


_KIND = (("locative", "locative"), ("nominal", "nominal"), ("pronominal", "anaphora"), ("reorder", "ellipsis"))


def _cqr_kind(reformulation: dict[str, Any], at: int) -> str:
    if not reformulation["reformulated_utt"]:
        return "alone"
    if reformulation["base_utt_idx"] < at - 1:
        return "merge"
    flag = reformulation.get("flag") or ""
    return next((kind for word, kind in _KIND if word in flag), "ellipsis")


def cqr(data: Path, wanted: str) -> Iterator[Example]:
    """Yield the examples of one part of CQR's public dev set."""
    path = data / "cqr" / "cqr_kvret_dev_public.json"
    dialogues = json.loads(path.read_text())
    names = _gazetteer(d for number, d in enumerate(dialogues) if part("cqr", number, 60, 15) == "train")
    for number, dialogue in enumerate(dialogues):
        if part("cqr", number, 60, 15) != wanted:
            continue
        known = _known(dialogue)
        columns = {name: sorted({*names.get(name, ()), *known.get(name, ())}) for name in {*names, *known}}
        places = tuple(v for name in PLACES for v in columns.get(name, ()))
        things = tuple(v for name in THINGS for v in columns.get(name, ()))
        values = tuple(v for name in sorted(columns) if name not in PLACES + THINGS for v in columns[name])
        texts = [turn["data"]["utterance"] for turn in dialogue["dialogue"]]
        for at, turn in enumerate(dialogue["dialogue"]):
            reformulation = turn.get("reformulation")
            if reformulation is None or at == 0 or dialogue["dialogue"][at - 1]["turn"] != "driver":
                continue
            history = tuple(Turn(texts[i], texts[i + 1]) for i in range(0, at - 2, 2))
            target = reformulation["reformulated_utt"] or texts[at - 1]
            kind = _cqr_kind(reformulation, at)
            gold = tuple(v for value in (reformulation.get("gold_slots") or []) for v in _flat(value))
            yield Example(
                history, texts[at - 1], target, kind, "cqr", places=places, things=things, values=values, gold=gold
            )


# ----------------------------------------------------------------------------------------------------------- GECOR

_NAME = re.compile(r"\b(?:[A-Z][a-z]+(?: (?:[A-Z][a-z]+|and|of|the|at))* [A-Z][a-z]+|[A-Z][a-z]{3,})\b")


def gecor(data: Path, wanted: str) -> Iterator[Example]:
    """Yield the examples of one part of GECOR: each turn as said, and its forms with ellipsis and with co-reference."""
    dialogues = json.loads((data / "gecor" / "CamRest676_annotated.json").read_text())
    slots: dict[str, set[str]] = {}
    for number, dialogue in enumerate(dialogues):
        if part("gecor", number, 75, 10) == "train":
            for turn in dialogue["dial"]:
                for act in turn["usr"]["slu"]:
                    for name, value in act["slots"]:
                        slots.setdefault(name, set()).add(value)
    for number, dialogue in enumerate(dialogues):
        if part("gecor", number, 75, 10) != wanted:
            continue
        history: list[Turn] = []
        names: set[str] = set()
        for turn in dialogue["dial"]:
            user = turn["usr"]
            complete = user["transcript_complete"]
            forms = [(user["transcript_with_ellipsis"], "ellipsis"), (user["transcript_with_coreference"], "anaphora")]
            forms = [(text, kind) for text, kind in forms if text] or [(complete, "alone")]
            for text, kind in forms:
                same = split(text) == split(complete)
                yield Example(
                    tuple(history[-5:]), text, text if same else complete, "alone" if same else kind, "gecor",
                    places=tuple(sorted(slots.get("area", ()))),
                    things=tuple(sorted({*names, *slots.get("food", ())})),
                    values=tuple(sorted(slots.get("pricerange", ()))),
                )  # fmt: skip
            names |= {
                name
                for name in _NAME.findall(turn["sys"]["sent"])
                if name not in {"Would", "There", "What", "The", "Their", "They"}
            }
            history.append(Turn(user["transcript"], turn["sys"]["sent"]))


# -------------------------------------------------------------------------------------------------- Disfl-QA, CANARD


def disfl_qa(data: Path, wanted: str) -> Iterator[Example]:
    """Yield Disfl-QA's questions: the one with a slip, and, for every other one, the fluent one, to be left alone."""
    rows = json.loads((data / "disfl_qa" / f"{wanted}.json").read_text())
    for number, row in enumerate(rows.values()):
        if not split(row["disfluent"]) or not split(row["original"]):
            continue
        same = split(row["disfluent"]) == split(row["original"])
        yield Example(
            (),
            row["disfluent"],
            row["disfluent"] if same else row["original"],
            "alone" if same else "repair",
            "disfl_qa",
        )
        if number % 2:
            yield Example((), row["original"], row["original"], "alone", "disfl_qa")


def canard(data: Path) -> Iterator[Example]:
    """Yield CANARD's dev set. Measure only: its licence asks to share alike."""
    for row in json.loads((data / "canard" / "dev.json").read_text()):
        past = row["History"]
        turns = (
            Turn(" ".join(past[:2])),
            *(Turn(past[i], past[i + 1] if i + 1 < len(past) else "") for i in range(2, len(past), 2)),
        )
        same = split(row["Question"]) == split(row["Rewrite"])
        yield Example(
            turns[-6:],
            row["Question"],
            row["Question"] if same else row["Rewrite"],
            "alone" if same else "anaphora",
            "canard",
        )


# ---------------------------------------------------------------------------------------------------- augmentation


def cqr_columns(data: Path) -> dict[str, tuple[str, ...]]:
    """Return the names of each sort that CQR's training part mentions or knows."""
    dialogues = json.loads((data / "cqr" / "cqr_kvret_dev_public.json").read_text())
    mine = [d for number, d in enumerate(dialogues) if part("cqr", number, 60, 15) == "train"]
    found = {name: set(values) for name, values in _gazetteer(mine).items()}
    for dialogue in mine:
        for name, values in _known(dialogue).items():
            found.setdefault(name, set()).update(values)
    return {
        name: tuple(sorted({v.lower() for v in values if 1 <= len(split(v)) <= 5})) for name, values in found.items()
    }


def gecor_columns(data: Path) -> dict[str, tuple[str, ...]]:
    """Return the kinds of food, the areas and the prices that GECOR's training part mentions."""
    found: dict[str, set[str]] = {"things": set(), "places": set(), "values": set()}
    for example in gecor(data, "train"):
        found["places"] |= set(example.places)
        found["values"] |= set(example.values)
        found["things"] |= {name for name in example.things if name.islower()}
    return {name: tuple(sorted(v for v in values if len(split(v)) <= 3)) for name, values in found.items()}


def varied(rng: random.Random, example: Example, columns: dict[str, tuple[str, ...]]) -> Example:
    """Swap the names in a dialogue for others of their sort, everywhere: 160 dialogues must not be learned by heart."""
    texts = " ".join([example.utterance, example.target, *(f"{t.user} {t.system}" for t in example.turns)]).lower()
    swaps: dict[str, str] = {}
    for pool in columns.values():
        for name in sorted(pool, key=len, reverse=True):
            if len(name) > 3 and name in texts and not any(name in other for other in swaps) and rng.random() < 0.7:
                swaps[name] = rng.choice(pool)
    if not swaps:
        return example
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in swaps), re.IGNORECASE)

    def swap(text: str) -> str:
        return pattern.sub(lambda match: swaps[match[0].lower()], text)

    turns = tuple(Turn(swap(t.user), swap(t.system), t.entities, t.rooms) for t in example.turns)
    utterance = swap(example.utterance)
    return msgspec.structs.replace(
        example, turns=turns, utterance=utterance, target=swap(example.target) if example.needed else utterance
    )
