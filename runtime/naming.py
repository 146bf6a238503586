"""Keeping the recogniser's vocabulary true to the home: when names change, a new graph is compiled beside the old one.

The compiler runs in a child process; the sentence that is being heard goes on with the old graph. Knows nothing of phones.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from device.home.link import HomeLink
from device.home.state import Home

LOG = logging.getLogger(__name__)
SETTLE_S = 1.5
"""Names come in bursts: after a change so long nothing more may change before a graph is compiled."""

Teach = Callable[[Home], Awaitable[None]]
"""Makes the recogniser know the names of a home."""


class Vocabulary:
    """Follows the home."""

    def __init__(self, home: HomeLink, teach: Teach, told: Callable[[Home], None] = lambda _: None) -> None:
        """`told` is called with each home that the recogniser has come to know."""
        self._home = home
        self._teach = teach
        self._told = told
        self.known = asyncio.Event()
        """Set once the recogniser knows a home."""

    async def run(self) -> None:
        """Compile whenever names have changed and then rested, for ever."""
        home = await self._home.ready()
        taught = -1
        while True:
            if home.structure != taught:
                home = await self._rested(home)
                await self._teach(home)
                taught = home.structure
                self.known.set()
                self._told(home)
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
