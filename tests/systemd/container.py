"""A real systemd, booted by systemd-nspawn over a throw-away copy-on-write view of this machine's own file system.

No image is made: the root is this machine's, read-only, with a memory overlay on top; what a test installs is gone with
it. The network is private, so that services that start there meet nobody.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

BOOT = """
set -e
mount --bind / {root}
mount --make-private {root}
exec systemd-nspawn -q -D {root} --volatile=overlay --machine=hearth-test-{pid} --register=no --keep-unit \
  --private-network --bind={opt}:/opt/hearth --console=read-only -b systemd.unit=basic.target
"""


class Machine:
    """A booted container."""

    def __init__(self, leader: int) -> None:
        self._enter = ["nsenter", "-t", str(leader), "-m", "-u", "-i", "-p", "-n", "-r", "-w"]

    def run(self, command: str, *, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a shell command inside, as root."""
        return subprocess.run(
            [*self._enter, "bash", "-c", command], capture_output=True, text=True, timeout=seconds, check=False
        )

    def tell(self, command: str, *, seconds: float = 60) -> str:
        """Run a shell command that must succeed; return what it wrote."""
        done = self.run(command, seconds=seconds)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout.strip()

    @contextmanager
    def beside(self, *command: str) -> Iterator[subprocess.Popen[str]]:
        """Run a command inside for as long as the block lasts."""
        process = subprocess.Popen([*self._enter, *command], stdout=subprocess.PIPE, text=True)
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def show(self, what: str) -> str:
        """Return a property of hearth.service."""
        return self.tell(f"systemctl show hearth.service -p {what} --value")

    def until(self, true: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait until something is so; fail with the journal when it never is."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                status = self.run(
                    "systemctl status hearth --no-pager; journalctl -u hearth -o cat --no-pager | tail -40"
                )
                pytest.fail(f"not {what} within {seconds:g} s:\n{status.stdout}")
            time.sleep(0.2)


def unable() -> str:
    """Say why this machine cannot boot a container; empty when it can."""
    if os.geteuid() != 0:
        return "booting a container needs root"
    if Path.cwd().is_relative_to("/tmp"):
        return "this checkout is below /tmp, and a booted system has a /tmp of its own; run it from another place"
    if missing := [tool for tool in ("systemd-nspawn", "nsenter", "unshare", "uv") if shutil.which(tool) is None]:
        return f"not installed: {', '.join(missing)}"
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0:
        return "this machine lets nobody make a mount namespace"
    return ""


@contextmanager
def booted(folder: Path) -> Iterator[Machine]:
    """Boot, yield the machine when its systemd is up, power it off."""
    root, opt = folder / "root", folder / "opt"
    root.mkdir()
    opt.mkdir()
    log = (folder / "console.log").open("wb")
    script = BOOT.format(root=root, opt=opt, pid=os.getpid())
    environment = os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
    nspawn = subprocess.Popen(
        ["unshare", "-m", "bash", "-c", script], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
    )
    try:
        machine = Machine(_leader(nspawn, folder))
        yield machine
        with suppress(subprocess.TimeoutExpired):
            machine.run("systemctl poweroff --force --force", seconds=10)
            nspawn.wait(15)
    finally:
        nspawn.kill()
        nspawn.wait()
        log.close()
        shutil.rmtree(opt, ignore_errors=True)


def _leader(nspawn: subprocess.Popen[bytes], folder: Path) -> int:
    """Return the process id of the container's systemd once it is up; skip when this machine cannot."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and nspawn.poll() is None:
        time.sleep(0.3)
        for child in Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children").read_text().split():
            state = Machine(int(child)).run("systemctl is-system-running", seconds=10).stdout.strip()
            if state in ("running", "degraded"):
                return int(child)
    nspawn.kill()
    pytest.skip(f"no container here: {(folder / 'console.log').read_text(errors='replace')[-300:]}")
