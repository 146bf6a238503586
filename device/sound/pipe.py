"""Sound from a pipe: raw 16 kHz mono int16 that another process writes, in its own time.

The demo speaks through one; `arecord -t raw -f S16_LE -r 16000 > PIPE` works as well. A source like `portaudio.open_input`:
a thread of its own hands over each frame. Whoever writes nothing for too long finds the pipe closed (EPIPE) for a moment.
Knows nothing of who writes.
"""

import os
import select
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

from device.errors import MicrophoneLost
from device.sound.frames import FRAME, Samples


class Pipe:
    """An open pipe and the thread that reads it."""

    def __init__(self, end: int, heard: Callable[[Samples, float], None], stopped: Callable[[], None]) -> None:
        self._end = end
        self._heard, self._stopped = heard, stopped
        self._ask, self._stop = os.pipe()
        self._thread = threading.Thread(target=self._read, name="sound.pipe", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop reading and let go of the pipe."""
        os.write(self._stop, b".")
        self._thread.join()
        for each in (self._end, self._ask, self._stop):
            os.close(each)

    def _read(self) -> None:
        ready = select.poll()
        ready.register(self._end, select.POLLIN)
        ready.register(self._ask, select.POLLIN)
        block = bytearray()
        while all(place != self._ask for place, _ in ready.poll()):
            with suppress(BlockingIOError):
                block += os.read(self._end, 2 * FRAME - len(block))
            if len(block) == 2 * FRAME:
                self._heard(np.frombuffer(bytes(block), np.int16), time.monotonic())
                block.clear()
        self._stopped()


def open_pipe(path: Path, heard: Callable[[Samples, float], None], stopped: Callable[[], None]) -> Pipe:
    """Open the reading end, without waiting for a writer; what was written before is forgotten, as sound is.

    `heard` and `stopped` as for `portaudio.open_input`. Raises MicrophoneLost when there is no such pipe.
    """
    try:
        # Read and write keeps a writing end of our own open: opening waits for nobody, and no end between two writers.
        end = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        raise MicrophoneLost(f"there is no pipe at {path} ({error.strerror}); make it with `mkfifo {path}`") from error
    with suppress(BlockingIOError):
        while os.read(end, 65_536):
            pass
    return Pipe(end, heard, stopped)
