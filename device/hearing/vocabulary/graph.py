"""Words -> phones -> the decoding graph that Vosk reads, written as arrays.

The acoustic model is CTC: a phone is one or more frames of its own output, then any number of blank frames. As Kaldi transitions, for
phone number k >= 2 (SIL is 1): five ids, of which the third is the phone's first frame and ends it, the fourth repeats it and the first
is the blank inside a word. Both of these are self-loops to Kaldi, which therefore finds where words begin and end. Blanks between
words are the phone SIL, so that word times are tight and Vosk's endpoint rules see silence.
Runs only in the compiling process, which is the one that may import kaldifst.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import kaldifst
import numpy as np

from device.hearing.vocabulary.acceptor import ASIDE, DONE, START, UNKNOWN, Arc, Costs, Network, surroundings
from device.hearing.vocabulary.pronunciation import PHONES, SILENCE, pronunciations

POSITIONS = ("B", "I", "E", "S")
WAKE_PHRASES = ("jarvis", "alexa", "mycroft", "rhasspy", "hearth", "hey", "ok", "computer")
EPSILON = "<eps>"
MARKS = 1000
"""Room for the marks that tell homophones apart."""

_ARC = np.dtype([("input", "<i4"), ("output", "<i4"), ("weight", "<f4"), ("next", "<i4")])
_STATE = np.dtype([("final", "<f4"), ("at", "<u4"), ("arcs", "<u4"), ("in_eps", "<u4"), ("out_eps", "<u4")])
_MAGIC = 2125659606


def phone_symbols() -> list[str]:
    """Every phone with its place in the word, by number; 0 is epsilon and 1 is silence."""
    return [EPSILON, SILENCE, *(f"{phone}_{place}" for phone in PHONES for place in POSITIONS)]


def word_boundaries() -> str:
    """The text of `phones/word_boundary.int`: what part of a word each phone is."""
    kinds = {"B": "begin", "I": "internal", "E": "end", "S": "singleton"}
    lines = ["1 nonword"]
    lines += [f"{i} {kinds[symbol[-1]]}" for i, symbol in enumerate(phone_symbols()) if i > 1]
    return "\n".join(lines) + "\n"


def first_transition(phone: int) -> int:
    """The id before the first of a phone's transition ids (SIL has two, all others five)."""
    return 0 if phone == 1 else 2 + 5 * (phone - 2)


def _placed(phones: Sequence[str], numbers: Mapping[str, int]) -> tuple[int, ...]:
    if len(phones) == 1:
        return (numbers[f"{phones[0]}_S"],)
    places = ["B", *["I"] * (len(phones) - 2), "E"]
    return tuple(numbers[f"{phone}_{place}"] for phone, place in zip(phones, places, strict=True))


def _ways(word: str) -> Iterable[tuple[str, ...]]:
    if word == UNKNOWN:
        return [*((phone,) for phone in PHONES), *(pronunciations(phrase)[0] for phrase in WAKE_PHRASES)]
    return pronunciations(word)


def lexicon(words: Sequence[str]) -> str:
    """The lexicon as FST text: phones in, word numbers from 1 out; homophones end in a mark, numbered after the phones."""
    numbers = {symbol: i for i, symbol in enumerate(phone_symbols())}
    marks: dict[tuple[int, ...], int] = {}
    lines, states, first_mark = [], 1, len(numbers)
    for number, word in enumerate(words, 1):
        if word == ASIDE:
            lines.append(f"0 0 {first_mark + MARKS} {number}")
            continue
        for way in _ways(word):
            placed = _placed(way, numbers)
            mark = marks.get(placed, 0)
            marks[placed] = mark + 1
            steps = [*placed, *([first_mark + mark - 1] if mark else [])]
            here, says = 0, number
            for step in steps[:-1]:
                lines.append(f"{here} {states} {step} {says}")
                here, says, states = states, 0, states + 1
            lines.append(f"{here} 0 {steps[-1]} {says}")
    assert max(marks.values()) < MARKS
    lines.append("0")
    return "\n".join(lines) + "\n"


