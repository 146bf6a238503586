"""The NLU at work: one pass of the ONNX model over a sentence gives clauses, intents and slots.

Every word says which clause it belongs to (`joints`), which intent that clause has, and which slot it is in. A clause's
intent is what its words say together; slots that the intent cannot hold are not read. Knows nothing of the home but
the names in a `Vocabulary`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from device.engine import open_session
from device.errors import ModelBroken, ModelMissing
from runtime.nlu.complete import completed
from runtime.nlu.decode import best_tags
from runtime.nlu.features import channels, ids
from runtime.nlu.labels import JOINTS, OUT_OF_SCOPE
from runtime.nlu.slots import slots_of
from runtime.nlu.tidy import spans_of, tidy
from runtime.nlu.vocabulary import Vocabulary
from runtime.nlu.words import split
from runtime.turn import Alternative, Interpretation, Slot, Understanding

UNSURE = 0.5
"""Below this confidence other hearings of the sentence are tried."""
BEST = 3
"""Readings that are returned beside the best one."""
Floats = NDArray[np.float32]


class NluModel(msgspec.Struct, frozen=True):
    """What `model.json` says of a trained NLU."""

    name: str
    version: str
    labels_hash: str
    intents: tuple[str, ...]
    """In the order of the model's outputs, `out_of_scope` among them."""
    temperature: float = 1.0
    """Divides the intent logits; fitted on the dev part so that confidences are probabilities."""
    margin: float = 0.0
    """A clause is out of scope when the logarithm of its chance leads that of the best intent by so much; fitted for at most
    2 % false rejection."""
    unsure: float = 0.0
    """A clause read with less confidence was not understood: it is out of scope. Fitted together with the margin."""
    sure: tuple[float, float, float] = (1.0, 1.0, 0.0)
    """Logistic weights of log p(intent), of the sum of log p(tag), and a constant: the confidence that both are right."""


