"""One engine, one thread, one queue: order kept, never two calls at once, cancelled callers lose their answer."""

import asyncio
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from device.engine import Engine, busy_seconds, open_session
from device.errors import EngineClosed, ModelBroken, ModelMissing
from device.models.shelf import bundled_directory


def test_calls_run_in_order_on_one_named_thread() -> None:
    ran: list[tuple[int, str]] = []

    def call(number: int) -> int:
        time.sleep(0.01 * (3 - number))
        ran.append((number, threading.current_thread().name))
        return number

    async def many() -> list[int]:
        async with Engine("ears") as engine:
            return await asyncio.gather(*(engine.run(call, number) for number in range(3)))

    assert asyncio.run(many()) == [0, 1, 2]
    assert [number for number, _ in ran] == [0, 1, 2]
    assert {name for _, name in ran} == {"ears_0"}


def test_a_cancelled_callers_work_never_runs_beside_the_next() -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.05)
        inside -= 1

    async def interrupt() -> None:
        async with Engine("ears") as engine:
            first = asyncio.create_task(engine.run(work))
            await asyncio.sleep(0.01)
            first.cancel()
            await engine.run(work)
            with suppress(asyncio.CancelledError):
                await first
            assert first.cancelled()

    asyncio.run(interrupt())
    assert most == 1


def test_a_queued_call_of_a_cancelled_caller_never_starts() -> None:
    ran: list[str] = []

    async def interrupt() -> None:
        async with Engine("ears") as engine:
            busy = asyncio.create_task(engine.run(time.sleep, 0.05))
            queued = asyncio.create_task(engine.run(ran.append, "queued"))
            await asyncio.sleep(0.01)
            queued.cancel()
            await busy
            await engine.run(ran.append, "last")

    asyncio.run(interrupt())
    assert ran == ["last"]


def test_errors_reach_the_caller_and_the_engine_lives_on() -> None:
    async def fail() -> int:
        async with Engine("ears") as engine:
            with pytest.raises(ZeroDivisionError):
                await engine.run(divmod, 1, 0)
            return await engine.run(abs, -1)

    assert asyncio.run(fail()) == 1


def test_a_closed_engine_says_so_and_finishes_what_was_posted() -> None:
    ran: list[int] = []

    async def close() -> None:
        engine = Engine("ears")
        engine.post(time.sleep, 0.02)
        engine.post(ran.append, 1)
        engine.close()
        engine.post(ran.append, 2)
        with pytest.raises(EngineClosed, match="ears"):
            await engine.run(abs, -1)
        await asyncio.sleep(0.1)

    asyncio.run(close())
    assert ran == [1]


def test_time_in_engines_is_counted() -> None:
    async def work() -> float:
        before = busy_seconds()
        async with Engine("ears") as engine:
            await engine.run(time.sleep, 0.05)
            return busy_seconds() - before

    assert asyncio.run(work()) >= 0.05


def test_a_missing_model_names_the_file_and_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"x\.onnx; run `hearth models fetch x`"):
        open_session(tmp_path / "x.onnx", fetch="hearth models fetch x")


@pytest.mark.parametrize("content", [b"", b"not a model", b"half"])
def test_a_broken_model_says_so(tmp_path: Path, content: bytes) -> None:
    whole = (bundled_directory() / "voice_test" / "tones.onnx").read_bytes()
    (tmp_path / "x.onnx").write_bytes(whole[:700] if content == b"half" else content)
    with pytest.raises(ModelBroken, match=r"x\.onnx"):
        open_session(tmp_path / "x.onnx")


def test_importing_the_ears_costs_no_model_library() -> None:
    """Vosk, onnxruntime, Piper and PortAudio are loaded when they are used, not when they are named."""
    script = """
import sys
import device.engine, device.hearing.recognizer, device.hearing.wake, device.sound.microphone, device.sound.speaker
import device.voice.piper, device.voice.espeak
heavy = {"vosk", "onnxruntime", "piper", "sounddevice", "openwakeword", "sklearn", "scipy", "torch"}
print(sorted(heavy & set(sys.modules)))
"""
    answer = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=30)
    assert answer.stdout.strip() == "[]"
