"""Is there anything to hear? A cheap look at one frame's level, so that silence costs next to nothing.

Speech stands out from what the room always sounds like: the floor follows the quietest recent level down at once and up
slowly, and the gate opens when a frame is a few decibels above it. Knows nothing of words; steady noise keeps it shut.
"""

import math

import msgspec
import numpy as np

from device.sound.frames import FRAME_S, Samples


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the wake word's models are worth running."""

    enabled: bool = True
    """False: they always run."""
    open_db: float = 2.5
    """Decibels above the room's own level that open the gate. Steady noise wanders by less than 1 dB a frame."""
    hold_s: float = 1.2
    """Seconds it stays open after the last loud frame: the models decide up to half a second after the word."""
    rise_db_per_s: float = 1.0
    """How fast a new steady noise is taken for the room's own."""
    lowest_dbfs: float = -72.0
    """Level below which nothing counts as sound."""


class Gate:
    """Open while something may be speech."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._floor: float | None = None
        self._hold = 0.0

    def step(self, samples: Samples) -> bool:
        """Take one frame; returns whether the gate is open for it."""
        if not self._settings.enabled:
            return True
        level = level_db(samples)
        lowest = self._settings.lowest_dbfs
        floor = max(lowest, level) if self._floor is None else self._floor
        if level > floor + self._settings.open_db:
            self._hold = self._settings.hold_s
        else:
            self._hold = max(0.0, self._hold - FRAME_S)
        self._floor = max(lowest, min(level, floor + self._settings.rise_db_per_s * FRAME_S))
        return self._hold > 0.0


def level_db(samples: Samples) -> float:
    """Level of a frame in decibels below full scale, hum and rumble taken out by differencing."""
    signal = samples.astype(np.float32)
    edges = signal[1:] - 0.97 * signal[:-1]
    power = float(edges @ edges) / len(edges)
    return 10.0 * math.log10(power / 32768.0**2) if power else -math.inf
