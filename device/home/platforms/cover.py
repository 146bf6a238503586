"""Covers: blinds, curtains, shutters, garage doors; position and tilt."""

from collections.abc import Callable, Mapping

from device.home.binding import BadPayload, Parts, Publish, Update
from device.home.discovery_config import NONE, BadConfig, Config, as_number, choose
from device.home.state import Command, Range, Scalar, State

PERCENT = Range(0.0, 100.0, 1.0, "%")


def percent_of(closed: float, opened: float) -> Callable[[float], float]:
    """Return the conversion from a device's positions (either may be the larger) to percent open."""
    return lambda raw: float(min(100, max(0, round((raw - closed) * 100 / (opened - closed)))))


def raw_of(closed: float, opened: float) -> Callable[[float], float]:
    """Return the conversion from percent open to a device's positions."""
    return lambda percent: round(closed + (opened - closed) * percent / 100)


def position_reader(
    closed: float, opened: float, words: Mapping[str, str] | None = None
) -> Callable[[str, State], Update]:
    """Return a reader of positions that also says open or closed, unless the cover is known to move."""
    convert = percent_of(closed, opened)

    def read(text: str, state: State) -> Update:
        if text == NONE:
            return {"position": None}
        if words and text in words:
            return {"value": words[text]}
        percent = convert(as_number(text))
        if words is None and state.value in {"opening", "closing"} and 0 < percent < 100:
            return {"position": percent}
        return {"position": percent, "value": "open" if percent > 0 else "closed"}

    return read


def state_reader(config: Config, *, has_position: bool) -> Callable[[str, State], Update]:
    """Return a reader of the state words; "stopped" becomes open or closed where the position tells."""
    table = {
        config.text("state_open", "open"): "open",
        config.text("state_opening", "opening"): "opening",
        config.text("state_closed", "closed"): "closed",
        config.text("state_closing", "closing"): "closing",
        config.text("state_stopped", "stopped"): "stopped",
    }
    look_up = choose(table)

    def read(text: str, state: State) -> Update:
        update = look_up(text if text in table else text.lower(), state)
        position = state.attributes.get("position")
        if update.get("value") == "stopped" and has_position and isinstance(position, (int, float)):
            return {"value": "open" if position > 0 else "closed"}
        return update

    return read


def build(config: Config) -> Parts:
    """Read a cover's configuration."""
    closed, opened = config.number("position_closed", 0), config.number("position_open", 100)
    if closed == opened:
        raise BadConfig("`position_open` and `position_closed` are the same")
    positions = config.filters("position_topic")
    parts = Parts()
    read_state = state_reader(config, has_position=bool(positions))
    key = "position_template" if config.has("position_template") else "value_template"
    tells = ("position", "value") if not config.has("state_topic") else ("position",)
    reader = position_reader(closed, opened)
    separate = config.has("state_topic")

    def read_position(text: str, state: State) -> Update:
        update = reader(text, state)
        moving = separate and state.value in {"opening", "closing"}  # the state topic will say when that ends
        return {"position": update.get("position")} if moving else update

    # Position first: "stopped" means open or closed by where it stopped, which one message may tell together.
    parts.reads = config.sources("position_topic", key, read_position, tells)
    parts.reads += config.sources("state_topic", "value_template", read_state, ("value",))
    senders = _movers(config, parts, closed, opened)
    _tilt(config, parts, senders)

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        if command.action == "set":
            return tuple(send(command.values[name]) for name, send in senders.items() if name in command.values)
        return (senders[command.action](None),)

    parts.write = write
    return parts


def _movers(config: Config, parts: Parts, closed: float, opened: float) -> dict[str, Callable[[Scalar], Publish]]:
    """Return senders by action; a cover without a command topic is moved by its position."""
    senders: dict[str, Callable[[Scalar], Publish]] = {}
    raw = raw_of(closed, opened)
    if config.has("set_position_topic"):
        send = config.sender("set_position_topic", "set_position_template")

        def place(value: Scalar) -> Publish:
            percent = float(value or 0)
            ends: dict[str, Scalar] = {"position_open": opened, "position_closed": closed}
            return send(raw(percent), position=round(percent), **ends)

        senders["position"] = place
        parts.can["position"] = PERCENT
        senders["open"], senders["close"] = lambda _value: place(100.0), lambda _value: place(0.0)
        parts.can["open_close"] = True
    if config.has("command_topic"):
        tell = config.sender("command_topic")
        for action, name, default in (("open", "payload_open", "OPEN"), ("close", "payload_close", "CLOSE")):
            payload = config.payload(name, default)
            if payload is not None:
                senders[action] = lambda _value, payload=payload: tell(payload)  # type: ignore[misc]
                parts.can["open_close"] = True
        halt = config.payload("payload_stop", "STOP")
        if halt is not None:
            senders["stop"] = lambda _value: tell(halt)
            parts.can["stop"] = True
    return senders


def _tilt(config: Config, parts: Parts, senders: dict[str, Callable[[Scalar], Publish]]) -> None:
    low, high = config.number("tilt_min", 0), config.number("tilt_max", 100)
    if low == high:
        raise BadConfig("`tilt_min` and `tilt_max` are the same")
    if config.has("tilt_command_topic"):
        send = config.sender("tilt_command_topic", "tilt_command_template")
        raw = raw_of(low, high)
        senders["tilt"] = lambda value: send(raw(float(value or 0)), tilt_position=raw(float(value or 0)))
        parts.can["tilt"] = PERCENT
    convert = percent_of(low, high)

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        raw_tilt = as_number(text)
        if not min(low, high) <= raw_tilt <= max(low, high):
            raise BadPayload(f"the tilt {text[:20]!r} is out of range")
        return {"tilt": convert(raw_tilt)}

    parts.reads += config.sources("tilt_status_topic", "tilt_status_template", read, ("tilt",))
