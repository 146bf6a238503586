"""Alarm panels."""

from device.home.binding import Parts, Publish, Refused
from device.home.discovery_config import Config, choose
from device.home.state import Command, State

STATES = (
    "disarmed", "armed_home", "armed_away", "armed_night", "armed_vacation", "armed_custom_bypass",
    "arming", "disarming", "pending", "triggered",
)  # fmt: skip
_REMOTE = frozenset({"REMOTE_CODE", "REMOTE_CODE_TEXT"})
"""Codes that the panel itself checks."""
ACTIONS = ("arm_home", "arm_away", "arm_night")


def build(config: Config) -> Parts:
    """Read an alarm panel's configuration. The code goes out only through the template that asks for it."""
    send = config.sender("command_topic", "command_template" if config.has("command_template") else "")
    features = config.words("supported_features", ACTIONS)
    payloads = {action: config.text(f"payload_{action}", action.upper()) for action in (*ACTIONS, "disarm")}
    parts = Parts(can={**dict.fromkeys((action for action in ACTIONS if action in features), True), "disarm": True})
    parts.reads = config.sources(
        "state_topic", "value_template", choose(dict(zip(STATES, STATES, strict=True))), ("value",), needed=True
    )
    code = config.text("code")
    parts.code_required = bool(code) and (
        config.flag("code_arm_required", True) or config.flag("code_disarm_required", True)
    )

    def write(command: Command, state: State) -> tuple[Publish, ...]:  # noqa: ARG001 - the shape of all writers
        needs = config.flag("code_disarm_required" if command.action == "disarm" else "code_arm_required", True)
        if code and needs and not command.code:
            raise Refused("The alarm needs its code.")
        if code and needs and code not in _REMOTE and command.code != code:
            raise Refused("That code is not right.")
        payload = payloads[command.action]
        return (send(payload, action=payload, code=command.code),)

    parts.write = write
    return parts
