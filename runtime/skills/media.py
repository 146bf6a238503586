"""Playback and volume of what is on MQTT, and Hearth's own volume."""

from collections.abc import Mapping, Sequence

from device.home.state import Command, Entity
from runtime.skills import effects
from runtime.skills.intent import THING, WHEN, Intent
from runtime.skills.phrases import are, called, carry_out, command
from runtime.skills.switches import switched
from runtime.skills.values import amount, bounds, change, reading
from runtime.turn import Context, Reply, Request
from runtime.words import number, sentence, the

INTENTS = (
    Intent("media_play", (*THING, *WHEN, "quantifier"), ("resume the music",)),
    Intent("media_pause", (*THING, *WHEN, "quantifier"), ("pause the radio",)),
    Intent("media_next", THING, ("next song",)),
    Intent("media_previous", THING, ("previous track",)),
    Intent("set_volume", (*THING, "percent", "change", "quantifier"), ("turn it up", "volume to thirty percent")),
    Intent("mute", (*THING, "quantifier"), ("mute the speaker",)),
    Intent("unmute", (*THING, "quantifier"), ("unmute",)),
)


_STEP = 10.0
_USUAL = 30.0
"""Volume, in percent, to come back to when nobody knows what it was."""
_CONTROLS: Mapping[str, tuple[str, str, str]] = {
    "media_play": ("play_pause", "play", "is playing"),
    "media_pause": ("play_pause", "media_pause", "is paused"),
    "media_next": ("next", "next", "plays the next one"),
    "media_previous": ("previous", "previous", "plays the previous one"),
}
"""Intent -> capability, action, what to say."""


def act(request: Request, context: Context) -> Reply:
    """Control playback, or the volume: with no entities it is Hearth's own."""
    if request.intent not in _CONTROLS:
        return _volume(request, context) if request.entities else _own(request, context)
    capability, action, said = _CONTROLS[request.intent]

    def plan(entity: Entity) -> Command | str:
        if entity.can.get(capability):
            return command(entity, action)
        if request.intent in {"media_play", "media_pause"}:
            return switched(entity, context, on=request.intent == "media_play")
        return f"{the(entity, context)} cannot do that"

    return carry_out(request, context, plan, lambda done: sentence(f"{called(done, context)} {said}"))


def _volume(request: Request, context: Context) -> Reply:
    told: list[float] = []

    def plan(entity: Entity) -> Command | str:
        if not entity.can.get("volume"):
            return f"I cannot change the volume of {the(entity, context)}"
        limits = bounds(entity, "volume")
        wanted = _wanted(request, context, reading(context.home.state(entity.id), "volume"), entity.id)
        if wanted is None:
            return "I did not hear how loud"
        if not 0 <= wanted <= 100:
            return "Volume goes from zero to one hundred percent"
        told.append(min(limits.high, max(limits.low, wanted)))
        return command(entity, "set", volume=told[-1])

    def say(done: Sequence[Entity]) -> str:
        return are(done, "muted" if told[0] == 0 else f"at {number(told[0])} percent", context)

    return carry_out(request, context, plan, say)


def _own(request: Request, context: Context) -> Reply:
    wanted = _wanted(request, context, context.volume, "")
    if wanted is None:
        return Reply(say="I did not hear how loud.", failed="not_understood")
    if not 0 <= wanted <= 100:
        return Reply(say="Volume goes from zero to one hundred percent.", failed="impossible")
    if (
        request.intent == "set_volume"
        and wanted == context.volume
        and request.interpretation.slot("change") is not None
    ):
        return Reply(say=f"I am already as {'loud' if wanted == 100 else 'quiet'} as I get.", failed="impossible")
    said = (
        "" if wanted == 0 else "I am back." if request.intent == "unmute" else f"My volume is {number(wanted)} percent."
    )
    return Reply(say=said, effects=(effects.volume(wanted, context.volume),))


def _wanted(request: Request, context: Context, now: float | None, entity_id: str) -> float | None:
    """Return the volume to set. A request that was relative stays within what is possible."""
    if request.intent == "mute":
        return 0.0
    if request.intent == "unmute":
        before = [outcome.inverse.values.get("volume") for exchange in reversed(context.history) for outcome in exchange.outcomes
                  if outcome.inverse is not None and outcome.inverse.entity_id == entity_id]  # fmt: skip
        return next(
            (float(volume) for volume in before if isinstance(volume, (int, float)) and volume > 0), now or _USUAL
        )
    said = amount(request.interpretation, "percent", "level", "brightness")
    if said is not None:
        return said
    step = change(request.interpretation, _STEP)
    return None if step is None else max(0.0, min(100.0, (_USUAL if now is None else now) + step))
