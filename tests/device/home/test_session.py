"""The session against a real Mosquitto: each way to fail ends in one clear line, and the connection comes back."""

import asyncio
import gc
import logging
import time
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from device.home.binding import Publish
from device.home.session import Disconnected, Session
from device.home.settings import MqttSettings
from device.home.simulated.broker import Mosquitto, free_port, mosquitto
from tests.support.broker import Certificates, needs_mosquitto, password_lines, probe, tls_lines

pytestmark = [pytest.mark.broker, needs_mosquitto]


class Notes:
    """An ear that writes everything down."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes, bool]] = []
        self.ups = self.downs = 0

    def up(self) -> None:
        self.ups += 1

    async def hear(self, topic: str, payload: bytes, retained: bool) -> None:
        self.heard.append((topic, payload, retained))

    def rest(self) -> None:
        pass

    def down(self) -> None:
        self.downs += 1


def settings_for(port: int, **more: Any) -> MqttSettings:
    return MqttSettings(host="127.0.0.1", port=port, retry_s=0.5, **more)


@asynccontextmanager
async def running(settings: MqttSettings, **more: Any):
    notes = Notes()
    session = Session(settings, notes, "hearth_test", **more)
    task = asyncio.create_task(session.run())
    try:
        yield session, notes
    finally:
        task.cancel()
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()


async def until(condition, seconds: float = 5.0) -> float:
    start = time.monotonic()
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return time.monotonic() - start


async def problem(settings: MqttSettings) -> str:
    async with running(settings) as (session, _):
        await until(lambda: session.status.problem, 12)
        said = f"{session.status.code}: {session.status.problem}"
    gc.collect()  # what paho left open is complained of here, not in a later test
    return said


@pytest.mark.parametrize("version", ["3.1.1", "5", "auto"])
def test_retained_and_live_messages_arrive(broker: Mosquitto, version: str) -> None:
    async def check() -> None:
        with probe(broker.port) as device:
            device.say("a/kept", "1", retain=True, qos=1)
            async with running(settings_for(broker.port, version=version)) as (session, notes):
                session.want(subscribe=["a/+"])
                await until(lambda: ("a/kept", b"1", True) in notes.heard)
                device.say("a/live", "2")
                await until(lambda: ("a/live", b"2", False) in notes.heard)
                await session.publish([Publish("b/out", b"x", qos=1, retain=True)])
                session.want(unsubscribe=["a/+"], subscribe=["b/#"])
                await until(lambda: ("b/out", b"x", True) in notes.heard)

    asyncio.run(check())


@pytest.mark.parametrize("how", ["stop", "kill"])
@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_restart_is_survived_within_five_seconds(broker: Mosquitto, how: str, version: str, caplog) -> None:
    caplog.set_level(logging.INFO)

    async def check() -> None:
        async with running(settings_for(broker.port, version=version)) as (session, notes):
            session.want(subscribe=["a/#"])
            await until(lambda: session.connected and session.idle)
            getattr(broker, how)()
            await until(lambda: notes.downs == 1)
            with pytest.raises(Disconnected):
                await session.publish([Publish("a/stale", b"no")])
            session.want(publish=[Publish("a/stale", b"no")])
            await until(lambda: session.status.code == "refused")
            broker.start()
            assert await until(lambda: session.connected and session.idle) < 5
            with probe(broker.port) as device:
                device.say("a/again", "yes")
                await until(lambda: ("a/again", b"yes", False) in notes.heard)
            assert not [topic for topic, _, _ in notes.heard if topic == "a/stale"]

    asyncio.run(check())
    warnings = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert 1 <= len(warnings) <= 3, warnings  # lost, then nothing answers; never once per attempt
    assert any("Nothing answers at" in text for text in warnings)


def test_a_broker_that_is_absent_at_start_is_found_when_it_comes() -> None:
    async def check() -> None:
        port = free_port()
        async with running(settings_for(port)) as (session, _):
            await until(lambda: session.status.code == "refused")
            with mosquitto(port=port):
                assert await until(lambda: session.connected) < 5

    asyncio.run(check())


def test_a_broker_that_hangs_is_noticed_and_left_clean(monkeypatch) -> None:
    monkeypatch.setattr("device.home.session.ANSWER_S", 1.0)

    async def check() -> None:
        with mosquitto() as broker:
            broker.freeze()
            assert "unreachable: The broker at 127.0.0.1" in await problem(settings_for(broker.port))
            broker.freeze(frozen=False)

    asyncio.run(check())


@pytest.mark.parametrize("version", ["3.1.1", "5"])
@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ({"username": "hearth", "password_env": "WRONG"}, "'hearth'"),
        ({}, "client without user name"),
    ],
)
def test_wrong_password(tmp_path: Path, monkeypatch, version: str, login: dict[str, str], expected: str) -> None:
    monkeypatch.setenv("WRONG", "guess")
    with mosquitto(password_lines(tmp_path, "hearth", "right")) as broker:
        said = asyncio.run(problem(settings_for(broker.port, version=version, **login)))
    assert said.startswith("login: ")
    assert expected in said
    assert "guess" not in said


def test_right_password_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("right\n")

    async def check() -> None:
        with mosquitto(password_lines(tmp_path, "hearth", "right")) as broker:
            settings = settings_for(broker.port, username="hearth", password_file=str(tmp_path / "secret"))
            async with running(settings) as (session, _):
                await until(lambda: session.connected)

    asyncio.run(check())


def test_a_missing_password_file_is_named() -> None:
    said = asyncio.run(problem(settings_for(1, password_file="/nowhere/secret")))
    assert said == "secret: The MQTT password cannot be read from /nowhere/secret: No such file or directory."


@contextmanager
def tls_broker(folder: Path, **more: bool):
    certificates = Certificates(folder)
    with mosquitto(tls_lines(certificates, "broker", **more)) as broker:
        yield broker, certificates


def test_tls_with_client_certificate(tmp_path: Path) -> None:
    async def check() -> None:
        with tls_broker(tmp_path, ask_client=True) as (broker, certificates):
            cert, key = certificates.make("hearth")
            settings = settings_for(broker.port, ca=certificates.path("ca.pem"), cert=cert, key=key)
            async with running(settings) as (session, notes):
                session.want(subscribe=["t"])
                await until(lambda: session.connected and session.idle)
                await session.publish([Publish("t", b"x" * 300_000)])
                await until(lambda: bool(notes.heard))

    asyncio.run(check())


# paho drops the socket of a failed handshake without closing it; CPython then does, and complains.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("broker expired", "certificate: The certificate of the broker at 127.0.0.1:PORT has expired"),
        ("client expired", "certificate: The broker at 127.0.0.1:PORT says our certificate has expired"),
        ("client missing", "certificate: The broker at 127.0.0.1:PORT wants a certificate"),
        ("unknown authority", "certificate: The certificate of the broker at 127.0.0.1:PORT is not trusted"),
        ("wrong host", "certificate: The certificate of the broker is not for 'localhost'"),
        (
            "no tls",
            "closed: The broker at 127.0.0.1:PORT closed the connection before answering; does it want mqtt.tls?",
        ),
        ("no file", "secret: mqtt.ca: there is no file /nowhere/ca.pem."),
        ("no certificate", "secret: mqtt.ca, mqtt.cert and mqtt.key do not hold what they should"),
    ],
)
def test_certificates_that_do_not_do(tmp_path: Path, case: str, expected: str) -> None:
    with tls_broker(tmp_path, ask_client="client" in case, expired=case == "broker expired") as (broker, certificates):
        ca = certificates.path("ca.pem")
        settings = settings_for(broker.port, ca=ca)
        if case == "client expired":
            cert, key = certificates.make("old", expired=True)
            settings = settings_for(broker.port, ca=ca, cert=cert, key=key)
        elif case == "unknown authority":
            settings = settings_for(broker.port, tls=True)
        elif case == "wrong host":
            settings = MqttSettings(host="localhost", port=broker.port, ca=ca)
        elif case == "no tls":
            settings = settings_for(broker.port)
        elif case == "no file":
            settings = settings_for(broker.port, ca="/nowhere/ca.pem")
        elif case == "no certificate":
            settings = settings_for(broker.port, ca=certificates.path("ca.key"))
        said = asyncio.run(problem(settings))
    assert said.startswith(expected.replace("PORT", str(broker.port)))


@pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning")
def test_tls_against_a_plain_broker(broker: Mosquitto) -> None:
    said = asyncio.run(problem(settings_for(broker.port, tls=True)))
    assert said.startswith(("tls: ", "closed: ", "lost: "))


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_session_takeover_ends_in_another_client_id(broker: Mosquitto, version: str, caplog) -> None:
    async def check() -> None:
        async with running(settings_for(broker.port, version=version)) as (session, notes):
            session.want(subscribe=["a/#"])
            await until(lambda: session.connected)
            with probe(broker.port, "hearth_test") as rival:  # paho's thread reconnects after a second, again and again
                await until(lambda: "client id 'hearth_test'" in caplog.text, 12)
                await until(lambda: session.connected and session.idle)
                await asyncio.sleep(1.5)
                assert session.connected
                rival.say("a/both", "live")
                await until(lambda: ("a/both", b"live", False) in notes.heard)

    asyncio.run(check())
    assert "give each client its own mqtt.client_id" in caplog.text


def test_will_and_farewell(broker: Mosquitto) -> None:
    async def check() -> None:
        will = Publish("h/online", b"offline", retain=True)
        with probe(broker.port) as other:
            other.subscribe("h/#")
            async with running(settings_for(broker.port), will=will) as (session, _):
                await until(lambda: session.connected)
                await session.publish([Publish("h/online", b"online", retain=True)])
                await other.wait("h/online", b"online")
            await other.wait("h/online", b"offline")

    asyncio.run(check())


def test_stopping_while_connecting_leaves_nothing_open() -> None:
    async def check() -> None:
        with mosquitto() as broker:
            broker.freeze()
            async with running(settings_for(broker.port)):
                await asyncio.sleep(0.2)
            broker.freeze(frozen=False)

    asyncio.run(check())
