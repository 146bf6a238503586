"""The control socket: who may use it, what it says, and that nothing is left behind."""

import asyncio
import json
import os
import socket
import stat
from collections.abc import AsyncGenerator, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from device.errors import StoreError
from runtime.control import Ask, News, NotRunning, Refused, Told, ask, request, running, say, serve, watch
from runtime.errors import HearthError


class House:
    """Answers like Hearth would."""

    def __init__(self) -> None:
        self.news = News(lambda: {"doing": "idle"})
        self.left = asyncio.Event()

    async def handle(self, asked: Ask) -> AsyncGenerator[Told]:
        try:
            match asked.do:
                case "say" if asked.text == "fail":
                    raise StoreError("The disk is full.")
                case "say":
                    yield {"turn": "t1", "event": {"stage": "rewrite"}}
                    self.news.tell({"turn": "t1", "outcome": "done"})
                    yield {"reply": f"did {asked.text}", "trace": {"id": "t1"}}
                case "watch":
                    async for told in self.news.follow():
                        yield told
                case _:
                    yield {"ok": asked.do}
        finally:
            if asked.do == "watch":
                self.left.set()


def with_server(tmp_path: Path, main: Any) -> Any:
    path = tmp_path / "run" / "hearth.sock"

    async def both() -> Any:
        house = House()
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(serve(path, house.handle))
            await asyncio.sleep(0.02)
            try:
                return await main(path, house)
            finally:
                serving.cancel()

    result = asyncio.run(both())
    assert not path.exists()
    return result


def test_a_sentence_is_answered_with_its_events_and_trace(tmp_path: Path) -> None:
    async def main(path: Path, _: House) -> list[Told]:
        return [told async for told in ask(Ask("say", "turn on the lamp"), path)]

    lines = with_server(tmp_path, main)
    assert lines == [
        {"turn": "t1", "event": {"stage": "rewrite"}},
        {"reply": "did turn on the lamp", "trace": {"id": "t1"}},
    ]


def test_say_returns_the_last_line(tmp_path: Path) -> None:
    assert with_server(tmp_path, lambda path, _: say("hello", path))["reply"] == "did hello"


@pytest.mark.parametrize("do", ["listen", "stop", "mute", "unmute", "status"])
def test_every_request_is_passed_on(tmp_path: Path, do: Any) -> None:
    assert with_server(tmp_path, lambda path, _: request(Ask(do), path)) == {"ok": do}


def test_an_error_is_refused_with_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        with_server(tmp_path, lambda path, _: say("fail", path))
    assert raised.group_contains(Refused, match="The disk is full")


@pytest.mark.parametrize(
    "line", [b"garbage\n", b'{"do": "dance"}\n', b'{"do": "say", "word": "x"}\n', b"[]\n", b"\xff\n"]
)
def test_what_is_no_request_is_answered_too(tmp_path: Path, line: bytes) -> None:
    async def main(path: Path, _: House) -> bytes:
        incoming, writer = await asyncio.open_unix_connection(path)
        writer.write(line)
        answer = await incoming.readline()
        writer.close()
        return answer

    assert json.loads(with_server(tmp_path, main))["error"] == "request"


def test_a_line_without_end_and_a_silent_client_harm_nobody(tmp_path: Path) -> None:
    async def main(path: Path, _house: House) -> Told:
        (_, silent), (_, endless) = [await asyncio.open_unix_connection(path) for _ in range(2)]
        with suppress(ConnectionError):
            for _ in range(40):
                endless.write(b"x" * 65536)
                await endless.drain()
        answer = await say("hello", path)
        silent.close()
        endless.transport.abort()
        return answer

    assert with_server(tmp_path, main)["reply"] == "did hello"


def test_a_watcher_hears_the_state_then_the_news_and_hanging_up_ends_it(tmp_path: Path) -> None:
    async def main(path: Path, house: House) -> list[Told]:
        heard = []
        lines = watch(path)
        heard.append(await anext(lines))
        await say("x", path)
        heard.append(await anext(lines))
        await lines.aclose()  # type: ignore[attr-defined]
        async with asyncio.timeout(5):
            await house.left.wait()
        return heard

    assert with_server(tmp_path, main) == [{"doing": "idle"}, {"turn": "t1", "outcome": "done"}]


def test_watching_waits_for_hearth_to_come(tmp_path: Path) -> None:
    path = tmp_path / "hearth.sock"

    async def main() -> Told:
        async with asyncio.TaskGroup() as group:
            first = group.create_task(anext(watch(path)))  # type: ignore[arg-type, var-annotated]
            await asyncio.sleep(0.1)
            serving = group.create_task(serve(path, House().handle))
            told: Told = await first
            serving.cancel()
        return told

    assert asyncio.run(main()) == {"doing": "idle"}


def test_a_slow_watcher_loses_the_oldest() -> None:
    async def main() -> tuple[int, int]:
        news = News()
        lines = news.follow()
        first = asyncio.ensure_future(anext(lines))
        await asyncio.sleep(0)
        for number in range(2000):
            news.tell({"number": number})
        await first
        numbers = [(await anext(lines))["number"] for _ in range(500)]
        await lines.aclose()
        return numbers[0], numbers[-1]

    first, last = asyncio.run(main())
    assert first > 1000
    assert last > 1900


def test_only_owner_and_group_may_use_it(tmp_path: Path) -> None:
    async def main(path: Path, _: House) -> list[int]:
        return [stat.S_IMODE(os.stat(place).st_mode) for place in (path, path.parent)]  # noqa: PTH116

    assert with_server(tmp_path, main) == [0o660, 0o700]


def test_a_dead_socket_is_replaced_and_a_living_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(tmp_path / "run" / "hearth.sock"))

    async def main(path: Path, house: House) -> Told:
        with pytest.raises(HearthError, match="Another Hearth is running"):
            await serve(path, house.handle)
        return await say("still there", path)

    assert with_server(tmp_path, main)["reply"] == "did still there"


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a folder away needs root")
def test_a_folder_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(HearthError, match="belongs to another user"):
        asyncio.run(serve(folder / "hearth.sock", House().handle))


def test_nobody_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert running((tmp_path / "none.sock",)) is None
    cases: list[tuple[Coroutine[Any, Any, Any], str]] = [(say("x", tmp_path / "none.sock"), "does not answer")]
    monkeypatch.setattr("runtime.control.sockets", lambda: (tmp_path / "none.sock",))
    cases.append((say("x"), "start it with `hearth run`"))
    for call, said in cases:
        with pytest.raises(NotRunning, match=said):
            asyncio.run(call)
