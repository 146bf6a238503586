"""The connection to the broker: the one module that knows aiomqtt and paho.

Keeps the connection up, subscribes again after each loss, hands messages on in slices that never hold the loop, and drops
what was to be sent while there is no connection. Knows nothing of homes, entities or discovery.
"""

import asyncio
import logging
import socket
from collections import deque
from collections.abc import Awaitable, Iterable
from typing import Any, Protocol

import aiomqtt
import msgspec

from device.errors import DeviceError
from device.home.attempts import Attempts
from device.home.binding import Publish
from device.home.link import LinkStatus
from device.home.outbox import Outbox, chunks
from device.home.refusals import Refusal, explain, first_of
from device.home.settings import MqttSettings, SecretError, read_password
from device.home.tls import tls_context

log = logging.getLogger(__name__)

SLICE_S = 0.002
"""Longest time spent on messages before others on the loop have their turn; audio blocks come every 80 ms."""
ANSWER_S = 5.0
"""How long a broker may take to answer a connection or a message."""
SUBSCRIBED_S = 60.0
"""The same for a subscription: its answer comes behind thousands of retained messages. Keep-alive finds a dead broker."""
INBOX_LIMIT = 100_000
"""Messages waiting to be thought about; beyond it the newest are dropped, and said."""


class Disconnected(DeviceError):  # noqa: N818 - as its siblings in device.errors
    """Nothing can be sent now."""

    code = "disconnected"


class Ear(Protocol):
    """Who listens to a session. Nothing here may hold the loop for more than 5 ms, or raise."""

    def up(self) -> None:
        """Take note that the connection is there; earlier subscriptions are being renewed."""

    async def hear(self, topic: str, payload: bytes, retained: bool) -> None:
        """Take one message."""

    def rest(self) -> None:
        """Take note that a slice of messages is over."""

    def down(self) -> None:
        """Take note that the connection is gone."""


class _Client(aiomqtt.Client):
    """aiomqtt's client, that fails at once when the broker hangs up, and hands on all waiting messages together."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.inbox: deque[tuple[str, bytes, bool]] = deque()
        self.lost = 0
        self._waiting: asyncio.Future[None] | None = None

    def _on_disconnect(self, client: Any, userdata: Any, flags: Any, reason_code: Any, properties: Any = None) -> None:
        if not self._connected.done():  # aiomqtt alone would wait for its timeout
            self._connected.set_exception(aiomqtt.MqttError("closed before answering"))
        super()._on_disconnect(client, userdata, flags, reason_code, properties)

    def _on_message(self, client: Any, userdata: Any, message: Any) -> None:  # noqa: ARG002 - aiomqtt's signature
        # In place of aiomqtt's queue, whose iterator makes and cancels a task for each message.
        if len(self.inbox) < INBOX_LIMIT:
            self.inbox.append((message.topic, message.payload, message.retain))
        else:
            self.lost += 1
            if self.lost == 1:
                log.warning("The broker sends faster than this machine can think: messages are dropped.")
        self._wake()

    async def _wait_for(self, fut: Awaitable[Any], timeout: float | None) -> Any:  # noqa: ASYNC109 - aiomqtt's signature
        # In place of asyncio.wait_for, which on Python 3.11 loses a cancellation that comes together with the answer.
        try:
            async with asyncio.timeout(self.timeout if timeout is None else timeout):
                return await fut
        except TimeoutError:
            raise aiomqtt.MqttError("Operation timed out") from None

    def _wake(self, _ended: object = None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def something(self) -> None:
        """Wait until `inbox` holds something; raises MqttError when disconnected."""
        while not self.inbox:
            if self._disconnected.done():
                raise aiomqtt.MqttError("disconnected") from self._disconnected.exception()
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting

    def acknowledge(self) -> None:
        """Let TCP acknowledge at once: else a broker with Nagle's algorithm on (Mosquitto) holds the next message 40 ms."""
        transport = self._client.socket()
        if isinstance(transport, socket.socket) and hasattr(socket, "TCP_QUICKACK"):
            transport.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    async def enter(self) -> None:
        """Connect; leave nothing open behind when that fails or is cancelled."""
        entering = asyncio.ensure_future(self.__aenter__())
        try:
            await asyncio.shield(entering)
        except asyncio.CancelledError:
            # The socket is being opened in a thread that cannot be stopped: wait a little, then close what it opened.
            await asyncio.wait({entering}, timeout=1.0)
            if entering.done() and entering.exception() is None:
                await self.__aexit__(None, None, None)
            else:
                entering.cancel()
                self._client.disconnect()
            raise
        except aiomqtt.MqttError:
            self._client.disconnect()
            raise
        self._disconnected.add_done_callback(self._wake)

    @property
    def alive(self) -> bool:
        """Return whether it can still send."""
        return not self._disconnected.done()


class _Listen(logging.Handler):
    """Keeps what paho writes in its log when a socket fails: it keeps the error nowhere else."""

    said = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.said = record.getMessage()


