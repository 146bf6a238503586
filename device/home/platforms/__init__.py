"""What each platform's configuration means: one file a platform, one line in `PLATFORMS`.

`build(config) -> Parts` reads a configuration once; what it returns hears and commands the device from then on.
"""

from collections.abc import Callable, Mapping

from device.home.binding import Parts
from device.home.discovery_config import Config
from device.home.platforms import (
    alarm_control_panel,
    binary_sensor,
    button,
    climate,
    cover,
    device_tracker,
    event,
    fan,
    humidifier,
    lawn_mower,
    light_schema,
    lock,
    number,
    scene,
    select,
    sensor,
    siren,
    switch,
    text,
    vacuum,
    valve,
    water_heater,
)

PLATFORMS: Mapping[str, Callable[[Config], Parts]] = {
    "alarm_control_panel": alarm_control_panel.build,
    "binary_sensor": binary_sensor.build,
    "button": button.build,
    "climate": climate.build,
    "cover": cover.build,
    "device_tracker": device_tracker.build,
    "event": event.build,
    "fan": fan.build,
    "humidifier": humidifier.build,
    "lawn_mower": lawn_mower.build,
    "light": light_schema.build,
    "lock": lock.build,
    "number": number.build,
    "scene": scene.build,
    "select": select.build,
    "sensor": sensor.build,
    "siren": siren.build,
    "switch": switch.build,
    "text": text.build,
    "vacuum": vacuum.build,
    "valve": valve.build,
    "water_heater": water_heater.build,
}
