"""The TLS side of the settings: certificate files in, an `ssl.SSLContext` out. Knows nothing of MQTT."""

import ssl
from pathlib import Path

from device.home.settings import MqttSettings, SecretError


def tls_context(settings: MqttSettings) -> ssl.SSLContext:
    """Return the context for one connection; reads files (some 20 ms for the system's authorities), so not on the loop.

    Raises:
        SecretError: a file is not there or holds something else; the sentence names setting and path.

    """
    for key, path in (("ca", settings.ca), ("cert", settings.cert), ("key", settings.key)):
        if path and not Path(path).expanduser().is_file():
            raise SecretError(f"mqtt.{key}: there is no file {path}.")
    try:
        context = ssl.create_default_context(cafile=str(Path(settings.ca).expanduser()) if settings.ca else None)
        if settings.cert:
            private = str(Path(settings.key).expanduser()) if settings.key else None
            context.load_cert_chain(str(Path(settings.cert).expanduser()), private)
    except PermissionError as error:
        raise SecretError(f"A file of mqtt.ca, mqtt.cert or mqtt.key cannot be read: {error.strerror}.") from error
    except ssl.SSLError as error:
        raise SecretError(f"mqtt.ca, mqtt.cert and mqtt.key do not hold what they should: {error.reason}.") from error
    if not settings.verify_host:
        context.check_hostname = False
    return context
