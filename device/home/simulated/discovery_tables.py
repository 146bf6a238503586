"""How each platform of the simulated home is described in Home Assistant's discovery: tables, written from its public documentation.

A row is one property: its name in the topics, the configuration keys of its command and state topic, and the words of its
payloads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from device.home.state import Scalar

ONOFF: Mapping[Scalar, str] = {"on": "ON", "off": "OFF"}
LOCKS: Mapping[Scalar, str] = {
    word: word.upper() for word in ("locked", "unlocked", "locking", "unlocking", "jammed", "open")
}


@dataclass(frozen=True, slots=True)
class Row:
    """One property of a platform."""

    name: str
    command: str
    """Key of the command topic; empty: it only tells."""
    state: str
    """Key of the state topic; empty: it only listens."""
    attribute: str
    says: Mapping[Scalar, str] = field(default_factory=dict)
    """Value -> payload, where payloads are words; else a number or text goes as it is."""
    hears: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    """Payload -> wish, where commands are other words than states."""
    needs: str = ""
    """Capability without which the property does not exist."""


COVER = {"OPEN": {"value": "open"}, "CLOSE": {"value": "closed"}, "STOP": {"action": "stop"}}
POWER = Row("power", "command_topic", "state_topic", "value", ONOFF)
WORD = Row("state", "", "state_topic", "value")
PRESET = Row("preset", "preset_mode_command_topic", "preset_mode_state_topic", "preset_mode", needs="preset_mode")
HEAT = (
    Row("mode", "mode_command_topic", "mode_state_topic", "value"),
    Row("temperature", "temperature_command_topic", "temperature_state_topic", "temperature"),
    Row("current", "", "current_temperature_topic", "current_temperature"),
)

TABLES: Mapping[str, tuple[Row, ...]] = {
    "light": (  # the basic schema; the others are one JSON or text
        POWER,
        Row("brightness", "brightness_command_topic", "brightness_state_topic", "brightness", needs="brightness"),
    ),
    "switch": (POWER,),
    "siren": (POWER,),
    "fan": (
        POWER,
        Row("percentage", "percentage_command_topic", "percentage_state_topic", "percentage", needs="percentage"),
        PRESET,
        Row(
            "oscillation",
            "oscillation_command_topic",
            "oscillation_state_topic",
            "oscillating",
            {True: "oscillate_on", False: "oscillate_off"},
            needs="oscillating",
        ),
        Row("direction", "direction_command_topic", "direction_state_topic", "direction", needs="direction"),
    ),
    "humidifier": (
        POWER,
        Row("target", "target_humidity_command_topic", "target_humidity_state_topic", "humidity", needs="humidity"),
        Row("current", "", "current_humidity_topic", "current_humidity"),
        Row("mode", "mode_command_topic", "mode_state_topic", "mode", needs="mode"),
    ),
    "cover": (
        Row("state", "command_topic", "state_topic", "value", hears=COVER),
        Row("position", "set_position_topic", "position_topic", "position", needs="position"),
    ),
    "valve": (Row("state", "command_topic", "state_topic", "value", hears=COVER),),
    "lock": (
        Row(
            "state",
            "command_topic",
            "state_topic",
            "value",
            LOCKS,
            {"LOCK": {"value": "locked"}, "UNLOCK": {"value": "unlocked"}, "OPEN": {"value": "open"}},
        ),
    ),
    "climate": (
        *HEAT,
        PRESET,
        Row("fan", "fan_mode_command_topic", "fan_mode_state_topic", "fan_mode", needs="fan_mode"),
        Row("action", "", "action_topic", "action"),
    ),
    "water_heater": HEAT,
    "number": (Row("value", "command_topic", "state_topic", "value"),),
    "select": (Row("value", "command_topic", "state_topic", "value"),),
    "text": (Row("value", "command_topic", "state_topic", "value"),),
    "button": (Row("press", "command_topic", "", "", hears={"PRESS": {"action": "press"}}),),
    "scene": (Row("activate", "command_topic", "", "", hears={"ON": {"action": "activate"}}),),
    "sensor": (WORD,),
    "binary_sensor": (Row("state", "", "state_topic", "value", ONOFF),),
    "device_tracker": (WORD,),
    "lawn_mower": (
        Row("activity", "", "activity_state_topic", "value"),
        Row("start", "start_mowing_command_topic", "", "", hears={"start_mowing": {"action": "start"}}),
        Row("pause", "pause_command_topic", "", "", hears={"pause": {"action": "pause"}}),
        Row("dock", "dock_command_topic", "", "", hears={"dock": {"action": "return_to_base"}}),
    ),
    "vacuum": (  # its state is JSON
        Row(
            "command",
            "command_topic",
            "",
            "",
            hears={word: {"action": word} for word in ("start", "stop", "pause", "return_to_base", "locate")},
        ),
    ),
    "alarm_control_panel": (WORD,),  # its commands are JSON
    "event": (),
    "media_player": (),
}
