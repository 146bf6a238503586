"""The only importer of sounddevice, and lazily: its import raises OSError where the PortAudio library is missing.

Finds devices by name, opens and closes streams. Knows nothing of what is heard or played.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
import numpy as np

from device.errors import MicrophoneLost, SoundUnavailable, SpeakerLost
from device.sound.frames import FRAME, RATE, Samples

INSTALL = "sudo apt-get install libportaudio2"

CLOSE_S = 1.0
"""Seconds a stream may take to close."""

logger = logging.getLogger(__name__)

Stream = Any
"""A sounddevice stream; untyped because sounddevice ships no types."""


class Device(msgspec.Struct, frozen=True):
    """One device that PortAudio knows."""

    index: int
    name: str
    inputs: int
    outputs: int
    default_input: bool = False
    default_output: bool = False


class _Library:
    """PortAudio is one global state with a device list made at its start: a lock and a count guard its renewal."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.streams = 0


_LIBRARY = _Library()


def library() -> Any:
    """Import sounddevice. Raises SoundUnavailable with the command that installs PortAudio."""
    try:
        import sounddevice  # noqa: PLC0415 - raises OSError without the library, which must not end the process
    except OSError as error:
        raise SoundUnavailable(f"the PortAudio library is not installed; run `{INSTALL}`") from error
    return sounddevice


def devices(*, fresh: bool = False) -> tuple[Device, ...]:
    """List what PortAudio sees; `fresh` looks again, unless a stream is open, which that would kill."""
    sounddevice = library()
    with _LIBRARY.lock:
        if fresh and not _LIBRARY.streams:
            # PortAudio lists devices once, at its start: without this a replugged microphone is never seen again.
            sounddevice._terminate()  # noqa: SLF001 - there is no public way
            sounddevice._initialize()  # noqa: SLF001
        default_input, default_output = sounddevice.default.device
        return tuple(
            Device(
                index=index,
                name=entry["name"],
                inputs=entry["max_input_channels"],
                outputs=entry["max_output_channels"],
                default_input=index == default_input,
                default_output=index == default_output,
            )
            for index, entry in enumerate(sounddevice.query_devices())
        )


def find(name: str, known: tuple[Device, ...], *, output: bool = False) -> Device:
    """Return the device of that name: exact, else the first that contains it; empty is the system's default.

    Raises MicrophoneLost or SpeakerLost with the names there are.
    """
    able = [device for device in known if (device.outputs if output else device.inputs)]
    wanted = name.casefold()
    if wanted:
        found = [device for device in able if device.name.casefold() == wanted]
        found = found or [device for device in able if wanted in device.name.casefold()]
    else:
        found = [device for device in able if (device.default_output if output else device.default_input)] or able
    if found:
        return found[0]
    names = ", ".join(repr(device.name) for device in able) or "none at all"
    kind = "speaker" if output else "microphone"
    error = SpeakerLost if output else MicrophoneLost
    raise error(f"there is no {kind} called {name!r}; there is: {names}" if name else f"there is no {kind}")


def open_input(
    name: str, heard: Callable[[Samples, float], None], stopped: Callable[[], None], *, fresh: bool = False
) -> Stream:
    """Open and start a microphone of that name: 16 kHz mono int16, 80 ms a call.

    `heard(samples, at)` is called on PortAudio's thread with the monotonic time of the block's end; `stopped` when the
    stream ends, whoever ended it. Raises MicrophoneLost.
    """
    sounddevice = library()

    def callback(data: Any, _count: int, _time: Any, _status: Any) -> None:
        heard(np.frombuffer(bytes(data), np.int16), time.monotonic())

    with _LIBRARY.lock:
        device = find(name, devices(fresh=fresh))
        try:
            stream = sounddevice.RawInputStream(
                samplerate=RATE,
                blocksize=FRAME,
                device=device.index,
                channels=1,
                dtype="int16",
                callback=callback,
                finished_callback=stopped,
            )
            stream.start()
        except sounddevice.PortAudioError as error:
            raise MicrophoneLost(f"the microphone {device.name!r} does not open: {error.args[0]}") from error
        _LIBRARY.streams += 1
        return stream


def open_output(
    name: str,
    rate: int,
    fill: Callable[[int, float], bytes],
    stopped: Callable[[], None],
    *,
    latency_s: float,
    fresh: bool = False,
) -> Stream:
    """Open and start a speaker of that name: mono int16 at `rate`, or at the card's own rate if it refuses that.

    `fill(count, at)` is called on PortAudio's thread for the next `count` samples, which will be heard from the
    monotonic time `at`; `stopped` when the stream ends. `stream.samplerate` and `stream.latency` tell what was granted.
    Raises SpeakerLost.
    """
    sounddevice = library()
    lag = [latency_s]

    def callback(data: Any, count: int, clock: Any, _status: Any) -> None:
        ahead = clock.outputBufferDacTime - clock.currentTime
        # Sound servers leave these clocks at zero or at another epoch; then the granted latency is the best guess.
        data[:] = fill(count, time.monotonic() + (ahead if 0.0 < ahead < 1.0 else lag[0]))

    with _LIBRARY.lock:
        device = find(name, devices(fresh=fresh), output=True)
        wanted = {"device": device.index, "channels": 1, "dtype": "int16", "latency": latency_s}
        try:
            try:
                sounddevice.check_output_settings(
                    device=device.index, channels=1, dtype="int16", samplerate=rate
                )  # fmt: skip
            except sounddevice.PortAudioError:
                rate = round(sounddevice.query_devices(device.index)["default_samplerate"])
            stream = sounddevice.RawOutputStream(
                samplerate=rate, callback=callback, finished_callback=stopped, **wanted
            )
            lag[0] = stream.latency
            stream.start()
        except sounddevice.PortAudioError as error:
            raise SpeakerLost(f"the speaker {device.name!r} does not open: {error.args[0]}") from error
        _LIBRARY.streams += 1
        return stream


def close(stream: Stream) -> None:
    """Stop at once and let go of the stream.

    Closing a stream whose sound server was killed can hang inside PortAudio for ever (seen with PulseAudio), so it is
    done on a thread that may be left behind: the stream is then lost, but neither its engine nor the process is.
    """
    closing = threading.Thread(target=_abort, args=(stream,), name="sound.close", daemon=True)
    closing.start()
    closing.join(CLOSE_S)
    if closing.is_alive():
        logger.warning("a sound stream does not close; it is left behind")
        # PortAudio's own farewell at exit would wait for that stream too.
        atexit.unregister(library()._exit_handler)  # noqa: SLF001 - there is no public way


def _abort(stream: Stream) -> None:
    sounddevice = library()
    with suppress(sounddevice.PortAudioError):  # a device that is gone refuses even this; there is nothing left to free
        stream.abort(ignore_errors=True)
        stream.close(ignore_errors=True)
    with _LIBRARY.lock:
        _LIBRARY.streams -= 1
