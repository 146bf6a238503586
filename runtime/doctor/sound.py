"""Sound: is there a microphone that hears, and a speaker."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import aclosing

from device.errors import DeviceError, MicrophoneLost
from device.sound.frames import dbfs
from device.sound.microphone import LiveMicrophone
from device.sound.portaudio import Device, devices, find
from runtime import control
from runtime.config import Config
from runtime.doctor.findings import Finding, Mark

LISTEN_S = 3.0
"""How long the microphone is given."""
QUIET_DBFS = -75.0
"""A room is never that quiet: a microphone that says so is muted, or its gain is at nothing."""
STAND_INS = ("pipe", "wav")


def microphone(config: Config) -> Iterator[Finding]:
    """Open the microphone and hear whether there is sound."""
    settings = config.microphone
    if control.running() is not None:
        yield Finding("microphone", Mark.WELL, "in use by the running Hearth")
        return
    if settings.device.partition(":")[0] in STAND_INS:
        yield Finding("microphone", Mark.NOTE, f"{settings.device} is no microphone but a stand-in")
        return
    try:
        known = devices()
        device = find(settings.device, known)
        level = asyncio.run(_listen(config))
    except DeviceError as error:
        yield Finding("microphone", Mark.WRONG, str(error), _mend_sound(error))
        return
    if level is None:
        yield Finding(
            "microphone", Mark.WRONG, f"{device.name} gives no sound at all.", "arecord -l; check cable and switch"
        )
    elif level < QUIET_DBFS:
        yield Finding(
            "microphone", Mark.WRONG, f"{device.name} hears next to nothing ({level:.0f} dBFS).", "alsamixer -V capture"
        )
    else:
        yield Finding("microphone", Mark.WELL, f"{device.name} ({level:.0f} dBFS){others(device, known)}")


async def _listen(config: Config) -> float | None:
    """Return the loudest 80 ms of a second in dBFS; None when no frame came."""
    levels: list[float] = []
    source = LiveMicrophone(config.microphone)
    try:
        async with asyncio.timeout(LISTEN_S), aclosing(aiter(source)) as frames:  # type: ignore[type-var]
            async for frame in frames:
                levels.append(dbfs(frame.samples))
                if len(levels) >= 12:
                    break
    except TimeoutError:
        if not levels and source.health.detail:
            raise MicrophoneLost(source.health.detail) from None
    return max(levels) if levels else None


def speaker(config: Config) -> Iterator[Finding]:
    """Look for the speaker."""
    if config.speaker.device.partition(":")[0] in STAND_INS:
        yield Finding("speaker", Mark.NOTE, f"{config.speaker.device} is no speaker but a stand-in")
        return
    try:
        known = devices()
        device = find(config.speaker.device, known, output=True)
        yield Finding("speaker", Mark.WELL, f"{device.name}{others(device, known, output=True)}")
    except DeviceError as error:
        yield Finding("speaker", Mark.WRONG, str(error), _mend_sound(error))


def others(device: Device, known: Sequence[Device], *, output: bool = False) -> str:
    """Return the names that the configuration could choose instead."""
    able = [each.name for each in known if (each.outputs if output else each.inputs) and each.name != device.name]
    return f"; there is also: {', '.join(able)}" if able else ""


def _mend_sound(error: DeviceError) -> str:
    if error.code == "sound_unavailable":
        return "sudo apt-get install libportaudio2"
    return "name one of these in hearth.toml, or plug it in: arecord -l; aplay -l"
