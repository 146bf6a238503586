"""The mouth: text to a voice to the speaker, the first clause sounding while the next is made; and the chime."""

from collections.abc import AsyncIterator, Callable

from device.sound import Played, Speaker
from device.sound.frames import Audio
from device.voice import Voice


class Mouth:
    """Says things, one at a time."""

    def __init__(self, voice: Voice, speaker: Speaker) -> None:
        self.voice = voice
        self.speaker = speaker

    async def say(
        self,
        text: str,
        *,
        made: Callable[[float], None] = lambda _: None,
        heard: Callable[[float], None] = lambda _: None,
    ) -> Played:
        """Speak and return when the last sample has sounded. Cancelling it cuts it off.

        `made` gets the seconds of sound of each clause as it is made; `heard` the moment of the first sample.
        """

        async def clauses() -> AsyncIterator[Audio]:
            async for audio in self.voice.synthesize(text):
                made(audio.seconds)
                yield audio

        return await self.speaker.play(clauses(), on_first=heard)

    async def chime(self, audio: Audio) -> Played:
        """Play a short sound."""
        return await self.speaker.play([audio])

    def hush(self) -> None:
        """Cut off whatever sounds. Never blocks."""
        self.speaker.flush()
