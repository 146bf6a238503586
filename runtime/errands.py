"""Things to do when there is a moment: said by whoever may not wait, done one after the other by one task."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from device.errors import DeviceError
from runtime.errors import HearthError

LOG = logging.getLogger(__name__)
WAITING = 32
"""Errands that may wait; beyond it the oldest is dropped, and said."""

Errand = Callable[[], Awaitable[object]]


class Errands:
    """A short queue and who works it off."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Errand] = asyncio.Queue(WAITING)

    def add(self, errand: Errand) -> None:
        """Have something done soon. Never blocks."""
        if self._queue.full():
            LOG.warning("dropped the oldest of %d errands", WAITING)
            self._queue.get_nowait()
        self._queue.put_nowait(errand)

    async def run(self) -> None:
        """Do errands until cancelled; one that fails is logged, the next is done."""
        while True:
            errand = await self._queue.get()
            try:
                await errand()
            except (HearthError, DeviceError) as error:
                LOG.warning("%s", error)
