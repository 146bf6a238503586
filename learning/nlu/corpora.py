"""Public corpora as sentences of our catalogue: HWU64 (train), CLINC150 (train), SNIPS. Whole-intent labels; slots where they map.

A row is (words with tags, intent, whether the tags are to be trusted). Rows without a counterpart of ours are out of scope.
"""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from learning.nlu.grammar import Tagged
from runtime.nlu.labels import OUT_OF_SCOPE
from runtime.nlu.words import split

Row = tuple[Tagged, str, bool]

HWU = {
    "alarm_query": "alarm_list", "alarm_remove": "alarm_cancel", "alarm_set": "alarm_set", "audio_volume_mute": "mute",
    "audio_volume_up": "set_volume", "audio_volume_down": "set_volume", "general_commandstop": "stop", "general_repeat": "repeat",
    "general_negate": "wrong", "iot_cleaning": "start", "iot_coffee": "turn_on", "iot_hue_lightchange": "set_color",
    "iot_hue_lightdim": "set_brightness", "iot_hue_lightup": "set_brightness", "iot_hue_lightoff": "turn_off",
    "iot_hue_lighton": "turn_on", "iot_wemo_off": "turn_off", "iot_wemo_on": "turn_on",
}  # fmt: skip
HWU_SKIPPED = frozenset("general_affirm general_confirm general_praise general_explain general_dontcare datetime_query calendar_set calendar_query calendar_remove "
                        "music_settings play_music play_radio play_podcasts play_audiobook music_likeness".split())  # fmt: skip
"""Neither ours nor foreign: mixtures of both, left out of training and of measuring."""
HWU_SLOTS = {
    "house_place": "area",
    "color_type": "color",
    "time": "time",
    "date": "date",
    "device_type": "device",
    "coffee_type": "",
}
CLINC = {
    "timer": "timer_start", "alarm": "alarm_set", "time": "ask_time", "date": "ask_date", "reminder": "reminder_list",
    "reminder_update": "reminder_set", "what_can_i_ask_you": "help", "yes": "affirm", "no": "deny", "repeat": "repeat",
    "cancel": "stop", "change_volume": "set_volume", "next_song": "media_next", "thank_you": "thanks",
}  # fmt: skip
CLINC_SKIPPED = frozenset(
    "smart_home play_music maybe whisper_mode change_speed cook_time reset_settings todo_list timezone".split()
)
PLACE_TIME = re.compile(r"\b(in|at|for)\s+(?!the (morning|afternoon)|my area|here)\w+", re.IGNORECASE)
PIECE = re.compile(r"\[(\w+) : ([^\]]+)\]|([^\[\]]+)")


def hwu_words(annotation: str, allowed: frozenset[str]) -> Tagged:
    """Read `[type : value]` annotations into tags of ours; what has no counterpart is outside."""
    tagged: Tagged = []
    for kind, value, plain in PIECE.findall(annotation):
        slot = HWU_SLOTS.get(kind, "")
        words = split(value or plain)
        if slot == "device":
            slot = _device_slot(words)
        if slot == "area" and words in {("house",), ("apartment",), ("home",), ("flat",)}:
            slot = "quantifier"
        mine = slot in allowed
        tagged.extend((word, f"{'I' if number else 'B'}-{slot}" if mine else "O") for number, word in enumerate(words))
    return tagged


def _device_slot(words: tuple[str, ...]) -> str:
    from runtime.nlu.lexicon import KINDS

    return "kind" if " ".join(words) in KINDS else "name"


def hwu(folder: Path, slots: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    """Yield the rows of one fold's folder (`trainset` or `testset`)."""
    for path in sorted(folder.glob("*.csv")):
        if path.stem in HWU_SKIPPED:
            continue
        intent = HWU.get(path.stem, OUT_OF_SCOPE)
        with path.open(newline="", errors="replace") as file:
            for row in csv.DictReader(file, delimiter=";"):
                tagged = hwu_words(row["answer_annotation"], frozenset(slots[intent]))
                if tagged:
                    yield tagged, intent, False


def clinc(path: Path, split_name: str = "train") -> Iterator[Row]:
    """Yield one split of CLINC150 with its out-of-scope rows."""
    data = json.loads(path.read_text())
    for text, label in data[split_name] + data[f"oos_{split_name}"]:
        if label in CLINC_SKIPPED:
            continue
        intent = CLINC.get(label, OUT_OF_SCOPE)
        if (intent == "ask_time" and PLACE_TIME.search(text)) or (intent == "ask_time" and "zone" in text):
            intent = OUT_OF_SCOPE
        if intent == "reminder_list" and "remind" not in text:
            continue  # to-do lists: neither ours nor foreign
        words = split(text)
        if words:
            yield [(word, "O") for word in words], intent, intent == OUT_OF_SCOPE


def snips(folder: Path) -> Iterator[Row]:
    """Yield the SNIPS training rows: all out of scope here."""
    for path in sorted(folder.glob("*/train_*_full.json")):
        data = json.loads(path.read_text(encoding="utf-8", errors="replace"))
        for row in next(iter(data.values())):
            words = split("".join(piece["text"] for piece in row["data"]))
            if words:
                yield [(word, "O") for word in words], OUT_OF_SCOPE, True