def _fst(
    arcs: Sequence[Arc], start: int, ends: Mapping[int, float], number: Mapping[str, int]
) -> "kaldifst.StdVectorFst":
    """An acceptor of words; in the text format the first line's state is where it begins."""
    said = {**number, ASIDE: 0}
    lines = [
        f"{a} {b} {number[word]} {said[word]} {cost:.4f}"
        for a, b, word, cost in sorted(arcs, key=lambda arc: arc[0] != start)
    ]
    lines += [f"{end} {cost:.4f}" for end, cost in ends.items()]
    return kaldifst.compile("\n".join(lines) + "\n")


def smallest(network: Network, number: Mapping[str, int]) -> "kaldifst.StdVectorFst":
    """The same sentences with the fewest states; costs would keep states apart, so there are none yet."""
    sentences = _fst([(*arc, 0.0) for arc in network.arcs], START, {DONE: 0.0}, number)
    kaldifst.rmepsilon(sentences)
    sentences = kaldifst.determinize(sentences)
    kaldifst.minimize_encoded(sentences)
    return sentences


def compile_words(
    network: Network, costs: Costs, folder: Path, everything: Sequence[str]
) -> tuple["kaldifst.StdVectorFst", list[str]]:
    """Phones in, words out: deterministic, small, its homophone marks still in. Also the words by number, from 1."""
    words = sorted({word for _, _, word in network.arcs if word} | {*everything, UNKNOWN, ASIDE})
    number = {word: i for i, word in enumerate(words, 1)} | {"": 0}
    first, final, arcs, leaves = arrays(smallest(network, number), folder)
    ways = np.bincount(leaves, minlength=len(final)) + np.isfinite(final)
    cost = costs.choice * np.log(np.maximum(ways, 1))
    ends = {int(state): float(cost[state]) for state in np.flatnonzero(np.isfinite(final))}
    anything = ways >= max(50, len(network.free))
    inner = []
    for state, arc in zip(leaves.tolist(), arcs, strict=True):
        word = words[arc["input"] - 1]
        dear = costs.word if anything[state] and word in network.free else 0.0
        inner.append((state, int(arc["next"]), word, float(cost[state]) + dear))
    unused = len(final)
    sentences = _fst([*inner, *surroundings(first, ends, unused, costs, everything)], unused, {unused + 1: 0.0}, number)
    kaldifst.rmepsilon(sentences)
    kaldifst.arcsort(sentences, sort_type="ilabel")
    spoken = kaldifst.compile(lexicon(words))
    kaldifst.arcsort(spoken, sort_type="olabel")
    graph = kaldifst.compose(spoken, sentences)
    kaldifst.determinize_star(graph)
    kaldifst.minimize_encoded(graph)
    return graph, words


def arrays(fst: "kaldifst.StdVectorFst", folder: Path) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """An FST as arrays (see `read_const`), by way of a file: its arcs one by one through Python take seconds."""
    temporary = folder / "arrays.const"
    kaldifst.StdConstFst(fst).write(str(temporary))
    read = read_const(temporary)
    temporary.unlink()
    return read


def read_const(path: Path) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """A const FST file: its start, final costs (states,), arcs, and the state each arc leaves."""
    data = path.read_bytes()
    at = 4
    for _ in range(2):
        (size,) = struct.unpack_from("<i", data, at)
        at += 4 + size
    version, flags, _, start, states, arcs = struct.unpack_from("<iiQqqq", data, at)
    at += 40
    if flags:
        raise ValueError("symbol tables inside an FST are not expected")
    aligned = version == 1
    at += -at % 16 if aligned else 0
    table = np.frombuffer(data, _STATE, states, at)
    at += table.nbytes
    at += -at % 16 if aligned else 0
    return start, table["final"], np.frombuffer(data, _ARC, arcs, at), np.repeat(np.arange(states), table["arcs"])


def write_const(path: Path, start: int, final: np.ndarray, arcs: np.ndarray, leaves: np.ndarray) -> None:
    """Write arcs (in any order) as the const FST that Vosk loads without building anything."""
    order = np.argsort(leaves, kind="stable")
    arcs, leaves = arcs[order], leaves[order]
    table = np.zeros(len(final), _STATE)
    table["final"] = final
    table["arcs"] = np.bincount(leaves, minlength=len(final))
    table["at"] = np.concatenate(([0], np.cumsum(table["arcs"])[:-1]))
    table["in_eps"] = np.bincount(leaves[arcs["input"] == 0], minlength=len(final))
    table["out_eps"] = np.bincount(leaves[arcs["output"] == 0], minlength=len(final))
    header = struct.pack("<i", _MAGIC)
    for name in (b"const", b"standard"):
        header += struct.pack("<i", len(name)) + name
    # Version 2 is not aligned; the only property claimed is that the states are all there.
    header += struct.pack("<iiQqqq", 2, 0, 1, start, len(final), len(arcs))
    path.write_bytes(header + table.tobytes() + arcs.tobytes())


