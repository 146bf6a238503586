"""The microphone: a device by name (or a pipe), supervised, opened again when it is lost or silent.

Knows nothing of what is heard.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from device.engine import Engine
from device.errors import MicrophoneLost, SoundUnavailable
from device.sound import Hearing, MicrophoneHealth
from device.sound.frames import Frame
from device.sound.pipe import open_pipe
from device.sound.portaudio import close, open_input
from device.sound.tap import Stirs, Tap

PIPE = "pipe:"
"""Begins the name of a device that is none: the rest is the path of a named pipe."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The microphone."""

    device: str = ""
    """Part of the microphone's name, as `hearth doctor` lists them; empty: the system's default. "pipe:/path" hears raw
    sound (16 kHz, mono, 16 bit) from a named pipe."""
    lost_after_s: float = 2.0
    """Seconds without a frame after which it counts as lost."""
    silent_after_s: float = 2.0
    """Seconds of nothing but zeros after which it counts as silent; 0: zeros are fine (a virtual cable)."""
    reopen_first_s: float = 0.5
    """Seconds before the first attempt to open it again; each next pause is twice as long."""
    reopen_longest_s: float = 30.0
    """Longest pause between attempts, in seconds."""


class LiveMicrophone:
    """A microphone by name. Iterating opens it, and opens it again for as long as the iteration lives."""

    def __init__(self, settings: Settings | None = None, stirs: Stirs | None = None) -> None:
        """`stirs` says of each frame whether there may be something to hear; None: each is handed over at once."""
        self._settings = settings or Settings()
        self._stirs = stirs
        self._closely = False
        self.name = self._settings.device or "default"
        self._health = MicrophoneHealth()
        self._watchers: list[Callable[[MicrophoneHealth], None]] = []
        self._tap: Tap | None = None
        self._index = 0

    @property
    def health(self) -> MicrophoneHealth:
        """How it is now."""
        dropped = self._health.dropped + (self._tap.stats().dropped if self._tap else 0)
        return replace(self._health, dropped=dropped)

    def watch(self, changed: Callable[[MicrophoneHealth], None]) -> None:
        """Call `changed` on the loop whenever the state changes."""
        self._watchers.append(changed)

    def attend(self, *, closely: bool) -> None:
        """Say whether somebody waits for each frame."""
        self._closely = closely
        if self._tap is not None:
            self._tap.attend(closely=closely)

    async def __aiter__(self) -> AsyncIterator[Frame]:
        """Open, yield, and mend until closed."""
        pause = self._settings.reopen_first_s
        patience = self._settings.silent_after_s
        async with Engine("microphone") as engine:
            while True:
                heard = False
                try:
                    async with aclosing(self._once(engine, patience)) as frames:
                        async for frame in frames:
                            heard = heard or self._health.state is Hearing.HEARING
                            yield frame
                    # Nothing but zeros: open it again at once, and then give it twice the time.
                    longest = max(self._settings.reopen_longest_s, self._settings.silent_after_s)
                    patience = self._settings.silent_after_s if heard else min(longest, 2 * patience)
                except (MicrophoneLost, SoundUnavailable) as error:
                    self._turn(Hearing.LOST, str(error))
                    pause = self._settings.reopen_first_s if heard else min(self._settings.reopen_longest_s, 2 * pause)
                    await asyncio.sleep(pause * random.uniform(0.5, 1.0))
                self._health = replace(self._health, reopened=self._health.reopened + 1)

    async def _once(self, engine: Engine, patience: float) -> AsyncGenerator[Frame]:
        """One life of the stream: ends after `patience` seconds of zeros. Raises MicrophoneLost."""
        loop = asyncio.get_running_loop()
        tap = self._tap = Tap(loop, first_index=self._index, stirs=self._stirs, closely=self._closely)
        opened: list[Callable[[], None]] = []

        def open_stream(*, fresh: bool) -> None:
            # Kept by the engine's thread, so that an opening whose caller was cancelled can still be closed.
            opened.append(open_source(self._settings.device, tap, fresh=fresh))

        def close_streams() -> None:
            for close_it in opened:
                close_it()

        try:
            await engine.run(open_stream, fresh=self._health.state is not Hearing.OPENING)
            async with aclosing(self._sounding(tap, patience)) as frames:
                async for frame in frames:
                    yield frame
        finally:
            tap.close()
            self._health, self._index, self._tap = self.health, tap.next_index, None
            engine.post(close_streams)

    async def _sounding(self, tap: Tap, patience: float) -> AsyncGenerator[Frame]:
        clock = asyncio.get_running_loop().time
        last_sound = clock()
        while True:
            try:
                frame = await tap.get(self._settings.lost_after_s)
            except TimeoutError:
                raise MicrophoneLost(f"{self.name} gave no sound for {self._settings.lost_after_s:g} s") from None
            if frame is None:
                raise MicrophoneLost(f"{self.name} stopped")
            if not self._settings.silent_after_s or frame.samples.any():
                last_sound = frame.at
                self._turn(Hearing.HEARING)
            elif frame.at - last_sound >= patience:
                self._turn(Hearing.SILENT, f"{self.name} gives nothing but zeros: is it muted?")
                return
            yield frame

    def _turn(self, state: Hearing, detail: str = "") -> None:
        if (state, detail) == (self._health.state, self._health.detail):
            return
        self._health = replace(self._health, state=state, detail=detail, since=asyncio.get_running_loop().time())
        for changed in self._watchers:
            changed(self.health)


def open_source(name: str, tap: Tap, *, fresh: bool) -> Callable[[], None]:
    """Let a device or a pipe fill the tap; return what closes it. Raises MicrophoneLost or SoundUnavailable."""
    if name.startswith(PIPE):
        return open_pipe(Path(name.removeprefix(PIPE)), tap.put, tap.close).close
    return partial(close, open_input(name, tap.put, tap.close, fresh=fresh))
