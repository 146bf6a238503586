"""Lights whose messages are made and read by templates."""

from collections.abc import Callable

from device.home import colors
from device.home.binding import BadPayload, Parts, Payload, Publish, Source, Update
from device.home.discovery_config import NONE, BadConfig, Config, as_number
from device.home.platforms.light import brightness_percent, brightness_raw, kelvin_range
from device.home.state import Command, Scalar, State
from device.home.templates import TemplateFailed

_COLORS = ("red_template", "green_template", "blue_template")


def build(config: Config) -> Parts:
    """Read a template light's configuration."""
    on, off = config.template("command_on_template"), config.template("command_off_template")
    topic = config.topic("command_topic")
    if on is None or off is None or topic is None:
        raise BadConfig("a template light needs `command_topic`, `command_on_template` and `command_off_template`")
    kelvin, qos, retain = config.flag("color_temp_kelvin"), config.qos, config.retain
    parts = Parts(reads=_sources(config))
    if config.has("brightness_template"):
        parts.can["brightness"] = True
    if config.has("color_temp_template"):
        parts.can["color_temp"] = kelvin_range(config)
    if all(config.has(key) for key in _COLORS):
        parts.can["color"] = True
    if config.words("effect_list"):
        parts.can["effect"] = config.words("effect_list")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        if command.action == "turn_off":
            return (Publish(topic, off.write("off", {"state": "off"}).encode(), qos, retain),)
        return (Publish(topic, on.write("on", _variables(command, kelvin=kelvin)).encode(), qos, retain),)

    parts.write = write
    return parts


def _variables(command: Command, *, kelvin: bool) -> dict[str, Scalar]:
    """Return what the template may look at; what is not wished for is not there."""
    variables: dict[str, Scalar] = {"state": "on"}
    values = command.values
    if "brightness" in values:
        variables["brightness"] = brightness_raw(float(values["brightness"] or 0), 255)
    if "color_temp" in values:
        wanted = float(values["color_temp"] or 4000)
        variables["color_temp"] = round(wanted) if kelvin else colors.kelvin_to_mired(wanted)
    if "color" in values:
        rgb = colors.parse(str(values["color"])) or (255, 255, 255)
        variables |= dict(zip(("red", "green", "blue"), rgb, strict=True))
        variables["hue"], variables["sat"] = colors.rgb_to_hs(rgb)
    if "effect" in values:
        variables["effect"] = values["effect"]
    return variables


def _sources(config: Config) -> list[Source]:
    """Return one source that reads all templates; each that fails leaves its own part as it was."""
    kelvin = config.flag("color_temp_kelvin")

    def white(text: str) -> Scalar:
        return as_number(text) if kelvin else colors.mired_to_kelvin(as_number(text))

    parts: dict[str, tuple[str, Callable[[str], Scalar]]] = {
        "value": ("state_template", _on_off),
        "brightness": ("brightness_template", lambda text: brightness_percent(255)(as_number(text))),
        "color_temp": ("color_temp_template", white),
        "effect": ("effect_template", str),
    }
    found = [(key, config.template(name), read) for key, (name, read) in parts.items()]
    templates = [(key, template, read) for key, template, read in found if template is not None]
    rgb = [template for template in map(config.template, _COLORS) if template is not None]

    def parse(payload: Payload, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        update: dict[str, Scalar] = {}
        failure: TemplateFailed | BadPayload | None = None
        for key, template, read in templates:
            try:
                text = template.read(payload)
                if text:
                    update[key] = None if text == NONE else read(text)
            except (TemplateFailed, BadPayload) as error:
                failure = error
        try:
            update |= _mixed([template.read(payload) for template in rgb])
        except (TemplateFailed, BadPayload) as error:
            failure = error
        if failure is not None and not update:
            raise failure
        return update

    tells = frozenset({key for key, _template, _read in templates} | ({"color"} if len(rgb) == len(_COLORS) else set()))
    return [Source(topic, parse, tells) for topic in config.filters("state_topic")]


def _mixed(texts: list[str]) -> Update:
    """Return the colour that red, green and blue make, if all three are told."""
    if len(texts) < len(_COLORS) or not all(text and text != NONE for text in texts):
        return {}
    return {"color": colors.describe(colors.full(*(as_number(text) for text in texts)))}


def _on_off(text: str) -> str:
    if text.lower() not in {"on", "off"}:
        raise BadPayload(f"{text[:40]!r} is neither on nor off")
    return text.lower()
