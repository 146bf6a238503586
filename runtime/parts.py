"""Each part made from its settings. Knows how to build, not when to run: `runtime.house` joins, `runtime.app` owns."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

import msgspec

from device.engine import open_session
from device.errors import ModelError, ModelMissing
from device.hearing import wake
from device.hearing.activity import Silero
from device.hearing.endpoint import Settings as EndpointSettings
from device.hearing.gate import Gate
from device.hearing.recognizer import Settings as RecognizerSettings
from device.hearing.recognizer import VoskRecognizer
from device.hearing.vocabulary.compile import model_for
from device.hearing.vocabulary.home import general_words, names_of, sentences
from device.home.presence import Presence, PresenceSettings
from device.home.settings import machine_identity
from device.home.state import Home
from device.models.shelf import bundled, bundled_entry, find, shelf
from device.sound import Microphone, Speaker
from device.sound.files import WavSpeaker
from device.sound.microphone import PIPE, LiveMicrophone
from device.sound.speaker import PortAudioSpeaker
from device.voice import Voice
from device.voice.espeak import EspeakVoice
from device.voice.piper import PiperVoice
from runtime.config import Config
from runtime.decide import Decider
from runtime.naming import Teach
from runtime.nlu.labels import OUT_OF_SCOPE, labels_hash
from runtime.nlu.model import Nlu
from runtime.own import OwnState
from runtime.resolve import Learned, Plain, Ranker, answer, check, resolve
from runtime.rewrite import Rewriter
from runtime.rewrite.contextual import Contextual, ContextualSettings
from runtime.secret import Secret
from runtime.skills import catalogue
from runtime.skills.perform import act

WAV = "wav:"
"""Begins the name of a speaker that is none: the rest is the path of a file to speak into."""
PIPE_PAUSE_S = 2.0
"""Longest pause before a pipe is opened again: unlike a sound card's, that costs nothing."""

Without = Callable[[str, ModelError], None]
"""Told what Hearth goes on without: the part, and why its model cannot be used."""

SENSITIVITY = 0.6
"""By how much the whole range of the sensitivity moves a threshold."""


def microphone(config: Config) -> Microphone:
    """Return the microphone that is configured; it looks itself whether there is something for the wake word to hear."""
    settings = config.microphone
    if settings.device.startswith(PIPE):
        longest = min(PIPE_PAUSE_S, settings.reopen_longest_s)
        settings = msgspec.structs.replace(settings, reopen_longest_s=longest)
    return LiveMicrophone(settings, Gate(config.wake.gate).step)


def speaker(config: Config) -> Speaker:
    """Return the speaker that is configured."""
    name = config.speaker.device
    return WavSpeaker(Path(name.removeprefix(WAV))) if name.startswith(WAV) else PortAudioSpeaker(config.speaker)


def wake_word(config: Config, own: OwnState, without: Without) -> wake.Wake:
    """Return the wake words: those configured, or the one that was chosen since. Raises ModelError."""
    softer = (own.sensitivity - 50.0) / 100 * SENSITIVITY
    words = tuple(
        wake.WakeWord(word.name, limit(word.threshold - softer), limit(word.barge_in_threshold - softer))
        for word in config.wake.words
        if own.wake_word in {"", plain_name(word.name)}
    )
    return wake.Wake(wake.Settings(words, config.wake.refractory_s, config.wake.gate), own_wake_words(without))


def own_wake_words(without: Without) -> list[Path]:
    """Return the folder of the wake words that came with Hearth, when it is whole; the wheel has others."""
    try:
        return [bundled("wake")]
    except ModelError as error:
        without("wake", error)
        return []


def limit(threshold: float) -> float:
    """Keep a threshold where it still means something."""
    return min(0.95, max(0.05, threshold))


def activity() -> Silero:
    """Return voice activity."""
    return Silero()


def endpoint(config: Config, *, follow_up: bool = False) -> EndpointSettings:
    """Return when a sentence ends; a follow-up may take longer to begin."""
    listen = config.listen
    return EndpointSettings(
        start_s=listen.follow_up_s if follow_up else listen.start_s,
        silence_s=listen.silence_s,
        complete_silence_s=min(listen.complete_silence_s, listen.silence_s),
        max_s=listen.max_s,
        speech_on=listen.speech,
        speech_off=0.7 * listen.speech,
    )


