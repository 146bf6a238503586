"""The wake word: several at once over shared embeddings, computed only while there is something to hear.

Score for score what the openwakeword package says of the same sound (a test holds it to that), for a fraction of its
memory. While the gate is shut frames are only kept; when it opens, what the models would have heard is caught up.
Knows nothing of turns.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from device.engine import Engine, Session, open_session
from device.errors import ModelMissing
from device.hearing import Detection
from device.hearing.embedding import WARM, Embedder, wheel_models
from device.hearing.gate import Gate
from device.hearing.gate import Settings as GateSettings
from device.sound.frames import Frame, Samples

UNSURE = 5
"""Frames at the start whose scores do not count: the embeddings still hold made-up silence."""
LAG_S = 0.2
"""How long after the word's end it is usually noticed: -0.06 to 0.38 s, 0.15 in the middle, over five synthetic voices.
What is left of the wake word is heard as `[unk]` and dropped; a command's first word that is cut off is lost for good."""


class WakeWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wake word."""

    name: str
    """`hey_hearth`, `hey_jarvis`, `alexa`, ... or the path of a head of your own (`python -m learning.wake`)."""
    threshold: float = 0.5
    """0.0 to 1.0: higher misses more and errs less."""
    barge_in_threshold: float = 0.7
    """The same while Hearth itself speaks and its voice is in the microphone."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The wake words."""

    words: tuple[WakeWord, ...] = (WakeWord("hey_jarvis"),)
    refractory_s: float = 1.5
    """Seconds after a detection in which none is reported."""
    gate: GateSettings = GateSettings()


class _Head:
    """One word's model and whether it may speak."""

    def __init__(self, word: WakeWord, session: Session) -> None:
        self.word = word
        self.session = session
        self.input = session.get_inputs()[0].name
        self.looks_at = int(session.get_inputs()[0].shape[1])
        self.armed = True


class Wake:
    """Listens for wake words, one frame at a time."""

    def __init__(self, settings: Settings | None = None, folders: Iterable[Path] = ()) -> None:
        """Load the heads, from `folders` first and then from the openwakeword wheel. Raises ModelError."""
        self._settings = settings or Settings()
        shared = wheel_models()
        places = (*folders, shared)
        self._heads = [_Head(word, open_session(locate(word.name, places))) for word in self._settings.words]
        self._embedder = Embedder(shared, keep=max((head.looks_at for head in self._heads), default=16))
        self._gate = Gate(self._settings.gate)
        # As far back as any head looks: what is older leaves no trace in a score.
        self._missed: deque[Samples] = deque(maxlen=self._embedder.keep + WARM)
        self._engine = Engine("wake")
        self._quiet_until = float("-inf")
        self._heard = 0
        self.scores: Mapping[str, float] = {}
        """What each word scored on the last frame that was looked at."""

    async def hear(self, frame: Frame, *, speaking: bool = False) -> Detection | None:
        """Take one frame; the models run on a thread of their own, a quiet frame never leaves the loop.

        `speaking`: Hearth's own voice is sounding, so that the higher threshold holds.
        """
        batch = self._admit(frame)
        return await self._engine.run(self._listen, batch, frame.at, speaking) if batch else None

    def process(self, frame: Frame, *, speaking: bool = False) -> Detection | None:
        """`hear` for callers without a loop."""
        batch = self._admit(frame)
        return self._listen(batch, frame.at, speaking) if batch else None

    def reset(self) -> None:
        """Forget what was heard; not while a `hear` is under way."""
        self._embedder.reset()
        self._missed.clear()
        self._heard = 0
        for head in self._heads:
            head.armed = True

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()

    def _admit(self, frame: Frame) -> list[Samples]:
        """Return the frames to be looked at now, the missed ones first; none while it is quiet."""
        if not (self._gate.step(frame.samples) if frame.stirs is None else frame.stirs):
            self._missed.append(frame.samples)
            return []
        batch = [*self._missed, frame.samples]
        self._missed.clear()
        return batch

    def _listen(self, batch: list[Samples], at: float, speaking: bool) -> Detection | None:
        for samples in batch:
            self._embedder.push(samples)
        self._heard += len(batch)
        found: Detection | None = None
        scores: dict[str, float] = {}
        for head in self._heads:
            answer = head.session.run(None, {head.input: self._embedder.last(head.looks_at)})[0]
            score = scores[head.word.name] = float(answer.reshape(-1)[0]) if self._heard > UNSURE else 0.0
            limit = head.word.barge_in_threshold if speaking else head.word.threshold
            if score < limit:
                head.armed = True
            elif head.armed and at >= self._quiet_until and (found is None or score > found.score):
                found = Detection(head.word.name, score, at, at - LAG_S)
        self.scores = scores
        if found is not None:
            self._quiet_until = at + self._settings.refractory_s
            for head in self._heads:
                head.armed = head.armed and scores[head.word.name] < head.word.threshold
        return found


def locate(name: str, folders: Iterable[Path]) -> Path:
    """Find a head by name: a path, or `<name>.onnx` or `<name>_v<number>.onnx` in a folder. Raises ModelMissing."""
    if name.endswith(".onnx"):
        return Path(name)
    form = re.compile(rf"{re.escape(name)}(_v[\d.]+)?\.onnx")
    known: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.onnx")):
            if form.fullmatch(path.name):
                return path
            known.append(re.sub(r"(_v[\d.]+)?\.onnx$", "", path.name))
    known = sorted(set(known) - {"melspectrogram", "embedding_model", "silero_vad"})
    raise ModelMissing(
        f"there is no wake word {name!r}; there is: {', '.join(known) or 'none'}. "
        "Make one with `python -m learning.wake --phrase ...`"
    )
