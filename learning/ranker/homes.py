"""Simulated homes: rooms, what stands in them, what people call it. No two alike, none of them real."""

import random

from bench.understanding.house import FLOORS, entity, home, told
from device.home.state import Entity, Home, Range, Scalar

ROOM_NAMES = (
    "living room",
    "kitchen",
    "bedroom",
    "bathroom",
    "hallway",
    "office",
    "dining room",
    "nursery",
    "guest room",
    "garage",
    "cellar",
    "study",
)
LIGHTS = ("ceiling light", "floor lamp", "table lamp", "desk lamp", "reading lamp", "wall light", "spots", "bedside lamp", "mirror light",
          "shelf light", "corner lamp", "pendant", "strip", "lantern", "main light", "light")  # fmt: skip
COVERS = (
    ("blinds", "blind"),
    ("curtains", "curtain"),
    ("shutter", "shutter"),
    ("roof window", "window"),
    ("door", "door"),
    ("awning", "awning"),
)
PLUGS = (
    "coffee machine",
    "heater",
    "kettle",
    "dehumidifier",
    "charger",
    "printer",
    "aquarium",
    "fairy lights",
    "radio",
    "amplifier",
)
PLAYERS = (("television", "tv"), ("radio", "speaker"), ("speaker", "speaker"), ("stereo", "receiver"))


def make(seed: int) -> Home:
    """Return a home of three to nine rooms with everything in some state."""
    rng = random.Random(seed)
    rooms = rng.sample(ROOM_NAMES, rng.randint(3, 9))
    found: list[Entity] = []
    for room in rooms:
        found += _furniture(room, rng)
    found += _appliances(rooms, rng)
    made = home(found, {room: FLOORS.get(room, "upstairs") for room in rooms})
    for one in found:
        made = told(
            made, one.id, _value(one, rng), rng.choice((None, 0.0, rng.uniform(-4000, 0))), **_attributes(one, rng)
        )
    return made


def _furniture(room: str, rng: random.Random) -> list[Entity]:
    slug = room.replace(" ", "_")
    found = [
        entity(f"light.{slug}_{n}", name, room)
        for n, name in enumerate(rng.sample(LIGHTS, rng.choice((1, 1, 2, 2, 3, 4))))
    ]
    if rng.random() < 0.7:
        found += [
            entity(f"cover.{slug}_{n}", name, room, kind=kind)
            for n, (name, kind) in enumerate(rng.sample(COVERS, rng.choice((1, 1, 2))))
        ]
    if rng.random() < 0.6:
        found.append(
            entity(f"climate.{slug}", rng.choice(("thermostat", "radiator", "heating", "air conditioner")), room)
        )
    if rng.random() < 0.7:
        found.append(
            entity(
                f"sensor.{slug}_temperature",
                rng.choice(("temperature", f"{room} temperature", "climate sensor")),
                room,
                kind="temperature",
                unit="°C",
            )
        )
    if rng.random() < 0.5:
        found.append(entity(f"sensor.{slug}_humidity", "humidity", room, kind="humidity", unit="%"))
    if rng.random() < 0.4:
        found.append(entity(f"fan.{slug}", rng.choice(("fan", "ceiling fan")), room))
    if rng.random() < 0.5:
        found += [
            entity(f"media_player.{slug}_{n}", name, room, kind=kind)
            for n, (name, kind) in enumerate(rng.sample(PLAYERS, rng.choice((1, 2))))
        ]
    if rng.random() < 0.5:
        found += [
            entity(f"switch.{slug}_{n}", name, room, kind="outlet")
            for n, name in enumerate(rng.sample(PLUGS, rng.choice((1, 2))))
        ]
    if rng.random() < 0.6:
        found.append(entity(f"binary_sensor.{slug}_motion", "motion", room, kind=rng.choice(("motion", "occupancy"))))
    if rng.random() < 0.4:
        found.append(entity(f"lock.{slug}", rng.choice(("door", "front door", "back door")), room))
    if rng.random() < 0.3:
        found.append(entity(f"vacuum.{slug}", "vacuum", room))
    return found


def _appliances(rooms: list[str], rng: random.Random) -> list[Entity]:
    """Things that have a temperature of their own: as one entity, or as a sensor beside a switch of the same device."""
    found = []
    for name in rng.sample(
        ("oven", "kettle", "freezer", "boiler", "sauna", "grill", "pool", "aquarium"), rng.choice((0, 1, 1, 2, 3))
    ):
        room = rng.choice(rooms)
        if rng.random() < 0.5:
            found.append(
                entity(f"climate.{name}", name, room, can={"temperature": Range(30, 250), "mode": ("off", "heat")})
            )
        else:
            found.append(entity(f"switch.{name}", name, room, device=name))
            found.append(
                entity(
                    f"sensor.{name}_temperature",
                    f"{name} temperature",
                    room,
                    kind="temperature",
                    unit="°C",
                    device=name,
                )
            )
    return found


def _value(one: Entity, rng: random.Random) -> Scalar:
    values: dict[str, tuple[Scalar, ...]] = {
        "light": ("on", "off", "off"), "switch": ("on", "off", "off"), "fan": ("on", "off", "off"), "cover": ("open", "closed"),
        "lock": ("locked", "unlocked"), "climate": ("off", "heat"), "media_player": ("playing", "paused", "off", "off"),
        "binary_sensor": ("off", "off", "on"), "vacuum": ("docked", "cleaning", "docked"), "sensor": (20.0,),
    }  # fmt: skip
    return rng.choice(values.get(one.platform, (None,)))


def _attributes(one: Entity, rng: random.Random) -> dict[str, Scalar]:
    if one.platform == "climate":
        return {
            "temperature": 20.0,
            "current_temperature": 20.0,
            **({"action": rng.choice(("heating", "idle"))} if rng.random() < 0.5 else {}),
        }
    return {}
