"""What a person may set about the home: where the broker is and how to log in.

Knows nothing of the connection itself, nor of the file the settings come from.
"""

import hashlib
import os
import socket
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from device.errors import DeviceError


class MqttSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach the MQTT broker and what to look for on it."""

    host: str = "localhost"
    """Name or address of the broker."""
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    """TCP port; 0 means 1883, or 8883 with TLS."""
    version: Literal["auto", "3.1.1", "5"] = "auto"
    """MQTT version; auto tries 5 and falls back to 3.1.1 when the broker refuses it."""
    username: str = ""
    """User name; empty logs in anonymously."""
    password_credential: str = ""
    """Name of a systemd credential that holds the password (`LoadCredential=`)."""
    password_file: str = ""
    """Path of a file whose first line is the password."""
    password_env: str = "HEARTH_MQTT_PASSWORD"  # noqa: S105 - the name of a variable
    """Environment variable that holds the password, looked at when neither credential nor file is named."""
    tls: bool = False
    """Encrypt the connection; switched on by `ca` or `cert` too."""
    ca: str = ""
    """Path of the certificate authority's PEM file; empty trusts the system's authorities."""
    cert: str = ""
    """Path of the client certificate's PEM file."""
    key: str = ""
    """Path of the client certificate's private key."""
    verify_host: bool = True
    """Check that the broker's certificate names `host`."""
    client_id: str = ""
    """MQTT client id; empty derives a stable one from the machine. No two clients may share one."""
    keepalive_s: Annotated[int, msgspec.Meta(ge=5, le=3600)] = 30
    """Seconds of silence after which client and broker check each other."""
    retry_s: Annotated[float, msgspec.Meta(ge=0.1, le=60)] = 2.0
    """Longest pause between two attempts to connect, seconds (jittered); 4 or less keeps the home back within 5 s."""
    settle_s: Annotated[float, msgspec.Meta(ge=0.05, le=30)] = 1.0
    """Seconds without a new retained message after which discovery counts as complete."""
    prefix: str = "homeassistant"
    """Topic prefix of Home Assistant's discovery."""
    rooms: tuple[str, ...] = ()
    """Room names to recognise in device names, beside those that devices announce themselves."""
    presence: bool = True
    """Announce Hearth itself as a device on the broker."""
    transcript: bool = False
    """Publish the words heard and said. They end up in the recorder of whatever listens on the broker."""

    @property
    def encrypted(self) -> bool:
        """Return whether TLS is used."""
        return self.tls or bool(self.ca or self.cert)

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port to connect to."""
        return self.host, self.port or (8883 if self.encrypted else 1883)


class SecretError(DeviceError):
    """A password was promised in a place where it is not."""

    code = "secret"


def machine_identity(machine_id: Path = Path("/etc/machine-id")) -> str:
    """Return `hearth_` and 8 hex digits, stable for this machine; hashed, for machine-id(5) asks not to show the id."""
    try:
        seed = machine_id.read_text().strip()
    except OSError:
        seed = ""
    return "hearth_" + hashlib.sha256(b"hearth presence " + (seed or socket.gethostname()).encode()).hexdigest()[:8]


def read_password(settings: MqttSettings) -> str | None:
    """Return the broker password from credential, file or environment, or None.

    Raises:
        SecretError: a credential or file is named but cannot be read.

    """
    place: Path | None = None
    if settings.password_credential:
        place = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")) / settings.password_credential
    elif settings.password_file:
        place = Path(settings.password_file).expanduser()
    if place is None:
        return os.environ.get(settings.password_env) if settings.password_env else None
    try:
        text = place.read_text()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise SecretError(f"The MQTT password cannot be read from {place}: {reason}.") from error
    return text.partition("\n")[0].rstrip("\r")
