"""(b) The HWU64 test fold on the intents we share: intent accuracy and slot F1, with hassil on the same rows."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.understanding.ohf import OURS
from bench.understanding.peer import Peer
from bench.understanding.scores import flat, shown
from runtime.nlu.tidy import spans_of
from runtime.nlu.vocabulary import Vocabulary

COMPARED = frozenset({"area", "color", "time", "date"})
"""Slots that HWU64 marks wherever they are said; devices it marks in some rows only (\"lights\" never), so they are left out."""


def run(settings: Any) -> dict[str, Any]:
    """Return intent accuracy and slot F1, ours and hassil's."""
    if not settings.data or not (Path(settings.data) / "hwu64" / "testset").is_dir():
        return {"skipped": "no hwu64 in the folder given by --data"}
    from learning.nlu.catalogue import catalogue
    from learning.nlu.corpora import HWU, hwu
    from runtime.nlu.labels import OUT_OF_SCOPE

    home = flat()
    names, peer = Vocabulary.of(home), Peer(home)
    counts: Counter[str] = Counter()
    by_intent: dict[str, Counter[str]] = {}
    shared = set(HWU.values())
    for tagged, intent, _ in hwu(Path(settings.data) / "hwu64" / "testset", catalogue()):
        if intent == OUT_OF_SCOPE or intent not in shared:
            continue
        words = [word for word, _ in tagged]
        text = " ".join(words)
        gold = _marked(
            (span.slot, " ".join(words[span.start : span.end])) for span in spans_of(tag for _, tag in tagged)
        )

        clause = settings.nlu.understand(text, names).clauses[0]
        theirs, slots = peer.understand(text)
        counts["rows"] += 1
        counts["ours"] += clause.intent == intent
        counts["hassil"] += theirs is not None and intent in OURS.get(theirs, ())
        counts["hassil_matched"] += theirs is not None
        by_intent.setdefault(intent, Counter())["right" if clause.intent == intent else clause.intent] += 1
        _count(counts, "ours", gold, _marked((slot.name, slot.text) for slot in clause.slots))
        _count(
            counts,
            "hassil",
            gold,
            _marked((name, str(value)) for name, value in slots.items()),
        )
    total = counts["rows"]
    return {
        "rows": total, "intent": counts["ours"] / total, "intent_hassil": counts["hassil"] / total,
        "hassil_answers": counts["hassil_matched"] / total,
        "slot_f1": _f1(counts, "ours"), "slot_f1_hassil": _f1(counts, "hassil"),
        "shown": [shown(counts["ours"], total), shown(counts["hassil"], total)],
        "by_intent": {name: dict(found) for name, found in sorted(by_intent.items())},
    }  # fmt: skip


def _marked(slots: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the compared slots, without the little words at their edges."""
    little = {"the", "my", "at", "on", "in", "a"}
    return {
        (name, " ".join(word for word in text.split() if word not in little))
        for name, text in slots
        if name in COMPARED
    }


def _count(counts: Counter[str], who: str, gold: set[tuple[str, str]], found: set[tuple[str, str]]) -> None:
    counts[f"{who}_hit"] += len(gold & found)
    counts[f"{who}_found"] += len(found)
    counts[f"{who}_gold"] += len(gold)


def _f1(counts: Counter[str], who: str) -> float:
    return 2 * counts[f"{who}_hit"] / max(counts[f"{who}_found"] + counts[f"{who}_gold"], 1)
