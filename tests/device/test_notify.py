"""sd_notify against a real datagram socket, on the file system and in the abstract namespace."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.notify import Notifier


@pytest.fixture(params=["file", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    name = str(tmp_path / "notify") if request.param == "file" else f"@hearth-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0" + name[1:] if name.startswith("@") else name)
        listening.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield listening


def test_each_message_is_one_datagram(systemd: socket.socket) -> None:
    notifier = Notifier()
    assert notifier.connected
    notifier.starting(1.5)
    notifier.ready("listening")
    notifier.status("two\nlines")
    notifier.alive()
    notifier.stopping()
    heard = [systemd.recv(4096).decode() for _ in range(5)]
    assert heard == [
        "EXTEND_TIMEOUT_USEC=1500000",
        "READY=1\nSTATUS=listening",
        "STATUS=two lines",
        "WATCHDOG=1",
        "STOPPING=1\nSTATUS=stopping",
    ]


@pytest.mark.parametrize(
    ("usec", "pid", "seconds"),
    [("20000000", None, 20.0), ("", None, None), ("0", None, None), ("20000000", "1", None), ("2500000", "self", 2.5)],
)
def test_watchdog_time(monkeypatch: pytest.MonkeyPatch, usec: str, pid: str | None, seconds: float | None) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", usec)
    if pid is None:
        monkeypatch.delenv("WATCHDOG_PID", raising=False)
    else:
        monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()) if pid == "self" else pid)
    assert Notifier().watchdog_s == seconds


def test_without_systemd_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notifier = Notifier()
    assert not notifier.connected
    notifier.ready()
    notifier.alive()


def test_a_systemd_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    Notifier().alive()
