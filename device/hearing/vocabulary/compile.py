"""A grammar -> the decoding graph of a Vosk model, in a process of its own.

`compile_graph` (or `model_for`, which gives a whole model folder) runs `python -m device.hearing.vocabulary.compile`: that child may
import kaldifst, which deadlocks beside vosk in one process because both carry OpenFST. The request goes in as JSON; the folder appears
in one rename, so that a reader sees all of it or nothing.
"""

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from device.errors import ModelBroken, ModelMissing
from device.hearing.vocabulary.acceptor import Costs, network_of
from device.hearing.vocabulary.grammar import carrier_rules, parse_expression
from device.hearing.vocabulary.home import Grammar

TIMEOUT_S = 120.0


class Request(msgspec.Struct, frozen=True):
    """What the child is asked."""

    grammar: Grammar
    costs: Costs
    out: str


class Compiled(msgspec.Struct, frozen=True):
    """What the child answers: how large the graph became."""

    words: int
    states: int
    arcs: int


def _command() -> list[str]:
    return [sys.executable, "-m", "device.hearing.vocabulary.compile"]


def _request(grammar: Grammar, out: Path, costs: Costs | None) -> bytes:
    return msgspec.json.encode(Request(grammar, costs or Costs(), str(out.absolute())))


def _answer(code: int | None, out: bytes, err: bytes) -> Compiled:
    if code:
        said = err.decode(errors="replace").strip().splitlines()
        raise ModelBroken(
            f"the vocabulary of this home could not be compiled: {said[-1] if said else f'exit code {code}'}"
        )
    return msgspec.json.decode(out, type=Compiled)


def compile_graph(model_dir: Path, grammar: Grammar, out_dir: Path, costs: Costs | None = None) -> Compiled:
    """Write the graph folder `out_dir` (HCLG.fst, words.txt, phones/) for our model in `model_dir`.

    Raises ModelMissing when there is no such model, ModelBroken when the grammar cannot be compiled; then `out_dir` is as it was.
    """
    _check(model_dir)
    ran = subprocess.run(  # noqa: S603 - our own interpreter and module
        _command(), input=_request(grammar, out_dir, costs), capture_output=True, timeout=TIMEOUT_S, check=False
    )
    return _answer(ran.returncode, ran.stdout, ran.stderr)


def _check(model_dir: Path) -> None:
    if not (model_dir / "am" / "final.mdl").is_file():
        raise ModelMissing(f"there is no speech model in {model_dir}; run `hearth models verify`")


def folder_for(model_dir: Path, grammar: Grammar, cache: Path, costs: Costs | None = None) -> Path:
    """Where the model of this grammar lies: named by everything it is made of, so that an unchanged home compiles nothing."""
    made_of = hashlib.sha256(_request(grammar, Path("/"), costs))
    made_of.update((model_dir / "model.json").read_bytes() if (model_dir / "model.json").exists() else b"")
    for part in sorted(Path(__file__).parent.glob("*.*")):
        made_of.update(part.read_bytes())
    return cache / f"home-{made_of.hexdigest()[:16]}"


def link_model(model_dir: Path, folder: Path) -> None:
    """Put the acoustic model beside where a graph will be."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("am", "conf"):
        link = folder / part
        if link.is_symlink():
            link.unlink()
        link.symlink_to((model_dir / part).resolve())


def _forget(cache: Path, keep: Path) -> None:
    """Old homes' graphs go, all but the newest two: one may still be in use."""
    others = sorted((path for path in cache.glob("home-*") if path != keep), key=lambda path: path.stat().st_mtime)
    for path in others[:-2]:
        shutil.rmtree(path, ignore_errors=True)


async def model_for(model_dir: Path, grammar: Grammar, cache: Path, costs: Costs | None = None) -> Path:
    """Return the folder of a Vosk model that hears this grammar, compiling it beside the loop if it is not there yet.

    Raises ModelMissing, ModelBroken, TimeoutError.
    """
    _check(model_dir)
    folder = folder_for(model_dir, grammar, cache, costs)
    link_model(model_dir, folder)
    if not (folder / "graph" / "HCLG.fst").is_file():
        child = await asyncio.create_subprocess_exec(
            *_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            async with asyncio.timeout(TIMEOUT_S):
                out, err = await child.communicate(_request(grammar, folder / "graph", costs))
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        _answer(child.returncode, out, err)
    _forget(cache, folder)
    return folder


def serve(request: Request) -> Compiled:
    """What the child does: compile next to the wanted folder, then move it there."""
    from device.hearing.vocabulary import graph  # noqa: PLC0415 - kaldifst may be imported in this process only

    out, grammar = Path(request.out), request.grammar
    patterns = [parse_expression(pattern) for pattern in grammar.patterns]
    network = network_of(carrier_rules(), grammar.classes, patterns, grammar.free)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
        made = Path(scratch) / "graph"
        size = graph.write_graph(network, request.costs, made, grammar.everything)
        old = Path(scratch) / "old"
        if out.exists():
            out.rename(old)
        made.rename(out)
    return Compiled(**size)


if __name__ == "__main__":
    os.nice(5)  # a turn comes first
    sys.stdout.buffer.write(msgspec.json.encode(serve(msgspec.json.decode(sys.stdin.buffer.read(), type=Request))))
