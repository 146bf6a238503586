"""The public corpora are read as they are written, and split by dialogue."""

import json
import random

from learning.contextual import corpora
from learning.contextual.examples import Example
from runtime.rewrite.source import Turn

ASKED, TOLD = "find a coffee place", "Philz is 2 miles away."


def cqr_dialogue():
    return {
        "scenario": {"kb": {"items": [{"poi": "Philz", "poi_type": "coffee place", "address": "5 Alma St"}]}},
        "dialogue": [
            {"turn": "driver", "data": {"utterance": ASKED}},
            {"turn": "assistant", "data": {"utterance": TOLD}},
            {"turn": "driver", "data": {"utterance": "take me there"}},
            {
                "turn": "assistant",
                "data": {"utterance": "Setting off."},
                "reformulation": {
                    "base_utt_idx": 2,
                    "flag": "locative",
                    "reformulated_utt": "take me to Philz",
                    "slots": {"poi": "Philz"},
                    "gold_slots": ["Philz"],
                },
            },
            {"turn": "driver", "data": {"utterance": "thanks"}},
            {
                "turn": "assistant",
                "data": {"utterance": "Any time."},
                "reformulation": {"base_utt_idx": 4, "reformulated_utt": None, "slots": {}},
            },
        ],
    }


def write(folder, name, value):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def test_cqr(tmp_path):
    write(tmp_path, "cqr/cqr_kvret_dev_public.json", [cqr_dialogue() for _ in range(40)])
    parts = {name: list(corpora.cqr(tmp_path, name)) for name in ("train", "dev", "test")}
    assert sum(map(len, parts.values())) == 80
    assert all(parts.values())
    lean, alone = parts["train"][:2]
    assert (lean.utterance, lean.target, lean.kind) == ("take me there", "take me to Philz", "locative")
    assert lean.turns == (Turn(ASKED, TOLD),)
    assert (alone.utterance, alone.needed, alone.kind) == ("thanks", False, "alone")
    assert "Philz" in lean.places


def test_names_are_swapped_everywhere(tmp_path):
    write(tmp_path, "cqr/cqr_kvret_dev_public.json", [cqr_dialogue() for _ in range(10)])
    example = next(e for name in ("train", "dev", "test") for e in corpora.cqr(tmp_path, name) if e.needed)
    found = [corpora.varied(random.Random(seed), example, {"poi": ("philz", "red rock")}) for seed in range(20)]
    swapped = next(e for e in found if "red rock" in e.target)
    assert "red rock" in swapped.turns[0].system
    assert "Philz" not in swapped.turns[0].system


def test_gecor(tmp_path):
    turn = {
        "usr": {
            "transcript": "What is their address?",
            "transcript_complete": "What is the address of Da Vinci Pizzeria?",
            "transcript_with_ellipsis": "What is the address?",
            "transcript_with_coreference": "What is their address?",
            "slu": [],
        },
        "sys": {"sent": "It is in the north."},
    }
    first = {
        "usr": {
            "transcript": "I want Italian food",
            "transcript_complete": "I want Italian food",
            "transcript_with_ellipsis": "",
            "transcript_with_coreference": "",
            "slu": [{"act": "inform", "slots": [["food", "italian"]]}],
        },
        "sys": {"sent": "Da Vinci Pizzeria serves it."},
    }
    write(tmp_path, "gecor/CamRest676_annotated.json", [{"dial": [first, turn]} for _ in range(40)])
    found = list(corpora.gecor(tmp_path, "train"))
    assert {e.kind for e in found} == {"alone", "ellipsis", "anaphora"}
    lean = next(e for e in found if e.kind == "ellipsis")
    assert lean.turns == (Turn("I want Italian food", "Da Vinci Pizzeria serves it."),)
    assert "Da Vinci Pizzeria" in lean.things


def test_disfl_qa(tmp_path):
    rows = {str(n): {"original": "where is warsaw", "disfluent": "when no where is warsaw"} for n in range(2)}
    write(tmp_path, "disfl_qa/dev.json", rows | {"empty": {"original": "x", "disfluent": " "}})
    assert [(e.kind, e.needed) for e in corpora.disfl_qa(tmp_path, "dev")] == [
        ("repair", True), ("repair", True), ("alone", False),
    ]  # fmt: skip


def test_a_part_is_for_ever():
    parts = [corpora.part("cqr", n, 60, 15) for n in range(271)]
    assert (parts.count("train"), parts.count("dev"), parts.count("test")) == (179, 29, 63)


def test_canard(tmp_path):
    write(
        tmp_path,
        "canard/dev.json",
        [{"History": ["Zappa", "Band", "Who?", "Frank"], "Question": "When?", "Rewrite": "When did Zappa?"}],
    )
    example = next(iter(corpora.canard(tmp_path)))
    assert isinstance(example, Example)
    assert example.turns == (Turn("Zappa Band"), Turn("Who?", "Frank"))
