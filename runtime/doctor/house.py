"""The house: does a running Hearth answer, and does the broker let it in."""

import asyncio
import os
from collections.abc import Iterator

import msgspec

from device.home.session import Session
from runtime import control
from runtime.config import Config
from runtime.doctor.findings import Finding, Mark
from runtime.errors import HearthError

KNOCK_S = 3.0
"""How long the broker is given."""


def running(config: Config) -> Iterator[Finding]:
    """Ask a running Hearth."""
    del config
    if control.running() is None:
        yield Finding("process", Mark.NOTE, "Hearth is not running.", "sudo systemctl start hearth (or: hearth run)")
        return
    try:
        status = asyncio.run(control.request(control.Ask("status")))
    except HearthError as error:
        yield Finding("process", Mark.WRONG, str(error), "sudo systemctl restart hearth")
        return
    yield Finding("process", Mark.WELL, f"running: {status.get('summary', 'well')}")


def broker(config: Config) -> Iterator[Finding]:
    """Log in to the broker."""
    host, port = config.mqtt.address
    if config.mqtt.password_credential and not os.environ.get("CREDENTIALS_DIRECTORY"):
        says = f"{host}:{port} was not tried: systemd shows its password to the service alone."
        yield Finding("broker", Mark.NOTE, says, "systemctl status hearth")
        return
    problem = asyncio.run(_knock(config))
    if problem:
        yield Finding(
            "broker",
            Mark.WRONG,
            problem,
            f"check [mqtt] in hearth.toml; mosquitto_sub -h {host} -p {port} -t '$SYS/#' -C 1",
        )
    else:
        yield Finding("broker", Mark.WELL, f"{host}:{port} lets Hearth in")


async def _knock(config: Config) -> str:
    """Return why the broker does not let us in; empty when it does."""

    class Deaf:
        def up(self) -> None: ...
        def down(self) -> None: ...
        def rest(self) -> None: ...
        async def hear(self, topic: str, payload: bytes, retained: bool) -> None: ...

    # An id of its own: knocking under Hearth's would throw the running one out.
    settings = msgspec.structs.replace(config.mqtt, client_id=f"hearth-doctor-{os.getpid()}", presence=False)
    session = Session(settings, Deaf(), settings.client_id)
    problem = "The broker does not answer."
    async with asyncio.TaskGroup() as group:
        trying = group.create_task(session.run())
        for _ in range(int(KNOCK_S / 0.05)):
            await asyncio.sleep(0.05)
            if session.connected or session.status.problem:
                problem = "" if session.connected else session.status.problem
                break
        trying.cancel()
    return problem
