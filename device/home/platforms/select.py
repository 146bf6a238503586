"""A choice among words."""

from device.home.binding import Parts, Publish
from device.home.discovery_config import BadConfig, Config, tell
from device.home.state import Command, State


def build(config: Config) -> Parts:
    """Read a select's configuration."""
    options = config.words("options")
    if not options:
        raise BadConfig("a select needs `options`")
    send = config.sender("command_topic", "command_template")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        return (send(command.values["option"]),)

    reads = config.sources("state_topic", "value_template", tell("value", options), ("value",))
    return Parts(can={"option": options}, reads=reads, write=write)
