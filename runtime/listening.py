"""Hearing one sentence: frames from the ear, voice activity and the recogniser side by side, until somebody is done.

Knows nothing of what the words mean.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from typing import Protocol

from device.errors import MicrophoneLost, SpeakerLost
from device.hearing import Heard, Partial, Recognizer
from device.hearing.endpoint import Ended, Endpoint
from device.hearing.endpoint import Settings as EndpointSettings
from device.sound import Played
from device.sound.frames import FRAME_S, Frame
from runtime.ear import Call, Ear
from runtime.recorder import Recorder
from runtime.turn import Alternative, Hypothesis, Stage, Word

UNKNOWN = "[unk]"
CHIME_AFTER_S = 0.35
"""Who goes on speaking after the wake word needs no tone; who waits for it has paused this long."""


class Activity(Protocol):
    """Says how likely speech is."""

    def process(self, frame: Frame) -> float:
        """Return the probability of speech in a frame, 0.0 to 1.0."""
        ...

    def reset(self) -> None:
        """Forget what was heard."""
        ...


class Listening:
    """Listens for one sentence at a time."""

    def __init__(
        self,
        ear: Ear,
        recognizer: Recognizer,
        activity: Activity,
        settings: EndpointSettings,
        *,
        follow_up: EndpointSettings,
        chime: Callable[[], Awaitable[Played]] | None = None,
    ) -> None:
        self._ear = ear
        self._recognizer = recognizer
        self._activity = activity
        self._settings = settings
        self._follow_up = follow_up
        self._chime = chime

    async def __call__(self, call: Call, record: Recorder) -> Hypothesis:
        """Return what was said after `call`; an empty text when nothing was, or nothing that is a word.

        Raises MicrophoneLost when it goes away before the sentence is over.
        """
        endpoint = Endpoint(self._follow_up if call.kind == "follow_up" else self._settings)
        with record.stage(Stage.ENDPOINT) as saw:
            try:
                ended = await self._until_the_end(call, endpoint)
            except* MicrophoneLost as lost:
                saw["problem"] = str(lost.exceptions[0])
                raise MicrophoneLost(saw["problem"]) from None
            saw |= {
                "reason": str(ended),
                "speech_s": round(endpoint.speech_s, 3),
                "silence_s": round(endpoint.silence_s, 3),
            }
        with record.stage(Stage.RECOGNIZE) as saw:
            heard = await self._recognizer.finish()
            # What a recogniser makes of noise is words as well: where nobody spoke, nothing was said.
            nobody = ended is Ended.NOTHING
            hypothesis = Hypothesis("") if nobody else understood(heard, wake_words(call))
            saw |= {
                "text": heard.text,
                "confidence": round(heard.confidence, 3),
                "graph": heard.graph,
                "alternatives": [each.text for each in heard.alternatives[1:4]],
            }
        return hypothesis

    async def _until_the_end(self, call: Call, endpoint: Endpoint) -> Ended:
        """Feed frames until the sentence is over; return why it is."""
        await self._recognizer.begin()
        self._activity.reset()
        chime = self._chime if call.kind != "follow_up" else None
        waited_s = 0.0
        async with asyncio.TaskGroup() as group, aclosing(self._ear.listen(call)) as frames:
            async for frame in frames:
                probability = self._activity.process(frame)
                partial: Partial | None = await self._recognizer.accept(frame)
                ended = endpoint.feed(FRAME_S, probability, partial)
                if ended is not None:
                    return ended
                waited_s += FRAME_S
                if chime is not None and waited_s >= CHIME_AFTER_S and endpoint.speech_s == 0.0:
                    group.create_task(self._sound(chime), name="chime")
                    chime = None
        raise AssertionError("the ear never stops by itself")

    async def _sound(self, chime: Callable[[], Awaitable[Played]]) -> None:
        loop = asyncio.get_running_loop()
        self._ear.own_sound(loop.time(), 0.3)
        with suppress(SpeakerLost):  # a missing tone must not cost the sentence
            played = await chime()
            if played.first_sample_at is not None:
                self._ear.own_sound(played.first_sample_at, played.seconds)


def wake_words(call: Call) -> tuple[str, ...]:
    """Return the words of the wake word that called: `hey_jarvis` -> ("hey", "jarvis")."""
    return tuple(call.detection.word.split("_")) if call.detection is not None else ()


def understood(heard: Heard, wake: Sequence[str]) -> Hypothesis:
    """Turn what a recogniser heard into what a turn is about: sounds that are no words, and the wake word, do not count."""
    text = strip(heard.text, wake)
    others = {strip(each.text, wake): each.confidence for each in reversed(heard.alternatives)}
    return Hypothesis(
        text=text,
        confidence=heard.confidence,
        alternatives=tuple(
            Alternative(other, share) for other, share in reversed(others.items()) if other and other != text
        ),
        words=tuple(Word(word.text, word.start, word.end, word.confidence) for word in heard.words),
        source=heard.graph,
        unknown=UNKNOWN in heard.text,
    )


def strip(text: str, wake: Sequence[str]) -> str:
    """Drop unknown sounds at both ends and what is left of the wake word at the beginning.

    Within a sentence unknown sounds stay, so that half a sentence is not taken for a whole one.
    """
    words = text.split()
    while words and (words[0] == UNKNOWN or words[0] in wake):
        words.pop(0)
    while words and words[-1] == UNKNOWN:
        words.pop()
    return " ".join(words)
