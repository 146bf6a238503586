"""What the parts on wording share: the home they speak in, Wilson intervals, and the comparison of slots."""

import math
from collections.abc import Iterable
from pathlib import Path

from bench.understanding.house import entity, home
from device.home.state import Home
from runtime.nlu.labels import OUT_OF_SCOPE, labels_hash
from runtime.nlu.model import Nlu
from runtime.skills import catalogue
from runtime.turn import Interpretation

MODEL = Path(__file__).parents[2] / "exported_models" / "nlu"
TARGETS = frozenset({"name", "kind", "area", "floor"})
"""Slots whose division is the resolver's business: "the bedroom blinds" may be one name, or a room and a kind."""


def nlu(folder: Path = MODEL) -> Nlu:
    """Open the exported model for the skills' catalogue."""
    intents = (*catalogue(), (OUT_OF_SCOPE, ()))
    return Nlu.open(folder, dict(intents), labels_hash(intents))


def wilson(right: int, total: int) -> tuple[float, float, float]:
    """Return the share and its 95 % interval (Wilson 1927)."""
    if not total:
        return 0.0, 0.0, 0.0
    share, z = right / total, 1.96
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return share, middle - half, middle + half


def shown(right: int, total: int) -> str:
    """Return "93.1 % (90.2-95.1)"."""
    share, low, high = wilson(right, total)
    return f"{100 * share:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def said(clause: Interpretation) -> frozenset[tuple[str, str]]:
    """Return slots as (name, words), those that say what is meant as single words."""
    return bare((slot.name, slot.text) for slot in clause.slots)


def bare(slots: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return slots without articles, the words of targets one by one; the words of changes are not compared."""
    found: set[tuple[str, str]] = set()
    for name, text in slots:
        words = [word for word in text.split() if word not in {"the", "my", "a", "an", "of", "in"}]
        if name in TARGETS:
            found.update(("target", word) for word in words)
        else:
            found.add((name, "" if name == "change" else " ".join(words)))
    return frozenset(found)


def flat() -> Home:
    """Return the home of the paraphrases."""
    things = [
        ("light", "ceiling light", "kitchen"), ("light", "floor lamp", "living room"),
        ("light", "desk lamp", "office"), ("light", "ceiling light", "bedroom"),
        ("light", "ceiling light", "hallway"), ("cover", "blinds", "bedroom"),
        ("cover", "left curtain", "living room"), ("cover", "right curtain", "living room"),
        ("cover", "shutters", "office"), ("cover", "garage door", "garage"),
        ("lock", "front door", "hallway"), ("climate", "thermostat", "bedroom"),
        ("climate", "air conditioning", "office"), ("media_player", "radio", "kitchen"),
        ("media_player", "tv", "living room"), ("scene", "movie time", None),
        ("scene", "party", None), ("vacuum", "rosie", "hallway"),
        ("switch", "coffee machine", "kitchen"), ("switch", "oven", "kitchen"),
        ("switch", "kettle", "kitchen"), ("fan", "bathroom fan", "bathroom"),
        ("fan", "fan", "office"), ("device_tracker", "anna", None),
        ("sensor", "temperature", "kitchen"), ("humidifier", "humidifier", "bedroom"),
        ("button", "doorbell", "hallway"), ("alarm_control_panel", "alarm", None),
        ("select", "washing program", "bathroom"),
    ]  # fmt: skip
    return home([entity(f"{platform}.{number}", name, room) for number, (platform, name, room) in enumerate(things)])
