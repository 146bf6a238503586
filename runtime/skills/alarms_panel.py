"""Arm and disarm an alarm panel."""

from device.home.state import Command, Entity
from runtime.skills import codes
from runtime.skills.intent import Intent
from runtime.skills.phrases import are, carry_out
from runtime.turn import Context, Reply, Request
from runtime.words import listed, the

INTENTS = (
    Intent("arm", ("mode", "name", "area", "pin"), ("arm the alarm away",)),
    Intent("disarm", ("name", "area", "pin"), ("disarm the alarm",)),
)


_MODES = {"home": "home", "stay": "home", "night": "night", "sleep": "night", "away": "away", "vacation": "away"}


def act(request: Request, context: Context) -> Reply:
    """Arm (away unless another mode was said) or disarm."""
    mode = _MODES.get(str(request.interpretation.value("mode") or "away").lower(), "away")

    question = codes.asked_for(request, context)
    if question is not None:
        return question

    def plan(entity: Entity) -> Command | str:
        action = "disarm" if request.intent == "disarm" else f"arm_{mode}"
        if entity.can.get(action):
            return codes.with_code(entity, action, request)
        known = [name.removeprefix("arm_") for name in ("arm_home", "arm_away", "arm_night") if entity.can.get(name)]
        return (
            f"{the(entity, context)} can be armed for {listed(known, 'or')}"
            if known
            else f"I cannot {request.intent} {the(entity, context)}"
        )

    said = "disarmed" if request.intent == "disarm" else f"armed for {mode}"
    return carry_out(request, context, plan, lambda done: are(done, said, context))
