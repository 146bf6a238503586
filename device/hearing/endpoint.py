"""When a sentence begins and ends: a pure segmenter. It is told what was heard for how long; no clock, no sound, no I/O.

Voice activity decides; the recogniser's own belief that the sentence is complete shortens the silence that is waited for.
"""

from enum import StrEnum

import msgspec

from device.hearing import Partial


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How patient the segmenter is."""

    start_s: float = 4.0
    """Seconds to wait for the first word."""
    silence_s: float = 0.7
    """Seconds of silence that end a sentence."""
    complete_silence_s: float = 0.45
    """The same when the recogniser believes that the sentence is over."""
    max_s: float = 8.0
    """Longest sentence; whatever was heard by then is taken."""
    speech_on: float = 0.5
    """Probability of speech above which speech begins."""
    speech_off: float = 0.35
    """Probability below which it pauses; lower than `speech_on`, so that a soft syllable does not end a word."""
    least_s: float = 0.16
    """Seconds of speech that make a sentence; less is a knock or a click."""


class Ended(StrEnum):
    """Why a sentence is over."""

    SILENCE = "silence"
    COMPLETE = "complete"
    """The recogniser believed it, and a shorter silence followed."""
    TOO_LONG = "too_long"
    NOTHING = "nothing"
    """Nobody spoke."""


class Endpoint:
    """Decides for one sentence."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._speaking = False
        self._waited_s = 0.0
        self.speech_s = 0.0
        """Seconds of speech so far."""
        self.silence_s = 0.0
        """Seconds since speech last paused; 0.0 while it goes on or has not begun."""

    def feed(self, seconds: float, probability: float, partial: Partial | None = None) -> Ended | None:
        """Take what was heard for so many seconds; return why the sentence is over, or None while it is not."""
        wanted = self._settings
        self._waited_s += seconds
        self._speaking = probability >= (wanted.speech_off if self._speaking else wanted.speech_on)
        if self._speaking:
            self.speech_s += seconds
            self.silence_s = 0.0
        elif self.speech_s:
            self.silence_s += seconds
        begun = self.speech_s >= wanted.least_s
        if begun and self.silence_s >= wanted.silence_s:
            return Ended.SILENCE
        if begun and partial is not None and partial.complete and self.silence_s >= wanted.complete_silence_s:
            return Ended.COMPLETE
        if self._waited_s >= (wanted.max_s if begun else wanted.start_s):
            return Ended.TOO_LONG if begun else Ended.NOTHING
        return None
