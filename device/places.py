"""Where Hearth keeps things: state that survives, the socket that does not, and models.

systemd says so in STATE_DIRECTORY and RUNTIME_DIRECTORY; a person who runs Hearth by hand gets the XDG directories.
Creates nothing and knows nothing of what is kept.
"""

import os
from pathlib import Path

SYSTEM_STATE = Path("/var/lib/hearth")
SYSTEM_RUNTIME = Path("/run/hearth")
SYSTEM_CONFIG = Path("/etc/hearth/hearth.toml")
SOCKET = "hearth.sock"


def state_directory() -> Path:
    """Return where this process keeps its state."""
    return _from_systemd("STATE_DIRECTORY") or _xdg("XDG_STATE_HOME", ".local/state")


def runtime_directory() -> Path:
    """Return where this process puts its socket."""
    return _from_systemd("RUNTIME_DIRECTORY") or _own_runtime()


def sockets() -> tuple[Path, ...]:
    """Return where a running Hearth may be listening, likeliest first."""
    return tuple(dict.fromkeys(place / SOCKET for place in (runtime_directory(), _own_runtime(), SYSTEM_RUNTIME)))


def model_directories() -> tuple[Path, ...]:
    """Return where fetched models are looked for, first hit wins: this process's own, then the service's."""
    return tuple(dict.fromkeys((state_directory() / "models", SYSTEM_STATE / "models")))


def config_file() -> Path | None:
    """Return the configuration file that is used when none is named, or None when there is none."""
    found = [path for path in (_xdg("XDG_CONFIG_HOME", ".config") / "hearth.toml", SYSTEM_CONFIG) if path.is_file()]
    return found[0] if found else None


def _from_systemd(variable: str) -> Path | None:
    # systemd joins several directories with colons; the unit names one.
    named = os.environ.get(variable, "").partition(":")[0]
    return Path(named) if named else None


def _xdg(variable: str, default: str) -> Path:
    base = os.environ.get(variable, "")
    return (Path(base) if base else Path.home() / default) / "hearth"


def _own_runtime() -> Path:
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(base) / "hearth" if base else Path(f"/tmp/hearth-{os.getuid()}")  # noqa: S108 - made with mode 0700 by whoever serves there
