"""A Mosquitto of one's own, on a free loopback port, as a child process: for demo, tests and benchmarks.

Knows nothing of what is said over it.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from device.errors import DeviceError

START_S = 5.0
"""How long Mosquitto may take to listen; measured 0.05 s on an idle machine."""
PLACES = ("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto")
"""Where it is when PATH has no sbin."""


class BrokerUnavailable(DeviceError):  # noqa: N818 - as its siblings in device.errors
    """No Mosquitto could be started; the message says why."""

    code = "broker_unavailable"


def find_mosquitto() -> str | None:
    """Return the path of the mosquitto program, or None."""
    return shutil.which("mosquitto") or next((place for place in PLACES if os.access(place, os.X_OK)), None)


def free_port() -> int:
    """Return a TCP port of the loopback interface that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mosquitto:
    """One broker that can be stopped, killed and started again on the same port."""

    def __init__(self, folder: Path, lines: str = "", port: int | None = None) -> None:
        """`lines` replaces the listener and access lines of mosquitto.conf(5); `{port}` in it is filled in."""
        self.port = port or free_port()
        self.log_path = folder / "mosquitto.log"
        self._config = folder / "mosquitto.conf"
        listener = lines or "listener {port} 127.0.0.1\nallow_anonymous true\n"
        text = listener.format(port=self.port) + "\nlog_dest stderr\n"
        if os.geteuid() == 0:
            text += "user root\n"  # else it would drop to a user that cannot read files made for a test
        self._config.write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Return whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until it listens.

        Raises:
            BrokerUnavailable: not installed, or it ended at once (its last words are in the message).

        """
        program = find_mosquitto()
        if program is None:
            raise BrokerUnavailable("Mosquitto is not installed: sudo apt-get install mosquitto")
        with self.log_path.open("ab") as words:
            command = [program, "-c", str(self._config)]
            self._process = subprocess.Popen(command, stdout=words, stderr=words, start_new_session=True)  # noqa: S603
        end = time.monotonic() + START_S
        while time.monotonic() < end and self.running:
            with socket.socket() as probe:
                probe.settimeout(0.2)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        self.kill()
        said = self.log_path.read_text(errors="replace").strip().rpartition("\n")[2]
        raise BrokerUnavailable(f"Mosquitto does not start: {said}")

    def stop(self) -> None:
        """End it politely; clients are told."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def freeze(self, frozen: bool = True) -> None:
        """Let it stay connected and say nothing, or go on."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def mosquitto(lines: str = "", port: int | None = None) -> Iterator[Mosquitto]:
    """Run a Mosquitto for the length of a block; see `Mosquitto`."""
    with TemporaryDirectory(prefix="hearth-broker-") as folder:
        broker = Mosquitto(Path(folder), lines, port)
        broker.start()
        try:
            yield broker
        finally:
            broker.kill()
