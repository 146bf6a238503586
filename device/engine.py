"""One engine, one thread, one queue; and the only door to onnxruntime.

An engine (a recogniser, a synthesiser, an ONNX model) is a C object with state and no lock. `Engine.run` sends it one
call at a time, in order, on a thread of its own: a caller that is cancelled loses its answer, and the next call waits
until the abandoned one has left the engine. Knows nothing of what the calls compute.
"""

import asyncio
import ctypes
import functools
import gc
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar
from weakref import WeakSet

from device.errors import EngineClosed, ModelBroken, ModelMissing

P = ParamSpec("P")
T = TypeVar("T")

Session = Any
"""An `onnxruntime.InferenceSession`; untyped because onnxruntime ships no types."""


def open_session(path: Path, *, fetch: str = "", rewritten: bytes | None = None) -> Session:
    """Load an ONNX model for one thread, with as little memory as onnxruntime allows.

    `fetch` is the command that would bring the model, for the sentence of the error; `rewritten` is loaded in place of
    what the file holds. Raises ModelMissing when there is no such file and ModelBroken when it does not load.
    """
    import onnxruntime  # noqa: PLC0415 - 40 MB that a process without models need not pay

    if not path.is_file():
        remedy = f"; run `{fetch}`" if fetch else ""
        raise ModelMissing(f"there is no model at {path}{remedy}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    # A spinning thread burns a core while waiting; the arena keeps the peak of every shape for ever.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    source = str(path) if rewritten is None else rewritten
    try:
        return onnxruntime.InferenceSession(source, sess_options=options, providers=["CPUExecutionProvider"])
    except _refusals() as error:
        remedy = f"; run `{fetch}`" if fetch else ""
        raise ModelBroken(f"{path} is not a model that loads: {str(error).splitlines()[0]}{remedy}") from error


def _refusals() -> tuple[type[Exception], ...]:
    """Name the errors with which onnxruntime refuses a file; they share no parent but Exception."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state  # noqa: PLC0415

    return (RuntimeError, ValueError, state.Fail, state.InvalidProtobuf, state.InvalidGraph, state.InvalidArgument,
            state.NoSuchFile, state.NotImplemented, state.RuntimeException)  # fmt: skip


_ENGINES: "WeakSet[Engine]" = WeakSet()


def return_memory() -> None:
    """Give freed memory back to the system: worth calling once, after everything is loaded."""
    gc.collect()
    with suppress(OSError, AttributeError):  # glibc only
        ctypes.CDLL(None).malloc_trim(0)


def busy_seconds() -> float:
    """Return the seconds that all engines together have spent in calls: what is left of a stage is Hearth's own time."""
    return sum(engine.busy_s for engine in _ENGINES)


class Engine:
    """A named thread that runs one call at a time, in the order they came."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.busy_s = 0.0
        """Seconds spent in calls so far; written by the engine's thread alone."""
        _ENGINES.add(self)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._closed = False

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `call` on the engine's thread and return its answer.

        When the caller is cancelled, a call still queued never starts; one that is running finishes unheard.
        """
        if self._closed:
            raise EngineClosed(f"the {self.name} engine is closed")
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, functools.partial(self._timed, call, *args, **kwargs)
        )

    def post(self, call: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue `call` with nobody waiting for it, for `finally` blocks that must not await; errors are lost."""
        if not self._closed:
            self._pool.submit(functools.partial(self._timed, call, *args, **kwargs))

    def _timed(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        began = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            self.busy_s += time.perf_counter() - began

    def close(self) -> None:
        """Refuse new calls; what is queued is still done, and not waited for."""
        self._closed = True
        self._pool.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
