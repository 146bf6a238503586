"""The service in a real systemd: installed by the real script, ready, killed, hung, stopped, upgraded, removed.

One machine for all tests, which tell one story in order.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.systemd.container import Machine, booted, unable

pytestmark = [
    pytest.mark.systemd,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(bool(unable()), reason=unable() or "able"),
]
REPO = Path(__file__).parents[2]
HERE = REPO / "tests/systemd"
CONFIG = """
room = "kitchen"
[microphone]
device = "pipe:/var/lib/hearth/microphone"
silent_after_s = 0.0
[speaker]
device = "wav:/var/lib/hearth/spoken.wav"
[policy]
pin_credential = "hearth_pin"
"""
FASTER = """
[Service]
WatchdogSec=4
TimeoutAbortSec=2
RestartSec=0.2
TimeoutStartSec=200
"""
PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    if not Path(PYTHON).exists():
        pytest.skip("the service is installed for the system's Python, and there is none")
    with booted(tmp_path_factory.mktemp("machine")) as running:
        yield running


@pytest.fixture(scope="module")
def installed(machine: Machine) -> Machine:
    install(machine, "--no-start")
    machine.tell(f"cat > /etc/hearth/hearth.toml <<'E'\n{CONFIG}\nE")
    machine.tell("echo 4711 > /etc/hearth/credentials/pin")
    machine.tell(
        f"mkdir -p /etc/systemd/system/hearth.service.d; cat > /etc/systemd/system/hearth.service.d/test.conf <<'E'\n{FASTER}\nE"
    )
    machine.tell(
        "systemctl daemon-reload; install -d -o hearth -g hearth -m 750 /var/lib/hearth; mkfifo -m 666 /var/lib/hearth/microphone"
    )
    return machine


@pytest.fixture
def hearing(installed: Machine) -> Iterator[Machine]:
    with installed.beside(PYTHON, str(HERE / "microphone.py"), "/var/lib/hearth/microphone"):
        installed.tell("systemctl start --no-block hearth")
        installed.until(lambda: installed.show("ActiveState") == "active", "ready", 60)
        yield installed


def install(machine: Machine, *options: str) -> None:
    # What pip and uv fetched for the checkout is all that there is: the machine has no network.
    machine.tell(
        f"cd {REPO}; HOME=/root UV_OFFLINE=1 PATH=$PATH:{Path(sys.prefix) / 'bin'}:{uv_folder()} scripts/install {' '.join(options)}",
        seconds=280,
    )


def uv_folder() -> Path:
    found = shutil.which("uv")
    assert found is not None
    return Path(found).parent


def restarts(machine: Machine) -> int:
    return int(machine.show("NRestarts"))


def test_the_unit_is_clean_and_hardly_exposed(installed: Machine) -> None:
    verified = installed.run("systemd-analyze verify hearth.service")
    assert (verified.returncode, verified.stderr) == (0, "")
    exposed = installed.run("systemd-analyze security --offline=true --threshold=20 /etc/systemd/system/hearth.service")
    assert exposed.returncode == 0, exposed.stdout[-300:]


def test_it_is_not_ready_before_it_hears(installed: Machine) -> None:
    installed.tell("systemctl start --no-block hearth")
    installed.until(lambda: installed.show("StatusText") not in ("", "starting"), "saying what it waits for", 30)
    assert installed.show("ActiveState") == "activating"
    installed.tell("systemctl stop hearth")


def test_it_becomes_ready_as_its_own_user_and_keeps_its_secrets(hearing: Machine) -> None:
    pid = hearing.show("MainPID")
    assert hearing.tell(f"stat -c %U /proc/{pid}") == "hearth"
    assert hearing.show("NotifyAccess") == "main"
    assert "4711" not in hearing.tell("journalctl -u hearth -o cat --no-pager")
    assert hearing.tell("stat -c '%a %U' /run/hearth /run/hearth/hearth.sock") == "750 hearth\n660 hearth"


def test_it_answers_the_command_line(hearing: Machine) -> None:
    assert '"ok":true' in hearing.tell("hearth status --json")


def test_it_is_restarted_after_sigkill(hearing: Machine) -> None:
    before, pid = restarts(hearing), hearing.show("MainPID")
    hearing.tell(f"kill -KILL {pid}")
    hearing.until(lambda: restarts(hearing) == before + 1 and hearing.show("ActiveState") == "active", "restarted")
    assert hearing.show("MainPID") != pid


def test_it_is_restarted_when_its_loop_hangs(hearing: Machine) -> None:
    before, pid = restarts(hearing), hearing.show("MainPID")
    with hearing.beside(PYTHON, str(HERE / "hang.py"), pid) as hanging:
        assert hanging.stdout is not None
        assert hanging.stdout.readline() == "hung\n"
        hearing.until(lambda: restarts(hearing) == before + 1, "noticed as hung", 40)
    hearing.until(lambda: hearing.show("ActiveState") == "active", "active again")
    assert "Watchdog timeout" in hearing.tell("journalctl -u hearth -o cat --no-pager")


def test_it_stops_cleanly(hearing: Machine) -> None:
    hearing.tell("systemctl stop hearth", seconds=15)
    assert [hearing.show(what) for what in ("ActiveState", "Result", "ExecMainStatus")] == ["inactive", "success", "0"]
    assert hearing.run("test -e /run/hearth/hearth.sock").returncode != 0


def test_a_wrong_configuration_is_not_tried_again_and_again(installed: Machine) -> None:
    installed.tell("cp /etc/hearth/hearth.toml /tmp/kept; echo 'romo = 1' > /etc/hearth/hearth.toml")
    installed.run("systemctl start hearth")
    installed.until(lambda: installed.show("ActiveState") == "failed", "failed", 20)
    assert installed.show("ExecMainStatus") == "78"
    assert 'did you mean "room"?' in installed.tell("journalctl -u hearth -o cat --no-pager")
    installed.tell("mv /tmp/kept /etc/hearth/hearth.toml; systemctl reset-failed hearth")


def test_an_upgrade_keeps_configuration_and_state(hearing: Machine) -> None:
    hearing.tell("echo learned > /var/lib/hearth/kept.txt; touch /opt/hearth/venv/old")
    pid = hearing.show("MainPID")
    install(hearing)
    hearing.until(lambda: hearing.show("ActiveState") == "active" and hearing.show("MainPID") != pid, "active again")
    assert hearing.tell("cat /var/lib/hearth/kept.txt") == "learned"
    assert "kitchen" in hearing.tell("cat /etc/hearth/hearth.toml")


def test_removal_keeps_what_was_learned_and_purging_does_not(installed: Machine) -> None:
    installed.tell(f"{REPO}/scripts/uninstall", seconds=90)
    assert installed.run("systemctl cat hearth.service").returncode != 0
    installed.tell(
        "test -e /var/lib/hearth/kept.txt && test -e /etc/hearth/hearth.toml && test ! -e /usr/local/bin/hearth"
    )
    installed.tell(f"{REPO}/scripts/uninstall --purge", seconds=90)
    installed.tell("test ! -e /var/lib/hearth && test ! -e /etc/hearth && ! id hearth 2>/dev/null")
