"""The connection to the broker: the one module that knows aiomqtt and paho.

Keeps the connection up, subscribes again after each loss, hands messages on in slices that never hold the loop, and drops
what was to be sent while there is no connection. Knows nothing of homes, entities or discovery.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, NamedTuple, Protocol

import aiomqtt
import msgspec

from device.errors import DeviceError
from device.home.attempts import Attempts
from device.home.binding import Publish
from device.home.link import LinkStatus
from device.home.refusals import Refusal, explain_code, explain_error
from device.home.settings import MqttSettings, SecretError, read_password
from device.home.tls import tls_context

log = logging.getLogger(__name__)

SLICE_S = 0.002
"""Longest time spent on messages before others on the loop have their turn; audio blocks come every 80 ms."""
SUBSCRIBE_CHUNK = 100
"""Filters in one SUBSCRIBE: brokers limit the packet, and each chunk brings its retained messages with it."""
ANSWER_S = 5.0
"""How long a broker may take to answer anything."""
UNSPECIFIED = 128
"""What paho calls a connection that just went away."""
OUTBOX_LIMIT = 20_000
"""Requests waiting to be written; beyond it the newest is dropped, and said."""


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


class _Wish(NamedTuple):
    subscribe: tuple[str, ...]
    unsubscribe: tuple[str, ...]
    publish: tuple[Publish, ...]


class _Client(aiomqtt.Client):
    """aiomqtt's client, that fails at once when the broker hangs up, and hands on all waiting messages together."""

    def _on_disconnect(self, client: Any, userdata: Any, flags: Any, reason_code: Any, properties: Any = None) -> None:
        if not self._connected.done():  # aiomqtt alone would wait for its timeout
            self._connected.set_exception(aiomqtt.MqttError("closed before answering"))
        super()._on_disconnect(client, userdata, flags, reason_code, properties)

    async def batches(self) -> AsyncIterator[Iterator[aiomqtt.Message]]:
        """Yield what has arrived, each time anything has; raises MqttError when disconnected."""
        async for first in self.messages:
            yield self._waiting(first)

    def _waiting(self, first: aiomqtt.Message) -> Iterator[aiomqtt.Message]:
        yield first
        while not self._queue.empty():
            yield self._queue.get_nowait()

    async def enter(self) -> None:
        """Connect; leave nothing open behind when that fails or is cancelled."""
        entering = asyncio.ensure_future(self.__aenter__())
        try:
            await asyncio.shield(entering)
        except asyncio.CancelledError:
            # The socket is being opened in a thread that cannot be stopped: wait a little, then close what it opened.
            await asyncio.wait({entering}, timeout=1.0)
            if entering.done() and entering.exception() is None:
                await self.leave()
            else:
                entering.cancel()
                self._client.disconnect()
            raise
        except aiomqtt.MqttError:
            self._client.disconnect()
            raise

    async def leave(self) -> None:
        """Disconnect."""
        await self.__aexit__(None, None, None)

    @property
    def alive(self) -> bool:
        """Return whether it can still send."""
        return not self._disconnected.done()


