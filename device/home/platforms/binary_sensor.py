"""Sensors of yes and no: doors, windows, motion, leaks."""

from device.home.binding import Parts
from device.home.discovery_config import Config, choose


def build(config: Config) -> Parts:
    """Read a binary sensor's configuration."""
    table = {config.text("payload_on", "ON"): "on", config.text("payload_off", "OFF"): "off"}
    return Parts(reads=config.sources("state_topic", "value_template", choose(table), ("value",), needed=True))
