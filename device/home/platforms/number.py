"""Numbers that can be set."""

from device.home.binding import BadPayload, Parts, Publish, Update
from device.home.discovery_config import NONE, Config, as_number
from device.home.state import Command, Range, State


def build(config: Config) -> Parts:
    """Read a number's configuration."""
    low, high = config.number("min", 1), config.number("max", 100)
    step = config.number("step", 1)
    reach = Range(min(low, high), max(low, high), step if step > 0 else 1.0, config.text("unit_of_measurement"))
    send = config.sender("command_topic", "command_template")
    reset = config.text("payload_reset", NONE)

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        value = float(command.values.get("value") or 0)
        return (send(int(value) if value.is_integer() else value),)

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        if text in {reset, NONE}:
            return {"value": None}
        value = as_number(text)
        if not reach.low <= value <= reach.high:
            raise BadPayload(f"{text[:20]!r} is out of its own range")
        return {"value": value}

    reads = config.sources("state_topic", "value_template", read, ("value",))
    return Parts(can={"value": reach}, reads=reads, write=write, tolerance={"value": reach.step / 2})
