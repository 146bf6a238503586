"""What a simulated home consists of: the TOML file as values. Knows nothing of MQTT."""

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from device.errors import DeviceError
from device.home.state import PLATFORMS, Scalar

DEMO = Path(__file__).parent / "demo.toml"
"""The home of `hearth demo`."""


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entity of the simulated home."""

    id: str
    """Names its topics: letters, digits, `_` and `-`."""
    platform: str
    name: str
    room: str = ""
    speaks: Literal["discovery", "device", "zigbee2mqtt", "tasmota"] = "discovery"
    """Convention: one config per entity, device-based discovery, or a native one."""
    device: str = ""
    """Things with the same device (and convention) are one physical thing; empty: it is its own. Zigbee2MQTT: friendly name."""
    area: bool = True
    """Whether the room is announced as `suggested_area`; no native convention can."""
    device_class: str | None = None
    unit: str | None = None
    can: dict[str, bool | list[float | str]] = {}
    """What may be set: `true`, [low, high, step] or a list of words; names as in `Entity.can`, and `events`."""
    state: dict[str, Scalar] = {}
    """What it says at the start, in people's units: `value` and attributes."""
    schema: Literal["json", "basic", "template"] = "json"
    """Of a light in Home Assistant's discovery."""
    category: Literal["", "config", "diagnostic"] = ""
    optimistic: bool = False
    """It never tells its state."""
    delay_s: float | None = None
    """Seconds from command to answer; None: the home's."""
    travel_s: float = 0.0
    """Seconds from one end to the other (covers, valves, locks, vacuums)."""
    drift: float = 0.0
    """Largest change of a sensor's value every ten seconds."""
    code: str = ""
    """Code that an alarm panel or lock asks for."""
    sets: dict[str, dict[str, Scalar]] = {}
    """Scene: thing -> what it becomes."""

    @property
    def gadget(self) -> str:
        """Return the name of the physical device it belongs to."""
        return self.device or (f"{self.room} {self.name}" if self.room and not self.area else self.name)


class Dwelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for the whole home."""

    title: str = "Simulated home"
    delay_s: float = 0.05
    """Seconds from command to answer."""
    prefix: str = "homeassistant"
    zigbee2mqtt: str = "zigbee2mqtt"
    """Base topic of Zigbee2MQTT."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole simulated home."""

    thing: tuple[Thing, ...]
    home: Dwelling = Dwelling()
    groups: dict[str, tuple[str, ...]] = {}
    """Zigbee2MQTT groups: name -> ids of things that speak zigbee2mqtt."""

    def get(self, thing_id: str) -> Thing | None:
        """Return the thing of that id."""
        return next((thing for thing in self.thing if thing.id == thing_id), None)


class PlanError(DeviceError):
    """The file that describes a simulated home is wrong; the sentence says where."""

    code = "simulated_home"


def read_plan(path: Path) -> Plan:
    """Return the home described in a TOML file.

    Raises:
        PlanError: no such file, not TOML, an unknown key or platform, an id given twice, a scene about nothing.

    """
    try:
        plan = msgspec.convert(tomllib.loads(path.read_text()), Plan)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PlanError(f"{path}: {error}") from error
    ids = [thing.id for thing in plan.thing]
    for thing in plan.thing:
        if thing.platform not in PLATFORMS:
            raise PlanError(f"{path}: thing {thing.id!r}: there is no platform {thing.platform!r}.")
        if ids.count(thing.id) > 1:
            raise PlanError(f"{path}: two things are called {thing.id!r}.")
        for other in thing.sets:
            if other not in ids:
                raise PlanError(f"{path}: scene {thing.id!r} sets {other!r}, which is not there.")
    return plan
