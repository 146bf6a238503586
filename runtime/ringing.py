"""Ringing: what is said when something falls due, and the bell that says it until somebody hears."""

import asyncio
from collections.abc import Awaitable, Callable

from device.sound.chime import Chime, chime
from runtime.ear import Ear
from runtime.errands import Errands
from runtime.mouth import Mouth
from runtime.turn import Reminder, Request
from runtime.words import duration

RINGS = 3
RING_PAUSE_S = 3.0
"""Between two rings; somebody who says the wake word in between ends it."""

LATE_S = 60.0
"""From here on it is said that it is late: Hearth was off, or the clock was set."""


def ring(reminder: Reminder, late_s: float) -> str:
    """Return the sentence for a timer, an alarm or a reminder that is due since `late_s` seconds."""
    late = f" It should have rung {duration(late_s)} ago." if late_s >= LATE_S else ""
    match reminder.kind:
        case "alarm":
            what = f"Your {reminder.label} alarm." if reminder.label else "This is your alarm."
        case "reminder":
            what = f"I was to remind you: {reminder.label}." if reminder.label else "This is your reminder."
        case _:
            named = f"{reminder.label} timer" if reminder.label else f"{duration(reminder.set_s)} timer"
            what = f"Your {named} is done."
    return what + late


class Bell:
    """Says things that nobody asked for just now: what is due, what was done later, announcements."""

    def __init__(
        self,
        ear: Ear,
        mouth: Mouth,
        errands: Errands,
        do: Callable[[Request], Awaitable[str]],
        idle: asyncio.Event,
    ) -> None:
        """`do` carries out a request that was put off and returns what to say; `idle`: set while nobody is in a turn."""
        self._ear, self._mouth, self._errands, self._do, self._idle = ear, mouth, errands, do, idle
        self._hushed = False

    def due(self, reminder: Reminder, late_s: float) -> None:
        """Have a delayed request done; ring for everything else."""
        self._errands.add(
            lambda: self._later(reminder.request) if reminder.request else self._ring(ring(reminder, late_s))
        )

    def announce(self, text: str) -> None:
        """Say something soon."""
        self._errands.add(lambda: self._speak(text))

    def hush(self) -> None:
        """Be quiet at once, and do not ring again."""
        self._hushed = True
        self._mouth.hush()

    async def _later(self, request: Request) -> None:
        await self._speak(await self._do(request))

    async def _speak(self, text: str) -> None:
        await self._idle.wait()  # nobody is talked over, and our own voice is not taken for what they say
        with self._ear.speaking():
            await self._mouth.say(text)

    async def _ring(self, sentence: str) -> None:
        """Ring until somebody says stop, or it was said often enough."""
        await self._idle.wait()
        self._hushed = False
        for _ in range(RINGS):
            with self._ear.speaking():
                await self._mouth.chime(chime(Chime.ALERT))
                if not self._hushed:
                    await self._mouth.say(sentence)
            if not self._hushed:
                await asyncio.sleep(RING_PAUSE_S)
            if self._hushed or not self._idle.is_set():
                break
