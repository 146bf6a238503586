"""How Hearth shows itself on the broker: one device, announced by Home Assistant's device-based discovery.

Pure: makes messages and reads commands; `device.home.live` sends and receives them. Knows nothing of what the commands do.
Topics: `hearth/<id>/<component>` for state, `.../set` for commands, `hearth/<id>/online` for the last will.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from device.home.binding import Publish
from device.home.presence_config import describe

PENDING_LIMIT = 32
"""Requests waiting for the app; beyond it the newest is dropped."""
TEXT_LIMIT = 1000
"""Characters of an announcement that are spoken."""


class PresenceSettings(msgspec.Struct, frozen=True):
    """What Hearth says of itself."""

    name: str = "Hearth"
    """Name of the device as other programs show it."""
    room: str = ""
    """The room it stands in; announced as `suggested_area`."""
    prefix: str = "homeassistant"
    """Topic prefix of Home Assistant's discovery."""
    wake_words: tuple[str, ...] = ("hey jarvis",)
    """What the wake word can be set to."""
    version: str = ""
    """Hearth's own version."""
    transcript: bool = False
    """Whether the words heard and said are published."""


class PresenceRequest(msgspec.Struct, frozen=True):
    """Something that was asked of Hearth over MQTT."""

    kind: str
    """mute | volume | wake_sensitivity | wake_word | listen | stop | restart | announce."""
    value: str | float | bool | None = None
    """mute: bool. volume, wake_sensitivity: percent. wake_word, announce: text. The others: None."""


class Timer(msgspec.Struct, frozen=True):
    """A timer as others may see it."""

    label: str
    due: str
    """ISO 8601 with offset."""


class PresenceState(msgspec.Struct, frozen=True):
    """What Hearth is doing, in full; only what changed is published."""

    state: Literal["idle", "listening", "thinking", "speaking", "muted", "error"] = "idle"
    mute: bool = False
    """The microphone's real state, not the wished one."""
    volume: float = 70.0
    """Percent."""
    wake_sensitivity: float = 50.0
    """Percent."""
    wake_word: str = "hey jarvis"
    mic_ok: bool = True
    latency_ms: float | None = None
    """Of the last turn: end of speech to first sound of the reply."""
    last_failure: str = ""
    """Stage and reason of the last turn that failed, such as "resolve: unknown_device"; no words of the user."""
    last_command: str = ""
    """What was heard; published only when the user opted in."""
    last_reply: str = ""
    """What was said; published only when the user opted in."""
    timers: tuple[Timer, ...] = ()


PERCENT = frozenset({"volume", "wake_sensitivity"})
BUTTONS = frozenset({"listen", "stop", "restart"})
EVENTS = ("wake", "command", "not_understood", "correction")


