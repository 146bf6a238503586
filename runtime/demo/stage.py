"""The stage of the demo: a broker, a simulated home and a Hearth, each a process of its own, on a free loopback port.

What Hearth hears comes through a pipe at the pace of a microphone; what it says goes into a WAV file at the pace of a
speaker. Knows nothing of what is said.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from device.home.binding import Publish
from device.home.live import LiveHome
from device.home.settings import MqttSettings
from device.home.simulated.broker import Mosquitto, mosquitto
from device.sound.files import Spoken, WavMicrophone
from runtime.errors import PartFailed

ROOM = "living room"
ROOM_NOISE_DBFS = -62.0
"""A quiet room: digital silence would be unfair to every gate and threshold."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one demo is."""

    folder: Path

    @property
    def config(self) -> Path:
        """Hearth's configuration."""
        return self.folder / "hearth.toml"

    @property
    def pipe(self) -> Path:
        """What Hearth hears."""
        return self.folder / "microphone"

    @property
    def voice(self) -> Path:
        """What Hearth said."""
        return self.folder / "spoken.wav"

    @property
    def log(self) -> Path:
        """What the processes wrote."""
        return self.folder / "log.txt"


class Stage:
    """A running demo."""

    def __init__(
        self,
        place: Place,
        broker: Mosquitto,
        home: LiveHome,
        microphone: WavMicrophone,
        hearth: asyncio.subprocess.Process,
        plugged: asyncio.Event,
    ) -> None:
        self.place = place
        self.broker = broker
        self.home = home
        """Our own eyes on the home: the same discovery, on a connection of its own."""
        self.hearth = hearth
        self._microphone = microphone
        self._plugged = plugged

    async def speak(self, recording: Path) -> Spoken:
        """Say a recording into Hearth's microphone; returns when its last sample went in."""
        return await self._microphone.speak(recording)

    async def break_thing(self, thing: str, fault: str) -> None:
        """Have a thing of the simulated home misbehave; see `device.home.simulated.process.FAULTS`."""
        await self.home.publish([Publish(f"simulator/{thing}/fault", fault.encode(), qos=1)])

    def unplug(self, *, unplugged: bool) -> None:
        """Take the microphone away, or give it back; what is said meanwhile is lost."""
        (self._plugged.clear if unplugged else self._plugged.set)()


@asynccontextmanager
async def set_up(
    folder: Path,
    *,
    real_microphone: bool = False,
    noise_dbfs: float | None = ROOM_NOISE_DBFS,
    unplugged: bool = False,
) -> AsyncIterator[Stage]:
    """Start everything, yield the stage, and stop everything. `unplugged`: there is no microphone at first."""
    place = Place(folder)
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        broker = stack.enter_context(mosquitto())
        log = stack.enter_context(place.log.open("wb"))
        demo_home = str(files("device.home.simulated") / "demo.toml")
        await stack.enter_async_context(
            _process(log.fileno(), "-m", "device.home.simulated", demo_home, "--port", str(broker.port))
        )
        place.config.write_text(_config(place, broker.port, real_microphone=real_microphone))
        home = LiveHome(MqttSettings(host="127.0.0.1", port=broker.port, client_id="demo-eyes", presence=False))
        watching = group.create_task(home.run(), name="demo-eyes")
        microphone = WavMicrophone(keep_open=True, noise_dbfs=noise_dbfs)
        os.mkfifo(place.pipe)
        plugged = asyncio.Event()
        if not unplugged:
            plugged.set()
        hearth = await stack.enter_async_context(
            _process(
                log.fileno(),
                "-m",
                "runtime.cli",
                "run",
                "--config",
                str(place.config),
                environment={"STATE_DIRECTORY": str(folder / "state"), "RUNTIME_DIRECTORY": str(folder)},
            )
        )
        pumping = group.create_task(_pump(microphone, place.pipe, plugged), name="demo-microphone")
        async with asyncio.timeout(30):
            await home.ready()
        try:
            yield Stage(place, broker, home, microphone, hearth, plugged)
        finally:
            for task in (watching, pumping):
                task.cancel()


async def _pump(microphone: WavMicrophone, pipe: Path, plugged: asyncio.Event) -> None:
    """Write frames into the pipe in real time; while nobody reads, they are lost, as sound is."""
    # Read and write: opening waits for nobody, and a reader that comes and goes breaks nothing.
    end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        async for frame in microphone:
            if plugged.is_set():
                with suppress(BlockingIOError):  # a frame is smaller than PIPE_BUF: all of it goes in, or nothing
                    os.write(end, frame.samples.tobytes())
    finally:
        os.close(end)


@asynccontextmanager
async def _process(
    log: int, *arguments: str, environment: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=log, stderr=log, env=os.environ | (environment or {})
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(10):
                    await process.wait()
            except TimeoutError:
                process.kill()
                raise PartFailed(f"{' '.join(arguments[:3])} did not stop when asked to.") from None


def _config(place: Place, port: int, *, real_microphone: bool) -> str:
    sound = (
        ""
        if real_microphone
        else f'[microphone]\ndevice = "pipe:{place.pipe}"\nsilent_after_s = 0.0\n[speaker]\ndevice = "wav:{place.voice}"\n'
    )
    return f'room = "{ROOM}"\n[mqtt]\nhost = "127.0.0.1"\nport = {port}\nclient_id = "hearth-demo"\n{sound}'
