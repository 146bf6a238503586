"""The choice among the three schemas of lights."""

from collections.abc import Callable, Mapping

from device.home.binding import Parts
from device.home.discovery_config import Config
from device.home.platforms import light_basic, light_json, light_template

SCHEMAS: Mapping[str, Callable[[Config], Parts]] = {
    "json": light_json.build,
    "mqtt_json": light_json.build,
    "template": light_template.build,
}


def build(config: Config) -> Parts:
    """Read a light's configuration by its schema."""
    parts = SCHEMAS.get(config.text("schema").lower(), light_basic.build)(config)
    parts.can["on_off"] = True
    scale = config.number("brightness_scale", 255)
    parts.tolerance |= {"brightness": max(1.0, 100 / max(1.0, scale)), "color_temp": 150.0}
    return parts
