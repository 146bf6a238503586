"""The labels of the model and the hash that ties a model to the intent catalogue it was trained for."""

import hashlib
import json
from collections.abc import Iterable, Sequence

SLOTS = (
    "name area floor kind quantifier except brightness percent level change color temperature mode state quantity "
    "duration change_duration time date label message option alias pin"
).split()
"""Every slot, in the order of the model's outputs. A new one goes to the end."""
TAGS = ("O", *(f"{prefix}-{slot}" for slot in SLOTS for prefix in "BI"))
"""Tag of each word: outside, or beginning/inside of a slot."""
OUT_OF_SCOPE = "out_of_scope"
JOINTS = ("inside", "begins", "between")
"""What a word does to the clauses: goes on, begins the next one, or stands between two ("and then")."""


def labels_hash(catalogue: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a short hash of the intents that skills serve and of their slots; the order of neither matters."""
    canonical = sorted((intent, sorted(slots)) for intent, slots in catalogue if intent != OUT_OF_SCOPE)
    return hashlib.sha256(json.dumps(canonical, separators=(",", ":")).encode()).hexdigest()[:16]
