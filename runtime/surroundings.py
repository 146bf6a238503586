"""Where and when a Hearth is: the wall clock with the rules of its zone, and which rooms are on which floor."""

import os
from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import immutables
import msgspec

from device.home.state import Home

LOCALTIME = Path("/etc/localtime")


def now() -> datetime:
    """Return the wall clock in a zone that knows when clocks change, so that seven o'clock stays seven o'clock."""
    return datetime.now(zone())


@cache
def zone() -> tzinfo | None:
    """Return the machine's time zone with its rules; the present offset alone where the machine has none."""
    try:
        if name := os.environ.get("TZ", "").lstrip(":"):
            return ZoneInfo(name)
        with LOCALTIME.open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return datetime.now().astimezone().tzinfo


def floors(lines: Sequence[str]) -> immutables.Map[str, str]:
    """Return room -> floor, from lines like "upstairs: bedroom, bathroom"."""
    pairs = ((line.partition(":")[0], room) for line in lines for room in line.partition(":")[2].split(","))
    return immutables.Map(
        {room.strip().lower(): floor.strip().lower() for floor, room in pairs if room.strip() and floor.strip()}
    )


def on_floors(home: Home, known: immutables.Map[str, str]) -> Home:
    """Return the home with what the configuration says of floors; what devices said themselves stays."""
    return home if not known or home.floors else msgspec.structs.replace(home, floors=known)
