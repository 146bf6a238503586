"""Colours between people's words and what lamps speak: names, #rrggbb, hue and saturation, xy, mireds and kelvin.

Lamps separate colour from brightness, so colours here are at full brightness. Conversions are those of sRGB with a D65
white (IEC 61966-2-1).
"""

import colorsys
import math
import re
from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "amber": "#ffbf00", "aqua": "#00ffff", "azure": "#007fff", "baby blue": "#89cff0", "beige": "#f5f5dc",
    "blue": "#0000ff", "burgundy": "#800020", "chartreuse": "#7fff00", "coral": "#ff7f50", "crimson": "#dc143c",
    "cyan": "#00ffff", "dark blue": "#00008b", "dark green": "#006400", "dark red": "#8b0000", "emerald": "#50c878",
    "forest green": "#228b22", "fuchsia": "#ff00ff", "gold": "#ffd700", "golden": "#ffd700", "green": "#00ff00",
    "hot pink": "#ff69b4", "indigo": "#4b0082", "ivory": "#fffff0", "khaki": "#f0e68c", "lavender": "#b57edc",
    "light blue": "#add8e6", "light green": "#90ee90", "light pink": "#ffb6c1", "lilac": "#c8a2c8", "lime": "#bfff00",
    "magenta": "#ff00ff", "maroon": "#800000", "mauve": "#e0b0ff", "mint": "#3eb489", "navy": "#000080",
    "navy blue": "#000080", "olive": "#808000", "orange": "#ffa500", "orchid": "#da70d6", "peach": "#ffcba4",
    "pink": "#ffc0cb", "plum": "#dda0dd", "purple": "#800080", "red": "#ff0000", "rose": "#ff007f",
    "royal blue": "#4169e1", "ruby": "#e0115f", "salmon": "#fa8072", "scarlet": "#ff2400", "sea green": "#2e8b57",
    "silver": "#c0c0c0", "sky blue": "#87ceeb", "tan": "#d2b48c", "teal": "#008080", "tomato": "#ff6347",
    "turquoise": "#40e0d0", "violet": "#8f00ff", "white": "#ffffff", "yellow": "#ffff00",
}  # fmt: skip
"""What people call colours."""

WHITES: Mapping[str, float] = {
    "candle": 2000.0, "candlelight": 2000.0, "candle light": 2000.0, "very warm": 2200.0, "extra warm": 2200.0,
    "sunset": 2400.0, "cosy": 2400.0, "cozy": 2400.0, "warm": 2700.0, "warm white": 2700.0, "soft white": 2700.0,
    "incandescent": 2700.0, "relaxed": 2700.0, "halogen": 3000.0, "neutral": 4000.0, "neutral white": 4000.0,
    "natural white": 4000.0, "bright white": 4500.0, "cool": 5000.0, "cool white": 5000.0, "cold": 6000.0,
    "cold white": 6000.0, "daylight": 5600.0, "ice": 6500.0, "icy": 6500.0,
}  # fmt: skip
"""What people call shades of white, in kelvin."""

_HEX = re.compile("#[0-9a-f]{6}")
_BY_HEX = {value: name for name, value in reversed(list(NAMES.items()))}

Rgb = tuple[int, int, int]


def parse(text: str) -> Rgb | None:
    """Return the colour a name or `#rrggbb` means."""
    word = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    code = NAMES.get(word, word)
    if not _HEX.fullmatch(code):
        return None
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def describe(rgb: Rgb) -> str:
    """Return the exact name of a colour, or else `#rrggbb`."""
    code = "#{:02x}{:02x}{:02x}".format(*rgb)
    return _BY_HEX.get(code, code)


def nearest_name(text: str) -> str:
    """Return the name people would use for a colour given as a name or `#rrggbb`; unknown text is returned as it is."""
    rgb = parse(text)
    if rgb is None or text in NAMES:
        return text
    return min(sorted(NAMES), key=lambda name: distance(rgb, parse(NAMES[name]) or rgb))


def distance(one: Rgb, other: Rgb) -> float:
    """Return how different two colours look, 0 to about 1.5, brightness aside."""
    (hue, saturation), (hue_2, saturation_2) = rgb_to_hs(one), rgb_to_hs(other)
    x, y = saturation * math.cos(math.radians(hue)), saturation * math.sin(math.radians(hue))
    x_2, y_2 = saturation_2 * math.cos(math.radians(hue_2)), saturation_2 * math.sin(math.radians(hue_2))
    dark = abs(max(one) - max(other)) / 255 * 0.3
    return math.hypot(x - x_2, y - y_2) / 100 + dark


def rgb_to_hs(rgb: Rgb) -> tuple[float, float]:
    """Return hue in degrees and saturation in percent."""
    hue, saturation, _value = colorsys.rgb_to_hsv(*(part / 255 for part in rgb))
    return round(hue * 360, 2), round(saturation * 100, 2)


def hs_to_rgb(hue: float, saturation: float) -> Rgb:
    """Return the colour at full brightness."""
    red, green, blue = colorsys.hsv_to_rgb((hue % 360) / 360, min(100.0, max(0.0, saturation)) / 100, 1.0)
    return round(red * 255), round(green * 255), round(blue * 255)


def full(red: float, green: float, blue: float) -> Rgb:
    """Return the colour at full brightness; black counts as white."""
    top = max(red, green, blue)
    if top <= 0:
        return 255, 255, 255
    return tuple(round(max(0.0, part) / top * 255) for part in (red, green, blue))  # type: ignore[return-value]


def rgb_to_xy(rgb: Rgb) -> tuple[float, float]:
    """Return CIE 1931 coordinates."""
    red, green, blue = (_linear(part / 255) for part in rgb)
    x = red * 0.4124564 + green * 0.3575761 + blue * 0.1804375
    y = red * 0.2126729 + green * 0.7151522 + blue * 0.0721750
    z = red * 0.0193339 + green * 0.1191920 + blue * 0.9503041
    total = x + y + z
    return (round(x / total, 4), round(y / total, 4)) if total else (0.3127, 0.3290)


def xy_to_rgb(x: float, y: float) -> Rgb:
    """Return the colour at full brightness."""
    if y <= 0:
        return 255, 255, 255
    big_x, big_z = x / y, (1 - x - y) / y
    red = big_x * 3.2406 - 1.5372 - big_z * 0.4986
    green = -big_x * 0.9689 + 1.8758 + big_z * 0.0415
    blue = big_x * 0.0557 - 0.2040 + big_z * 1.0570
    top = max(red, green, blue, 1e-6)
    return full(*(_gamma(max(0.0, part / top)) for part in (red, green, blue)))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def mired_to_kelvin(mired: float) -> float:
    """Return kelvin, in steps of ten as people say them."""
    return round(100_000 / mired) * 10.0 if mired > 0 else 0.0


def kelvin_to_mired(kelvin: float) -> int:
    """Return mireds."""
    return round(1_000_000 / kelvin)
