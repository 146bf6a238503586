"""Lights: what all three schemas share."""

from collections.abc import Callable

from device.home import colors
from device.home.binding import BadPayload
from device.home.discovery_config import Config
from device.home.state import Range, Scalar

MIREDS = (153.0, 500.0)
COLOR_MODES = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})


def brightness_percent(scale: float) -> Callable[[float], float]:
    """Return the conversion from a device's scale; whatever is lit is at least one percent."""
    return lambda raw: min(100.0, max(1.0 if raw > 0 else 0.0, round(raw * 100 / scale)))


def brightness_raw(percent: float, scale: float) -> int:
    """Return a percentage on a device's scale, never rounded down to dark."""
    return max(1, min(round(scale), round(percent * scale / 100)))


def kelvin_range(config: Config) -> Range:
    """Return the shades of white a lamp can make."""
    low, high = config.number("min_kelvin", 0), config.number("max_kelvin", 0)
    warm, cold = config.number("max_mireds", MIREDS[1]), config.number("min_mireds", MIREDS[0])
    if not low:
        low = colors.mired_to_kelvin(warm if warm > 0 else MIREDS[1])
    if not high:
        high = colors.mired_to_kelvin(cold if cold > 0 else MIREDS[0])
    return Range(min(low, high), max(low, high), 10.0, "K")


def color_text(mode: str, numbers: list[float]) -> str:
    """Return a colour's name or #rrggbb from what a lamp says.

    Raises:
        BadPayload: numbers are missing.

    """
    if mode in {"hs", "xy"} and len(numbers) >= 2:
        make = colors.hs_to_rgb if mode == "hs" else colors.xy_to_rgb
        return colors.describe(make(numbers[0], numbers[1]))
    if mode.startswith("rgb") and len(numbers) >= 3:
        return colors.describe(colors.full(*numbers[:3]))
    raise BadPayload("that is not a colour")


def color_numbers(mode: str, color: Scalar) -> list[float]:
    """Return a colour in a lamp's terms; `color` is a name or #rrggbb that was checked before."""
    rgb = colors.parse(str(color)) or (255, 255, 255)
    if mode == "hs":
        return list(colors.rgb_to_hs(rgb))
    if mode == "xy":
        return list(colors.rgb_to_xy(rgb))
    return [float(part) for part in rgb] + [0.0] * (len(mode) - 3)
