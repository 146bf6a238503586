"""What is said in the demo and what must come of it. Data only: the recordings are made of it, and the checks too."""

from collections.abc import Mapping
from dataclasses import dataclass

import immutables

from device.home.state import Scalar

WAKE = "hey jarvis"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, and what the home and Hearth must do."""

    name: str
    """Of the recording: `recordings/<name>.wav`."""
    say: str
    shows: str
    """What this line is in the demo for."""
    changes: Mapping[str, Mapping[str, Scalar]] = immutables.Map()
    """"room/name" -> what it must say of itself afterwards; whatever is not named must not change."""
    reply: tuple[str, ...] = ()
    """Words of which at least one must be in the reply."""
    wake: bool = True
    """Said with the wake word; False: a follow-up into the open ear."""
    barge_in: bool = False
    """Said while the reply to the line before still sounds."""
    outcome: str = "done"
    """done | asked | declined | failed: how the trace must end; several with a bar between."""
    voice: str = "slt"


SCRIPT = (
    Line(
        "kitchen_light_on",
        "turn on the kitchen ceiling light",
        "a plain command",
        {"kitchen/ceiling light": {"value": "on"}},
    ),
    Line(
        "floor_lamp_forty",
        "set the floor lamp to forty percent",
        "a number",
        {"living room/floor lamp": {"value": "on", "brightness": 40}},
        voice="rms",
    ),
    Line(
        "lamp_off",
        "turn off the lamp",
        "device state: of two lamps here, the one that is on",
        {"living room/floor lamp": {"value": "off"}},
    ),
    Line(
        "close_curtains",
        "close the living room curtains",
        "a cover that takes its time",
        {"living room/curtains": {"value": "closed"}},
    ),
    Line("open_again", "open it again", "history: what was closed", {"living room/curtains": {"value": "open"}}),
    Line(
        "close_blind",
        "close the blind",
        "a question back, because two are open",
        reply=("kitchen", "office"),
        outcome="asked",
        voice="rms",
    ),
    Line(
        "the_office_blind",
        "the office blind",
        "a follow-up without a wake word",
        {"office/blind": {"value": "closed"}},
        wake=False,
        voice="rms",
    ),
    Line("how_warm", "how warm is the bedroom", "a question about the home", reply=("18", "eighteen")),
    Line("which_lights", "what lights are on", "a long reply", reply=("hallway",)),
    Line(
        "office_light_off",
        "turn off the office ceiling light",
        "barge-in",
        {"office/ceiling light": {"value": "off"}},
        barge_in=True,
    ),
    Line("unlock_door", "unlock the front door", "must be confirmed", reply=("sure", "unlock"), outcome="asked"),
    Line("no", "no", "and is not", wake=False, reply=("okay", "not", "leave", "all right"), outcome="done"),
    Line("order_pizza", "order a large pizza", "out of scope, declined", outcome="declined|failed"),
    Line(
        "bedroom_degrees",
        "set the bedroom thermostat to twenty one degrees",
        "a temperature",
        {"bedroom/thermostat": {"temperature": 21}},
        voice="rms",
    ),
    Line("timer", "set a timer for five minutes", "a timer", reply=("five minutes", "5 minutes")),
    Line("desk_lamp_on", "turn on the desk lamp", "a conversation, one of four", {"office/desk lamp": {"value": "on"}}),
    Line("make_it_thirty", "set it to thirty percent", "two of four: it", {"office/desk lamp": {"brightness": 30}}),
    Line(
        "and_in_the_bedroom",
        "and the bedroom lamp",
        "three of four: the same there",
        {"bedroom/lamp": {"brightness": 30}},
    ),
    Line("turn_it_off", "turn it off", "four of four: the last one named", {"bedroom/lamp": {"value": "off"}}),
)
