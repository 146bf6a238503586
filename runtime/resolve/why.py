"""Why an entity was chosen, in one sentence made of the features that set it apart."""

import numpy as np
from numpy.typing import NDArray

from device.home.state import Entity
from runtime.resolve.features import COLUMN
from runtime.turn import Context
from runtime.words import the

_REASONS = (
    ("chosen", "you told me so before"),
    ("exact", "that is its name"),
    ("last_done", "we were just talking about it"),
    ("reverses", "you did the opposite with it before"),
    ("appliance_on", "it is on now"),
    ("useful", "it is the one for which that changes something"),
    ("active", "it is the one that is on"),
    ("here", "it is in this room"),
    ("habit_now", "you usually mean it at this time of day"),
    ("habit_ever", "you use it most"),
    ("recent_change", "it changed a moment ago"),
    ("last_room", "we were just talking about that room"),
    ("occupied", "someone is in that room"),
    ("word", "its name says so"),
    ("main", "it is the main one there"),
    ("measures", "it measures that best"),
    ("able", "it suits that best"),
)
"""Feature -> reason, the more telling first."""


def because(entity: Entity, best: NDArray[np.float32], others: NDArray[np.float32], context: Context) -> str:
    """Return the sentence. `best` is the row of the chosen one, `others` the rows of the rest."""
    apart = best - others.max(axis=0)
    reasons = [reason for name, reason in _REASONS if apart[COLUMN[name]] > 0.25]
    if "it is the one that is on" in reasons and "it is the one for which that changes something" in reasons:
        reasons.remove("it is the one for which that changes something")
    told = " and ".join(reasons[:2]) or "it fits best with what you said and did"
    return f"I chose {the(entity, context)} because {told}."
