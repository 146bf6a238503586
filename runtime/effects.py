"""Carrying out what skills want of Hearth itself: timers, volume, facts, announcements. One method a kind.

A wish that cannot be kept (a full disk) is logged and told to health; the turn goes on.
"""

import logging
from collections.abc import Callable

from device.errors import StoreError
from runtime.memory import Memory
from runtime.own import Own
from runtime.reminders import Reminders
from runtime.turn import Effect

LOG = logging.getLogger(__name__)


class Effects:
    """Applies effects to the parts they are about."""

    def __init__(
        self,
        own: Own,
        memory: Memory,
        reminders: Reminders,
        *,
        learn: Callable[[str, str, str], None],
        forget: Callable[[str], None],
        announce: Callable[[str], None],
        hush: Callable[[], None],
    ) -> None:
        """`learn` keeps a fact (room or name, entity, value), `forget` drops those of an entity (or all)."""
        self._own, self._memory, self._reminders = own, memory, reminders
        self._learn, self._forget, self._announce, self._hush = learn, forget, announce, hush

    def apply(self, effect: Effect) -> None:
        """Carry out one effect."""
        data = effect.data
        try:
            match effect.kind:
                case "volume":
                    self._own.set(volume=float(data["percent"]))
                case "mute":
                    self._own.set(silenced=bool(data["on"]))
                case "remember_choice":
                    self._memory.choose(data["words"], data["entity"])
                case "teach":
                    self._learn(data["fact"], data["entity"], data["value"])
                case "forget":
                    self._forget(data.get("entity", ""))
                case "announce":
                    self._announce(data["message"])
                case "hush":
                    self._hush()
                case _:
                    self._reminders.apply(effect)
        except StoreError as error:
            LOG.warning("%s", error)
