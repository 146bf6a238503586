"""Classes of devices as people name them, and how well an entity belongs to one.

A home is full of lamps on smart plugs and doors that are only a contact: a class is a guess from platform, device class
and name together. Knows nothing of states.
"""

import msgspec

from device.home.state import PLATFORMS, Entity


class Kind(msgspec.Struct, frozen=True):
    """One class of devices."""

    platforms: frozenset[str] = frozenset()
    """Platforms whose every entity belongs to it, when `classes` is empty."""
    classes: frozenset[str] = frozenset()
    """Device classes that belong to it."""
    words: frozenset[str] = frozenset()
    """Words in a name that make an entity of `named` platforms one."""
    named: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    """Device classes that are meant when nothing else is there: curtains for "blinds"."""


def _kind(platforms: str = "", classes: str = "", words: str = "", named: str = "", loose: str = "") -> Kind:
    parts = (frozenset(part.split()) for part in (platforms, classes, words, named or platforms, loose))
    return Kind(*parts)


_SHADING = "blind curtain shade shutter awning"
_POWER = "switch light select fan"

KINDS: dict[str, Kind] = {
    "light": _kind("light", words="light lights lamp lamps bulb lighting chandelier spots", named="light switch"),
    "switch": _kind("switch", words="switch", named="switch light"),
    "outlet": _kind("switch", words="outlet plug socket", named="switch"),
    "fan": _kind("fan", words="fan ventilator", named="fan switch"),
    "blind": _kind("cover", "blind", "blind blinds", loose=_SHADING),
    "curtain": _kind("cover", "curtain", "curtain curtains drapes", loose=_SHADING),
    "shutter": _kind("cover", "shutter", "shutter shutters", loose=_SHADING),
    "shade": _kind("cover", "shade", "shade shades screen", loose=_SHADING),
    "awning": _kind("cover", "awning", "awning", loose="shade"),
    "cover": _kind("cover", _SHADING, "cover blind blinds curtain shade shutter", loose="window damper"),
    "window": _kind("cover binary_sensor", "window", "window windows skylight", "cover binary_sensor", "opening"),
    "door": _kind("cover binary_sensor lock", "door", "door doors", "cover binary_sensor lock", "opening"),
    "garage_door": _kind("cover binary_sensor", "garage garage_door", "garage", "cover binary_sensor", "door"),
    "gate": _kind("cover binary_sensor lock", "gate", "gate", "cover binary_sensor lock switch", "garage door"),
    "valve": _kind("valve", words="valve tap sprinkler irrigation water", named="valve switch"),
    "lock": _kind("lock", words="lock deadbolt", named="lock"),
    "thermostat": _kind("climate", words="thermostat", named="climate"),
    "heating": _kind(
        "climate water_heater", words="heating heater radiator furnace boiler", named="climate water_heater switch"
    ),
    "air_conditioning": _kind("climate", "ac", "ac air conditioner conditioning aircon", "climate switch"),
    "water_heater": _kind("water_heater", words="heater boiler", named="water_heater switch climate"),
    "humidifier": _kind("humidifier", "humidifier", "humidifier", "humidifier switch"),
    "dehumidifier": _kind("humidifier", "dehumidifier", "dehumidifier", "humidifier switch"),
    "vacuum": _kind("vacuum", words="vacuum hoover roomba robot", named="vacuum switch"),
    "mower": _kind("lawn_mower", words="mower", named="lawn_mower switch"),
    "media": _kind("media_player", words="music radio tv speaker stereo", named="media_player switch"),
    "speaker": _kind("media_player", "speaker", "speaker speakers stereo sound", "media_player switch", "receiver tv"),
    "tv": _kind("media_player", "tv", "tv television telly", "media_player switch"),
    "radio": _kind("media_player", "radio", "radio", "media_player switch", "speaker"),
    "scene": _kind("scene"),
    "button": _kind("button"),
    "siren": _kind("siren", words="siren", named="siren switch binary_sensor"),
    "alarm_panel": _kind("alarm_control_panel"),
    "camera": _kind("camera", words="camera", named="switch binary_sensor"),
    "sensor": _kind("sensor binary_sensor"),
    "motion": _kind("binary_sensor", "motion occupancy presence moving", "motion occupancy", "binary_sensor"),
    "smoke": _kind("binary_sensor", "smoke", "smoke", "binary_sensor"),
    "leak": _kind("binary_sensor", "moisture", "leak water", "binary_sensor"),
    "battery": _kind("sensor", "battery", "battery", "sensor binary_sensor"),
    "device": Kind(),
}
"""Canonical kind (as the NLU writes it) -> what belongs to it. `device` is everything that can be switched."""

