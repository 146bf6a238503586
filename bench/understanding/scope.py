"""(e) Out of scope: CLINC150's test part, by the NLU and by what is done with its confidence. Fitted on other parts."""

from pathlib import Path
from typing import Any

from bench.understanding.scores import flat, shown
from runtime.nlu.labels import OUT_OF_SCOPE
from runtime.nlu.vocabulary import Vocabulary
from runtime.resolve.sure import understood


def run(settings: Any) -> dict[str, Any]:
    """Return the recall of what is foreign and the share of ours that is rejected."""
    if not settings.data or not (Path(settings.data) / "clinc").is_dir():
        return {"skipped": "no clinc in the folder given by --data"}
    import json

    from learning.nlu.corpora import clinc

    path = Path(settings.data) / "clinc" / "data_full.json"
    oos = {text for text, _ in json.loads(path.read_text())["oos_test"]}
    names = Vocabulary.of(flat())
    counts = {"oos": [0, 0], "other_domains": [0, 0], "ours": [0, 0]}
    right = 0
    oos_words = {" ".join(_words(text)) for text in oos}
    for tagged, intent, _ in clinc(path, "test"):
        text = " ".join(word for word, _ in tagged)
        clause = settings.nlu.understand(text, names).clauses[0]
        found = clause.intent if understood(clause) else OUT_OF_SCOPE
        group = "ours" if intent != OUT_OF_SCOPE else "oos" if text in oos_words else "other_domains"
        counts[group][0] += found == OUT_OF_SCOPE
        counts[group][1] += 1
        right += group == "ours" and found == intent
    return {
        "oos_recall": counts["oos"][0] / counts["oos"][1],
        "other_domains_recall": counts["other_domains"][0] / counts["other_domains"][1],
        "false_rejection": counts["ours"][0] / counts["ours"][1],
        "intent_accuracy_of_ours": right / counts["ours"][1],
        "shown": [shown(*counts["oos"]), shown(*counts["other_domains"]), shown(*counts["ours"])],
        "rows": {name: total for name, (_, total) in counts.items()},
    }


def _words(text: str) -> tuple[str, ...]:
    from runtime.nlu.words import split

    return split(text)
