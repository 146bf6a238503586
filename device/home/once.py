"""One errand to the broker: connect, say something, leave. For commands of the command line."""

import asyncio
from collections.abc import Iterable

import msgspec

from device.home.binding import Publish
from device.home.presence import Presence, PresenceSettings
from device.home.session import Disconnected, Session
from device.home.settings import MqttSettings, machine_identity


class _Deaf:
    """An ear for those who only speak."""

    def up(self) -> None:
        """Nothing to do."""

    async def hear(self, topic: str, payload: bytes, retained: bool) -> None:
        """Nothing was asked for."""

    def rest(self) -> None:
        """Nothing to do."""

    def down(self) -> None:
        """Nothing to do."""


async def publish_once(
    settings: MqttSettings, messages: Iterable[Publish], client_id: str, wait_s: float = 8.0
) -> None:
    """Connect under `client_id` (not that of a running Hearth), send, and leave.

    Raises:
        Disconnected: the sentence says why there is no connection.

    """
    session = Session(settings, _Deaf(), client_id)
    running = asyncio.create_task(session.run(), name="home.once")
    try:
        async with asyncio.timeout(wait_s):
            while not session.connected:
                if session.status.problem:
                    raise Disconnected(session.status.problem)
                await asyncio.sleep(0.02)
            await session.publish(messages)
    except TimeoutError:
        raise Disconnected(session.status.problem or "The broker does not answer.") from None
    finally:
        running.cancel()
        await asyncio.wait({running})


async def uninstall(settings: MqttSettings) -> None:
    """Clear every trace of this machine's Hearth from the broker (`hearth uninstall-presence`).

    Raises:
        Disconnected: the sentence says why there is no connection.

    """
    identity = machine_identity()
    presence = Presence(PresenceSettings(prefix=settings.prefix), identity)
    errand = msgspec.structs.replace(settings, client_id=f"{identity}-errand")
    await publish_once(errand, presence.farewell(), errand.client_id)
