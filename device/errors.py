"""What can go wrong at the edges: one drawn tree. Each error has a `code` and a sentence a person can act on.

    DeviceError
    ├── EngineClosed            engine_closed
    ├── ModelError
    │   ├── ModelMissing        model_missing      not there: the sentence names the command that fetches it
    │   ├── ModelBroken         model_broken       it is there but does not load
    │   └── FetchFailed         fetch_failed       it could not be brought from anywhere
    ├── StoreError              store              state on disk could not be read or written
    ├── VoiceFailed             voice_failed       the synthesiser gave up in the middle of a sentence
    └── SoundError
        ├── SoundUnavailable    sound_unavailable  PortAudio itself is not installed
        ├── MicrophoneLost      microphone_lost    no such microphone, or it went away
        └── SpeakerLost         speaker_lost       no such speaker, or it went away

Knows nothing of turns: `runtime.errors` has its own tree and may refer to this one.
"""

# ruff: noqa: N818 - the leaves say what happened ("microphone lost"), which reads better than a suffix.

from typing import ClassVar


class DeviceError(Exception):
    """Something at the edge of the process failed; `str()` is a sentence for a person."""

    code: ClassVar[str] = "device"


class EngineClosed(DeviceError):
    """A call reached an engine after `close()`."""

    code = "engine_closed"


class ModelError(DeviceError):
    """A model cannot be used."""

    code = "model"


class ModelMissing(ModelError):
    """A model file or folder is not there."""

    code = "model_missing"


class ModelBroken(ModelError):
    """A model is there but does not load: truncated, of another kind, or corrupted."""

    code = "model_broken"


class FetchFailed(ModelError):
    """A model could not be brought from anywhere."""

    code = "fetch_failed"


class StoreError(DeviceError):
    """State on disk could not be read or written."""

    code = "store"


class VoiceFailed(DeviceError):
    """The synthesiser gave up."""

    code = "voice_failed"


class SoundError(DeviceError):
    """Sound cannot go in or out."""

    code = "sound"


class SoundUnavailable(SoundError):
    """The PortAudio library is not installed."""

    code = "sound_unavailable"


class MicrophoneLost(SoundError):
    """No microphone of that name, or it stopped."""

    code = "microphone_lost"


class SpeakerLost(SoundError):
    """No speaker of that name, or it stopped."""

    code = "speaker_lost"
