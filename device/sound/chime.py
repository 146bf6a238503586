"""Short tones, computed: no recording to ship, no licence to name. Knows nothing of when they are played."""

from enum import StrEnum

import numpy as np

from device.sound.frames import Audio


class Chime(StrEnum):
    """What a tone says."""

    LISTENING = "listening"
    """The wake word was heard: speak."""
    DONE = "done"
    """Understood and done; nothing to say."""
    SORRY = "sorry"
    """Nothing was understood."""
    ALERT = "alert"
    """A timer ran out or a reminder is due."""


NOTES: dict[Chime, tuple[tuple[float, float], ...]] = {
    Chime.LISTENING: ((660.0, 0.06), (880.0, 0.09)),
    Chime.DONE: ((880.0, 0.07), (1174.7, 0.10)),
    Chime.SORRY: ((440.0, 0.10), (330.0, 0.14)),
    Chime.ALERT: ((880.0, 0.15), (0.0, 0.08), (880.0, 0.15), (0.0, 0.08), (1174.7, 0.25)),
}
"""Pitch in hertz (0: a rest) and length in seconds."""
LOUDNESS = 0.25
"""Peak of full scale: heard across a room, not startling."""
EDGE_S = 0.008
"""Rise and fall of each note; without it a tone clicks."""


def chime(kind: Chime, rate: int = 22_050) -> Audio:
    """Return the tone at the rate of the speaker that will play it."""
    notes = [_note(pitch, seconds, rate) for pitch, seconds in NOTES[kind]]
    return Audio(np.concatenate(notes), rate)


def _note(pitch: float, seconds: float, rate: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    time = np.arange(round(seconds * rate)) / rate
    envelope = np.minimum(1.0, np.minimum(time, seconds - time).clip(min=0.0) / EDGE_S)
    wave = np.sin(2 * np.pi * pitch * time) + 0.2 * np.sin(4 * np.pi * pitch * time)
    return (wave / 1.2 * envelope * LOUDNESS * 32767).astype(np.int16)
