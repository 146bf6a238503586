"""The thread on which words become meaning: rewriting within a time budget, then understanding.

ONNX sessions block; on a thread of their own they never delay a frame. Knows nothing of what the models do.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from device.engine import Engine
from device.home.state import Home
from runtime.nlu import Nlu
from runtime.nlu.vocabulary import Vocabulary
from runtime.turn import Alternative, Context, Exchange, Hypothesis, Question, Rewrite, Understanding


class Rewriter(Protocol):
    """Makes a sentence stand alone; pure."""

    def rewrite(
        self, text: str, history: Sequence[Exchange], *, pending: Question | None = None, home: Home | None = None
    ) -> Rewrite:
        """Return the sentence, rewritten only where it leans on what was said before."""
        ...


class Thinking:
    """Owns the thinking engine."""

    def __init__(self, nlu: Nlu, rewriter: Rewriter | None, *, budget_s: float = 0.15) -> None:
        self._engine = Engine("thinking")
        self._nlu = nlu
        self._rewriter = rewriter
        self._budget_s = budget_s
        self._names = Vocabulary.of(Home())
        self._structure = -1

    async def rewrite(self, heard: Hypothesis, context: Context) -> Rewrite:
        """Return the sentence that stands alone; as heard when the rewriter is absent or over its budget."""
        if self._rewriter is None:
            return Rewrite(heard.text)
        try:
            async with asyncio.timeout(self._budget_s):
                return await self._engine.run(
                    self._rewriter.rewrite, heard.text, context.history, pending=context.pending, home=context.home
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
        if home.structure != self._structure:
            self._names = Vocabulary.of(home)
            self._structure = home.structure
        return self._names
