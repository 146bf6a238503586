"""A hard limit on the time a rewrite may take: after it, the sentence stays as it was heard."""

import asyncio

from device.engine import Engine
from runtime.rewrite import Rewriter
from runtime.turn import Context, Hypothesis, Rewrite

BUDGET_S = 0.15
"""Ten times what a rewrite takes on a Raspberry Pi 5: reached only when the machine is starved."""


async def rewrite_within(
    engine: Engine, rewriter: Rewriter, heard: Hypothesis, context: Context, budget_s: float = BUDGET_S
) -> Rewrite:
    """Rewrite on the engine's own thread; the sentence as heard, source "timeout", when `budget_s` seconds have passed.

    A late answer is dropped: the engine finishes it before it takes the next call.
    """
    try:
        async with asyncio.timeout(budget_s):
            return await engine.run(
                rewriter.rewrite, heard.text, context.history, context.at, context.pending, context.home
            )
    except TimeoutError:
        return Rewrite(heard.text, source="timeout", score=0.0)
