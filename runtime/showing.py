"""Hearth on the broker: what it is doing is shown, what others ask of it is done. Knows nothing of topics."""

import asyncio
from collections.abc import Callable, Mapping

import msgspec

from device.home.live import LiveHome
from device.home.presence import Presence, PresenceRequest, PresenceState

DO = Callable[[PresenceRequest], None]


class Showing:
    """Keeps what the broker shows true to what Hearth is."""

    def __init__(self, presence: Presence, home: LiveHome, obey: DO) -> None:
        self._presence = presence
        self._home = home
        self._obey = obey
        self._state = PresenceState()
        self._changed = asyncio.Event()
        self._events: asyncio.Queue[tuple[str, Mapping[str, str | float]]] = asyncio.Queue(16)

    def show(self, **changes: object) -> None:
        """Change what is shown; published soon, the newest only."""
        state = msgspec.structs.replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._changed.set()

    def event(self, kind: str, **data: str | float) -> None:
        """Tell that something happened: wake | command | not_understood | correction. Dropped when nobody can be told."""
        if not self._events.full():
            self._events.put_nowait((kind, data))
            self._changed.set()

    async def run(self) -> None:
        """Publish and obey until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._obey_all(), name="presence[obey]")
            group.create_task(self._show_all(), name="presence[show]")

    async def _obey_all(self) -> None:
        while True:
            self._obey(await self._presence.requests.get())

    async def _show_all(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._home.publish(self._presence.show(self._state))
            while not self._events.empty():
                kind, data = self._events.get_nowait()
                await self._home.publish(self._presence.event(kind, data))
