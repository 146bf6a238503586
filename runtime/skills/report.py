"""What is said after acting: short, specific, and only what really happened.

The skill said what to say if all goes well; the outcomes say whether it did. Knows nothing of how commands were sent.
"""

import re
from collections.abc import Iterable, Sequence

from device.home.state import Entity, Outcome
from runtime.turn import Context, Reply, Request
from runtime.words import entities_of, listed, sentence, the

GOOD = frozenset(("confirmed", "unchanged", "sent"))
_STATE = {"turn_on": "on", "turn_off": "off", "open": "open", "close": "closed", "lock": "locked", "unlock": "unlocked",
          "media_pause": "paused", "play": "playing", "disarm": "disarmed", "return_to_base": "home", "stop": "still",
          "arm_home": "armed for home", "arm_away": "armed for away", "arm_night": "armed for night", "pause": "paused"}  # fmt: skip
_TOLD = {"turn_on": "turn on", "turn_off": "turn off", "open": "open", "close": "close", "lock": "lock", "unlock": "unlock",
         "press": "act", "activate": "start", "start": "start", "pause": "pause", "return_to_base": "go home", "stop": "stop"}  # fmt: skip


def spoken(reply: Reply, requests: Sequence[Request], outcomes: Sequence[Outcome], context: Context) -> str:
    """Return the sentence for a reply whose commands came to these outcomes.

    All good: the skill's words; already so: "It is already on."; otherwise what failed, by name, and what went well.
    """
    del requests
    if not reply.commands or not outcomes:
        return reply.say
    bad = [outcome for outcome in outcomes if outcome.status not in GOOD]
    if bad:
        return _with_failures(bad, [outcome for outcome in outcomes if outcome.status in GOOD], context)
    if reply.question is None and all(outcome.status == "unchanged" for outcome in outcomes):
        return _already(outcomes, reply, context)
    sent = [outcome for outcome in outcomes if outcome.status == "sent"]
    if sent and len(sent) == len(outcomes) and reply.question is None:
        return _sent(sent, reply, context)
    return reply.say


def _already(outcomes: Sequence[Outcome], reply: Reply, context: Context) -> str:
    states = {_STATE.get(outcome.command.action) for outcome in outcomes}
    state = next(iter(states)) if len(states) == 1 else None
    if state is None:
        return (
            re.sub(r" (is|are|has|have) ", r" \1 already ", reply.say, count=1) if reply.say else "It was so already."
        )
    entities = entities_of(context, (outcome.command.entity_id for outcome in outcomes))
    if len(entities) == 1:
        return sentence(f"{the(entities[0], context)} is already {state}")
    return f"They are already {state}."


def _sent(outcomes: Sequence[Outcome], reply: Reply, context: Context) -> str:
    """Say that something was told, not that it happened: it cannot answer."""
    actions = {outcome.command.action for outcome in outcomes}
    action = _TOLD.get(next(iter(actions))) if len(actions) == 1 else None
    entities = entities_of(context, (outcome.command.entity_id for outcome in outcomes))
    if action in {None, "act"} or any(entity.platform in {"scene", "button"} for entity in entities):
        return reply.say
    return sentence(f"I told {_names(entities, context)} to {action}")


def _with_failures(bad: Sequence[Outcome], good: Sequence[Outcome], context: Context) -> str:
    if any(outcome.status == "disconnected" for outcome in bad):
        return (
            "I cannot reach the home's broker, so I changed nothing."
            if not good
            else "I lost the home's broker half way through."
        )
    said = []
    for status, words in (("timeout", "did not answer"), ("unavailable", "is not reachable")):
        failed = entities_of(context, (outcome.command.entity_id for outcome in bad if outcome.status == status))
        if failed:
            plural = status == "unavailable" and len(failed) > 1
            said.append(sentence(f"{_names(failed, context)} {'are not reachable' if plural else words}"))
    said += dict.fromkeys(
        sentence(outcome.sentence or f"{_name(outcome, context)} cannot do that")
        for outcome in bad
        if outcome.status == "impossible"
    )
    if good:
        entities = entities_of(context, (outcome.command.entity_id for outcome in good))
        state = _STATE.get(good[0].command.action)
        rest = (
            f"the other {len(entities)} are"
            if len(entities) > 1
            else f"{the(entities[0], context)} is"
            if entities
            else "the rest is"
        )
        said.append(sentence(f"{rest} {state or 'done'}"))
    return " ".join(said)


def _names(entities: Iterable[Entity], context: Context) -> str:
    found = list(entities)
    names = [the(entity, context) for entity in found[:3]]
    return listed([*names, *((f"{len(found) - 3} more",) if len(found) > 3 else ())])


def _name(outcome: Outcome, context: Context) -> str:
    entity = context.home.entities.get(outcome.command.entity_id)
    return the(entity, context) if entity is not None else "that device"
