"""What a person may set about the rooms that have no code of their own to keep it beside.

Each struct is one table of the configuration file; the text under a field is its documentation there. Knows nothing of
files: `runtime.config` reads them.
"""

from typing import Annotated, Literal

import msgspec

from device.hearing.gate import Settings as GateSettings
from runtime.resolve.policy import PolicySettings as AskSettings

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Seconds = Annotated[float, msgspec.Meta(ge=0.0, le=3600.0)]


class WakeWordSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wake word."""

    name: str
    """Name of a model: hey_jarvis, alexa, hey_mycroft, hey_hearth, or the path of an ONNX file."""
    threshold: Share = 0.5
    """Score from 0 to 1 that counts as heard; higher: fewer false calls, more missed ones."""
    barge_in_threshold: Share = 0.7
    """The same while Hearth itself is speaking."""

    def __post_init__(self) -> None:
        if self.barge_in_threshold < self.threshold:
            raise ValueError(
                "barge_in_threshold is lower than threshold: Hearth would more easily interrupt itself than be called"
            )


class WakeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How Hearth is called."""

    words: Annotated[tuple[WakeWordSettings, ...], msgspec.Meta(max_length=4)] = (WakeWordSettings("hey_jarvis"),)
    """The wake words, any of which calls."""
    refractory_s: Seconds = 2.0
    """Seconds after a call in which the same word does not call again."""
    gate: GateSettings = GateSettings()


class ListenSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a sentence begins and ends."""

    silence_s: Seconds = 0.7
    """Seconds of silence that end a sentence."""
    complete_silence_s: Seconds = 0.45
    """Seconds of silence that end one which the recogniser believes to be over; as long as silence_s: it is not asked."""
    speech: Share = 0.5
    """Probability from 0 to 1 above which sound counts as speech; a room with a television wants more."""
    start_s: Seconds = 4.0
    """Seconds to wait for the first word."""
    max_s: Annotated[float, msgspec.Meta(ge=1.0, le=30.0)] = 8.0
    """Longest sentence, in seconds; whatever was heard by then is taken."""
    follow_up_s: Seconds = 6.0
    """Seconds in which an answer needs no wake word after Hearth asked something; 0: always say the wake word."""
    chime: bool = True
    """Sound a short tone when the wake word was heard."""


class SpeechSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What turns speech into words."""

    model: str = "speech"
    """Name of a speech model as `hearth models list` shows it, or the path of a Vosk folder."""
    open_model: str = ""
    """A second, larger model for words this home does not know; empty: none."""
    closed_confidence: Share = 0.5
    """Below this confidence, from 0 to 1, the second model is asked."""


class RewriteSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences that lean on the ones before: "and the bedroom", "make it warmer"."""

    enabled: bool = True
    """False: every sentence is taken as it was heard."""
    budget_s: Seconds = 0.15
    """Seconds it may take; a sentence that is not rewritten by then is taken as it was heard."""
    silence_s: Seconds = 120.0
    """Seconds without a word after which nothing leans on what was said before."""


class VoiceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hearth's voice."""

    engine: Literal["auto", "piper", "espeak"] = "auto"
    """auto: Piper when a voice for it is installed, else espeak-ng."""
    model: str = ""
    """Name of a Piper voice as `hearth models list` shows it, or its folder; empty: the first one installed."""
    speed: Annotated[float, msgspec.Meta(ge=0.5, le=2.0)] = 1.0
    """How fast it speaks: 1 is the voice's own pace, 2 twice as fast."""


class PolicySettings(AskSettings, frozen=True, forbid_unknown_fields=True):
    """What Hearth must not do just because it heard it."""

    protected: tuple[str, ...] = ()
    """Names or entity ids that need a yes before anything is done to them."""
    pin_credential: str = ""
    """Name of a systemd credential (LoadCredential=) that holds the PIN asked for before unlocking and disarming."""
    pin_file: str = ""
    """Path of a file whose first line is that PIN."""
    pin_env: str = "HEARTH_PIN"
    """Environment variable that holds the PIN, looked at when neither credential nor file is named."""


class PrivacySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of what was said."""

    keep_words: bool = True
    """Keep the words of each turn in the trace on this device; false: only times, intents and outcomes are kept."""
