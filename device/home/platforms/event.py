"""Events: doorbells, remotes. The last one is an attribute; an event has no state."""

from typing import Any

import msgspec

from device.home.binding import BadPayload, Parts, Update
from device.home.discovery_config import Config
from device.home.state import State


def build(config: Config) -> Parts:
    """Read an event's configuration."""
    types = config.words("event_types")

    def read(text: str, state: State) -> Update:  # noqa: ARG001 - the shape of all readers
        try:
            data: Any = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            raise BadPayload("it is not JSON") from error
        kind = data.get("event_type") if isinstance(data, dict) else None
        if not isinstance(kind, str) or (types and kind not in types):
            raise BadPayload("it names no known `event_type`")
        return {"event_type": kind}

    return Parts(reads=config.sources("state_topic", "value_template", read, ("event_type",), needed=True))
