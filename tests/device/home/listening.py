"""A registry that tests talk to: messages in, home out, no broker."""

import json
from typing import Any

from device.home.binding import Publish
from device.home.commands import Prepared, prepare
from device.home.registry import Change, DiscoverySettings, Registry
from device.home.state import Command, Entity, Home, State

NOW = 100.0


class House:
    """One registry with whatever a test announces."""

    def __init__(self, **settings: Any) -> None:
        self.registry = Registry(DiscoverySettings(**settings))
        self.problems: list[str] = []
        self.subscribed: set[str] = set()
        self.asked: list[Publish] = []
        self.now = NOW

    @property
    def home(self) -> Home:
        return self.registry.home

    def take(self, change: Change) -> None:
        while True:
            assert not self.subscribed & set(change.subscribe), "subscribed twice"
            assert set(change.unsubscribe) <= self.subscribed, "unsubscribed from nothing"
            self.subscribed |= set(change.subscribe)
            self.subscribed -= set(change.unsubscribe)
            self.problems += change.problems
            self.asked += change.publish
            if not change.more:
                return
            change = self.registry.step(self.now)

    def hear(self, topic: str, payload: Any, *, retained: bool = False) -> None:
        raw = (
            payload
            if isinstance(payload, bytes)
            else (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        )
        self.take(self.registry.message(topic, raw, retained=retained, now=self.now))

    def announce(self, platform: str, config: dict[str, Any], object_id: str = "x") -> None:
        self.hear(f"homeassistant/{platform}/{object_id}/config", config)

    def entity(self, name: str | None = None) -> Entity:
        if name is not None:
            return self.home.entities[name]
        (only,) = self.home
        return only

    def state(self, name: str | None = None) -> State:
        return self.home.state(self.entity(name).id)

    def prepare(self, action: str, name: str | None = None, code: str | None = None, **values: Any) -> Prepared:
        entity_id = self.entity(name).id
        binding = self.registry.binding(entity_id)
        assert binding is not None
        return prepare(binding, self.home, Command(entity_id, action, values, code))

    def sends(
        self, action: str, name: str | None = None, code: str | None = None, **values: Any
    ) -> list[tuple[str, str]]:
        prepared = self.prepare(action, name, code, **values)
        return [(one.topic, one.payload.decode()) for one in prepared.publishes]


def said(state: State) -> dict[str, Any]:
    """Return a state as plain data, its value under `value`."""
    return {"value": state.value, **state.attributes}