def _arcs(
    leaves: np.ndarray, inputs: object, outputs: object, weights: object, to: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    made = np.zeros(len(leaves), _ARC)
    made["input"], made["output"], made["weight"], made["next"] = inputs, outputs, weights, to
    return made, leaves


def expand(
    start: int, final: np.ndarray, arcs: np.ndarray, leaves: np.ndarray
) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """Turn a graph over phones into one over transition ids; see the module's text for what a phone becomes.

    After a phone comes a state of its own for each (phone, next state): there blanks are passed, and inside words only.
    """
    phones = len(phone_symbols())
    label = np.where(arcs["input"] >= phones, 0, arcs["input"])
    silent, spoken = np.flatnonzero(label == 0), np.flatnonzero(label)
    parts = [_arcs(leaves[silent], 0, arcs["output"][silent], arcs["weight"][silent], arcs["next"][silent])]
    states = len(final)

    ends, which = np.unique(np.stack((label[spoken], arcs["next"][spoken])), axis=1, return_inverse=True)
    which = which.reshape(-1)
    # Where a single phone leads to a state, that state itself comes after the phone; the others need one in between.
    shared = np.bincount(ends[1], minlength=len(final)) > 1
    shared[start] = True
    shared[arcs["next"][silent]] = True
    last = (ends[0] - 2) % len(POSITIONS) >= 2  # the end of a word, or a word of one phone: silence may follow
    between = np.flatnonzero(shared[ends[1]] | last)
    ended = ends[1].copy()
    ended[between] = states + np.arange(len(between))
    states += len(between)
    base = np.array([first_transition(phone) if phone else 0 for phone in range(phones)])
    ids = base[label[spoken]]
    output, weight = arcs["output"][spoken], arcs["weight"][spoken]
    parts.append(_arcs(leaves[spoken], ids + 3, output, weight, ended[which]))
    ids = base[ends[0]]
    parts.append(_arcs(ended, ids + 4, 0, 0, ended))
    parts.append(_arcs(ended[between], 0, 0, 0, ends[1][between]))
    parts.append(_arcs(ended[~last], ids[~last] + 1, 0, 0, ended[~last]))

    # Silence between words: one state before each state that a word leads to, and before the start.
    after = np.unique(np.append(ends[1][last], start))
    quiet = states + np.arange(len(after))
    place = np.searchsorted(after, ends[1][last])
    parts.append(_arcs(ended[last], 2, 0, 0, quiet[place]))
    parts.append(_arcs(quiet, 1, 0, 0, quiet))
    parts.append(_arcs(quiet, 0, 0, 0, after))
    states += len(after)
    beginning = states
    here = np.array([beginning])
    parts.append(_arcs(here, 0, 0, 0, np.array([start])))
    parts.append(_arcs(here, 2, 0, 0, quiet[[int(np.searchsorted(after, start))]]))
    costs = np.full(states + 1, np.inf, np.float32)
    costs[: len(final)] = final
    return beginning, costs, np.concatenate([made for made, _ in parts]), np.concatenate([from_ for _, from_ in parts])


def write_graph(network: Network, costs: Costs, folder: Path, everything: Sequence[str] = ()) -> dict[str, int]:
    """Write HCLG.fst, words.txt and phones/ into `folder`; return how large it became."""
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    graph, words = compile_words(network, costs, folder, everything)
    start, final, arcs, leaves = expand(*arrays(graph, folder))
    write_const(folder / "HCLG.fst", start, final, arcs, leaves)
    table = [EPSILON, *words]
    (folder / "words.txt").write_text("".join(f"{word} {i}\n" for i, word in enumerate(table)), "utf-8")
    (folder / "phones" / "word_boundary.int").write_text(word_boundaries(), "utf-8")
    return {"words": len(words), "states": len(final), "arcs": len(arcs)}
