"""The errors of the runtime. Each has a machine `code` and is a sentence that a person can act on.

    HearthError
    ├── ConfigError      config      a wrong key or value, with its path
    └── PartFailed       part        a vital part could not be restarted

What goes wrong at the edges has a tree of its own in `device.errors`.
"""

# ruff: noqa: N818 - the leaves say what happened, as in `device.errors`.

from typing import ClassVar


class HearthError(Exception):
    """Something in the runtime failed; `str()` is a sentence for a person."""

    code: ClassVar[str] = "hearth"


class ConfigError(HearthError):
    """The configuration file is wrong; the message names the key's path."""

    code = "config"


class PartFailed(HearthError):
    """A vital part failed more often than its budget allows."""

    code = "part"
