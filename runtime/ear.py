"""The ear: one pump from the microphone to whoever listens, and the wake word that calls for a turn.

Every frame goes to the wake word; while somebody listens it also goes to them. Own sound never does: while Hearth
speaks nobody may listen (half-duplex), and frames that overlap a chime are silenced by their time. Knows no words.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from device.errors import MicrophoneLost
from device.hearing import Detection
from device.sound import Hearing, Microphone, MicrophoneHealth
from device.sound.frames import FRAME_S, Frame
from device.sound.preroll import PreRoll
from runtime.turn import Trace

ECHO_S = 0.25
"""How long the room goes on sounding after the last sample has left the speaker."""
BACKLOG = 256
"""Frames (20 s) that a listener may be behind before it loses the oldest."""


class WakeWord(Protocol):
    """What the ear needs of a wake word."""

    async def hear(self, frame: Frame, *, speaking: bool = False) -> Detection | None:
        """Score one frame; `speaking` raises the threshold, so that only a clear call interrupts."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """A reason to take a turn."""

    kind: str
    """wake | follow_up | button | typed."""
    at: float
    """Loop seconds when it came."""
    detection: Detection | None = None
    text: str = ""
    """The sentence, when typed."""
    answered: asyncio.Future[tuple[str, Trace]] | None = None
    """typed: gets the reply and what led to it."""
    frames: "asyncio.Queue[Frame | None]" = field(default_factory=lambda: asyncio.Queue(maxsize=BACKLOG))
    """What was said since: from the end of the wake word on, whoever listens and whenever they begin to. None: the
    microphone went away."""


class Ear:
    """Pumps frames; `calls` is where wake words, buttons and typed sentences arrive."""

    def __init__(self, microphone: Microphone, wake: WakeWord, *, beat: Callable[[], None] = lambda: None) -> None:
        self.calls: asyncio.Queue[Call] = asyncio.Queue(maxsize=4)
        self.muted = False
        self._microphone = microphone
        self.wake = wake
        self._beat = beat
        self._preroll = PreRoll()
        self._listener: asyncio.Queue[Frame | None] | None = None
        self._since = 0.0
        self._speaking = False
        self._own_sound: deque[tuple[float, float]] = deque(maxlen=8)
        microphone.watch(self._went_away)

    async def run(self) -> None:
        """Pump until cancelled, or until a recorded microphone ends."""
        async with aclosing(aiter(self._microphone)) as frames:  # type: ignore[type-var]
            async for frame in frames:
                self._beat()
                if not self.muted:
                    await self._hear(frame)

    def call(self, call: Call) -> None:
        """Ask for a turn; when four already wait the oldest is dropped: only the newest matters."""
        if self.calls.full():
            self.calls.get_nowait()
        self.calls.put_nowait(call)

    async def listen(self, call: Call) -> AsyncGenerator[Frame]:
        """Yield what was said since the call, as it comes. One listener at a time, the newest.

        Raises MicrophoneLost when there is no microphone, or no longer.
        """
        if self._microphone.health.state is Hearing.LOST:
            raise MicrophoneLost(self._microphone.health.detail)
        if self._listener is not call.frames:
            self._hand_to(call.frames, since=call.at)
        try:
            while True:
                frame = await call.frames.get()
                if frame is None:
                    raise MicrophoneLost(self._microphone.health.detail)
                yield self._without_own_sound(frame)
        finally:
            if self._listener is call.frames:
                self._hand_to(None)

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """While inside, Hearth's own voice is in the room: only a clear wake word gets through."""
        self._speaking = True
        try:
            yield
        finally:
            self._speaking = False
            self._preroll.clear()

    def own_sound(self, begins_at: float, seconds: float) -> None:
        """Say when a chime sounds: frames of that time will be silent for listeners."""
        self._own_sound.append((begins_at, begins_at + seconds + ECHO_S))

    async def _hear(self, frame: Frame) -> None:
        self._preroll.push(frame)
        if self._listener is not None and frame.at > self._since:
            self._give(self._listener, frame)
        detection = await self.wake.hear(frame, speaking=self._speaking)
        if detection is not None:
            called = Call("wake", frame.at, detection=detection)
            for old in self._preroll.since(detection.ends_at):
                called.frames.put_nowait(old)
            self._preroll.clear()
            self._hand_to(called.frames, since=frame.at)  # from now on, so that nothing is lost until the turn begins
            self.call(called)

    def _went_away(self, health: MicrophoneHealth) -> None:
        if health.state is Hearing.LOST and self._listener is not None:
            self._give(self._listener, None)

    @staticmethod
    def _give(listener: "asyncio.Queue[Frame | None]", frame: Frame | None) -> None:
        if listener.full():
            listener.get_nowait()
        listener.put_nowait(frame)

    def _hand_to(self, listener: "asyncio.Queue[Frame | None] | None", since: float = 0.0) -> None:
        """Begin or end to hand frames on; quiet ones from before, which the microphone may still hold, do not count."""
        self._listener, self._since = listener, since
        self._microphone.attend(closely=listener is not None)

    def _without_own_sound(self, frame: Frame) -> Frame:
        begins = frame.at - FRAME_S
        if any(start < frame.at and begins < end for start, end in self._own_sound):
            return replace(frame, samples=np.zeros_like(frame.samples))
        return frame
