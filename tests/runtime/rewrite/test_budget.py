"""A rewrite never holds a turn up."""

import asyncio
import time
from datetime import UTC, datetime

from device.engine import Engine
from device.home.state import Home
from runtime.rewrite.budget import rewrite_within
from runtime.rewrite.fake import ScriptedRewriter
from runtime.turn import Context, Exchange, Hypothesis, Rewrite

CONTEXT = Context(Home(), datetime.now(UTC), 1.0, history=(Exchange("a", "a", (), "b"),))


class Slow:
    def rewrite(self, text, history, at, pending=None, home=None):
        time.sleep(0.2)
        return Rewrite("too late", "contextual")


def test_in_time():
    async def go():
        async with Engine("rewrite") as engine:
            return await rewrite_within(
                engine, ScriptedRewriter({"and the fan": "turn on the fan"}), Hypothesis("and the fan"), CONTEXT
            )

    assert asyncio.run(go()).text == "turn on the fan"


def test_too_late_leaves_the_sentence_as_heard():
    async def go():
        async with Engine("rewrite") as engine:
            return await rewrite_within(engine, Slow(), Hypothesis("and the fan"), CONTEXT, 0.02)

    assert asyncio.run(go()) == Rewrite("and the fan", "timeout", 0.0)