class Session:
    """One client of one broker."""

    def __init__(self, settings: MqttSettings, ear: Ear, client_id: str, *, will: Publish | None = None) -> None:
        """`will` is published by the broker when this client vanishes, and by itself when it leaves."""
        self._settings, self._ear = settings, ear
        self._attempts = Attempts(settings, settings.client_id or client_id)
        self._will = will
        self._client: _Client | None = None
        self._outbox = Outbox()
        self.status = LinkStatus()

    @property
    def connected(self) -> bool:
        """Return whether the broker is there."""
        return self._client is not None

    @property
    def idle(self) -> bool:
        """Return whether every subscription that was wanted is in force."""
        return self._outbox.idle

    def want(
        self, subscribe: Iterable[str] = (), unsubscribe: Iterable[str] = (), publish: Iterable[Publish] = ()
    ) -> None:
        """Ask for subscriptions and messages, in this order, soon. Subscriptions outlive a connection, messages do not."""
        self._outbox.want(subscribe, unsubscribe, publish)

    async def publish(self, messages: Iterable[Publish]) -> None:
        """Send now, and return when the broker has it (QoS 0: when it is written).

        Raises:
            Disconnected: it was not, or not certainly, sent.

        """
        for message in messages:
            client = self._client
            if client is None:
                raise Disconnected("The broker is not connected.")
            try:
                await client.publish(message.topic, message.payload, qos=message.qos, retain=message.retain)
            except (aiomqtt.MqttError, ValueError) as error:  # ValueError: a topic with a wildcard
                raise Disconnected(f"The broker did not take the message: {error}") from error

    async def run(self) -> None:
        """Stay connected until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            refusal, was_up = await self._live()
            refusal, pause = self._attempts.failed(refusal, loop.time() - started if was_up else None)
            self._tell(refusal)
            await asyncio.sleep(pause)

    async def _live(self) -> tuple[Refusal, bool]:
        """Connect once and stay; return why it ended, and whether there was a connection."""
        listen = _Listen()
        words = logging.Logger("paho")  # noqa: LOG001 - one per connection, outside the tree: not for people
        words.addHandler(listen)
        words.setLevel(logging.WARNING)  # paho writes a line for each message otherwise
        error: BaseException | None = None
        was_up = False
        try:
            client = await self._make(words)
            await client.enter()
            was_up = True
            await self._converse(client)
        except (SecretError, aiomqtt.MqttError, OSError, ValueError) as failed:
            error = failed
        try:
            return explain(error, listen.said, self._settings), was_up
        finally:
            del error  # its traceback holds this frame and the half-open socket: without the cycle both go at once

    async def _make(self, words: logging.Logger) -> _Client:
        context = await asyncio.to_thread(tls_context, self._settings) if self._settings.encrypted else None
        host, port = self._settings.address
        will = aiomqtt.Will(*msgspec.structs.astuple(self._will)) if self._will else None
        v5 = self._attempts.version == "5"
        return _Client(
            host,
            port,
            username=self._settings.username or None,
            password=read_password(self._settings),
            logger=words,
            identifier=self._attempts.client_id,
            protocol=aiomqtt.ProtocolVersion.V5 if v5 else aiomqtt.ProtocolVersion.V311,
            will=will,
            clean_session=None if v5 else True,
            timeout=ANSWER_S,
            keepalive=self._settings.keepalive_s,
            tls_context=context,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],  # else a command may wait 40 ms for an ACK
            tls_insecure=None if self._settings.verify_host or context is None else True,
        )

    async def _converse(self, client: _Client) -> None:
        self._client = client
        self.status = LinkStatus(connected=True, since=asyncio.get_running_loop().time())
        log.info("Connected to the broker at %s:%d.", *self._settings.address)
        self._outbox.open()
        self._ear.up()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._write(client), name="home.session.write")
                group.create_task(self._read(client), name="home.session.read")
        except* (aiomqtt.MqttError, OSError) as failed:
            raise first_of(failed) from None
        finally:
            self._client = None
            self._outbox.close()
            self._ear.down()
            await self._leave(client)

    async def _leave(self, client: _Client) -> None:
        try:
            if client.alive and self._will:
                await client.publish(*msgspec.structs.astuple(self._will))
            if client.alive:
                await client.__aexit__(None, None, None)
        except aiomqtt.MqttError as error:  # must not take the place of the cancellation that brought us here
            log.debug("The broker did not take leave: %s", error)

    async def _read(self, client: _Client) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await client.something()
            end = loop.time() + SLICE_S
            while client.inbox and loop.time() < end:
                topic, payload, retained = client.inbox.popleft()
                await self._ear.hear(topic, bytes(payload), bool(retained))
            self._ear.rest()
            client.acknowledge()
            await asyncio.sleep(0)

    async def _write(self, client: _Client) -> None:
        while True:
            wish = await self._outbox.take()
            for chunk in chunks(wish.unsubscribe):
                await client.unsubscribe(chunk, timeout=SUBSCRIBED_S)
            for chunk in chunks(wish.subscribe):
                # QoS 0: Mosquitto drops all beyond 1,020 retained messages of one QoS 1 subscription (max_queued_messages).
                await client.subscribe([(topic, 0) for topic in chunk], timeout=SUBSCRIBED_S)
            for message in wish.publish:
                await client.publish(*msgspec.structs.astuple(message))

    def _tell(self, refusal: Refusal) -> None:
        """Write a new problem into the log once; repeated, it is for debugging only."""
        known = self.status.code == refusal.code and not self.status.connected
        log.log(logging.DEBUG if known else logging.WARNING, "%s", refusal.sentence)
        now = asyncio.get_running_loop().time()
        self.status = LinkStatus(problem=refusal.sentence, code=refusal.code, since=self.status.since if known else now)
