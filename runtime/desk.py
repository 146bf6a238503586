"""What others may ask of a Hearth, and who in the house does it: over the control socket, over MQTT, from a command.

Knows neither sockets nor topics.
"""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from device.home.presence import PresenceRequest
from device.sound.files import WavMicrophone
from runtime import parts
from runtime.control import Ask, Told
from runtime.ear import Call
from runtime.house import House
from runtime.turn import Trace

NOTICED_S = 1.5
"""How long after a recording a wake word at its end may still be noticed."""


async def handle(house: House, ask: Ask) -> AsyncGenerator[Told]:
    """Answer one request from the control socket."""
    match ask.do:
        case "watch":
            async for told in house.news.follow():
                yield told
        case "say":
            yield await say(house, ask.text)
        case "listen":
            listen(house)
            yield {"doing": "listening"}
        case "stop":
            stop(house)
            yield {"doing": house.busy_with}
        case "mute" | "unmute":
            house.own.set(muted=ask.do == "mute")
            yield {"muted": house.own.state.muted}
        case "status":
            yield status(house)


def obey(house: House, request: PresenceRequest) -> None:
    """Do what was asked over MQTT."""
    match request.kind:
        case "mute":
            house.own.set(muted=bool(request.value))
        case "volume":
            house.own.set(volume=request.value)
        case "wake_sensitivity":
            house.own.set(sensitivity=request.value)
            house.ear.wake = parts.wake_word(house.config, house.own.state, house.without)
        case "wake_word":
            house.own.set(wake_word=request.value)
            house.ear.wake = parts.wake_word(house.config, house.own.state, house.without)
        case "listen":
            listen(house)
        case "stop":
            stop(house)
        case "restart":
            house.restart()
        case "announce":
            house.bell.announce(str(request.value))


def listen(house: House) -> None:
    """Open the ear as if the wake word had been said."""
    house.ear.call(Call("button", asyncio.get_running_loop().time()))


def stop(house: House) -> None:
    """Be quiet at once and drop the turn."""
    house.bell.hush()
    house.conversation.drop()


async def say(house: House, text: str) -> Told:
    """Take a turn with a typed sentence and return its reply and trace."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[tuple[str, Trace]] = loop.create_future()
    house.ear.call(Call("typed", loop.time(), text=text, answered=answered))
    reply, trace = await answered
    return {"reply": reply, "trace": trace}


async def hear(house: House, microphone: WavMicrophone, recording: Path) -> Told:
    """Hear a recording and what follows from it to the end; return the last reply and the traces of all turns, oldest first."""
    if house.home.status.ready:
        await house.vocabulary.known.wait()
    traces: list[Trace] = []
    house.finished = traces.append
    async with asyncio.TaskGroup() as group:
        hearing = group.create_task(house.ear.run(), name="ear")
        await microphone.speak(recording)
        await asyncio.sleep(NOTICED_S)
        await house.idle.wait()
        hearing.cancel()
    replies = [str(event.data.get("say", "")) for trace in traces for event in trace.events if event.stage == "confirm"]
    return {"reply": replies[-1] if replies else "", "traces": traces}


def status(house: House) -> Told:
    """Tell how everything is."""
    home = house.home
    return {
        "doing": house.busy_with,
        "muted": house.own.state.muted,
        "volume": house.own.state.volume,
        "microphone": house.microphone.health,
        "home": {"status": home.status, "entities": len(home.home.entities), "version": home.home.version},
        "parts": house.health.parts,
        "traces": house.traces.health,
        "models": house.models(),
    }