class _Listen(logging.Handler):
    """Keeps what paho writes in its log when a socket fails: it keeps the error nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.said = record.getMessage()


class Session:
    """One client of one broker."""

    def __init__(
        self,
        settings: MqttSettings,
        ear: Ear,
        client_id: str,
        *,
        will: Publish | None = None,
        farewell: Publish | None = None,
    ) -> None:
        """`will` is published by the broker when this client vanishes, `farewell` by itself when it leaves."""
        self._settings, self._ear = settings, ear
        self._attempts = Attempts(settings, settings.client_id or client_id)
        self._will, self._farewell = will, farewell
        self._client: _Client | None = None
        self._filters: dict[str, None] = {}
        self._outbox: asyncio.Queue[_Wish] = asyncio.Queue(OUTBOX_LIMIT)
        self._writing = False
        self._dropped = 0
        self.status = LinkStatus()

    @property
    def connected(self) -> bool:
        """Return whether the broker is there."""
        return self._client is not None

    @property
    def idle(self) -> bool:
        """Return whether all that was wanted has been asked of the broker."""
        return self._outbox.empty() and not self._writing

    def want(
        self, subscribe: Iterable[str] = (), unsubscribe: Iterable[str] = (), publish: Iterable[Publish] = ()
    ) -> None:
        """Ask for subscriptions and messages, in this order, soon. Subscriptions outlive a connection, messages do not."""
        gone = [topic for topic in unsubscribe if topic in self._filters]
        for topic in gone:
            del self._filters[topic]
        new = [topic for topic in dict.fromkeys(subscribe) if topic not in self._filters]
        self._filters.update(dict.fromkeys(new))
        if self.connected:
            self._queue(_Wish(tuple(new), tuple(gone), tuple(publish)))

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
            return self._explain(error, listen.said), was_up
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
            tls_insecure=None if self._settings.verify_host or context is None else True,
        )

    async def _converse(self, client: _Client) -> None:
        self._client = client
        self.status = LinkStatus(connected=True, since=asyncio.get_running_loop().time())
        log.info("Connected to the broker at %s:%d.", *self._settings.address)
        self._outbox = asyncio.Queue(OUTBOX_LIMIT)
        self._queue(_Wish(tuple(self._filters), (), ()))
        self._ear.up()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._write(client), name="home.session.write")
                group.create_task(self._read(client), name="home.session.read")
        except* (aiomqtt.MqttError, OSError) as failed:
            raise _first(failed) from None
        finally:
            self._client = None
            self._ear.down()
            if client.alive:
                if self._farewell:
                    await client.publish(*msgspec.structs.astuple(self._farewell))
                await client.leave()

    async def _read(self, client: _Client) -> None:
        loop = asyncio.get_running_loop()
        async for batch in client.batches():
            end = loop.time() + SLICE_S
            for message in batch:
                await self._ear.hear(message.topic.value, bytes(message.payload or b""), bool(message.retain))
                if loop.time() >= end:
                    self._ear.rest()
                    await asyncio.sleep(0)
                    end = loop.time() + SLICE_S
            self._ear.rest()

    async def _write(self, client: _Client) -> None:
        while True:
            wish = await self._outbox.get()
            self._writing = True
            for chunk in _chunks(wish.unsubscribe):
                await client.unsubscribe(chunk)
            for chunk in _chunks(wish.subscribe):
                # QoS 0: Mosquitto drops all beyond 1,020 retained messages of one QoS 1 subscription (max_queued_messages).
                await client.subscribe([(topic, 0) for topic in chunk])
            for message in wish.publish:
                await client.publish(*msgspec.structs.astuple(message))
            self._writing = False

    def _queue(self, wish: _Wish) -> None:
        if not (wish.subscribe or wish.unsubscribe or wish.publish):
            return
        try:
            self._outbox.put_nowait(wish)
        except asyncio.QueueFull:
            self._dropped += 1
            log.warning("Too much is waiting to be sent to the broker: dropped %d requests.", self._dropped)

    def _explain(self, error: BaseException | None, said: str) -> Refusal:
        if isinstance(error, SecretError):
            return Refusal("secret", str(error))
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, aiomqtt.MqttCodeError) and cause.rc is not None:
                code = cause.rc if isinstance(cause.rc, int) else cause.rc.value
                if code != UNSPECIFIED:
                    return explain_code(code, self._settings)
            if isinstance(cause, OSError):
                break
            cause = cause.__cause__ or cause.__context__
        return explain_error(cause, f"{error} {said}", self._settings)

    def _tell(self, refusal: Refusal) -> None:
        """Write a new problem into the log once; repeated, it is for debugging only."""
        known = self.status.code == refusal.code and not self.status.connected
        log.log(logging.DEBUG if known else logging.WARNING, "%s", refusal.sentence)
        now = asyncio.get_running_loop().time()
        self.status = LinkStatus(problem=refusal.sentence, code=refusal.code, since=self.status.since if known else now)


def _chunks(topics: tuple[str, ...]) -> Iterator[list[str]]:
    for start in range(0, len(topics), SUBSCRIBE_CHUNK):
        yield list(topics[start : start + SUBSCRIBE_CHUNK])


def _first(group: BaseExceptionGroup[Any]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
