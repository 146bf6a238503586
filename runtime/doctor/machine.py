"""The machine itself: is its clock set, and may this user do what Hearth needs."""

import grp
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from device.places import state_directory
from runtime.config import Config
from runtime.doctor.findings import Finding, Mark

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock before this day has not been set."""


def clock(config: Config) -> Iterator[Finding]:
    """Look at the clock: alarms ring by it, so it must be set, and keep being set."""
    del config
    now = datetime.now().astimezone()
    told = f"{now:%Y-%m-%d %H:%M %Z}"
    if now < BUILT:
        yield Finding("clock", Mark.WRONG, f"It is not {told}.", "sudo timedatectl set-ntp true")
    elif Path("/run/systemd/timesync/synchronized").exists() or _timedatectl("NTPSynchronized") == "yes":
        yield Finding("clock", Mark.WELL, f"{told}, kept by the network")
    else:
        yield Finding("clock", Mark.NOTE, f"{told}, not kept by the network", "sudo timedatectl set-ntp true")


def _timedatectl(what: str) -> str:
    command = shutil.which("timedatectl")
    if command is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [command, "show", "-p", what, "--value"], capture_output=True, text=True, timeout=5, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.strip()


def permissions(config: Config) -> Iterator[Finding]:
    """Ask whether this user may keep state and use the sound card."""
    del config
    state = state_directory()
    nearest = next(place for place in (state, *state.parents) if place.exists())
    if os.access(nearest, os.W_OK):
        yield Finding("state", Mark.WELL, str(state))
    else:
        yield Finding("state", Mark.WRONG, f"{state} cannot be written.", f"sudo chown -R $USER {state}")
    if not Path("/dev/snd").is_dir() or os.geteuid() == 0:
        return
    if "audio" not in {grp.getgrgid(group).gr_name for group in os.getgroups()}:
        mend = "sudo adduser $USER audio, then log in again"
        yield Finding("sound access", Mark.WRONG, "You are not in the group audio.", mend)
