"""A house in a few lines, for benches, training and tests: entities with the abilities their platform usually has."""

import immutables

from device.home.state import Capability, Entity, Home, Range, Scalar, State

ABILITIES: dict[str, dict[str, Capability]] = {
    "light": {
        "on_off": True,
        "brightness": Range(0, 100, 1, "%"),
        "color_temp": Range(2200, 6500, 1, "K"),
        "color": True,
    },
    "switch": {"on_off": True},
    "fan": {"on_off": True, "percentage": Range(0, 100, 1, "%")},
    "cover": {"open_close": True, "stop": True, "position": Range(0, 100, 1, "%")},
    "valve": {"open_close": True},
    "lock": {"lock": True},
    "climate": {"temperature": Range(5, 30, 0.5, "°C"), "mode": ("off", "heat", "auto")},
    "water_heater": {"temperature": Range(30, 70, 1, "°C"), "mode": ("off", "eco", "electric")},
    "humidifier": {"on_off": True, "humidity": Range(30, 80, 1, "%")},
    "scene": {"activate": True},
    "button": {"press": True},
    "select": {"option": ("normal", "eco", "quick")},
    "number": {"value": Range(0, 100)},
    "vacuum": {"start": True, "pause": True, "return_to_base": True, "locate": True},
    "lawn_mower": {"start": True, "pause": True, "return_to_base": True},
    "siren": {"on_off": True},
    "alarm_control_panel": {"arm_home": True, "arm_away": True, "arm_night": True, "disarm": True},
    "media_player": {
        "play_pause": True,
        "next": True,
        "previous": True,
        "volume": Range(0, 100, 1, "%"),
        "on_off": True,
    },
}
UNITS = {"climate": "°C", "water_heater": "°C"}


def entity(
    entity_id: str,
    name: str,
    room: str | None = None,
    *,
    kind: str | None = None,
    unit: str | None = None,
    device: str = "",
    aliases: tuple[str, ...] = (),
    can: dict[str, Capability] | None = None,
    members: tuple[str, ...] = (),
) -> Entity:
    """Make an entity; `kind` is its device class, `can` replaces its usual abilities."""
    platform = entity_id.split(".", 1)[0]
    return Entity(
        id=entity_id,
        platform=platform,
        name=name,
        room=room,
        device=device or entity_id,
        aliases=aliases,
        device_class=kind,
        unit=unit or UNITS.get(platform),
        can=immutables.Map(ABILITIES.get(platform, {}) if can is None else can),
        members=members,
    )


def home(entities: list[Entity], floors: dict[str, str] | None = None) -> Home:
    """Put entities into a home that has told everything."""
    made = Home(stale=False)
    for one in entities:
        made = made.with_entity(one)
    for room, floor in (floors or {}).items():
        made = made.with_floor(room, floor)
    return made


def told(made: Home, entity_id: str, value: Scalar, at: float | None = None, **attributes: Scalar) -> Home:
    """Let an entity say what it is."""
    if entity_id not in made.entities:
        raise KeyError(entity_id)
    return made.with_state(entity_id, State(value, immutables.Map(attributes), at))


DEMO = [
    entity("light.ceiling", "ceiling light", "living room"),
    entity("light.floor", "floor lamp", "living room"),
    entity("light.desk", "desk lamp", "office"),
    entity("light.office", "ceiling light", "office"),
    entity("light.kitchen", "ceiling light", "kitchen"),
    entity("light.counter", "counter lights", "kitchen", can={"on_off": True}),
    entity("light.bedroom", "ceiling light", "bedroom"),
    entity("light.left", "left lamp", "bedroom"),
    entity("light.right", "right lamp", "bedroom"),
    entity("light.hall", "hallway light", "hallway"),
    entity("light.garage", "ceiling light", "garage"),
    entity("switch.coffee", "coffee machine", "kitchen", kind="outlet"),
    entity("switch.heater", "heater", "office", kind="outlet"),
    entity("fan.ceiling", "ceiling fan", "living room"),
    entity("fan.bedroom", "fan", "bedroom"),
    entity("cover.living", "blinds", "living room", kind="blind"),
    entity("cover.bedroom", "curtains", "bedroom", kind="curtain"),
    entity("cover.window", "roof window", "bedroom", kind="window"),
    entity("cover.garage", "garage door", "garage", kind="garage", can={"open_close": True, "stop": True}),
    entity("valve.water", "main water valve", "hallway"),
    entity("lock.front", "front door", "hallway"),
    entity("lock.back", "back door", "kitchen"),
    entity("climate.living", "thermostat", "living room"),
    entity("climate.bedroom", "radiator", "bedroom"),
    entity("climate.oven", "oven", "kitchen", can={"temperature": Range(50, 250, 5, "°C"), "mode": ("off", "heat")}),
    entity("sensor.living_temperature", "temperature", "living room", kind="temperature", unit="°C"),
    entity("sensor.bedroom_temperature", "temperature", "bedroom", kind="temperature", unit="°C"),
    entity("sensor.kitchen_temperature", "temperature", "kitchen", kind="temperature", unit="°C"),
    entity("sensor.living_humidity", "humidity", "living room", kind="humidity", unit="%"),
    entity("sensor.washer_power", "washing machine power", "bathroom", kind="power", unit="W"),
    entity("binary_sensor.kitchen_window", "window", "kitchen", kind="window"),
    entity("binary_sensor.bedroom_window", "window", "bedroom", kind="window"),
    entity("binary_sensor.hall_motion", "motion sensor", "hallway", kind="motion"),
    entity("media_player.tv", "television", "living room", kind="tv"),
    entity("media_player.radio", "radio", "kitchen", kind="speaker"),
    entity("vacuum.robot", "robot vacuum", "living room"),
    entity("humidifier.bedroom", "humidifier", "bedroom"),
    entity("scene.movie", "movie time"),
    entity("button.bell", "doorbell button", "hallway"),
    entity("select.washer", "washing program", "bathroom"),
    entity("alarm_control_panel.house", "alarm", "hallway"),
    entity("device_tracker.anna", "Anna"),
]
FLOORS = {"bedroom": "upstairs", "office": "upstairs", "bathroom": "upstairs", "living room": "downstairs", "kitchen": "downstairs",
          "hallway": "downstairs"}  # fmt: skip


def demo() -> Home:
    """The house of the tests: everything off, closed, locked and docked."""
    made = home(DEMO, FLOORS)
    quiet: dict[str, Scalar] = {"light": "off", "switch": "off", "fan": "off", "cover": "closed", "valve": "open", "lock": "locked",
             "climate": "off",
             "humidifier": "off", "binary_sensor": "off", "media_player": "off", "vacuum": "docked", "alarm_control_panel": "disarmed",
             "select": "normal", "device_tracker": "home"}  # fmt: skip
    for one in DEMO:
        if one.platform in quiet:
            made = told(made, one.id, quiet[one.platform])
    for sensor, value in (("living_temperature", 21.5), ("bedroom_temperature", 18.0), ("kitchen_temperature", 23.0),
                          ("living_humidity", 45.0), ("washer_power", 3.0)):  # fmt: skip
        made = told(made, f"sensor.{sensor}", value)
    made = told(made, "climate.living", "heat", temperature=20.0, current_temperature=21.0, action="idle")
    return told(made, "climate.bedroom", "heat", temperature=18.0, current_temperature=18.0, action="idle")
