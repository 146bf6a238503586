"""What Hearth says and asks back, and how people answer."""

import random
from dataclasses import dataclass, replace

from learning.contextual import phrases
from learning.contextual.acts import Act, Phrase, fresh_request, pick, request_of, the, value_for
from learning.contextual.homes import MadeHome, Thing
from learning.contextual.scenes import Said, cleaned


@dataclass(frozen=True, slots=True)
class Asked:
    """A question Hearth has just put."""

    kind: str
    act: Act
    options: tuple[Thing, ...] = ()
    missing: str = ""


def ask(rng: random.Random, home: MadeHome) -> tuple[Said, Asked, str] | None:
    """Say something Hearth must ask back about. Returns what was said, what is open, and the question."""
    kind = rng.random()
    if kind < 0.62:
        return _ask_which(rng, home)
    if kind < 0.86:
        return _ask_slot(rng, home)
    base = fresh_request(rng, home)
    question = rng.choice(["should i really do that", "are you sure", "do you want me to {t}", "shall i {t}"]).format(
        t=base
    )
    return Said(str(base), str(base), "alone", base), Asked("confirm", base), question


def _ask_which(rng: random.Random, home: MadeHome) -> tuple[Said, Asked, str] | None:
    platform = rng.choice(["light", "light", "light", "fan", "switch", "cover", "climate", "lock", "media"])
    room = rng.choice([None, None, rng.choice(home.rooms)])
    things = home.of(platform, room=room)
    rng.shuffle(things)
    if len(things) < 2:
        return None
    things = things[: rng.choice([2, 2, 2, 3])]
    words = {thing.name.split()[-1] for thing in things}
    noun = (
        words.pop()
        if len(words) == 1
        else rng.choice(
            ["light", "lamp"]
            if platform == "light"
            else [platform if platform not in {"cover", "switch", "media"} else "thing", "one"]
        )
    )
    if noun in {"thing", "one"} or len({thing.spoken for thing in things}) < len(things):
        return None
    base = request_of(
        rng,
        home,
        things[0],
        rng.choice(
            [
                a
                for a in ("on", "off", "set", "color", "open", "close", "lock", "more", "pause", "unlock")
                if platform in phrases.REQUESTS[a]
            ]
        ),
    )
    base = replace(
        base,
        phrase=Phrase(rng.choice(["first", "in"]) if room and rng.random() < 0.4 else "bare", noun, room or ""),
        things=(),
    )
    options = [thing.spoken if rng.random() < 0.8 or not room else thing.name for thing in things]
    listed = (", ".join(the(o) for o in options[:-1])) + f" or {the(options[-1])}"
    question = rng.choice(
        [
            "which {n}, {o}",
            "which one, {o}",
            "do you mean {o}",
            "{o}",
            "which {n} do you mean, {o}",
            "there are {c}, {o}",
        ]
    ).format(n=noun, o=listed, c=len(options))
    return Said(str(base), str(base), "alone", base), Asked("which", base, tuple(things)), question


def _ask_slot(rng: random.Random, home: MadeHome) -> tuple[Said, Asked, str] | None:
    if rng.random() < 0.25:
        label = rng.choice(["pasta", "pizza", "tea", "egg", "laundry"])
        base = Act(
            "timer",
            rng.choice(["set a {label} timer", "start a {label} timer", "set a timer"]),
            "timer",
            None,
            "",
            label,
        )
        return (
            Said(str(base), str(base), "alone", base),
            Asked("slot", base, missing="for {x}"),
            rng.choice(["for how long", "how long should it run", "how long"]),
        )
    thing = rng.choice(home.of("light", "climate", "fan", "cover", "media") or list(home.things))
    if (rng.random() < 0.45 and thing.platform in phrases.REQUESTS["on"]) or thing.platform not in phrases.REQUESTS[
        "set"
    ]:
        base = request_of(
            rng,
            home,
            thing,
            rng.choice(["on", "off"])
            if thing.platform in phrases.REQUESTS["on"]
            else "ask_on"
            if thing.platform in phrases.REQUESTS["ask_on"]
            else "lock"
            if thing.platform == "lock"
            else "on",
        )
        if base.phrase is None:
            return None
        base = replace(base, phrase=Phrase("bare", rng.choice([thing.name, thing.name.split()[-1]])), things=())
        return (
            Said(str(base), str(base), "alone", base),
            Asked("slot", base, missing="in {x}"),
            rng.choice(["in which room", "which room", "where", "in what room"]),
        )
    base = request_of(rng, home, thing, "set")
    wording = rng.choice(
        [
            "set {np}",
            "change {np}",
            "adjust {np}",
            "set the temperature of {np}" if thing.platform == "climate" else "set {np}",
        ]
    )
    return (
        Said(
            str(replace(base, wording=wording)),
            str(replace(base, wording=wording)),
            "alone",
            replace(base, wording=wording),
        ),
        Asked("slot", replace(base, wording=wording), missing="to {x}"),
        rng.choice(
            [
                "to what",
                "to which value",
                "what temperature" if thing.platform == "climate" else "how far",
                "to how much",
            ]
        ),
    )


