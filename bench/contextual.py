"""Following the conversation: what a rewrite is worth, what it costs.

    python -m bench.contextual [--data FOLDER] [--json]

On our smart-home test conversations always; on CQR (held-out part), GECOR (held-out part), Disfl-QA test and CANARD dev
with a folder of public data. For: copying the utterance, appending the last reply's entities, the published recipe, ours.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from device.home.state import Home
from learning.contextual import corpora
from learning.contextual.dialogues import generate
from learning.contextual.examples import Example
from learning.contextual.metrics import NOUNS, Scored, bootstrap, difference, entities, score, summary
from learning.contextual.recipe_reading import HERE
from learning.contextual.recipe_running import RecipeRewriter
from runtime.rewrite.contextual import Contextual, ContextualSettings
from runtime.rewrite.words import Lexicon, split
from runtime.turn import Exchange

MODEL = Path(__file__).parents[1] / "exported_models" / "contextual"
MAIN = (
    "entity_p",
    "entity_r",
    "entity_f1",
    "when_p",
    "when_r",
    "when_f1",
    "bleu4",
    "exact",
    "hallucination",
    "damaged",
)
Rewrites = Callable[[Example], str]


def copying(example: Example) -> str:
    """Leave everything as it was said."""
    return example.utterance


def appending(example: Example) -> str:
    """Append every entity that the last exchange's reply named and the utterance did not."""
    if not example.turns:
        return example.utterance
    lexicon = Lexicon(example.places, (*example.things, *NOUNS), example.values)
    last = example.turns[-1]
    named = entities(split(last.system), lexicon) | {split(name) for name in last.entities}
    fresh = sorted(named - entities(split(example.utterance), lexicon))
    return " ".join([example.utterance, *(" ".join(name) for name in fresh)])


def systems(model: Contextual) -> dict[str, Rewrites]:
    """Return what is compared."""
    found: dict[str, Rewrites] = {"copy": copying, "append": appending}
    if (HERE / "read.onnx").exists():
        found["recipe"] = RecipeRewriter().rewrite
    found["ours"] = lambda e: model.rewrite_turns(e.utterance, e.turns, e.lexicon, e.pending).text
    return found


def sets(data: Path | None, conversations: int, limit: int) -> dict[str, list[Example]]:
    """Return what is measured on. Nothing of it was trained or tuned on."""
    home = list(generate("test", conversations))
    found = {
        "home": home,
        "home, unseen combinations": [e for e in generate("test", 12 * conversations, conversations) if e.held_out],
    }
    if data is not None:
        found |= {
            "cqr": list(corpora.cqr(data, "test")),
            "gecor": list(corpora.gecor(data, "test")),
            "disfl_qa": list(corpora.disfl_qa(data, "test"))[:limit],
        }
        found["canard"] = list(corpora.canard(data))[:limit]
    return found


