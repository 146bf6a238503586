"""Real Mosquittos for tests: plain, with a password, with TLS; and certificates made on the spot."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from device.home.simulated.broker import Mosquitto, find_mosquitto, mosquitto

needs_mosquitto = pytest.mark.skipif(find_mosquitto() is None, reason="Mosquitto is not installed")


class Certificates:
    """A certificate authority of our own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "10",
            "-subj",
            "/CN=Test CA",
            "-keyout",
            self.path("ca.key"),
            "-out",
            self.path("ca.pem"),
        )
        (folder / "index.txt").touch()
        (folder / "serial").write_text("1000\n")
        (folder / "ca.cnf").write_text(
            f"[ca]\ndefault_ca=own\n[own]\ndatabase={folder}/index.txt\nserial={folder}/serial\nnew_certs_dir={folder}\n"
            f"certificate={folder}/ca.pem\nprivate_key={folder}/ca.key\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\n"
            "unique_subject=no\n[any]\ncommonName=supplied\n"
        )

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def make(self, name: str, *, expired: bool = False, host: str = "127.0.0.1") -> tuple[str, str]:
        """Return the paths of a certificate and its key."""
        key, request, cert = self.path(f"{name}.key"), self.path(f"{name}.csr"), self.path(f"{name}.pem")
        self._openssl(
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            f"/CN={name}",
            "-addext",
            f"subjectAltName=IP:{host}",
            "-keyout",
            key,
            "-out",
            request,
        )
        until = "20200102000000Z" if expired else time.strftime("%Y%m%d000000Z", time.gmtime(time.time() + 9 * 86400))
        self._openssl(
            "ca",
            "-batch",
            "-config",
            self.path("ca.cnf"),
            "-startdate",
            "20200101000000Z",
            "-enddate",
            until,
            "-in",
            request,
            "-out",
            cert,
            "-notext",
        )
        return cert, key

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=20)


def tls_lines(certificates: Certificates, name: str, *, ask_client: bool = False, expired: bool = False) -> str:
    """Return the listener lines of a broker that speaks TLS only."""
    cert, key = certificates.make(name, expired=expired)
    return (
        "listener {port} 127.0.0.1\nallow_anonymous true\n"
        f"cafile {certificates.path('ca.pem')}\ncertfile {cert}\nkeyfile {key}\nrequire_certificate {str(ask_client).lower()}\n"
    )


def password_lines(folder: Path, user: str, password: str) -> str:
    """Return the listener lines of a broker that wants a user name and password."""
    path = folder / "passwords"
    subprocess.run(
        ["mosquitto_passwd", "-b", "-c", str(path), user, password], check=True, capture_output=True, timeout=20
    )
    return f"listener {{port}} 127.0.0.1\nallow_anonymous false\npassword_file {path}\n"


class Probe:
    """A plain paho client in its own thread: what a device or a person with mosquitto_pub would do."""

    def __init__(self, port: int, client_id: str = "") -> None:
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=client_id)
        self.seen: list[tuple[str, bytes, bool]] = []
        self.client.on_message = lambda _client, _data, message: self.seen.append(
            (message.topic, bytes(message.payload), message.retain)
        )
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def subscribe(self, topic: str) -> None:
        self.client.subscribe(topic)

    def say(self, topic: str, payload: bytes | str, retain: bool = False, qos: int = 0) -> None:
        self.client.publish(topic, payload, qos=qos, retain=retain).wait_for_publish(5)

    def last(self, topic: str) -> bytes | None:
        return next((payload for where, payload, _ in reversed(self.seen) if where == topic), None)

    async def wait(self, topic: str, payload: bytes | None = None, seconds: float = 5.0) -> bytes:
        """Wait until something (or exactly that) was said on a topic."""
        async with asyncio.timeout(seconds):
            while (said := self.last(topic)) is None or (payload is not None and said != payload):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return said

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


@contextmanager
def probe(port: int, client_id: str = "") -> Iterator[Probe]:
    one = Probe(port, client_id)
    try:
        yield one
    finally:
        one.close()


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    """A real Mosquitto on a free loopback port, without a password."""
    if find_mosquitto() is None:
        pytest.skip("Mosquitto is not installed")
    with mosquitto() as running:
        yield running
