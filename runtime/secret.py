"""A secret and the three places it may come from. Knows nothing of what it opens.

A secret never stands in the configuration file: that file is copied into bug reports.
"""

import hmac
import os
from pathlib import Path

from runtime.errors import ConfigError


class Secret:
    """A string that does not show itself: not in a repr, a format, a log line or a traceback."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret itself; call it only where it leaves the process."""
        return self._value

    def matches(self, other: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self._value.encode(), other.encode())

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not copied")


def read_secret(key: str, *, credential: str = "", file: str = "", env: str = "") -> Secret | None:
    """Return the first line of a systemd credential, else of a file, else an environment variable; None: nothing there.

    `key` is the configuration key that promised it, for the error's sentence.

    Raises:
        ConfigError: a credential or file is named but cannot be read.

    """
    path: Path | None = None
    if credential:
        directory = os.environ.get("CREDENTIALS_DIRECTORY", "")
        if not directory:
            raise ConfigError(
                f"{key}: systemd passed no credentials; add LoadCredential={credential}:/path to hearth.service."
            )
        path = Path(directory) / credential
    elif file:
        path = Path(file).expanduser()
    if path is None:
        value = os.environ.get(env, "") if env else ""
        return Secret(value) if value else None
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise ConfigError(f"{key}: {path} cannot be read: {reason}.") from error
    first = text.partition("\n")[0].strip()
    if not first:
        raise ConfigError(f"{key}: the first line of {path} is empty.")
    return Secret(first)
