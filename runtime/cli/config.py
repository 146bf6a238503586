"""config example, config check."""

import argparse
import os
from pathlib import Path
from typing import Any

from runtime.cli import show


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    config = commands.add_parser("config", help="print an example configuration, or check one")
    below = config.add_subparsers(title="commands", metavar="COMMAND", required=True)
    example = below.add_parser("example", parents=[shared], help="print every key with its meaning, unit and default")
    example.set_defaults(command=_example)
    check = below.add_parser("check", parents=[shared], help="find mistakes; the exit status is 78 when there are any")
    check.add_argument("file", type=Path, nargs="?", help="default: the file that `hearth run` would read")
    check.set_defaults(command=_check)


def _example(asked: argparse.Namespace) -> int:
    from runtime.config_example import example  # noqa: PLC0415

    if asked.json:
        show.answer({"ok": True, "example": example()})
    else:
        show.say(example().rstrip())
    return 0


def _check(asked: argparse.Namespace) -> int:
    from device.home.settings import read_password  # noqa: PLC0415
    from device.places import config_file  # noqa: PLC0415
    from runtime.config import load  # noqa: PLC0415

    config = load(asked.file)
    if not (unseen := credentials_unseen(config.policy.pin_credential)):
        config.pin()
    if not (unseen_too := credentials_unseen(config.mqtt.password_credential)):
        read_password(config.mqtt)
    file = asked.file or config_file()
    if asked.json:
        show.answer({"ok": True, "file": file, "config": config})
    else:
        show.say(f"{file} is in order." if file else "There is no configuration file; the defaults are in order.")
        if unseen or unseen_too:
            show.say("Credentials were not looked at: systemd shows them to the service alone.")
    return 0


def credentials_unseen(name: str) -> bool:
    """Return whether a credential is named that this process cannot see, because systemd did not start it."""
    return bool(name) and not os.environ.get("CREDENTIALS_DIRECTORY")
