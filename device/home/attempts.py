"""What to try next after a connection failed: when, with which version of MQTT, under which client id.

Knows no clock and no sockets; chance comes in as a function.
"""

import random
import secrets
from collections.abc import Callable

from device.home.refusals import Refusal
from device.home.settings import MqttSettings

LASTING_RETRY_S = 10.0
"""Pause after a refusal that only a person can mend: trying often looks like an attack."""
SHORT_LIFE_S = 3.0
"""MQTT 3.1.1 does not say "taken over": connections that die younger than this, time after time, mean it."""
SHORT_LIVES = 2
FIRST_PAUSE_S = 0.2


class Attempts:
    """The memory of a session that connects again and again."""

    def __init__(
        self,
        settings: MqttSettings,
        client_id: str,
        chance: Callable[[float, float], float] = random.uniform,
        token: Callable[[], str] = lambda: secrets.token_hex(2),
    ) -> None:
        self._settings = settings
        self._chance, self._token = chance, token
        self._in_a_row = 0
        self._short_lives = 0
        self._first_id = self.client_id = client_id
        self.version = "3.1.1" if settings.version == "3.1.1" else "5"

    def failed(self, refusal: Refusal, lasted_s: float | None) -> tuple[Refusal, float]:
        """Take note of a failure; return what to tell, and the seconds to wait.

        `lasted_s`: how long the connection was there; None when it never was.
        """
        short = lasted_s is not None and lasted_s < SHORT_LIFE_S
        self._in_a_row = 0 if lasted_s is not None and not short else self._in_a_row + 1
        if self._settings.version == "auto" and lasted_s is None and refusal.code in {"protocol", "closed"}:
            self.version = "3.1.1"
        self._short_lives = self._short_lives + 1 if short and refusal.code == "lost" else 0
        if refusal.code == "taken_over" or self._short_lives >= SHORT_LIVES:
            refusal = self._step_aside(certain=refusal.code == "taken_over")
        settings = self._settings
        longest = max(LASTING_RETRY_S, settings.retry_s) if refusal.lasting else settings.retry_s
        return refusal, self._chance(0.5, 1.0) * min(longest, FIRST_PAUSE_S * 2 ** min(self._in_a_row, 8))

    def _step_aside(self, *, certain: bool) -> Refusal:
        """Take another client id: coming back under the old one would only throw the other out, and so on for ever."""
        old, self._short_lives = self.client_id, 0
        self.client_id = f"{self._first_id}-{self._token()}"
        where = "{}:{}".format(*self._settings.address)
        who = "another client uses" if certain else "most likely another client uses"
        return Refusal(
            "taken_over",
            f"The broker at {where} dropped the connection: {who} the client id {old!r}. "
            f"Going on as {self.client_id!r}; give each client its own mqtt.client_id.",
        )
