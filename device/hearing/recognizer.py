"""Speech to words with Vosk: this home's closed graph first, an open model for what it does not know.

The only importer of vosk. All calls run on one engine thread; Vosk lets go of the interpreter lock while it works.
"""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from device.engine import Engine
from device.errors import ModelBroken, ModelMissing
from device.hearing import Heard, HeardAlternative, HeardWord, Partial
from device.sound.frames import RATE, Frame

ALTERNATIVES = 8
"""Hearings that are asked of Vosk; those with the same words become one."""
UNKNOWN = "[unk]"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure the closed graph must be."""

    closed_confidence: float = 0.5
    """Below this mean word confidence, or with an unknown word, the open model is asked (when there is one)."""


@dataclass(slots=True)
class _Sentence:
    """What belongs to the sentence that is being heard."""

    closed: Any
    segments: list[str] = field(default_factory=list)
    """Results of parts that Vosk closed by itself, in its JSON."""
    kept: list[bytes] = field(default_factory=list)
    """The sound, for the open model."""
    partial: str = ""
    samples: int = 0


class VoskRecognizer:
    """Implements `device.hearing.Recognizer`."""

    def __init__(self, closed: Path, opened: Path | None = None, settings: Settings | None = None) -> None:
        """Load the models. Raises ModelMissing or ModelBroken."""
        self._settings = settings or Settings()
        self._paths = {"closed": closed} | ({"open": opened} if opened else {})
        self._models = {name: load(path) for name, path in self._paths.items()}
        self._grammar: tuple[str, ...] = ()
        self._sentence: _Sentence | None = None
        self._engine = Engine("recognizer")

    @property
    def versions(self) -> Mapping[str, str]:
        """Which models speak here."""
        return {name: path.name for name, path in self._paths.items()}

    async def begin(self) -> None:
        """Forget the last sentence; a swapped-in model is used from here on."""
        await self._engine.run(self._begin)

    async def accept(self, frame: Frame) -> Partial | None:
        """Hear 80 ms more; None: the same words as before."""
        return await self._engine.run(self._accept, frame.samples.tobytes())

    async def finish(self) -> Heard:
        """Decide: the closed graph's answer, unless it is unsure and there is an open model."""
        return await self._engine.run(self._finish)

    async def swap(self, closed: Path | None = None, grammar: tuple[str, ...] | None = None) -> None:
        """Load another closed model beside the present one; the next `begin` uses it.

        `grammar` (words and phrases) is for stock models with a look-ahead graph. Raises ModelMissing or ModelBroken,
        and then nothing changes.
        """
        if closed is not None:
            loading = Engine("recognizer[load]")  # a thread of its own: the sentence that is being heard goes on
            try:
                self._models["closed"] = await loading.run(load, closed)
            finally:
                loading.close()
            self._paths["closed"] = closed
        self._grammar = grammar or ()

    def close(self) -> None:
        """Let go of the models."""
        self._engine.close()
        self._sentence = None  # recognisers go before their models
        self._models.clear()

    def _begin(self) -> None:
        self._sentence = _Sentence(_recognizer(self._models["closed"], self._grammar))

    def _accept(self, samples: bytes) -> Partial | None:
        sentence = self._hearing()
        sentence.samples += len(samples) // 2
        if "open" in self._models:
            sentence.kept.append(samples)
        if sentence.closed.AcceptWaveform(samples):
            sentence.segments.append(sentence.closed.Result())
            return Partial(sentence.partial, complete=True)
        text = str(json.loads(sentence.closed.PartialResult()).get("partial", ""))
        if text == sentence.partial:
            return None
        sentence.partial = text
        return Partial(text)

    def _finish(self) -> Heard:
        sentence = self._hearing()
        self._sentence = None
        results = [*sentence.segments, sentence.closed.FinalResult()]
        seconds = sentence.samples / RATE
        heard = join([parse(result) for result in results], seconds)
        if "open" not in self._models or self._sure(heard):
            return heard
        wide = _recognizer(self._models["open"], ())
        wide.AcceptWaveform(b"".join(sentence.kept))
        return replace(parse(wide.FinalResult()), graph="open", seconds=seconds)

    def _hearing(self) -> _Sentence:
        if self._sentence is None:
            self._begin()
        assert self._sentence is not None
        return self._sentence

    def _sure(self, heard: Heard) -> bool:
        return bool(heard.text) and UNKNOWN not in heard.text and heard.confidence >= self._settings.closed_confidence


def load(folder: Path) -> Any:
    """Load a Vosk model folder. Raises ModelMissing or ModelBroken."""
    import vosk  # noqa: PLC0415 - a process without ears need not pay for it

    if not (folder / "am" / "final.mdl").is_file():
        raise ModelMissing(f"there is no speech model in {folder}; run `hearth models verify`")
    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(model_path=str(folder))
    except Exception as error:  # vosk raises nothing narrower
        raise ModelBroken(f"the speech model in {folder} does not load; run `hearth models verify`") from error


def _recognizer(model: Any, grammar: Sequence[str]) -> Any:
    """Make a recogniser for one sentence, with word times and alternatives."""
    import vosk  # noqa: PLC0415

    made = (
        vosk.KaldiRecognizer(model, RATE, json.dumps([*grammar, UNKNOWN]))
        if grammar
        else vosk.KaldiRecognizer(model, RATE)
    )
    made.SetWords(True)
    made.SetMaxAlternatives(ALTERNATIVES)
    return made


def parse(result: str) -> Heard:
    """Read one of Vosk's n-best results.

    Vosk gives a log score per hearing and no word confidences beside alternatives; shares of the hearings (softmax of
    the scores) take their place, and a word's confidence is the share of the hearings that hold it.
    """
    hearings = [each for each in json.loads(result).get("alternatives", ()) if each["text"].strip()]
    if not hearings:
        return Heard()
    best = max(each["confidence"] for each in hearings)
    weights = [math.exp(max(-60.0, each["confidence"] - best)) for each in hearings]
    shares: dict[str, float] = defaultdict(float)
    holds: dict[str, float] = defaultdict(float)
    for each, weight in zip(hearings, weights, strict=True):
        share = weight / sum(weights)
        shares[each["text"].strip()] += share
        for word in set(each["text"].split()):
            holds[word] += share
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    text = ordered[0][0]
    first = next(each for each in hearings if each["text"].strip() == text)
    words = tuple(
        HeardWord(word["word"], word["start"], word["end"], min(1.0, holds[word["word"]]))
        for word in first.get("result", ())
    )
    confidence = sum(holds[word] for word in text.split()) / len(text.split())
    return Heard(text, min(1.0, confidence), words, tuple(HeardAlternative(*each) for each in ordered))


def join(parts: Sequence[Heard], seconds: float) -> Heard:
    """Make one of the parts that Vosk closed by itself; alternatives are kept when only one part has words."""
    spoken = [part for part in parts if part.text]
    if len(spoken) <= 1:
        return replace(spoken[0] if spoken else Heard(), seconds=seconds)
    return Heard(
        " ".join(part.text for part in spoken),
        min(part.confidence for part in spoken),
        tuple(word for part in spoken for word in part.words),
        (HeardAlternative(" ".join(part.text for part in spoken), min(part.confidence for part in spoken)),),
        seconds=seconds,
    )
