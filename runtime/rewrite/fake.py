"""A rewriter that knows its answers beforehand, for tests of everything else."""

from collections.abc import Mapping, Sequence

from device.home.state import Home
from runtime.turn import Exchange, Question, Rewrite


class ScriptedRewriter:
    """Rewrites the sentences of a table when there is a past to lean on, and leaves every other alone."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table

    def rewrite(
        self,
        text: str,
        history: Sequence[Exchange],
        at: float,
        pending: Question | None = None,
        home: Home | None = None,
    ) -> Rewrite:
        """Return the table's answer."""
        del at, pending, home
        if text not in self._table or not history:
            return Rewrite(text)
        return Rewrite(self._table[text], "contextual", 1.0)
