"""The thread on which words become meaning: rewriting within a time budget, then understanding.

ONNX sessions block; on a thread of their own they never delay a frame. Knows nothing of what the models do.
"""

import asyncio

from device.engine import Engine
from device.home.state import Home
from runtime.nlu.model import Nlu
from runtime.nlu.vocabulary import Vocabulary
from runtime.rewrite import Rewriter
from runtime.turn import Alternative, Context, Hypothesis, Rewrite, Understanding


class Thinking:
    """Owns the thinking engine."""

    def __init__(self, nlu: Nlu, rewriter: Rewriter | None, *, budget_s: float = 0.15) -> None:
        self._engine = Engine("thinking")
        self._nlu = nlu
        self._rewriter = rewriter
        self._budget_s = budget_s
        self._names = Vocabulary()

    async def rewrite(self, heard: Hypothesis, context: Context) -> Rewrite:
        """Return the sentence that stands alone; as heard when the rewriter is absent or over its budget."""
        if self._rewriter is None:
            return Rewrite(heard.text)
        try:
            async with asyncio.timeout(self._budget_s):
                return await self._engine.run(
                    self._rewriter.rewrite, heard.text, context.history, context.at, context.pending, context.home
                )
        except TimeoutError:
            return Rewrite(heard.text, source="timeout", score=0.0)

    async def understand(self, text: str, heard: Hypothesis, home: Home) -> Understanding:
        """Return one interpretation per clause; other hearings count only for the sentence as it was heard."""
        alternatives: tuple[Alternative, ...] = heard.alternatives if text == heard.text else ()
        return await self._engine.run(self._understand, text, home, alternatives)

    async def prepare(self, home: Home) -> None:
        """Index the names of a changed home before somebody speaks."""
        await self._engine.run(self._vocabulary, home)

    def close(self) -> None:
        """Let go of the thread."""
        self._engine.close()

    def _understand(self, text: str, home: Home, alternatives: tuple[Alternative, ...]) -> Understanding:
        return self._nlu.understand(text, self._vocabulary(home), alternatives)

    def _vocabulary(self, home: Home) -> Vocabulary:
        self._names = self._names.updated(home)
        return self._names
