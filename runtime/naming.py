"""Keeping the recogniser's vocabulary true to the home: when names change, a new graph is compiled beside the old one.

The compiler runs in a child process; the sentence that is being heard goes on with the old graph. Knows nothing of phones.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from device.hearing import Recognizer
from device.home.link import HomeLink
from device.home.state import Home

LOG = logging.getLogger(__name__)
SETTLE_S = 1.5
"""Names come in bursts: after a change so long nothing more may change before a graph is compiled."""

Compile = Callable[[Home], Awaitable[Path]]
"""Returns the folder of a speech model that knows the names of a home."""


class Vocabulary:
    """Follows the home."""

    def __init__(self, home: HomeLink, recognizer: Recognizer, compile_for: Compile) -> None:
        self._home = home
        self._recognizer = recognizer
        self._compile_for = compile_for
        self.compiled = -1
        """`Home.structure` that the recogniser knows."""

    async def run(self) -> None:
        """Compile whenever names have changed and then rested, for ever."""
        home = await self._home.ready()
        while True:
            if home.structure != self.compiled:
                home = await self._rested(home)
                await self._recognizer.swap(closed=await self._compile_for(home))
                self.compiled = home.structure
                LOG.info("the recogniser knows %d things in %d rooms", len(home.entities), len(home.rooms))
            home = await self._home.changed(home.version)

    async def _rested(self, home: Home) -> Home:
        """Wait until names have not changed for a while; return the home as it is then."""
        while True:
            await asyncio.sleep(SETTLE_S)
            now = self._home.home
            if now.structure == home.structure:
                return now
            home = now
