"""Lock and unlock doors."""

from device.home.state import Command, Entity
from runtime.skills import codes
from runtime.skills.intent import WHEN, WHICH, Intent
from runtime.skills.phrases import are, carry_out
from runtime.turn import Context, Reply, Request
from runtime.words import the

INTENTS = (
    Intent("lock", (*WHICH, *WHEN), ("lock the front door",)),
    Intent("unlock", (*WHICH, "pin"), ("unlock the front door",)),
)


def act(request: Request, context: Context) -> Reply:
    """Lock or unlock. Whether that needs a yes or a PIN is the policy's business, and was settled before."""
    question = codes.asked_for(request, context)
    if question is not None:
        return question

    def plan(entity: Entity) -> Command | str:
        if context.home.state(entity.id).value == "jammed":
            return f"{the(entity, context)} is jammed"
        return (
            codes.with_code(entity, request.intent, request)
            if entity.can.get("lock")
            else f"{the(entity, context)} has no lock that I could turn"
        )

    return carry_out(request, context, plan, lambda done: are(done, f"{request.intent}ed", context))
