"""What it costs to be there: CPU seconds per hour and memory, in silence, in low noise, in speech, and after 200 turns.

`python -m bench.idle [--json] [--seconds N]`. The whole of `hearth run` with the demo's home beside it; sound comes at
real-time pace. CPU and memory are the kernel's own figures for that one process.
"""

import argparse
import asyncio
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.tables import finish, show
from runtime.control import say, watch
from runtime.demo.performance import RECORDINGS, Audience
from runtime.demo.stage import Stage, set_up

TICK = os.sysconf("SC_CLK_TCK")
TURNS = (
    "turn on the kitchen ceiling light",
    "turn off the kitchen ceiling light",
    "how warm is the bedroom",
    "which lights are on",
)


@dataclass(frozen=True)
class Cost:
    """One reading."""

    cpu_s: float
    rss_mb: float
    uss_mb: float


def read(pid: int) -> Cost:
    """Read what a process has cost so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    memory = dict(line.split(":") for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    kilobytes = {name: int(value.split()[0]) for name, value in memory.items()}
    uss = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return Cost((int(fields[11]) + int(fields[12])) / TICK, kilobytes["Rss"] / 1024, uss / 1024)


async def listen(noise_dbfs: float | None, seconds: float, *, speech: bool = False) -> dict[str, float]:
    """Run Hearth in a room of that noise, wait until it is ready, then measure for so many seconds."""
    with tempfile.TemporaryDirectory(prefix="hearth-idle-") as folder:
        async with set_up(Path(folder), noise_dbfs=noise_dbfs) as stage, asyncio.TaskGroup() as group:
            audience = Audience(watch(Path(folder) / "hearth.sock"), lambda _: None)
            watching = group.create_task(audience.run())
            await audience.ready()
            await asyncio.sleep(10)
            talking = group.create_task(talk(stage)) if speech else None
            before = read(stage.hearth.pid)
            await asyncio.sleep(seconds)
            after = read(stage.hearth.pid)
            for task in (watching, talking):
                if task is not None:
                    task.cancel()
    return {
        "cpu_s_per_hour": (after.cpu_s - before.cpu_s) * 3600 / seconds,
        "rss_mb": after.rss_mb,
        "uss_mb": after.uss_mb,
    }


async def talk(stage: Stage) -> None:
    """Speak without the wake word, over and over: what a room full of people sounds like."""
    recordings = sorted(RECORDINGS.glob("*.wav"))
    while True:
        for recording in recordings:
            if recording.stem in {"the_office_blind", "no"}:
                await stage.speak(recording)


async def turns(count: int) -> dict[str, float]:
    """Take turns one after the other and read the memory after one, 20 and all of them."""
    seen: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="hearth-idle-") as folder:
        async with set_up(Path(folder)) as stage, asyncio.TaskGroup() as group:
            socket = Path(folder) / "hearth.sock"
            audience = Audience(watch(socket), lambda _: None)
            watching = group.create_task(audience.run())
            await audience.ready()
            for number in range(1, count + 1):
                await say(TURNS[number % len(TURNS)], socket)
                if number in {1, 20, count}:
                    await stage.speak(RECORDINGS / "kitchen_light_on.wav")  # through the ears as well
                    await asyncio.sleep(6)
                    cost = read(stage.hearth.pid)
                    seen |= {f"rss_mb_after_{number}": cost.rss_mb, f"uss_mb_after_{number}": cost.uss_mb}
            watching.cancel()
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--seconds", type=float, default=60, help="how long each kind of room is listened to")
    parser.add_argument("--turns", type=int, default=200, help="how many turns the memory is watched over")
    arguments = parser.parse_args()
    rooms = {
        "silence": asyncio.run(listen(None, arguments.seconds)),
        "low noise (-50 dBFS)": asyncio.run(listen(-50.0, arguments.seconds)),
        "speech": asyncio.run(listen(-62.0, arguments.seconds, speech=True)),
    }
    show("Listening", ("", "CPU s/h", "RSS MB", "USS MB"), [(name, *cost.values()) for name, cost in rooms.items()])
    memory = asyncio.run(turns(arguments.turns))
    show(f"Memory over {arguments.turns} turns", tuple(memory), [tuple(memory.values())])
    finish({"rooms": rooms, "turns": memory}, as_json=arguments.json)


if __name__ == "__main__":
    main()