class Presence:
    """One Hearth as others on the broker see it."""

    def __init__(self, settings: PresenceSettings, identity: str) -> None:
        """`identity`: stable and unique on the broker, `[a-zA-Z0-9_-]+`; see `settings.machine_identity`."""
        self.settings = settings
        self.identity = identity
        self._base = f"hearth/{identity}"
        self._config = f"{settings.prefix}/device/{identity}/config"
        self._birth = f"{settings.prefix}/status"
        self._sent: dict[str, bytes] = {}
        self._state = PresenceState()
        self.requests: asyncio.Queue[PresenceRequest] = asyncio.Queue(PENDING_LIMIT)
        """What was asked of Hearth, for the app to take."""
        self.dropped = 0

    @property
    def offline(self) -> Publish:
        """Return the last will, which is the farewell too."""
        return Publish(f"{self._base}/online", b"offline", qos=1, retain=True)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return what to subscribe to: commands, and the birth of Home Assistant."""
        return (f"{self._base}/+/set", self._birth)

    def owns(self, topic: str) -> bool:
        """Return whether a message is for, or from, this Hearth and nothing of the home's."""
        return topic.startswith(f"{self._base}/") or topic in {self._birth, self._config}

    def announcement(self) -> tuple[Publish, ...]:
        """Return what to publish after each connect: the device, that it is there, and all it is doing."""
        config = json.dumps(describe(self.settings, self.identity, self._base, EVENTS)).encode()
        states = self._messages(self._state)
        self._sent = {message.topic: message.payload for message in states}
        return (
            Publish(self._config, config, qos=1, retain=True),
            Publish(f"{self._base}/online", b"online", qos=1, retain=True),
            *states,
        )

    def farewell(self) -> tuple[Publish, ...]:
        """Return what clears every trace of this Hearth from the broker (`hearth uninstall-presence`)."""
        topics = [self._config, f"{self._base}/online", *(one.topic for one in self._messages(EVERYTHING, every=True))]
        return tuple(Publish(topic, b"", qos=1, retain=True) for topic in topics)

    def show(self, state: PresenceState) -> tuple[Publish, ...]:
        """Return what to publish to tell others the new state: only what changed."""
        self._state = state
        changed = tuple(one for one in self._messages(state) if self._sent.get(one.topic) != one.payload)
        self._sent.update({one.topic: one.payload for one in changed})
        return changed

    def event(self, kind: str, data: Mapping[str, str | float] | None = None) -> tuple[Publish, ...]:
        """Return what tells others that something happened (one of `EVENTS`); events are not retained.

        `data` must hold no words of the user; a wake carries its score and model.
        """
        if kind not in EVENTS:
            raise ValueError(kind)
        payload = json.dumps({"event_type": kind, **(data or {})}).encode()
        return (Publish(f"{self._base}/{kind}/event", payload),)

    def hear(self, topic: str, payload: bytes, *, retained: bool) -> tuple[Publish, ...]:
        """Take a message on one of `topics`; return what must be published because of it."""
        if topic == self._birth:
            return self.announcement() if payload == b"online" else ()
        name, _, verb = topic.removeprefix(f"{self._base}/").partition("/")
        # A retained command is an old wish of somebody: obeying it at each start would surprise.
        request = None if retained or verb != "set" else read_request(name, payload, self.settings)
        if request is not None:
            try:
                self.requests.put_nowait(request)
            except asyncio.QueueFull:
                self.dropped += 1
        return ()

    def _messages(self, state: PresenceState, *, every: bool = False) -> tuple[Publish, ...]:
        plain: dict[str, Any] = {
            "state": state.state,
            "mute": _switch(state.mute),
            "volume": f"{state.volume:g}",
            "wake_sensitivity": f"{state.wake_sensitivity:g}",
            "wake_word": state.wake_word,
            "mic_ok": _switch(state.mic_ok),
            "last_failure": state.last_failure[:255],
            "timers": json.dumps({"count": len(state.timers), **_next(state.timers)}),
        }
        if state.latency_ms is not None:
            plain["latency_ms"] = f"{state.latency_ms:.0f}"
        if self.settings.transcript or every:
            plain |= {"last_command": state.last_command[:255], "last_reply": state.last_reply[:255]}
        return tuple(Publish(f"{self._base}/{name}", text.encode(), retain=True) for name, text in plain.items())


EVERYTHING = PresenceState(latency_ms=0.0)


def read_request(name: str, payload: bytes, settings: PresenceSettings) -> PresenceRequest | None:
    """Return what a command topic asks, or None where the payload means nothing."""
    text = payload.decode("utf-8", "replace").strip()
    value: str | float | bool | None = None
    if name in PERCENT:
        value = _percent(text)
    elif name == "mute":
        value = {"ON": True, "OFF": False}.get(text)
    elif name == "wake_word":
        value = text if text in settings.wake_words else None
    elif name == "announce":
        value = text[:TEXT_LIMIT] or None
    elif name not in BUTTONS or text != "PRESS":
        return None
    return None if value is None and name not in BUTTONS else PresenceRequest(name, value)


def _percent(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None


def _switch(on: bool) -> str:
    return "ON" if on else "OFF"


def _next(timers: Sequence[Timer]) -> dict[str, Any]:
    soonest = sorted(timers, key=lambda timer: timer.due)
    return {
        "next": soonest[0].due if soonest else None,
        "timers": [{"label": timer.label, "due": timer.due} for timer in soonest],
    }
