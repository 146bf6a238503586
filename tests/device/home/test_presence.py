"""How Hearth shows itself: the announcement, its states and events, and what may be asked of it."""

import json
from typing import Any

import pytest

from device.home.presence import EVENTS, Presence, PresenceRequest, PresenceSettings, PresenceState, Timer, read_request

SETTINGS = PresenceSettings(name="Kitchen Hearth", room="kitchen", wake_words=("hey jarvis", "hearth"), version="0.1.0")
BASE = "hearth/hearth_1"


def fresh(**more: Any) -> Presence:
    return Presence(PresenceSettings(name="Hearth", **more), "hearth_1")


def config(presence: Presence) -> dict:
    first = presence.announcement()[0]
    assert first.topic == "homeassistant/device/hearth_1/config"
    assert first.retain
    return json.loads(first.payload)


def test_the_announcement_has_every_component() -> None:
    said = config(Presence(SETTINGS, "hearth_1"))
    assert said["dev"]["ids"] == ["hearth_1"]
    assert said["dev"]["sa"] == "Kitchen"
    assert said["avty_t"] == f"{BASE}/online"
    assert said["o"]["name"] == "Hearth"
    components = {name: one["p"] for name, one in said["cmps"].items()}
    assert components == {
        "state": "sensor", "last_failure": "sensor", "latency_ms": "sensor", "mic_ok": "binary_sensor",
        "timers": "sensor", "mute": "switch", "volume": "number", "wake_sensitivity": "number", "wake_word": "select",
        "listen": "button", "stop": "button", "restart": "button", "announce": "notify", "event_wake": "event",
        "event_command": "event", "event_not_understood": "event", "event_correction": "event",
        "last_command": "sensor", "last_reply": "sensor",
    }  # fmt: skip
    ids = [one["uniq_id"] for one in said["cmps"].values() if len(one) > 1]
    assert len(ids) == len(set(ids))
    assert said["cmps"]["last_command"] == {"p": "sensor"}  # removed, unless the user opted in


def test_the_transcript_only_when_opted_in() -> None:
    state = PresenceState(last_command="turn on the secret lamp", last_reply="secret done")
    silent, open_ = fresh(), fresh(transcript=True)
    assert not any(b"secret" in one.payload for one in silent.show(state))
    assert not any(b"secret" in one.payload for one in silent.announcement())
    assert any(b"secret" in one.payload for one in open_.show(state))
    assert config(open_)["cmps"]["last_command"]["stat_t"] == f"{BASE}/last_command"


def test_only_what_changed_is_published() -> None:
    presence = fresh()
    presence.announcement()
    assert [(one.topic, one.payload) for one in presence.show(PresenceState(state="listening"))] == [
        (f"{BASE}/state", b"listening")
    ]
    assert presence.show(PresenceState(state="listening")) == ()
    assert (f"{BASE}/state", b"listening") in [(one.topic, one.payload) for one in presence.announcement()]


def test_timers_and_latency() -> None:
    timers = (Timer("eggs", "2026-01-01T10:05:00+00:00"), Timer("tea", "2026-01-01T10:03:00+00:00"))
    said = {one.topic: one.payload for one in fresh().show(PresenceState(timers=timers, latency_ms=812.4))}
    assert said[f"{BASE}/latency_ms"] == b"812"
    told = json.loads(said[f"{BASE}/timers"])
    assert (told["count"], told["next"]) == (2, "2026-01-01T10:03:00+00:00")


def test_events_are_not_retained() -> None:
    presence = fresh()
    for kind in EVENTS:
        (message,) = presence.event(kind, {"score": 0.9})
        assert message.topic == f"{BASE}/{kind}/event"
        assert json.loads(message.payload) == {"event_type": kind, "score": 0.9}
        assert not message.retain
    with pytest.raises(ValueError, match="party"):
        presence.event("party")


def test_birth_announces_again() -> None:
    presence = fresh()
    assert presence.hear("homeassistant/status", b"online", retained=False)
    assert presence.hear("homeassistant/status", b"offline", retained=False) == ()


def test_uninstall_clears_all_that_was_retained() -> None:
    presence = fresh(transcript=True)
    retained = {one.topic for one in presence.announcement() if one.retain}
    retained |= {one.topic for one in presence.show(PresenceState(latency_ms=1.0, last_command="x"))}
    gone = fresh().farewell()
    assert retained <= {one.topic for one in gone}
    assert all(one.payload == b"" and one.retain for one in gone)


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("mute", b"ON", PresenceRequest("mute", True)),
        ("mute", b"OFF", PresenceRequest("mute", False)),
        ("mute", b"on?", None),
        ("volume", b"40", PresenceRequest("volume", 40.0)),
        ("volume", b"101", None),
        ("volume", b"nan", None),
        ("volume", b"loud", None),
        ("wake_sensitivity", b"55.5", PresenceRequest("wake_sensitivity", 55.5)),
        ("wake_word", b"hearth", PresenceRequest("wake_word", "hearth")),
        ("wake_word", b"computer", None),
        ("listen", b"PRESS", PresenceRequest("listen")),
        ("stop", b"PRESS", PresenceRequest("stop")),
        ("restart", b"PRESS", PresenceRequest("restart")),
        ("restart", b"", None),
        ("announce", b"Dinner is ready", PresenceRequest("announce", "Dinner is ready")),
        ("announce", b"  ", None),
        ("announce", b"x" * 5000, PresenceRequest("announce", "x" * 1000)),
        ("shell", b"rm -rf", None),
        ("mute", b"\xff\xfe", None),
    ],
)
def test_what_can_be_asked(name: str, payload: bytes, expected: PresenceRequest | None) -> None:
    assert read_request(name, payload, SETTINGS) == expected


def test_requests_reach_the_app_and_old_ones_do_not() -> None:
    presence = fresh()
    presence.hear(f"{BASE}/mute/set", b"ON", retained=False)
    presence.hear(f"{BASE}/mute/set", b"OFF", retained=True)  # somebody's wish of last week
    presence.hear(f"{BASE}/mute", b"ON", retained=False)  # our own state
    assert presence.requests.get_nowait() == PresenceRequest("mute", True)
    assert presence.requests.empty()
    for _ in range(40):
        presence.hear(f"{BASE}/listen/set", b"PRESS", retained=False)
    assert (presence.requests.qsize(), presence.dropped) == (32, 8)
    assert presence.owns(f"{BASE}/mute/set")
    assert presence.owns("homeassistant/device/hearth_1/config")
    assert not presence.owns("homeassistant/device/hearth_2/config")
