"""Each part made from its settings. Knows how to build, not when to run: `runtime.app` joins and owns them."""

from collections.abc import Mapping
from pathlib import Path

from device.engine import open_session
from device.errors import ModelMissing
from device.hearing.activity import Silero
from device.hearing.endpoint import Settings as EndpointSettings
from device.hearing.recognizer import VoskRecognizer
from device.hearing.wake import Wake, WakeWord
from device.models import bundled, find
from device.sound import Microphone, Speaker
from device.sound.files import WavSpeaker
from device.sound.microphone import PortAudioMicrophone
from device.sound.pipe import PipeMicrophone
from device.sound.speaker import PortAudioSpeaker
from device.voice import Voice
from device.voice.espeak import EspeakVoice
from device.voice.piper import PiperSpeaks
from runtime.config import Config
from runtime.nlu.model import Nlu
from runtime.resolve.ranker import Learned, Plain, Ranker
from runtime.rewrite import Rewriter
from runtime.rewrite.contextual import Contextual

PIPE, WAV = "pipe:", "wav:"
"""Prefixes of device names that are no devices: a pipe to hear from, a file to speak into."""


def microphone(config: Config) -> Microphone:
    """Return the microphone that is configured."""
    name = config.microphone.device
    return PipeMicrophone(Path(name.removeprefix(PIPE))) if name.startswith(PIPE) else PortAudioMicrophone(config.microphone)


def speaker(config: Config) -> Speaker:
    """Return the speaker that is configured."""
    name = config.speaker.device
    return WavSpeaker(Path(name.removeprefix(WAV))) if name.startswith(WAV) else PortAudioSpeaker(config.speaker)


def ranker() -> Ranker:
    """Return the learned ranker, or plain weights when its model is not there."""
    try:
        return Learned(open_session(bundled("ranker") / "ranker.onnx"))
    except ModelMissing:
        return Plain()
