"""Valves: water and gas, by state or by position."""

from collections.abc import Callable, Mapping

import msgspec

from device.home.binding import BadPayload, Parts, Publish, Update
from device.home.discovery_config import BadConfig, Config
from device.home.platforms.cover import PERCENT, position_reader, raw_of, state_reader
from device.home.state import Command, Scalar, State

_MOVING = {"opening": "opening", "closing": "closing"}


def _reader(config: Config, closed: float, opened: float) -> Callable[[str, State], Update]:
    """Return a reader of a position, of JSON with `state` and `position`, or of a state word."""
    read_state = state_reader(config, has_position=True)
    if not config.flag("reports_position"):
        return read_state
    moving: Mapping[str, str] = {
        config.text("state_opening", "opening"): "opening",
        config.text("state_closing", "closing"): "closing",
    }
    read_position = position_reader(closed, opened, moving)

    def read(text: str, state: State) -> Update:
        if not text.startswith("{"):
            return read_position(text, state)
        try:
            data = msgspec.json.decode(text, type=dict[str, str | float | None])
        except msgspec.MsgspecError as error:
            raise BadPayload("it is neither a position nor JSON with one") from error
        update: dict[str, Scalar] = {}
        if data.get("position") is not None:
            update |= read_position(str(data["position"]), state)
        if str(data.get("state")) in moving:
            update["value"] = moving[str(data["state"])]
        return update

    return read


def build(config: Config) -> Parts:
    """Read a valve's configuration."""
    closed, opened = config.number("position_closed", 0), config.number("position_open", 100)
    if closed == opened:
        raise BadConfig("`position_open` and `position_closed` are the same")
    send = config.sender("command_topic", "command_template")
    by_position = config.flag("reports_position")
    raw = raw_of(closed, opened)
    tells = ("value", "position") if by_position else ("value",)
    parts = Parts(can={"open_close": True})
    parts.reads = config.sources("state_topic", "value_template", _reader(config, closed, opened), tells)
    halt = config.payload("payload_stop", None)
    if halt is not None:
        parts.can["stop"] = True
    if by_position:
        parts.can["position"] = PERCENT

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        if command.action == "stop":
            return (send(halt),)
        if by_position:
            percent = {"open": 100.0, "close": 0.0}.get(command.action, float(command.values.get("position") or 0))
            return (send(raw(percent), position=raw(percent)),)
        return (send(config.text(f"payload_{command.action}", command.action.upper())),)

    parts.write = write
    return parts
