"""Sensors: a number where it is one, else the text."""

from device.home.binding import BadPayload, Parts, Update
from device.home.discovery_config import NONE, Config, as_number
from device.home.state import State

_TEXT = frozenset({"enum", "timestamp", "date"})


def build(config: Config) -> Parts:
    """Read a sensor's configuration."""
    text_only = config.text("device_class") in _TEXT
    measured = config.has("unit_of_measurement", "state_class")

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        if text == NONE:
            return {"value": None}
        if text_only:
            return {"value": text}
        try:
            return {"value": as_number(text)}
        except BadPayload:
            if measured:
                raise
            return {"value": text[:255]}

    return Parts(reads=config.sources("state_topic", "value_template", read, ("value",), needed=True))