def answer(rng: random.Random, home: MadeHome, asked: Asked) -> Said | None:
    """Answer the question; the answer completes the earlier request."""
    wording = pick(rng, phrases.ANSWERS, home.split)
    if asked.kind == "which":
        return _answer_which(rng, home, asked, wording)
    base = asked.act
    if asked.missing == "in {x}" and base.phrase is not None:
        room = rng.choice(home.rooms)
        done = replace(base, phrase=replace(base.phrase, form="in", room=room))
        shown = wording.format(x=rng.choice([the(room), f"in {the(room)}", room]))
        return Said(shown, str(done), "merge", replace(done, things=tuple(home.of(base.platform, room=room)[:1])))
    value = (
        value_for(rng, base.action, base.platform)
        if base.platform != "timer"
        else rng.choice(["five minutes", "ten minutes", "half an hour"])
    )
    shown = wording.format(x=rng.choice([value, value, asked.missing.format(x=value)]))
    done = replace(base, wording=f"{base.wording} {asked.missing.format(x='{value}')}", value=value)
    return Said(shown, str(done), "merge", done)


def _answer_which(rng: random.Random, home: MadeHome, asked: Asked, wording: str) -> Said | None:
    at = rng.randrange(len(asked.options))
    thing = asked.options[at]
    base = asked.act
    if base.phrase is None:
        return None
    done = replace(base, things=(thing,), phrase=Phrase("bare", thing.spoken))
    alone = str(base).replace(str(base.phrase), done.named, 1)
    done = replace(
        done,
        phrase=Phrase("bare", thing.name)
        if thing.unique or thing.room in thing.name
        else Phrase("first", thing.name, thing.room),
    )
    # Counting is hard to learn: training counts more often than the others.
    kind = rng.random()
    if home.split == "train" and rng.random() < 0.25:
        kind *= 0.25
    if kind < 0.2 and at < 2:
        said = pick(rng, phrases.ORDINALS[at], home.split).format(noun=base.phrase.noun)
    elif kind < 0.25 and at == len(asked.options) - 1:
        said = rng.choice(phrases.LAST).replace("[", "").replace("]", "")
    elif kind < 0.42 and len({t.room for t in asked.options if t.room in t.spoken}) == len(asked.options):
        said = rng.choice(["{r}", "{r} one", "the one in {r}", "in {r}"]).format(r=the(thing.room))
    elif kind < 0.57:
        own = thing.name.split()[0]
        if len([t for t in asked.options if own in t.spoken.split()]) > 1 or own == base.phrase.noun:
            return None
        said = rng.choice(["the {o} one", "{o}", "the {o}"]).format(o=own)
    else:
        name = (
            thing.name
            if len({t.name for t in asked.options}) == len(asked.options) and rng.random() < 0.5
            else thing.spoken
        )
        said = wording.format(x=rng.choice([f"the {name}", f"the {name}", name]))
    return Said(said, alone, "merge", done)


def other_one(rng: random.Random, home: MadeHome, asked: Asked, chosen: Act) -> Said | None:
    """The one that was offered and not chosen."""
    left = [thing for thing in asked.options if thing not in chosen.things]
    if len(left) != 1 or asked.act.phrase is None:
        return None
    other = replace(chosen, things=(left[0],))
    named = other.named
    words = pick(rng, phrases.OTHER, home.split).format(noun=asked.act.phrase.noun)
    if "not" in words:
        return Said(
            words,
            str(asked.act).replace(str(asked.act.phrase), named, 1),
            "nominal",
            replace(other, phrase=Phrase("bare", left[0].spoken)),
        )
    done = replace(other, phrase=Phrase("bare", left[0].spoken))
    style = rng.random()
    if style < 0.5:
        said = rng.choice(
            [
                "{o}",
                "{o} too",
                "and {o}",
                "no {o}",
                "{o} please",
                "i meant {o}",
                "and {o} as well",
                "what about {o}",
                "now {o}",
            ]
        ).format(o=words)
        return Said(said, str(asked.act).replace(str(asked.act.phrase), named, 1), "nominal", done)
    actions = [
        a
        for a in phrases.PRONOUN
        if a in phrases.REQUESTS and left[0].platform in phrases.REQUESTS[a] and a not in {"more", "less"}
    ]
    action = rng.choice(actions)
    wording, value = pick(rng, phrases.PRONOUN[action], home.split), value_for(rng, action, left[0].platform)
    return Said(
        wording.format(p=words, value=value),
        cleaned(wording, action).format(p=named, value=value),
        "nominal",
        replace(done, action=action, wording=cleaned(wording, action).replace("{p}", "{np}"), value=value),
    )
