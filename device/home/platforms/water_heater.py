"""Water heaters and boilers."""

from device.home.binding import Parts
from device.home.discovery_config import Config, measure
from device.home.platforms.climate import Sender, add_modes, set_points, temperature_unit, write_with

MODES = ("off", "eco", "electric", "gas", "heat_pump", "high_demand", "performance")


def build(config: Config) -> Parts:
    """Read a water heater's configuration."""
    parts = Parts()
    senders: dict[str, Sender] = {}
    modes = config.words("modes", MODES)
    add_modes(config, parts, senders, modes)
    low, high = (110.0, 140.0) if temperature_unit(config) == "°F" else (43.0, 60.0)
    points = set_points(config, low, high)
    parts.tolerance["temperature"] = points.step / 2
    if config.has("temperature_command_topic"):
        senders["temperature"] = config.sender("temperature_command_topic", "temperature_command_template")
        parts.can["temperature"] = points
    parts.reads += config.sources(
        "temperature_state_topic", "temperature_state_template", measure("temperature"), ("temperature",)
    )
    parts.reads += config.sources(
        "current_temperature_topic",
        "current_temperature_template",
        measure("current_temperature"),
        ("current_temperature",),
    )
    parts.write = write_with(senders, modes)
    return parts
