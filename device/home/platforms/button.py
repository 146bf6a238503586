"""Buttons: pressed, never confirmed."""

from device.home.binding import Parts, Publish
from device.home.discovery_config import Config
from device.home.state import Command, State


def build(config: Config) -> Parts:
    """Read a button's configuration."""
    send = config.sender("command_topic", "command_template")
    payload = config.text("payload_press", "PRESS")

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        return (send(payload),)

    return Parts(can={"press": True}, write=write, optimistic=True)
