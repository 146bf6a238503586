"""Thermostats and air conditioners."""

from collections.abc import Callable

from device.home.binding import Parts, Publish, Update
from device.home.discovery_config import NONE, Config, as_number, measure, tell
from device.home.state import Command, Range, Scalar, State

MODES = ("auto", "off", "cool", "heat", "dry", "fan_only")
DEFAULTS = {"°C": (7.0, 35.0), "°F": (45.0, 95.0)}
_WORDS = (("fan_mode", "fan_modes"), ("preset_mode", "preset_modes"), ("swing_mode", "swing_modes"))

Sender = Callable[[Scalar], Publish]


def temperature_unit(config: Config) -> str:
    """Return the unit of a device's temperatures; Celsius unless it says otherwise."""
    return "°F" if config.text("temperature_unit", "C").strip("° ").upper() in {"F", "FAHRENHEIT"} else "°C"


def set_points(config: Config, low: float, high: float, step: float = 1.0) -> Range:
    """Return what target temperatures a device accepts."""
    low, high = config.number("min_temp", low), config.number("max_temp", high)
    step = config.number("temp_step", step)
    return Range(min(low, high), max(low, high), step if step > 0 else 1.0, temperature_unit(config))


def add_modes(config: Config, parts: Parts, senders: dict[str, Sender], modes: tuple[str, ...]) -> None:
    """Add the mode (the entity's value) and, where there is an off, switching."""
    if config.has("mode_command_topic"):
        senders["mode"] = config.sender("mode_command_topic", "mode_command_template")
        parts.can["mode"] = modes
    parts.reads += config.sources("mode_state_topic", "mode_state_template", tell("value", modes), ("value",))
    if config.has("power_command_topic"):
        power = config.sender("power_command_topic", "power_command_template")
        on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
        senders["power"] = lambda value: power(on if value else off)
    if "power" in senders or ("mode" in senders and "off" in modes):
        parts.can["on_off"] = True


def write_with(senders: dict[str, Sender], modes: tuple[str, ...]) -> Callable[[Command, State], tuple[Publish, ...]]:
    """Return the writer of climate-like devices."""

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        values = dict(command.values)
        sent: list[Publish] = []
        if command.action == "turn_off":
            return (senders["power"](False),) if "power" in senders else (senders["mode"]("off"),)
        if command.action == "turn_on":
            if "power" in senders:
                sent.append(senders["power"](True))
            elif "mode" not in values:
                values["mode"] = preferred_mode(modes)
        order = ("mode", *(name for name in senders if name != "mode"))
        return (*sent, *(senders[name](values[name]) for name in order if name in values and name in senders))

    return write


def preferred_mode(modes: tuple[str, ...]) -> str:
    """Return what "on" means for a device that only knows modes."""
    order = ("auto", "heat_cool", "heat", "eco", "cool", "performance", "electric", "gas", "heat_pump")
    rest = [mode for mode in modes if mode != "off"]
    return next((mode for mode in order if mode in rest), rest[0] if rest else "auto")


def build(config: Config) -> Parts:
    """Read a climate device's configuration."""
    parts = Parts()
    senders: dict[str, Sender] = {}
    modes = config.words("modes", MODES)
    add_modes(config, parts, senders, modes)
    low, high = DEFAULTS[temperature_unit(config)]
    points = set_points(config, low, high)
    parts.tolerance["temperature"] = points.step / 2
    if config.has("temperature_command_topic"):
        senders["temperature"] = config.sender("temperature_command_topic", "temperature_command_template")
        parts.can["temperature"] = points
    parts.reads += config.sources(
        "temperature_state_topic", "temperature_state_template", measure("temperature"), ("temperature",)
    )
    if "temperature" not in senders:
        _two_points(config, parts, senders, points)
    parts.reads += config.sources(
        "current_temperature_topic",
        "current_temperature_template",
        measure("current_temperature"),
        ("current_temperature",),
    )
    parts.reads += config.sources(
        "current_humidity_topic", "current_humidity_template", measure("current_humidity"), ("current_humidity",)
    )
    parts.reads += config.sources("action_topic", "action_template", tell("action"), ("action",))
    add_humidity(config, parts, senders)
    for name, list_key in _WORDS:
        _add_words(config, parts, senders, name, list_key)
    parts.write = write_with(senders, modes)
    return parts


def add_humidity(config: Config, parts: Parts, senders: dict[str, Sender]) -> None:
    """Add the target humidity of devices that have one."""
    if config.has("target_humidity_command_topic"):
        senders["humidity"] = config.sender("target_humidity_command_topic", "target_humidity_command_template")
        low, high = config.number("min_humidity", 30), config.number("max_humidity", 99)
        parts.can["humidity"] = Range(min(low, high), max(low, high), 1.0, "%")
        parts.tolerance["humidity"] = 1.0
    parts.reads += config.sources(
        "target_humidity_state_topic", "target_humidity_state_template", measure("humidity"), ("humidity",)
    )


def _add_words(config: Config, parts: Parts, senders: dict[str, Sender], name: str, list_key: str) -> None:
    default = ("auto", "low", "medium", "high") if name == "fan_mode" else ("on", "off") if name == "swing_mode" else ()
    offered = config.words(list_key, default)
    key = f"{name}_value_template" if name == "preset_mode" else f"{name}_state_template"
    if config.has(f"{name}_command_topic") and offered:
        senders[name] = config.sender(f"{name}_command_topic", f"{name}_command_template")
        parts.can[name] = tuple(dict.fromkeys([*offered, "none"])) if name == "preset_mode" else offered
    parts.reads += config.sources(f"{name}_state_topic", key, tell(name), (name,))


def _two_points(config: Config, parts: Parts, senders: dict[str, Sender], points: Range) -> None:
    """Present devices with a heating and a cooling set point as one temperature: that of the present mode."""
    keys = {"cool": "temperature_high", "heat": "temperature_low"}
    for mode, key in keys.items():
        if config.has(f"{key}_command_topic"):
            senders["temperature"] = config.sender(f"{key}_command_topic", f"{key}_command_template")
            parts.can["temperature"] = points

        def read(text: str, state: State, mode: str = mode) -> Update:
            if text == NONE or (state.value == "cool") != (mode == "cool"):
                return {}
            return {"temperature": as_number(text)}

        parts.reads += config.sources(f"{key}_state_topic", f"{key}_state_template", read, ("temperature",))
