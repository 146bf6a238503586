"""Who scores candidates: the learned ranker, or plain weights where there is no model.

Both take the features of `runtime.resolve.features`; neither knows what they mean.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from device.errors import ModelBroken
from runtime.resolve.features import COLUMN, FEATURES

CLOSE_CALL = 0.55
"""Two candidates whose scores differ by less than this are too close to choose: ask. A score is a logit, so this is 63 %."""


class Ranker(Protocol):
    """Scores candidates; the higher the likelier, on the scale of logits."""

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return float32 [N] for features float32 [N, F]."""
        ...


class Learned:
    """The ONNX model, given its open session: one input float32 [N, F], one output float32 [N]."""

    def __init__(self, session: Any) -> None:
        """Take an open session. Raises ModelBroken when it was taught other features."""
        columns = session.get_inputs()[0].shape[-1]
        if columns != len(FEATURES):
            raise ModelBroken(
                f"the ranker was taught {columns} features, not {len(FEATURES)}; run `python -m learning.ranker`"
            )
        self._session = session
        self._input: str = session.get_inputs()[0].name

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the model's scores."""
        scores: NDArray[np.float32] = self._session.run(None, {self._input: features})[0]
        return scores


_WEIGHTS = {
    "name": 2.0, "exact": 1.0, "kind": 1.5, "word": 1.0, "able": 2.0, "useful": 4.5, "here": 1.6, "last_room": 0.4,
    "last_done": 0.8, "recent_done": 0.8, "recent_change": 0.6, "reverses": 1.2, "habit_now": 1.6, "habit_ever": 0.8,
    "chosen": 2.2, "available": 1.0, "group": 0.2, "main": 0.4, "occupied": 0.5, "measures": 2.0, "appliance_on": 4.0,
    "appliance_off": -4.0, "secondary": -1.0,
}  # fmt: skip


class Plain:
    """Weights chosen by hand: what the learned ranker is measured against, and what is used when it is missing."""

    def __init__(self) -> None:
        self._weights = np.zeros(len(FEATURES), dtype=np.float32)
        for name, weight in _WEIGHTS.items():
            self._weights[COLUMN[name]] = weight

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the weighted sums."""
        scores: NDArray[np.float32] = features @ self._weights
        return scores
