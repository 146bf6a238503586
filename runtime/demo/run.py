"""`hearth demo`: set the stage, speak the script, show each turn, and say whether everything was right."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from device.errors import DeviceError
from runtime.control import watch
from runtime.demo.performance import Audience, Performed, perform
from runtime.demo.script import SCRIPT
from runtime.demo.stage import Stage, set_up
from runtime.demo.view import View, summary
from runtime.errors import HearthError, PartFailed
from runtime.supervise import describe


def run(*, as_json: bool = False, microphone: bool = False, keep: bool = False) -> int:
    """Show the demo; return the exit status: 0 only if every line did what it should.

    `microphone`: you speak instead of the recordings. `keep`: leave the home, the broker and Hearth running.
    """
    console = Console(stderr=as_json)
    folder = Path(tempfile.mkdtemp(prefix="hearth-demo-"))
    performed: list[Performed] = []
    try:
        asyncio.run(_show(folder, console, performed, microphone=microphone, keep=keep))
    except KeyboardInterrupt:
        if len(performed) < len(SCRIPT):
            return 0 if microphone else 130
    except (HearthError, DeviceError, TimeoutError, ExceptionGroup) as error:
        console.print(f"[bold red]The demo failed:[/] {describe(error)}")
        console.print(f"What the processes wrote is in {folder / 'log.txt'}")
        return 1
    if microphone:
        return 0
    right = all(one.verdict.right for one in performed)
    console.print(summary(performed))
    console.print(
        f"What Hearth said is in {folder / 'spoken.wav'}; what the processes wrote is in {folder / 'log.txt'}."
    )
    console.print("[bold green]Everything was right.[/]" if right else "[bold red]Not everything was right.[/]")
    if as_json:
        sys.stdout.write(json.dumps(report(performed, folder)) + "\n")
    return 0 if right else 1


async def _show(folder: Path, console: Console, performed: list[Performed], *, microphone: bool, keep: bool) -> None:
    """Perform; `performed` gets what was done, also when somebody ends the home that was kept."""
    with View(console) as view:
        async with set_up(folder, real_microphone=microphone) as stage, asyncio.TaskGroup() as group:
            audience = Audience(watch(folder / "hearth.sock"), view.event)
            watching = group.create_task(audience.run(), name="demo-audience")
            living = group.create_task(_alive(stage), name="demo-alive")
            await audience.ready()
            if not microphone:
                performed += await perform(stage, audience, view.line)
            if microphone or keep:
                await _stay(stage, console)
            watching.cancel()
            living.cancel()


async def _alive(stage: Stage) -> None:
    """Fail with Hearth's own last words as soon as it ends."""
    status = await stage.hearth.wait()
    said = [line for line in stage.place.log.read_text(errors="replace").splitlines() if line.startswith("hearth: ")]
    raise PartFailed(f"Hearth ended with status {status}. {said[-1] if said else ''}")


async def _stay(stage: Stage, console: Console) -> None:
    console.print(
        f"The home stays, its broker on 127.0.0.1:{stage.broker.port}. Hearth answers\n"
        f'  RUNTIME_DIRECTORY={stage.place.folder} hearth say "which lights are on"\nCtrl-C ends it.',
        soft_wrap=True,
    )
    await asyncio.get_running_loop().create_future()


def report(performed: list[Performed], folder: Path) -> Mapping[str, Any]:
    """Return everything as plain values."""
    return {
        "ok": all(one.verdict.right for one in performed),
        "spoken": str(folder / "spoken.wav"),
        "lines": [
            {
                "name": one.line.name,
                "said": one.line.say,
                "heard": one.heard,
                "reply": one.reply,
                "outcome": one.outcome,
                "understood": one.verdict.understood,
                "home_right": one.verdict.changed,
                "detail": one.verdict.detail,
                "command_s": one.command_s,
                "first_sound_s": one.first_sound_s,
                "stages_ms": {event["stage"]: round(1000 * event["seconds"], 2) for event in one.events},
                "events": one.events,
            }
            for one in performed
        ],
        "count": len(SCRIPT),
    }