class Nlu:
    """Understands sentences. Pure: the same words and names give the same understanding."""

    def __init__(self, session: Any, model: NluModel, slots_of: Mapping[str, frozenset[str]]) -> None:
        """`slots_of`: intent -> the slots it may hold."""
        self.model = model
        self._session = session
        self._slots_of = slots_of

    @classmethod
    def open(cls, folder: Path, catalogue: Mapping[str, Sequence[str]], expected: str) -> Self:
        """Load a model for a catalogue (intent -> slots) whose hash is `expected`.

        Raises ModelMissing, or ModelBroken when it does not load or was taught another catalogue.
        """
        try:
            model = msgspec.json.decode((folder / "model.json").read_bytes(), type=NluModel)
        except FileNotFoundError as error:
            raise ModelMissing(f"there is no NLU in {folder}; run `hearth models verify`") from error
        except msgspec.DecodeError as error:
            raise ModelBroken(f"{folder}/model.json cannot be read: {error}") from error
        if model.labels_hash != expected:
            raise ModelBroken(
                f"the NLU in {folder} was taught another catalogue of intents ({model.labels_hash}, not {expected}); "
                "run `python -m learning.nlu`"
            )
        slots_of = {intent: frozenset(slots) for intent, slots in catalogue.items()}
        return cls(open_session(folder / "nlu.onnx", fetch="hearth models verify"), model, slots_of)

    def fitted(self, model: NluModel) -> Self:
        """Return the same network with other calibration."""
        return type(self)(self._session, model, self._slots_of)

    def understand(self, text: str, names: Vocabulary, alternatives: Sequence[Alternative] = ()) -> Understanding:
        """Return one interpretation per clause; when the best hearing makes little sense, of the hearing that makes most.

        Where the sentence names what this home does not have, the other hearings are read too and handed on: they are for asking.
        """
        best = self._read(text, names)
        sure = confidence(best) >= UNSURE and best.clauses[0].intent != OUT_OF_SCOPE
        if not alternatives or (sure and not names_the_unknown(best, names)):
            return best
        readings = [(confidence(best), best)]
        for other in alternatives:
            reading = self._read(other.text, names) if other.text != text else best
            if reading is not best and all(clause.intent != OUT_OF_SCOPE for clause in reading.clauses):
                readings.append((confidence(reading) * (0.5 + other.confidence / 2), reading))
        hearings = tuple(reading.clauses for chance, reading in readings[1:] if chance >= UNSURE)[:BEST]
        if not sure:
            if best.clauses[0].intent == OUT_OF_SCOPE:
                readings = [each for each in readings[1:] if each[0] >= UNSURE] or readings[:1]
            best = max(readings, key=lambda each: each[0])[1]
        return msgspec.structs.replace(best, hearings=tuple(each for each in hearings if each is not best.clauses))

    def _read(self, text: str, names: Vocabulary) -> Understanding:
        words = split(text)
        if not words:
            return Understanding((Interpretation(OUT_OF_SCOPE, text=text),))
        evidence, weights, joints, tags = self.outputs(words, names)
        clauses, others = [], []
        for start, end in segments(joints):
            scores = pooled(evidence[start:end], weights[start:end]) / self.model.temperature
            readings = self._clause(words[start:end], softmax(scores), tags[start:end], names)
            clauses.append(readings[0])
            others += readings[1:]
        return Understanding(tuple(clauses), tuple(sorted(others, key=lambda each: -each.confidence)[:BEST]))

    def outputs(self, words: tuple[str, ...], names: Vocabulary) -> tuple[Floats, Floats, Floats, Floats]:
        """Run the model: per word the intents' evidence, its weight, its joints and its tags, all raw."""
        found = self._session.run(None, {"ids": ids(words)[None], "channels": channels(words, names)[None]})
        return found[0][0], found[1][0], found[2][0], found[3][0]

    def _clause(self, words: tuple[str, ...], scores: Floats, tags: Floats, names: Vocabulary) -> list[Interpretation]:
        """Return the likeliest readings of one clause, best first."""
        order = [int(index) for index in np.argsort(-scores)[: BEST + 1]]
        foreign = self.model.intents.index(OUT_OF_SCOPE)
        text = " ".join(words)
        if lead(scores, foreign) >= self.model.margin:
            order = [foreign, *(index for index in order if index != foreign)]
        else:
            order = [index for index in order if index != foreign] + [foreign] * (foreign in order)
        readings = []
        for index in order:
            intent = self.model.intents[index]
            slots, evidence = self._slots(words, tags, intent, names)
            sure = self._sure(float(scores[index]), evidence) if intent != OUT_OF_SCOPE else float(scores[index])
            readings.append(Interpretation(intent, slots, sure, text))
        if readings[0].intent != OUT_OF_SCOPE and readings[0].confidence < self.model.unsure:
            readings.insert(0, Interpretation(OUT_OF_SCOPE, (), float(scores[foreign]), text))
        return readings

    def _sure(self, chance: float, tags: float) -> float:
        intent, slots, constant = self.model.sure
        return float(1 / (1 + np.exp(-(intent * np.log(max(chance, 1e-9)) + slots * tags + constant))))

    def _slots(
        self, words: tuple[str, ...], tags: Floats, intent: str, names: Vocabulary
    ) -> tuple[tuple[Slot, ...], float]:
        """Read the slots that an intent may hold, and the sum of the log chances of their tags."""
        allowed = self._slots_of.get(intent, frozenset())
        tags_of_words, chances = best_tags(tags, allowed)
        spans = tidy(spans_of(tags_of_words), words, names, allowed)
        return slots_of(completed(spans, words, names, allowed), words), chances


def pooled(evidence: Floats, weights: Floats) -> Floats:
    """Return what the words of a clause say of its intent together, the telling words weighing more."""
    total: Floats = softmax(weights) @ evidence
    return total


def lead(scores: Floats, foreign: int) -> float:
    """Return by how much the logarithm of one chance leads that of the best of the others."""
    others = float(np.delete(scores, foreign).max())
    return float(np.log(max(float(scores[foreign]), 1e-12)) - np.log(max(others, 1e-12)))


def confidence(understanding: Understanding) -> float:
    """Return how sure the least sure clause is."""
    return min(clause.confidence for clause in understanding.clauses)


def names_the_unknown(understanding: Understanding, names: Vocabulary) -> bool:
    """Whether a name was said that nothing here has."""
    slots = (slot for clause in understanding.clauses for slot in clause.slots if slot.name in {"name", "area"})
    return any(slot.value is None and slot.text not in names.phrases and slot.text not in names.rooms for slot in slots)


def segments(joints: Floats) -> list[tuple[int, int]]:
    """Cut words into clauses by their joints, float32 [words, JOINTS]; words between two clauses belong to none."""
    labels = [JOINTS[int(index)] for index in joints.argmax(axis=1)]
    found: list[list[int]] = []
    for place, label in enumerate(labels):
        if label == "between" and found:
            continue
        if not found or label == "begins" or labels[place - 1] == "between":
            found.append([place, place + 1])
        else:
            found[-1][1] = place + 1
    return [(start, end) for start, end in found]


def softmax(logits: Floats) -> Floats:
    """Return probabilities."""
    powers = np.exp(logits - logits.max())
    total: Floats = powers / powers.sum()
    return total
