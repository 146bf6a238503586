"""Robot lawn mowers."""

from collections.abc import Callable

from device.home.binding import Parts, Publish
from device.home.discovery_config import Config, tell
from device.home.state import Command, State

_ACTIONS = {"start": "start_mowing", "pause": "pause", "return_to_base": "dock"}


def build(config: Config) -> Parts:
    """Read a lawn mower's configuration."""
    senders: dict[str, Callable[..., Publish]] = {
        action: config.sender(f"{name}_command_topic", f"{name}_command_template")
        for action, name in _ACTIONS.items()
        if config.has(f"{name}_command_topic")
    }

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        return (senders[command.action](_ACTIONS[command.action]),)

    states = ("mowing", "docked", "paused", "returning", "error")
    reads = config.sources("activity_state_topic", "activity_value_template", tell("value", states), ("value",))
    return Parts(can=dict.fromkeys(senders, True), reads=reads, write=write if senders else None)
