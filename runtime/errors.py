"""The errors of the runtime. Each has a machine `code` and is a sentence that a person can act on.

HearthError (device.errors)
+-- ConfigError          config: a wrong key or value, with its path
+-- StoreError           store: state on disk could not be read or written
"""

from device.errors import HearthError


class ConfigError(HearthError):
    """The configuration file is wrong; the message names the key's path."""

    code = "config"


class StoreError(HearthError):
    """State on disk could not be read or written."""

    code = "store"
