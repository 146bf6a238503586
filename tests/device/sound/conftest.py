"""A PulseAudio of our own with a virtual microphone and a virtual speaker, for tests marked `sound`."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from device.sound.files import read_wav, write_wav
from device.sound.frames import RATE, Audio

ASOUND = """
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.pulse { type pulse }
ctl.pulse { type pulse }
pcm_type.pulse { lib "libasound_module_pcm_pulse.so" }
ctl_type.pulse { lib "libasound_module_ctl_pulse.so" }
"""


class Pulse:
    """A sound server that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "pulse.sock"
        self._server: subprocess.Popen[bytes] | None = None
        self._ears: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        sinks = (
            f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
            f"module-null-sink sink_name=micsink rate={RATE} channels=1 format=s16le",
            "module-null-sink sink_name=speaker rate=48000 channels=2",
            "module-remap-source master=micsink.monitor source_name=virtmic",
        )
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--log-target=stderr",
        ]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen([*command, *(f"-L{sink}" for sink in sinks)], stderr=log, stdout=log)
        for _ in range(100):
            if self.socket.exists() and self.control("set-default-source", "virtmic") == 0:
                break
            time.sleep(0.05)
        assert self.control("set-default-sink", "speaker") == 0, (self.folder / "log").read_text()
        # Alone, a null sink works in blocks of two seconds; someone who listens closely makes it as quick as a card.
        for monitor in ("speaker.monitor", "virtmic"):
            options = ["--latency-msec=30", "--raw", "--rate=16000", "--channels=1"]
            self._ears.append(subprocess.Popen(["parecord", "-d", monitor, *options, "/dev/null"]))
        time.sleep(0.3)

    def control(self, *words: str) -> int:
        return subprocess.run(["pactl", *words], check=False, capture_output=True, timeout=10).returncode

    def kill(self) -> None:
        if self._server:
            self._server.kill()
            self._server.wait()
            self._server = None
        for ear in self._ears:
            ear.kill()
            ear.wait()
        self._ears.clear()

    def say(self, audio: Audio) -> subprocess.Popen[bytes]:
        """Speak into the virtual microphone."""
        path = self.folder / "said.wav"
        write_wav(path, audio)
        return subprocess.Popen(["paplay", "--latency-msec=30", "-d", "micsink", path])

    def record(self, path: Path) -> subprocess.Popen[bytes]:
        """Start to record what the virtual speaker plays; terminate it to finish the file."""
        options = ["--rate=16000", "--channels=1", "--format=s16le", "--file-format=wav", "--latency-msec=30"]
        recorder = subprocess.Popen(["parecord", "-d", "speaker.monitor", *options, path])
        time.sleep(0.4)
        return recorder


def recorded(recorder: subprocess.Popen[bytes], path: Path) -> Audio:
    recorder.terminate()
    recorder.wait(timeout=5)
    return read_wav(path)


def tone(seconds: float, rate: int = RATE, pitch: float = 440.0) -> Audio:
    time_ = np.arange(round(seconds * rate)) / rate
    return Audio((9000 * np.sin(2 * np.pi * pitch * time_)).astype(np.int16), rate)


@pytest.fixture(scope="session")
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulse]:
    for tool in ("pulseaudio", "pactl", "paplay", "parecord"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    folder = tmp_path_factory.mktemp("pulse")
    folder.chmod(0o700)
    config = folder / "asound.conf"
    config.write_text(ASOUND)
    given = {
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_SERVER": f"unix:{folder}/pulse.sock",
        "PULSE_COOKIE": str(folder / "cookie"),
        "ALSA_CONFIG_PATH": str(config),
    }
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    server = Pulse(folder)
    server.start()
    yield server
    server.kill()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