ANYTHING = frozenset(["light", "switch", "fan", "climate", "water_heater", "humidifier", "media_player", "siren"])
"""What "everything" means when it is turned off: nothing that lets someone in, moves, or only reports."""
SECONDARY = frozenset(["sensor", "binary_sensor", "number", "text", "event"])
"""Platforms that are rarely meant when a device has something better."""


APPLIANCES = frozenset(
    ("oven", "grill", "stove", "hob", "kettle", "boiler", "bath", "pool", "sauna", "freezer", "fridge", "smoker", "barbecue",
     "aquarium", "printer", "dryer", "washer", "dishwasher", "tub", "engine", "cpu", "computer", "outside", "outdoor", "water")
)  # fmt: skip
"""Words of things whose temperature is not the room's."""
SURE = 0.85
"""From this membership on, an entity surely is of a kind."""
KINDS_OF: dict[str, tuple[str, ...]] = {
    platform: tuple(
        name
        for name, kind in KINDS.items()
        if platform in kind.platforms | kind.named or (name == "device" and platform in ANYTHING)
    )
    for platform in PLATFORMS
}
"""Platform -> kinds its entities may be of: the index asks only these."""


def membership(kind: str, entity: Entity) -> float:
    """Return how much an entity is of a kind: 1 surely, 0.6 for want of better, 0 not. Unknown kinds match by name."""
    tokens = set(entity.name.lower().split())
    found = KINDS.get(kind)
    if found is None:
        return 1.0 if set(kind.replace("_", " ").split()) <= tokens else 0.0
    if kind == "device":
        return 1.0 if entity.platform in ANYTHING else 0.0
    if found.words & tokens and entity.platform in found.named:
        return 1.0
    if entity.platform not in found.platforms:
        return 0.0
    if not found.classes or entity.device_class in found.classes:
        return 1.0 if kind not in {"outlet", "media", "heating"} or entity.device_class != "switch" else 0.9
    if entity.device_class in found.loose:
        return 0.6
    return 0.5 if entity.device_class is None and entity.platform == "cover" else 0.0


QUANTITIES: dict[str, tuple[str, ...]] = {
    "temperature": ("temperature",),
    "target_temperature": ("temperature",),
    "humidity": ("humidity", "moisture"),
    "target_humidity": ("humidity",),
    "brightness": ("illuminance",),
    "battery": ("battery",),
    "power": ("power", "apparent_power", "reactive_power"),
    "energy": ("energy", "energy_storage"),
    "voltage": ("voltage",),
    "current": ("current",),
    "co2": ("carbon_dioxide",),
    "air_quality": ("aqi", "pm25", "volatile_organic_compounds", "carbon_dioxide"),
    "pressure": ("pressure", "atmospheric_pressure"),
    "position": (),
    "volume": ("volume", "volume_storage"),
    "speed": ("speed", "wind_speed"),
    "mode": (),
    "state": (),
    "water": ("water", "volume", "volume_storage"),
    "gas": ("gas",),
    "signal": ("signal_strength",),
    "rain": ("precipitation", "precipitation_intensity"),
    "wind": ("wind_speed",),
    "noise": ("sound_pressure",),
    "moisture": ("moisture",),
}
"""Quantity -> device classes of sensors that measure it."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "temperature": ("current_temperature", "temperature"),
    "target_temperature": ("temperature",),
    "humidity": ("current_humidity", "humidity"),
    "target_humidity": ("humidity",),
    "brightness": ("brightness",),
    "battery": ("battery",),
    "position": ("position",),
    "volume": ("volume",),
    "speed": ("percentage",),
    "mode": ("preset_mode",),
}
"""Quantity -> attributes of other entities that hold it, the better first."""
