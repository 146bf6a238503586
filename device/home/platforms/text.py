"""Texts that can be set."""

from device.home.binding import Parts, Publish
from device.home.discovery_config import Config, tell
from device.home.state import Command, State


def build(config: Config) -> Parts:
    """Read a text's configuration."""
    send = config.sender("command_topic", "command_template")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        return (send(command.values["value"]),)

    reads = config.sources("state_topic", "value_template", tell("value"), ("value",))
    return Parts(can={"value": True}, reads=reads, write=write)
