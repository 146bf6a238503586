"""(c) Free paraphrases that no training saw, and (d) the same through the recogniser's noise."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.understanding.scores import bare, flat, said, shown
from runtime.nlu.vocabulary import Vocabulary
from runtime.turn import Interpretation

ROWS = Path(__file__).parent / "paraphrases.txt"
SECOND = Path(__file__).parent / "paraphrases_second.txt"
"""Written later: its failures were read by nobody who could still change the model."""
RATES = (0.05, 0.1, 0.2)


def rows(path: Path = ROWS) -> Iterator[tuple[list[str], str, list[list[tuple[str, str]]]]]:
    """Yield intents, the sentence and the slots of each clause."""
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        intents, text, slots = (part.strip() for part in line.split("|"))
        yield (
            intents.split(" + "),
            text,
            [
                [
                    (pair.partition("=")[0].strip(), pair.partition("=")[2].strip())
                    for pair in part.split(";")
                    if "=" in pair
                ]
                for part in slots.split(" / ")
            ],
        )


def run(settings: Any) -> dict[str, Any]:
    """Return intents right and everything right, clean and at three rates of noise."""
    from learning.nlu.noise import Noise

    names = Vocabulary.of(flat())
    table = list(rows())
    second = list(rows(SECOND))
    noise = Noise(word for _, text, _ in table for word in text.split())
    result: dict[str, Any] = {"sentences": len(table)}
    failures = []
    for rate in (0.0, *RATES):
        rng = random.Random(77)
        intents_right = all_right = total = 0
        for intents, text, slots in table:
            for _ in range(5 if rate else 1):
                heard = (
                    " ".join(word for word, _ in noise([(word, "O") for word in text.split()], rng, rate))
                    if rate
                    else text
                )
                found = settings.nlu.understand(heard, names).clauses
                same, whole = _right(found, intents, slots)
                total += 1
                intents_right += same
                all_right += whole
                if not rate and not whole:
                    failures.append(
                        f"{text!r} -> "
                        + " || ".join(f"{one.intent} {[(s.name, s.text) for s in one.slots]}" for one in found)
                    )
        result[f"noise_{rate}"] = {
            "intents": intents_right / total,
            "all": all_right / total,
            "shown": [shown(intents_right, total), shown(all_right, total)],
        }
    rights = [_right(settings.nlu.understand(text, names).clauses, intents, slots) for intents, text, slots in second]
    intents_right, all_right = (sum(each) for each in zip(*rights, strict=True))
    result["second_set"] = {
        "sentences": len(second),
        "intents": intents_right / len(second),
        "all": all_right / len(second),
        "shown": [shown(intents_right, len(second)), shown(all_right, len(second))],
    }
    return result | {"failures": failures}


def _right(
    found: Sequence[Interpretation], intents: list[str], slots: list[list[tuple[str, str]]]
) -> tuple[bool, bool]:
    """Return whether all intents are right, and whether the slots are too."""
    same = [clause.intent for clause in found] == intents
    return same, same and all(said(clause) == bare(wanted) for clause, wanted in zip(found, slots, strict=False))
