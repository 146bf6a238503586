"""People and things that are at home, away or in a zone."""

from device.home.binding import Parts, Update
from device.home.discovery_config import NONE, Config
from device.home.state import State


def build(config: Config) -> Parts:
    """Read a device tracker's configuration."""
    table = {
        config.text("payload_home", "home"): "home",
        config.text("payload_not_home", "not_home"): "not_home",
        config.text("payload_reset", NONE): None,
    }

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        return {"value": table.get(text, text[:100])}

    return Parts(reads=config.sources("state_topic", "value_template", read, ("value",)))
