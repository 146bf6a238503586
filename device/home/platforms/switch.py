"""Switches and outlets."""

from device.home.binding import Parts, Publish
from device.home.discovery_config import Config, choose
from device.home.state import Command, State


def build(config: Config) -> Parts:
    """Read a switch's configuration."""
    on, off = config.text("payload_on", "ON"), config.text("payload_off", "OFF")
    send = config.sender("command_topic", "command_template")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        return (send(on if command.action == "turn_on" else off),)

    table = {config.text("state_on", on): "on", config.text("state_off", off): "off"}
    reads = config.sources("state_topic", "value_template", choose(table), ("value",))
    return Parts(can={"on_off": True}, reads=reads, write=write)
