"""home simulate, uninstall-presence."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from runtime.cli import show


def add(commands: Any, shared: argparse.ArgumentParser, configured: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    home = commands.add_parser("home", help="simulate a home on a broker")
    below = home.add_subparsers(title="commands", metavar="COMMAND", required=True)
    simulate = below.add_parser("simulate", parents=[shared], help="publish a home from a file and react to commands")
    simulate.add_argument("file", type=Path, help="a home in TOML; see docs/simulated-home.md")
    simulate.add_argument("--host", default="127.0.0.1", help="broker (default: this machine)")
    simulate.add_argument("--port", type=int, default=1883, help="its port (default: 1883)")
    simulate.set_defaults(command=_simulate)
    forget = commands.add_parser(
        "uninstall-presence", parents=[shared, configured], help="remove Hearth's own device from the broker"
    )
    forget.set_defaults(command=_uninstall_presence)


def _simulate(asked: argparse.Namespace) -> int:
    # The simulated home has a process of its own by design: it must not share anything with Hearth but MQTT.
    words = ["-m", "device.home.simulated", str(asked.file), "--host", asked.host, "--port", str(asked.port)]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606


def _uninstall_presence(asked: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415

    from device.home.once import uninstall  # noqa: PLC0415
    from runtime.config import load  # noqa: PLC0415

    asyncio.run(uninstall(load(asked.config).mqtt))
    if asked.json:
        show.answer({"ok": True})
    else:
        show.say("Hearth's own device is gone from the broker.")
    return 0
