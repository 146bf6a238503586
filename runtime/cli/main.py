"""`hearth`: the parser, and turning an error into one sentence and an exit status.

0 well, 1 it failed, 2 wrong usage, 78 the configuration is wrong (systemd does not restart for that), 130 interrupted.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from device.errors import DeviceError
from runtime.cli import config, home, models, running
from runtime.errors import ConfigError, HearthError

WRONG_CONFIG = 78
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    asked = parser().parse_args(arguments)
    _log(logging.DEBUG if asked.verbose else logging.INFO if asked.talks else logging.ERROR)
    try:
        return int(asked.command(asked) or 0)
    except (HearthError, DeviceError) as error:
        return _failed(error, as_json=asked.json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough (`hearth trace | head`); keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """Describe every command."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer in JSON, for machines")
    shared.add_argument("--verbose", "-v", action="store_true", help="log everything, words spoken included")
    configured = argparse.ArgumentParser(add_help=False)
    configured.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="configuration (default: ~/.config/hearth/hearth.toml, else /etc/hearth/hearth.toml)",
    )
    top = argparse.ArgumentParser(prog="hearth", description="An ambient voice assistant that lives in one process.")
    top.set_defaults(talks=False)
    top.add_argument("--version", action="version", version=_version())
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    running.add(commands, shared, configured)
    config.add(commands, shared)
    models.add(commands, shared)
    home.add(commands, shared, configured)
    return top


def _failed(error: HearthError | DeviceError, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(msgspec.json.encode({"ok": False, "error": error.code, "message": str(error)}).decode() + "\n")
    else:
        sys.stderr.write(f"hearth: {error}\n")
    return WRONG_CONFIG if isinstance(error, ConfigError) else 1


def _log(level: int) -> None:
    # The journal has its own clock, and reads <N> as the level (sd-daemon(3)).
    journal = "JOURNAL_STREAM" in os.environ
    logging.basicConfig(
        level=level,
        format="%(name)s: %(message)s" if journal else "%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        stream=sys.stderr,
    )


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 20 ms that only --version needs

    try:
        return f"hearth {version('hearth')}"
    except PackageNotFoundError:
        return "hearth (not installed)"