def groups(rows: Sequence[Scored]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return entity F1, exact match and when-to-rewrite recall by kind of reference and by distance of the referent."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name in ("kind", "distance"):
        by: dict[str, list[Scored]] = {}
        for row in rows:
            by.setdefault(getattr(row, name), []).append(row)
        found[name] = {}
        for value, mine in sorted(by.items()):
            interval = bootstrap(mine, 200)
            scores = summary(mine)
            found[name][value] = {
                "turns": len(mine),
                **{m: [scores[m], *interval[m]] for m in ("entity_f1", "exact", "when_r", "damaged")},
            }
    return found


def quality(found: dict[str, list[Example]], rewriters: dict[str, Rewrites]) -> dict[str, Any]:
    """Return every metric with its interval for every system on every set."""
    report: dict[str, Any] = {}
    for name, examples in found.items():
        scored = {who: [score(e, rewrite(e)) for e in examples] for who, rewrite in rewriters.items()}
        report[name] = {"turns": len(examples), "needed": sum(e.needed for e in examples), "systems": {}}
        for who, rows in scored.items():
            scores, interval = summary(rows), bootstrap(rows)
            report[name]["systems"][who] = {m: [scores[m], *interval[m]] for m in MAIN}
        report[name]["ours"] = groups(scored["ours"])
        if "recipe" in scored:
            report[name]["recipe"] = groups(scored["recipe"])
            gap = difference(scored["ours"], scored["recipe"])
            report[name]["ours minus recipe"] = {m: list(gap[m]) for m in ("entity_f1", "when_f1", "bleu4")}
    return report


def _milliseconds(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    clock, worked = np.array(times).T * 1000
    found = {f"cpu p{q}": round(float(np.percentile(worked, q)), 2) for q in (50, 95, 99)}
    return found | {f"clock p{q}": round(float(np.percentile(clock, q)), 2) for q in (50, 95)}


def _timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Return seconds by the clock and seconds of this thread's CPU: beside other jobs the clock also counts waiting."""
    began, worked = time.perf_counter(), time.thread_time()
    call()
    return time.perf_counter() - began, time.thread_time() - worked


def cost(examples: Sequence[Example]) -> dict[str, Any]:
    """Return latency (everything new; and the past encoded already, as in the product), memory and size."""
    before = _resident()
    model = Contextual.open(MODEL)
    model.rewrite_turns("warm up", [], Lexicon())
    held = _resident() - before
    lexicons = [e.lexicon for e in examples]
    fresh, kept, copied = [], [], []
    for example, lexicon in zip(examples, lexicons, strict=True):
        call = partial(model.rewrite_turns, example.utterance, example.turns, lexicon, example.pending)
        fresh.append(_timed(call))
        again = _timed(call)
        kept.append(again)
        if example.needed:
            copied.append(again)
    size = sum(file.stat().st_size for file in MODEL.glob("*.onnx"))
    return {
        "turns": len(examples), "ms, nothing encoded before": _milliseconds(fresh), "ms, past encoded before": _milliseconds(kept),
        "ms, past encoded before, rewritten turns": _milliseconds(copied), "resident_mb": round(held, 1), "model_mb": round(size / 1e6, 2),
    }  # fmt: skip


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def lengths() -> list[dict[str, Any]]:
    """Return what a turn costs after 1 to 20 exchanges: with the bounded past of the product, and looking at all of it."""
    talk = [e for e in generate("test", 60, 9000) if e.turns]
    past = [
        Exchange(turn.user, turn.user, (), turn.system, at=float(n))
        for n, turn in enumerate(t for e in talk for t in e.turns[-1:])
    ][:20]
    bounded, whole = Contextual.open(MODEL), Contextual.open(MODEL, ContextualSettings(turns=20))
    report = []
    for length in range(1, 21):
        row: dict[str, Any] = {"exchanges": length}
        for name, model in (("bounded", bounded), ("all", whole)):
            history = past[:length]
            times = []
            for turn in range(12):
                # The newest exchange is new each time: this is what a turn costs in a running conversation.
                newest = Exchange(
                    f"{history[-1].heard} {turn}",
                    f"{history[-1].heard} {turn}",
                    (),
                    history[-1].reply,
                    at=history[-1].at,
                )
                model.rewrite("and in the bedroom", history[:-1], 30.0, None, Home())
                times.append(
                    _timed(partial(model.rewrite, "and in the bedroom", [*history[:-1], newest], 30.0, None, Home()))
                )
            row[name] = _milliseconds(times)["cpu p50"]
        report.append(row)
    return report


def shown(report: dict[str, Any]) -> str:
    """Return the report as Markdown tables."""
    lines: list[str] = []
    for name, found in report["quality"].items():
        lines += [
            f"### {name} ({found['turns']} turns, {found['needed']} to rewrite)",
            "",
            "| system | " + " | ".join(MAIN) + " |",
            "|---" * (len(MAIN) + 1) + "|",
        ]
        for who, row in found["systems"].items():
            lines.append(
                f"| {who} | " + " | ".join(f"{row[m][0]:.1f} ({row[m][1]:.1f}-{row[m][2]:.1f})" for m in MAIN) + " |"
            )
        gap = found.get("ours minus recipe")
        if gap:
            lines += [
                "",
                "Ours minus the recipe, paired: "
                + ", ".join(f"{m} {low:+.1f} to {high:+.1f}" for m, (low, high) in gap.items())
                + ".",
            ]
        for by in ("kind", "distance"):
            lines += [
                "",
                f"| {by} | turns | ours: entity F1 | exact | rewritten | left alone but changed | recipe: entity F1 |",
                "|---|---|---|---|---|---|---|",
            ]
            for value, row in found["ours"][by].items():
                theirs = found.get("recipe", {}).get(by, {}).get(value)
                cells = [
                    f"{row[m][0]:.1f} ({row[m][1]:.1f}-{row[m][2]:.1f})"
                    for m in ("entity_f1", "exact", "when_r", "damaged")
                ]
                lines.append(
                    f"| {value} | {row['turns']} | " + " | ".join(cells) + f" | {theirs['entity_f1'][0]:.1f} |"
                    if theirs
                    else f"| {value} | {row['turns']} | " + " | ".join(cells) + " | |"
                )
        lines.append("")
    lines += [
        "### Cost",
        "",
        "```",
        json.dumps(report["cost"], indent=1),
        "```",
        "",
        "| exchanges before | CPU ms (median), bounded past as shipped | looking at all of it |",
        "|---|---|---|",
    ]
    lines += [f"| {row['exchanges']} | {row['bounded']} | {row['all']} |" for row in report["lengths"]]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of public data: cqr, gecor, disfl_qa, canard")
    parser.add_argument("--conversations", type=int, default=300, help="of our own test split")
    parser.add_argument(
        "--limit", type=int, default=600, help="turns of Disfl-QA and of CANARD, from the start of their files"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.data is None:
        print("no --data: CQR, GECOR, Disfl-QA and CANARD are skipped")
    found = sets(options.data, options.conversations, options.limit)
    report = {
        "cost": cost(found["home"][:400]),
        "lengths": lengths(),
        "quality": quality(found, systems(Contextual.open(MODEL))),
    }
    print(shown(report))
    if options.json:
        print(json.dumps(report))


if __name__ == "__main__":
    main()