def speech_model(config: Config) -> Path:
    """Return the folder of the speech model. Raises ModelMissing."""
    return find(config.speech.model)


def recognizer(config: Config) -> VoskRecognizer:
    """Return the recogniser. Raises ModelMissing or ModelBroken."""
    opened = find(config.speech.open_model) if config.speech.open_model else None
    return VoskRecognizer(speech_model(config), opened, RecognizerSettings(config.speech.closed_confidence))


def teacher(config: Config, ears: VoskRecognizer, cache: Path) -> Teach:
    """Return what makes the recogniser know a home: a graph for our own model, a run-time grammar for a stock one."""
    model = speech_model(config)

    async def teach(home: Home) -> None:
        grammar = sentences(names_of(home))
        if (model / "graph" / "Gr.fst").exists():
            names = [name for names in grammar.classes.values() for name in names]
            await ears.swap(grammar=tuple(sorted({*names, *general_words()})))
        else:
            await ears.swap(closed=await model_for(model, grammar, cache))

    return teach


def voice(config: Config) -> Voice:
    """Return Piper where a voice for it is installed (or asked for), else espeak-ng. Raises ModelMissing."""
    settings = config.voice
    if settings.engine != "espeak":
        installed = [found.name for found in shelf() if found.entry.kind == "voice"]
        name = settings.model or next(iter(installed), "")
        if name:
            return PiperVoice(find(name), speed=settings.speed)
        if settings.engine == "piper":
            raise ModelMissing("no Piper voice is installed; run `hearth models fetch piper-kristin`")
    return EspeakVoice(speed=settings.speed)


def nlu() -> Nlu:
    """Return the NLU. Raises ModelMissing, or ModelBroken when it was taught another catalogue."""
    intents = (*catalogue(), (OUT_OF_SCOPE, ()))
    return Nlu.open(bundled("nlu"), dict(intents), labels_hash(intents))


def rewriter(config: Config, without: Without) -> Rewriter | None:
    """Return the contextual rewriter, None when it is off or its model cannot be used: sentences then stay as heard."""
    if not config.rewrite.enabled:
        return None
    try:
        return Contextual.open(bundled("contextual"), ContextualSettings(silence_s=config.rewrite.silence_s))
    except ModelError as error:
        without("rewrite", error)
        return None


def ranker(without: Without) -> Ranker:
    """Return the learned ranker, or plain weights when its model cannot be used."""
    try:
        return Learned(open_session(bundled("ranker") / "model.onnx"))
    except ModelError as error:
        without("ranker", error)
        return Plain()


def decider(config: Config, pin: Secret | None, without: Without) -> Decider:
    """Join resolution, policy and skills."""
    scores = ranker(without)
    return Decider(
        resolve=lambda interpretation, context: resolve(interpretation, context, scores),
        answer=partial(answer, ranker=scores, verify=pin.matches if pin is not None else None),
        check=lambda request, context: check(request, context, config.policy),
        act=act,
    )


def presence(config: Config) -> Presence:
    """Return how Hearth shows itself on the broker."""
    settings = PresenceSettings(
        room=config.room,
        prefix=config.mqtt.prefix,
        wake_words=tuple(plain_name(word.name) for word in config.wake.words),
        version=version("hearth"),
        transcript=config.mqtt.transcript,
    )
    return Presence(settings, config.mqtt.client_id or machine_identity())


def versions() -> Mapping[str, str]:
    """Return stage -> name and version of the models that came with Hearth."""
    stages = {"wake": "wake", "rewrite": "contextual", "understand": "nlu", "resolve": "ranker"}
    found = {}
    for stage, name in stages.items():
        with suppress(ModelMissing):  # an optional model that is not there speaks for itself: it does not
            found[stage] = f"{name} {bundled_entry(name).version}"
    return found


def plain_name(name: str) -> str:
    """Return a wake word as people say it: `hey_jarvis_v0.1` -> "hey jarvis"."""
    return re.sub(r"(_v[\d.]+)?(\.onnx)?$", "", Path(name).name).replace("_", " ")
