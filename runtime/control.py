"""Talking to a running Hearth: one request a connection, JSON lines over a unix socket in the runtime directory.

    -> {"do": "say", "text": "turn on the lamp"}
    <- {"turn": "...", "event": {...}}      any number of lines while it works
    <- {"reply": "...", "trace": {...}}     the last line; or {"error": "code", "message": "a sentence"}

`do` is one of say (text), listen (open the ear without a wake word), stop (be quiet, drop the turn), mute, unmute,
status, and watch, which tells everything as it happens until the client hangs up. Who may reach the socket may command
the home: it is open to its owner and its group only. Knows nothing of what the app does with a request.
"""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from device.errors import DeviceError
from device.places import sockets
from runtime.errors import HearthError

LINE = 1 << 20
"""Longest line in bytes; a trace with all its alternatives stays far below."""
BACKLOG = 512
"""News that a slow watcher may be behind before it loses the oldest."""

Told = Mapping[str, Any]


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client wants."""

    do: Literal["say", "listen", "stop", "mute", "unmute", "status", "watch"]
    text: str = ""
    """say: the sentence."""


Handle = Callable[[Ask], AsyncGenerator[Told]]
"""Yields the lines of an answer; closed early when the client hangs up."""


class NotRunning(HearthError):  # noqa: N818 - says what is the case
    """No Hearth answers."""

    code = "not_running"


class Refused(HearthError):  # noqa: N818 - says what happened
    """The running Hearth could not do what it was asked."""

    code = "refused"


class News:
    """What Hearth tells of itself, for any number of watchers. `tell` never blocks; a slow watcher loses the oldest."""

    def __init__(self, first: Callable[[], Told] | None = None) -> None:
        self._first = first
        self._watchers: set[asyncio.Queue[Told]] = set()

    def tell(self, told: Told) -> None:
        """Pass on one piece of news."""
        for watcher in self._watchers:
            if watcher.full():
                watcher.get_nowait()
            watcher.put_nowait(told)

    async def follow(self) -> AsyncGenerator[Told]:
        """Yield the present state, if there is one to tell, then everything that is told."""
        queue: asyncio.Queue[Told] = asyncio.Queue(maxsize=BACKLOG)
        self._watchers.add(queue)
        try:
            if self._first is not None:
                yield self._first()
            while True:
                yield await queue.get()
        finally:
            self._watchers.discard(queue)


# ---- the running side


async def serve(path: Path, handle: Handle) -> None:
    """Answer requests until cancelled. The socket gets mode 0660: the owner and the group.

    Raises:
        HearthError: another Hearth is there already, or the place is not ours.

    """
    listening = _bind(path)
    try:
        async with asyncio.TaskGroup() as group:

            def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                meeting = group.create_task(_meet(reader, writer, handle), name="control[client]")
                # Not in the task: one that is cancelled before it began never runs its `finally`.
                meeting.add_done_callback(lambda done: writer.transport.abort() if done.cancelled() else writer.close())

            server = await asyncio.start_unix_server(met, sock=listening, limit=LINE)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                server.close()
    finally:
        _remove(path)


def _bind(path: Path) -> socket.socket:
    """Make the socket. Nobody can connect before it listens, and by then its mode is set."""
    _clear(path)
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(str(path))
        path.chmod(0o660)
    except OSError as error:
        listening.close()
        raise HearthError(f"{path} cannot be used: {error.strerror}.") from error
    return listening


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Make the folder, and remove what a killed Hearth left behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = path.parent.stat().st_uid
    if owner not in (os.getuid(), 0):
        raise HearthError(f"{path.parent} belongs to another user (uid {owner}); remove it or set XDG_RUNTIME_DIR.")
    if not path.exists():
        return
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
        except OSError as error:
            raise HearthError(f"{path} cannot be used: {error.strerror}.") from error
        else:
            raise HearthError(f"Another Hearth is running and listens on {path}; stop it first.")


async def _meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handle: Handle) -> None:
    """Answer one client; a client that hangs up ends its answer."""
    try:
        with suppress(ConnectionError):
            line = await reader.readline()
            if line:
                async with asyncio.TaskGroup() as group:
                    answering = group.create_task(_answer(line, writer, handle), name="control[answer]")
                    hanging_up = group.create_task(reader.read(1), name="control[hang-up]")
                    await asyncio.wait((answering, hanging_up), return_when=asyncio.FIRST_COMPLETED)
                    answering.cancel()
                    hanging_up.cancel()
    except* (ConnectionError, ValueError):  # hung up while we wrote; or a line without end
        pass


async def _answer(line: bytes, writer: asyncio.StreamWriter, handle: Handle) -> None:
    try:
        ask = msgspec.json.decode(line, type=Ask)
        async with aclosing(handle(ask)) as lines:
            async for told in lines:
                await _tell(writer, told)
    except msgspec.DecodeError as error:
        await _tell(writer, {"error": "request", "message": f"This is not a request: {error}"})
    except (HearthError, DeviceError) as error:
        await _tell(writer, {"error": error.code, "message": str(error)})


async def _tell(writer: asyncio.StreamWriter, told: Told) -> None:
    writer.write(msgspec.json.encode(told, enc_hook=str) + b"\n")
    await writer.drain()


# ---- the asking side


def running(places: tuple[Path, ...] | None = None) -> Path | None:
    """Return the socket of a running Hearth, if there is one to be seen."""
    return next((path for path in places or sockets() if path.is_socket()), None)


async def ask(request: Ask, path: Path | None = None) -> AsyncGenerator[Told]:
    """Yield the lines of the answer.

    Raises:
        NotRunning: nobody answers there, or we may not ask.
        Refused: the answer is an error; its sentence is the exception's.

    """
    path = path or running()
    if path is None:
        raise NotRunning("Hearth is not running; start it with `hearth run` or `sudo systemctl start hearth`.")
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=LINE)
    except PermissionError as error:
        raise NotRunning(f"{path} is closed to you; `sudo adduser $USER hearth` and a new login open it.") from error
    except OSError as error:
        raise NotRunning(f"Hearth does not answer on {path}: {error.strerror}.") from error
    try:
        writer.write(msgspec.json.encode(request) + b"\n")
        while line := await reader.readline():
            told = msgspec.json.decode(line, type=dict[str, Any])
            if "error" in told:
                raise Refused(str(told.get("message", told["error"])))
            yield told
    except ConnectionError as error:
        raise NotRunning("Hearth went away while it answered.") from error
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def request(do: Ask, path: Path | None = None) -> Told:
    """Return the last line of the answer. Raises NotRunning or Refused."""
    last: Told = {}
    async with aclosing(ask(do, path)) as lines:
        async for told in lines:
            last = told
    return last


async def say(text: str, path: Path | None = None) -> Told:
    """Type a sentence into a running Hearth; return `reply` and `trace`. Raises NotRunning or Refused."""
    return await request(Ask("say", text), path)


async def watch(path: Path | None = None, *, wait_s: float = 30.0) -> AsyncIterator[Told]:
    """Yield all that a Hearth tells, waiting until it is there. Raises NotRunning when it does not come in time."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait_s
    while True:
        try:
            async with aclosing(ask(Ask("watch"), path)) as lines:
                async for told in lines:
                    deadline = 0.0  # it was there: when it goes, the watch ends
                    yield told
        except NotRunning:
            if loop.time() > deadline:
                raise
        if deadline == 0.0:
            return
        await asyncio.sleep(0.05)
