"""Locks, with a latch and a code where they have them."""

from device.home.binding import Parts, Publish
from device.home.discovery_config import Config, choose
from device.home.state import Command, State


def build(config: Config) -> Parts:
    """Read a lock's configuration."""
    send = config.sender("command_topic", "command_template")
    payloads = {
        "lock": config.text("payload_lock", "LOCK"),
        "unlock": config.text("payload_unlock", "UNLOCK"),
        "open_latch": config.payload("payload_open", None),
    }

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        return (send(payloads[command.action], code=command.code),)

    words = ("locked", "unlocked", "locking", "unlocking", "jammed")
    table = {config.text(f"state_{word}", word.upper()): word for word in words}
    parts = Parts(can={"lock": True}, write=write, code_required=config.has("code_format"))
    parts.reads = config.sources(
        "state_topic", "value_template", choose({**table, config.text("state_open", "OPEN"): "open"}), ("value",)
    )
    if payloads["open_latch"] is not None:
        parts.can["open_latch"] = True
    return parts
