"""What systemd is told: ready, what is going on, still alive, stopping. One datagram each; without systemd, nothing.

The protocol is sd_notify(3). Knows nothing of what decides when to say it.
"""

import os
import socket
from contextlib import suppress


class Notifier:
    """Sends to $NOTIFY_SOCKET. Losing a message is never an error: the worst systemd can do is restart us."""

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "")
        usec = int(os.environ.get("WATCHDOG_USEC", "0") or 0)
        mine = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog_s: float | None = usec / 1e6 if usec and mine else None
        """Seconds within which `alive` must be called; None: nobody watches."""

    @property
    def connected(self) -> bool:
        """Whether anyone listens."""
        return bool(self._address)

    def ready(self, status: str = "") -> None:
        """Say that start-up is over."""
        self._send("READY=1", f"STATUS={status}")

    def starting(self, within_s: float) -> None:
        """Ask for more time: start-up goes on, and more of it will be heard within so many seconds."""
        self._send(f"EXTEND_TIMEOUT_USEC={round(within_s * 1e6)}")

    def status(self, status: str) -> None:
        """Say in one line how it is going; `systemctl status` shows it."""
        self._send(f"STATUS={status}")

    def alive(self) -> None:
        """Feed the watchdog."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the end has begun."""
        self._send("STOPPING=1", "STATUS=stopping")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        # A leading @ means the abstract namespace, which the socket API writes as a zero byte.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        message = "\n".join(line.replace("\n", " ") for line in lines).encode()
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.setblocking(False)
            out.sendto(message, address)
