"""The registry against the simulated home, without a broker: everything is found, read, commanded, confirmed and undone."""

from collections.abc import Iterator
from typing import Any

import pytest

from device.home.simulated.discovery import Discovery
from device.home.simulated.plan import DEMO, Thing, read_plan
from device.home.simulated.tasmota import Tasmota
from device.home.simulated.truth import react
from device.home.simulated.wire import Convention
from device.home.simulated.zigbee2mqtt import Zigbee2Mqtt
from device.home.state import Entity, Range
from tests.device.home.listening import House

PLAN = read_plan(DEMO)


class Demo(House):
    """The demo's things, each obeying at once."""

    def __init__(self) -> None:
        super().__init__()
        self.conventions: list[Convention] = [Discovery(PLAN), Zigbee2Mqtt(PLAN), Tasmota(PLAN)]
        self.truth = {thing.id: dict(thing.state) for thing in PLAN.thing}
        for convention in self.conventions:
            for message in convention.announce():
                self.hear(message.topic, message.payload, retained=True)
        for thing in PLAN.thing:
            self.tell(thing.id)

    def tell(self, thing_id: str) -> None:
        for convention in self.conventions:
            if self.speaks(thing_id, convention):
                for message in [
                    *convention.available(thing_id, online=True),
                    *convention.tell(thing_id, self.truth[thing_id]),
                ]:
                    self.hear(message.topic, message.payload)

    def speaks(self, thing_id: str, convention: Convention) -> bool:
        thing = PLAN.get(thing_id)
        assert thing is not None
        wanted = {"zigbee2mqtt": Zigbee2Mqtt, "tasmota": Tasmota}.get(thing.speaks, Discovery)
        return isinstance(convention, wanted)

    def obey(self, topic: str, payload: bytes) -> list[str]:
        """Let things do what a message says; return which did."""
        obeyed: list[str] = []
        for convention in self.conventions:
            for thing_id, wish in convention.read(topic, payload):
                thing = PLAN.get(thing_id)
                assert thing is not None
                for _seconds, truth in react(thing, self.truth[thing_id], wish):
                    self.truth[thing_id] = truth
                    self.tell(thing_id)
                obeyed.append(thing_id)
        return obeyed

    def entity_of(self, thing: Thing) -> Entity | None:
        rooms = {None, thing.room}
        names = {thing.name.lower(), *(one.lower() for one in ([thing.gadget] if thing.gadget else []))}
        found = [
            one for one in self.home
            if one.platform == thing.platform and one.room in rooms and (one.name in names or {*one.aliases} & names or thing.name.lower() in one.name)
        ]  # fmt: skip
        return found[0] if found else None


def test_everything_is_found_in_its_room() -> None:
    """From three conventions, by name, without any configuration."""
    demo = Demo()
    for_people = [thing for thing in PLAN.thing if not thing.category]
    missing = [f"{thing.platform} {thing.room} / {thing.name}" for thing in for_people if demo.entity_of(thing) is None]
    assert not missing
    assert not demo.problems
    assert {thing.room for thing in PLAN.thing if thing.room} <= set(demo.home.rooms)


def wishes(entity: Entity) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield everything that can be asked of an entity."""
    can = entity.can
    pairs = {"on_off": ("turn_on", "turn_off"), "open_close": ("open", "close"), "lock": ("lock", "unlock"), "start": ("start",),
             "pause": ("pause",), "return_to_base": ("return_to_base",), "disarm": ("disarm",), "arm_home": ("arm_home",)}  # fmt: skip
    for name, actions in pairs.items():
        if can.get(name):
            yield from ((action, {}) for action in actions)
    for name, reach in can.items():
        if isinstance(reach, Range):
            yield from (
                ("set", {name: value}) for value in (reach.low + (reach.high - reach.low) * 0.3, reach.high) if value
            )
        elif isinstance(reach, tuple):
            yield from (("set", {name: value}) for value in reach[:3] if value != "off")
    if can.get("brightness"):
        yield from (("set", {"brightness": value}) for value in (1.0, 37.0, 100.0))
    if can.get("color"):
        yield from (("set", {"color": value}) for value in ("red", "light blue", "orange", "white"))
    if can.get("oscillating"):
        yield from (("set", {"oscillating": value}) for value in (True, False))


DEMO_HOME = Demo()


@pytest.mark.parametrize("entity_id", sorted(one.id for one in DEMO_HOME.home if one.can))
def test_each_command_is_obeyed_confirmed_and_undone(entity_id: str) -> None:
    """By the thing's own word."""
    demo = DEMO_HOME
    entity = demo.entity(entity_id)
    code = next((thing.code for thing in PLAN.thing if thing.platform == entity.platform and thing.code), None)
    for action, values in wishes(entity):
        before = demo.state(entity_id)
        prepared = demo.prepare(action, entity_id, code=code, **values)
        assert prepared.publishes
        obeyed = [one for message in prepared.publishes for one in demo.obey(message.topic, message.payload)]
        assert obeyed, (action, values, prepared.publishes)
        if not prepared.optimistic:
            assert prepared.expects.satisfied(before, demo.state(entity_id)), (
                action,
                values,
                before,
                demo.state(entity_id),
            )
        if prepared.inverse is not None:
            back = demo.prepare(prepared.inverse.action, entity_id, code=code, **prepared.inverse.values)
            changed = demo.state(entity_id)
            for message in back.publishes:
                demo.obey(message.topic, message.payload)
            assert back.expects.satisfied(changed, demo.state(entity_id)), (action, values, prepared.inverse)
            assert demo.state(entity_id).value == before.value or before.value in {
                "opening",
                "closing",
                "locking",
                "returning",
            }
