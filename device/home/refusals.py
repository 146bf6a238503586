"""Why a broker cannot be used, in one sentence that says what to mend.

Knows the numbers of MQTT 3.1.1 and 5 and what OpenSSL says; knows nothing of the client library.
"""

import socket
import ssl
from collections.abc import Mapping

import msgspec

from device.home.settings import MqttSettings, SecretError


class Refusal(msgspec.Struct, frozen=True):
    """Why there is no connection."""

    code: str
    """refused | unreachable | login | certificate | tls | client_id | taken_over | lost | closed | protocol | secret."""
    sentence: str

    @property
    def lasting(self) -> bool:
        """Return whether only a person can mend it, so that trying often is of no use."""
        return self.code in {"login", "certificate", "tls"}


BAD_LOGIN = ("login", "The broker at {where} refuses {who}: check mqtt.username and the password.")
NOT_LET_IN = (
    "login",
    "The broker at {where} does not let {who} in: check mqtt.username, the password and its access list.",
)
BAD_VERSION = ("protocol", "The broker at {where} does not speak this version of MQTT: set mqtt.version.")
BAD_ID = ("client_id", "The broker at {where} refuses the client id: set mqtt.client_id.")
LEAVING = ("lost", "The broker at {where} is shutting down or busy.")
UNSPECIFIED = 128
"""What paho calls a connection that just went away."""
TAKEN_OVER = 142
"""MQTT 5 reason code of a DISCONNECT: another client came with the same id."""

CODES: Mapping[int, tuple[str, str]] = {
    **dict.fromkeys((4, 134, 138, 140), BAD_LOGIN),
    **dict.fromkeys((5, 135), NOT_LET_IN),
    **dict.fromkeys((1, 132), BAD_VERSION),
    **dict.fromkeys((2, 133), BAD_ID),
    **dict.fromkeys((3, 136, 137, 139, 152), LEAVING),
    TAKEN_OVER: ("taken_over", "Another client came to {where} with the same client id: set mqtt.client_id."),
}
"""Reasons of CONNACK and DISCONNECT: below 128 MQTT 3.1.1, above MQTT 5."""

TLS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("alert", "certificate", "expired"),
        "certificate",
        "The broker at {where} says our certificate has expired: renew mqtt.cert.",
    ),
    (
        ("alert", "certificate", "required"),
        "certificate",
        "The broker at {where} wants a certificate: set mqtt.cert and mqtt.key.",
    ),
    (
        ("alert", "handshake failure"),
        "certificate",
        "The broker at {where} ends the handshake: does it want mqtt.cert?",
    ),
    (("alert", "certificate"), "certificate", "The broker at {where} does not accept our certificate (mqtt.cert)."),
    (
        ("alert", "unknown ca"),
        "certificate",
        "The broker at {where} does not trust who signed our certificate (mqtt.cert).",
    ),
    (("verify", "expired"), "certificate", "The certificate of the broker at {where} has expired: renew it there."),
    (
        ("verify", "not yet valid"),
        "certificate",
        "The certificate of {where} is not valid yet: is this machine's clock right?",
    ),
    (("verify", "mismatch"), "certificate", "The certificate of the broker is not for {host!r}: check mqtt.host."),
    (("verify", "match"), "certificate", "The certificate of the broker is not for {host!r}: check mqtt.host."),
    (("verify",), "certificate", "The certificate of the broker at {where} is not trusted: set mqtt.ca."),
    (("ssl",), "tls", "The broker at {where} does not speak TLS there: check mqtt.port and mqtt.tls."),
)
"""Words in OpenSSL's text -> what they mean; the first row whose words are all there."""

SOCKET: tuple[tuple[tuple[type[BaseException], ...], str, str, str], ...] = (
    (
        (socket.gaierror,),
        "name or service",
        "unreachable",
        "The broker's name {host!r} cannot be found: check mqtt.host.",
    ),
    (
        (ConnectionRefusedError,),
        "refused",
        "refused",
        "Nothing answers at {where}: is the broker running, is mqtt.port right?",
    ),
    ((TimeoutError,), "timed out", "unreachable", "The broker at {where} does not answer."),
    ((), "unreachable", "unreachable", "There is no way to the broker at {where}: check the network."),
    ((), "no route", "unreachable", "There is no way to the broker at {where}: check the network."),
    (
        (),
        "closed before",
        "closed",
        "The broker at {where} closed the connection before answering; does it want mqtt.tls?",
    ),
    ((), "", "lost", "The connection to the broker at {where} was lost."),
)
"""Kinds of error, or words in their text -> what they mean."""


def first_of(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first error of a group of groups."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def explain(error: BaseException | None, said: str, settings: MqttSettings) -> Refusal:
    """Return why a connection ended: from the error, what caused it, and what the library wrote into its log."""
    if isinstance(error, SecretError):
        return Refusal("secret", str(error))
    cause = error
    while cause is not None and not isinstance(cause, OSError):
        reason = getattr(cause, "rc", None)  # a number, or a ReasonCode of paho's that has one
        code = getattr(reason, "value", reason)
        if isinstance(code, int) and code != UNSPECIFIED:
            return explain_code(code, settings)
        cause = cause.__cause__ or cause.__context__
    return explain_error(cause, f"{error} {said}", settings)


def explain_code(code: int, settings: MqttSettings) -> Refusal:
    """Return what the reason of a CONNACK or DISCONNECT means."""
    kind, sentence = CODES.get(code, ("lost", f"The broker at {{where}} closed the connection (reason {code})."))
    return Refusal(kind, _fill(sentence, settings))


def explain_error(error: BaseException | None, text: str, settings: MqttSettings) -> Refusal:
    """Return what a socket or TLS error means; `text` is what the library wrote when it kept no error object."""
    said = f"{getattr(error, 'verify_message', '')} {error or ''} {text}".lower().replace("_", " ")
    if isinstance(error, ssl.SSLError) or "[ssl" in said:
        words = f"ssl {said}"
        kind, sentence = next((kind, sentence) for keys, kind, sentence in TLS if all(key in words for key in keys))
    else:
        kind, sentence = next(
            (kind, sentence) for types, word, kind, sentence in SOCKET if isinstance(error, types) or word in said
        )
    return Refusal(kind, _fill(sentence, settings))


def _fill(sentence: str, settings: MqttSettings) -> str:
    who = f"user {settings.username!r}" if settings.username else "a client without user name"
    return sentence.format(where="{}:{}".format(*settings.address), host=settings.host, who=who)
