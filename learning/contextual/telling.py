"""What Hearth says of itself and to what it was asked; and the talk that leans on nothing."""

import random
from dataclasses import replace

from learning.contextual import leave, phrases
from learning.contextual.acts import Act, Phrase, maybe, pick, request_of, the
from learning.contextual.homes import MadeHome
from learning.contextual.references import KINDS
from learning.contextual.scenes import Said, Scene, cleaned
from runtime.rewrite.source import Turn


def reply_to(rng: random.Random, act: Act) -> str:
    """Answer a request in one of many styles: what is taught must not hang on one wording."""
    subject, where = act.named if act.phrase else act.wording and the(act.room) if act.room else act.named, act.where
    if act.action in {"ask_warm", "ask_humid"}:
        return rng.choice(["it is {v} in {r}", "{r} is at {v}", "{v} in {r}", "{v}"]).format(
            v=f"{rng.randint(12, 60)} {rng.choice(['degrees', 'percent'])}", r=the(act.room) if act.room else "here"
        )
    if act.action.startswith("ask"):
        state = {"ask_on": ["on", "off"], "ask_open": ["open", "closed"], "ask_locked": ["locked", "unlocked"]}.get(
            act.action, ["on"]
        )
        return rng.choice(["yes {s} is {t}", "no {s} is {t}", "{s} is {t}", "{t}", "yes", "no"]).format(
            s=subject, t=rng.choice(state)
        )
    if act.platform == "timer":
        return rng.choice(["{v}, starting now", "{l} timer set for {v}", "okay", "your {l} timer is running"]).format(
            v=act.value, l=act.label
        )
    done = {
        "on": "on",
        "off": "off",
        "open": "opening",
        "close": "closing",
        "lock": "locked",
        "unlock": "unlocked",
    }.get(act.action, f"at {act.value}")
    styles = [
        "okay",
        "done",
        "sure",
        "{s} is {d}",
        "okay, {s} is {d}",
        "{s} {d}",
        "{s} is {d} now",
        "{s} is now {d}",
        "it was {d} already",
        "{s} did not answer",
        "okay, {s}",
        "i set {s} to {v}",
    ]
    said = rng.choice(styles).format(s=subject, d=done, v=act.value)
    return f"{said} in {the(where)}" if where and rng.random() < 0.1 and where not in said else said


def turn_of(rng: random.Random, text: str, act: Act | None, reply: str) -> Turn:
    """Return the exchange as the runtime will present it."""
    if act is None:
        return Turn(text, reply)
    things = act.things[:4]
    rooms = tuple(dict.fromkeys(thing.room for thing in things)) or (
        (act.room,) if act.room and rng.random() < 0.7 else ()
    )
    return Turn(text, reply, tuple(thing.spoken for thing in things), rooms)


def told(rng: random.Random, home: MadeHome) -> tuple[Said, str, Act] | None:
    """Ask something general; Hearth's answer names things. Returns what was asked, the answer, what can be referred to."""
    state, platforms, questions = rng.choice([
        ("on", ("light", "switch", "fan"), ["is anything still on", "which lights are on", "what is on", "did i leave anything on"]),
        ("open", ("cover",), ["is anything open", "which blinds are open", "is everything closed", "did i close everything"]),
        ("unlocked", ("lock",), ["is everything locked", "are the doors locked", "did i lock up", "which doors are unlocked"]),
    ])  # fmt: skip
    things = home.of(*platforms)
    if not things:
        return None
    rng.shuffle(things)
    things = things[: rng.choice([1, 1, 1, 2])]
    if len({thing.platform for thing in things}) > 1:
        return None
    named = " and ".join(the(thing.spoken) for thing in things)
    reply = rng.choice(
        [
            "{n} {be} {s}",
            "{n} {be} still {s}",
            "no, {n} {be} {s}",
            "yes, {n} {be} {s}",
            "only {n} {be} {s}",
            "one thing, {n} {be} {s}",
        ]
    ).format(n=named, be="is" if len(things) == 1 else "are", s=state)
    question = rng.choice(questions)
    act = Act(
        "ask_" + {"unlocked": "locked"}.get(state, state),
        "is {np} " + state,
        things[0].platform,
        None if len(things) > 1 else Phrase("bare", things[0].spoken),
        "",
        "",
        "",
        tuple(things),
    )
    return Said(question, question, "alone"), reply, act


def refer_to_told(rng: random.Random, home: MadeHome, act: Act) -> Said | None:
    """Lean on what Hearth said."""
    if len(act.things) == 2:
        action = {"ask_on": "off", "ask_open": "close", "ask_locked": "lock"}[act.action]
        names = [the(thing.spoken) for thing in act.things]
        wording = pick(rng, phrases.PRONOUN[action], home.split)
        which = rng.choice(
            [
                ("them", " and ".join(names)),
                ("both", " and ".join(names)),
                ("the first one", names[0]),
                ("the second one", names[1]),
            ]
        )
        if home.split == "train" and rng.random() < 0.5:
            at = rng.randrange(2)
            worded = pick(rng, phrases.ORDINALS[at], home.split).format(noun=act.things[at].name.split()[-1])
            both = (
                rng.choice(["both of them", "those two", "the two of them", "them both", "those"]),
                " and ".join(names),
            )
            which = rng.choice([(worded, names[at]), (worded, names[at]), both])
        return Said(wording.format(p=which[0]), cleaned(wording, action).format(p=which[1]), "reply")
    made = maybe(
        rng,
        *[
            (weight, (lambda kind=kind: kind(Scene(rng, home, [act]))))
            for weight, kind in KINDS
            if kind.__name__ in {"anaphora", "nominal", "locative"}
        ],
    )
    return made and replace(made, kind="reply" if made.kind == "anaphora" else made.kind)


def small_talk(rng: random.Random, home: MadeHome) -> Said:
    """Say something that must be left alone and cannot be referred to."""
    if rng.random() < 0.05:
        text = rng.choice(leave.TEACH).format(thing=rng.choice(home.things).name, room=rng.choice(home.rooms))
    else:
        text = (
            pick(rng, leave.ALONE, home.split)
            if rng.random() < 0.8
            else rng.choice(phrases.spelled(rng.choice(leave.ALONE)))
        )
    return Said(text, text, "alone")


def dangling(rng: random.Random, home: MadeHome) -> Said:
    """Lean on something that was never said: nothing to copy, so nothing to change."""
    lamp = request_of(rng, home, rng.choice(home.of("light")), "on")
    made = maybe(
        rng,
        *[
            (weight, (lambda kind=kind: kind(Scene(rng, home, [lamp]))))
            for weight, kind in KINDS
            if kind.__name__ not in {"repair", "verb_repair"}
        ],
    )
    text = made.utterance if made else "turn it off"
    return Said(text, text, "dangling")
