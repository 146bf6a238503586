"""What to try next, and what every refusal says."""

import socket
import ssl
from typing import Any

import pytest

from device.home.attempts import Attempts
from device.home.refusals import Refusal, explain_code, explain_error
from device.home.settings import MqttSettings, SecretError, machine_identity, read_password
from device.home.tls import tls_context

LOST, REFUSED = Refusal("lost", "lost"), Refusal("refused", "nobody")


def attempts(**more: Any) -> Attempts:
    return Attempts(MqttSettings(**more), "me", chance=lambda _low, high: high, token=lambda: "ab12")


def test_pauses_grow_to_the_limit_and_start_anew() -> None:
    one = attempts()
    pauses = [one.failed(REFUSED, None)[1] for _ in range(6)]
    assert pauses == [0.4, 0.8, 1.6, 2.0, 2.0, 2.0]
    assert one.failed(LOST, 100.0)[1] == 0.2


def test_what_only_a_person_can_mend_is_tried_less_often() -> None:
    one = attempts()
    pauses = [one.failed(Refusal("login", "no"), None)[1] for _ in range(8)]
    assert pauses[-1] == 10.0


def test_an_old_broker_is_asked_in_its_own_version() -> None:
    one = attempts()
    assert one.version == "5"
    one.failed(Refusal("protocol", ""), None)
    assert one.version == "3.1.1"
    fixed = attempts(version="5")
    fixed.failed(Refusal("protocol", ""), None)
    assert fixed.version == "5"


def test_a_takeover_changes_the_client_id() -> None:
    one = attempts()
    told, _ = one.failed(Refusal("taken_over", ""), 50.0)
    assert one.client_id == "me-ab12"
    assert "another client uses the client id 'me'. Going on as 'me-ab12'" in told.sentence


def test_short_lives_in_a_row_mean_a_takeover() -> None:
    one = attempts()
    assert one.failed(LOST, 0.5)[0] is LOST
    assert one.failed(LOST, 0.5)[0].code == "taken_over"
    other = attempts()
    other.failed(LOST, 0.5)
    other.failed(REFUSED, None)  # a broker that restarts
    assert other.failed(LOST, 0.5)[0] is LOST


@pytest.mark.parametrize(
    ("code", "kind"),
    [(4, "login"), (134, "login"), (5, "login"), (135, "login"), (1, "protocol"), (132, "protocol"), (133, "client_id"),
     (142, "taken_over"), (139, "lost"), (150, "lost")],
)  # fmt: skip
def test_codes(code: int, kind: str) -> None:
    refusal = explain_code(code, MqttSettings(host="box"))
    assert refusal.code == kind
    assert refusal.sentence.startswith(("The broker at box:1883", "Another client came to box:1883"))


@pytest.mark.parametrize(
    ("error", "text", "kind"),
    [
        (socket.gaierror(-2, "Name or service not known"), "", "unreachable"),
        (ConnectionRefusedError(111, "Connection refused"), "", "refused"),
        (TimeoutError("timed out"), "", "unreachable"),
        (OSError(113, "No route to host"), "", "unreachable"),
        (OSError(101, "Network is unreachable"), "", "unreachable"),
        (ConnectionResetError(104, "reset"), "", "lost"),
        (None, "closed before answering", "closed"),
        (None, "failed to receive on socket: [SSL: SSLV3_ALERT_CERTIFICATE_EXPIRED] sslv3 alert certificate expired",
         "certificate"),
        (ssl.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number"), "", "tls"),
        (None, "", "lost"),
    ],
)  # fmt: skip
def test_errors(error: BaseException | None, text: str, kind: str) -> None:
    assert explain_error(error, text, MqttSettings()).code == kind


def test_passwords(tmp_path, monkeypatch) -> None:
    (tmp_path / "mqtt").write_text("from a credential\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("HEARTH_MQTT_PASSWORD", "from the environment")
    assert read_password(MqttSettings(password_credential="mqtt")) == "from a credential"
    assert read_password(MqttSettings(password_file=str(tmp_path / "mqtt"))) == "from a credential"
    assert read_password(MqttSettings()) == "from the environment"
    with pytest.raises(SecretError, match="missing"):
        read_password(MqttSettings(password_credential="missing"))


def test_identity(tmp_path) -> None:
    (tmp_path / "id").write_text("0123456789abcdef0123456789abcdef\n")
    identity = machine_identity(tmp_path / "id")
    assert identity == machine_identity(tmp_path / "id")
    assert identity.startswith("hearth_")
    assert "0123" not in identity
    assert machine_identity(tmp_path / "none").startswith("hearth_")


def test_ports() -> None:
    assert MqttSettings().address == ("localhost", 1883)
    assert MqttSettings(tls=True).address == ("localhost", 8883)
    assert MqttSettings(ca="x").encrypted
    assert tls_context(MqttSettings(verify_host=False)).check_hostname is False


@pytest.mark.parametrize("chance", [lambda low, _high: low, lambda _low, high: high])
def test_a_broker_back_after_a_minute_is_asked_again_within_five_seconds(chance: Any) -> None:
    """However long it was away: the pause has a cap, by default well below what a person would notice."""
    one = Attempts(MqttSettings(), "me", chance=chance)
    away = one.failed(LOST, 100.0)[1]
    while away < 60.0:
        away += one.failed(REFUSED, None)[1]
    assert away - 60.0 <= 2.0
    assert all(one.failed(REFUSED, None)[1] <= 2.0 for _ in range(1000))
