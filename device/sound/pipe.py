"""A microphone at the end of a pipe: raw 16 kHz mono int16 that another process writes, in its own time.

The demo speaks through one; `arecord -t raw -f S16_LE -r 16000 > PIPE` works as well. Knows nothing of devices.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np

from device.errors import MicrophoneLost
from device.sound import Hearing, MicrophoneHealth
from device.sound.frames import FRAME, Frame

QUIET_S = 2.0
"""Seconds without a frame after which the microphone counts as lost."""


class PipeMicrophone:
    """Frames from a named pipe. When the writer goes away, the next writer is waited for."""

    def __init__(self, path: Path) -> None:
        self.name = f"pipe:{path}"
        self._path = path
        self._health = MicrophoneHealth()
        self._watchers: list[Callable[[MicrophoneHealth], None]] = []

    @property
    def health(self) -> MicrophoneHealth:
        """How it is now."""
        return self._health

    def watch(self, changed: Callable[[MicrophoneHealth], None]) -> None:
        """Call `changed` whenever the state changes."""
        self._watchers.append(changed)

    async def __aiter__(self) -> AsyncIterator[Frame]:
        """Yield frames until closed. Raises MicrophoneLost when there is no such pipe."""
        loop = asyncio.get_running_loop()
        index = 0
        while True:
            reader, transport = await self._open()
            try:
                while True:
                    try:
                        async with asyncio.timeout(QUIET_S):
                            block = await reader.readexactly(2 * FRAME)
                    except TimeoutError:
                        self._turn(Hearing.LOST, "nothing comes through the pipe")
                        continue
                    except asyncio.IncompleteReadError:
                        self._turn(Hearing.LOST, "the other end of the pipe was closed")
                        break
                    self._turn(Hearing.HEARING, "")
                    yield Frame(np.frombuffer(block, np.int16), loop.time(), index)
                    index += 1
            finally:
                transport.close()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.ReadTransport]:
        """Open the reading end without waiting for a writer."""
        loop = asyncio.get_running_loop()
        try:
            # r+ keeps a writing end of our own open: opening never blocks, and no end of file between two writers.
            pipe = self._path.open("r+b", buffering=0)
        except OSError as error:
            raise MicrophoneLost(
                f"there is no pipe at {self._path} ({error.strerror}); make it with `mkfifo`"
            ) from error
        reader = asyncio.StreamReader(limit=2 * FRAME * 64, loop=loop)
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader, loop=loop), pipe)
        return reader, transport

    def _turn(self, state: Hearing, detail: str) -> None:
        if state is self._health.state:
            return
        self._health = MicrophoneHealth(state, detail, asyncio.get_running_loop().time())
        for changed in self._watchers:
            changed(self._health)
