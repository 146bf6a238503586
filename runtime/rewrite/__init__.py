"""Rewriting: from the sentence as heard to a sentence that stands alone, so that skills never deal with references."""

from collections.abc import Sequence
from typing import Protocol

from device.home.state import Home
from runtime.turn import Exchange, Question, Rewrite


class Rewriter(Protocol):
    """Makes a sentence stand alone. Pure: no clock, no await, words are never logged."""

    def rewrite(
        self,
        text: str,
        history: Sequence[Exchange],
        at: float,
        pending: Question | None = None,
        home: Home | None = None,
    ) -> Rewrite:
        """Return the sentence to understand; `text` itself with source "none" when nothing needs to change.

        `history` is oldest first, `at` is now in the same monotonic seconds as `Exchange.at`, `pending` is what
        Hearth has just asked, `home` names the rooms and things that may be meant.
        """
        ...
