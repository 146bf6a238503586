"""Whole conversations in homes that do not exist, each turn with the sentence that stands alone.

    python -m learning.contextual.dialogues --split test --count 40 --out FILE

Wordings, homes and some combinations of reference and request are split; the same seed gives the same dialogues.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from learning.contextual import leave, phrases
from learning.contextual.acts import Act, Phrase, fresh_request, maybe, pick, request_of, the, value_for
from learning.contextual.examples import Example, save
from learning.contextual.homes import MadeHome, Thing, make_home
from learning.contextual.references import KINDS, Said, Scene, cleaned, held_out
from runtime.rewrite.source import Turn

SEEDS = {"train": 0, "dev": 1_000_000, "test": 2_000_000}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question Hearth has just put."""

    kind: str
    act: Act
    options: tuple[Thing, ...] = ()
    missing: str = ""


# -------------------------------------------------------------------------------------------------- what Hearth says


def reply_to(rng: random.Random, act: Act) -> str:
    """Answer a request in one of many styles: what is taught must not hang on one wording."""
    subject, where = act.named if act.phrase else act.wording and the(act.room) if act.room else act.named, act.where
    if act.action in {"ask_warm", "ask_humid"}:
        return rng.choice(["it is {v} in {r}", "{r} is at {v}", "{v} in {r}", "{v}"]).format(v=f"{rng.randint(12, 60)} {rng.choice(['degrees', 'percent'])}", r=the(act.room) if act.room else "here")
    if act.action.startswith("ask"):
        state = {"ask_on": ["on", "off"], "ask_open": ["open", "closed"], "ask_locked": ["locked", "unlocked"]}.get(act.action, ["on"])
        return rng.choice(["yes {s} is {t}", "no {s} is {t}", "{s} is {t}", "{t}", "yes", "no"]).format(s=subject, t=rng.choice(state))
    if act.platform == "timer":
        return rng.choice(["{v}, starting now", "{l} timer set for {v}", "okay", "your {l} timer is running"]).format(v=act.value, l=act.label)
    done = {"on": "on", "off": "off", "open": "opening", "close": "closing", "lock": "locked", "unlock": "unlocked"}.get(act.action, f"at {act.value}")
    styles = ["okay", "done", "sure", "{s} is {d}", "okay, {s} is {d}", "{s} {d}", "{s} is {d} now", "{s} is now {d}", "it was {d} already", "{s} did not answer", "okay, {s}", "i set {s} to {v}"]
    said = rng.choice(styles).format(s=subject, d=done, v=act.value)
    return f"{said} in {the(where)}" if where and rng.random() < 0.1 and where not in said else said


def turn_of(rng: random.Random, text: str, act: Act | None, reply: str) -> Turn:
    """Return the exchange as the runtime will present it."""
    if act is None:
        return Turn(text, reply)
    things = act.things[:4]
    rooms = tuple(dict.fromkeys(thing.room for thing in things)) or ((act.room,) if act.room and rng.random() < 0.7 else ())
    return Turn(text, reply, tuple(thing.spoken for thing in things), rooms)


# ------------------------------------------------------------------------------------------------ questions and answers


def ask(rng: random.Random, home: MadeHome) -> tuple[Said, Asked, str] | None:
    """Say something Hearth must ask back about. Returns what was said, what is open, and the question."""
    kind = rng.random()
    if kind < 0.62:
        return _ask_which(rng, home)
    if kind < 0.86:
        return _ask_slot(rng, home)
    base = fresh_request(rng, home)
    question = rng.choice(["should i really do that", "are you sure", "do you want me to {t}", "shall i {t}"]).format(t=base)
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
    noun = words.pop() if len(words) == 1 else rng.choice(["light", "lamp"] if platform == "light" else [platform if platform not in {"cover", "switch", "media"} else "thing", "one"])
    if noun in {"thing", "one"} or len({thing.spoken for thing in things}) < len(things):
        return None
    base = request_of(rng, home, things[0], rng.choice([a for a in ("on", "off", "set", "color", "open", "close", "lock", "more", "pause", "unlock") if platform in phrases.REQUESTS[a]]))
    base = replace(base, phrase=Phrase(rng.choice(["first", "in"]) if room and rng.random() < 0.4 else "bare", noun, room or ""), things=())
    options = [thing.spoken if rng.random() < 0.8 or not room else thing.name for thing in things]
    listed = (", ".join(the(o) for o in options[:-1])) + f" or {the(options[-1])}"
    question = rng.choice(["which {n}, {o}", "which one, {o}", "do you mean {o}", "{o}", "which {n} do you mean, {o}", "there are {c}, {o}"]).format(n=noun, o=listed, c=len(options))
    return Said(str(base), str(base), "alone", base), Asked("which", base, tuple(things)), question


def _ask_slot(rng: random.Random, home: MadeHome) -> tuple[Said, Asked, str] | None:
    if rng.random() < 0.25:
        label = rng.choice(["pasta", "pizza", "tea", "egg", "laundry"])
        base = Act("timer", rng.choice(["set a {label} timer", "start a {label} timer", "set a timer"]), "timer", None, "", label)
        return Said(str(base), str(base), "alone", base), Asked("slot", base, missing="for {x}"), rng.choice(["for how long", "how long should it run", "how long"])
    thing = rng.choice(home.of("light", "climate", "fan", "cover", "media") or list(home.things))
    if rng.random() < 0.45 and thing.platform in phrases.REQUESTS["on"] or thing.platform not in phrases.REQUESTS["set"]:
        base = request_of(rng, home, thing, rng.choice(["on", "off"]) if thing.platform in phrases.REQUESTS["on"] else "ask_on" if thing.platform in phrases.REQUESTS["ask_on"] else "lock" if thing.platform == "lock" else "on")
        if base.phrase is None:
            return None
        base = replace(base, phrase=Phrase("bare", rng.choice([thing.name, thing.name.split()[-1]])), things=())
        return Said(str(base), str(base), "alone", base), Asked("slot", base, missing="in {x}"), rng.choice(["in which room", "which room", "where", "in what room"])
    base = request_of(rng, home, thing, "set")
    wording = rng.choice(["set {np}", "change {np}", "adjust {np}", "set the temperature of {np}" if thing.platform == "climate" else "set {np} please"])
    return Said(str(replace(base, wording=wording)), str(replace(base, wording=wording)), "alone", replace(base, wording=wording)), Asked("slot", base, missing="to {x}"), rng.choice(["to what", "to which value", "what temperature" if thing.platform == "climate" else "how far", "to how much"])


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
    value = value_for(rng, base.action, base.platform) if base.platform != "timer" else rng.choice(["five minutes", "ten minutes", "half an hour"])
    shown = wording.format(x=rng.choice([value, value, asked.missing.format(x=value)]))
    open_request = replace(base, wording=base.wording if base.platform == "timer" else _opened(base))
    return Said(shown, f"{open_request} {asked.missing.format(x=value)}", "merge", replace(open_request, wording=f"{open_request.wording} {asked.missing.format(x='{value}')}", value=value))


def _opened(base: Act) -> str:
    return base.wording.replace(" to {value}", "") if base.wording.endswith(" to {value}") else "set {np}"


def _answer_which(rng: random.Random, home: MadeHome, asked: Asked, wording: str) -> Said | None:
    at = rng.randrange(len(asked.options))
    thing = asked.options[at]
    base = asked.act
    if base.phrase is None:
        return None
    done = replace(base, things=(thing,), phrase=Phrase("bare", thing.spoken))
    alone = str(base).replace(str(base.phrase), done.named, 1)
    done = replace(done, phrase=Phrase("bare", thing.name) if thing.unique or thing.room in thing.name else Phrase("first", thing.name, thing.room))
    kind = rng.random()
    if kind < 0.2 and at < 2:
        said = pick(rng, phrases.ORDINALS[at], home.split).format(noun=base.phrase.noun)
    elif kind < 0.25 and at == len(asked.options) - 1:
        said = rng.choice(phrases.LAST).replace("[", "").replace("]", "")
    elif kind < 0.42 and len({t.room for t in asked.options}) == len(asked.options):
        said = rng.choice(["{r}", "{r} one", "the one in {r}", "in {r}"]).format(r=the(thing.room))
    elif kind < 0.57:
        own = thing.name.split()[0]
        if len([t for t in asked.options if own in t.spoken.split()]) > 1 or own == base.phrase.noun:
            return None
        said = rng.choice(["the {o} one", "{o}", "the {o}"]).format(o=own)
    else:
        name = thing.name if len({t.name for t in asked.options}) == len(asked.options) and rng.random() < 0.5 else thing.spoken
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
        return Said(words, str(asked.act).replace(str(asked.act.phrase), named, 1), "nominal", replace(other, phrase=Phrase("bare", left[0].spoken)))
    done = replace(other, phrase=Phrase("bare", left[0].spoken))
    style = rng.random()
    if style < 0.5:
        said = rng.choice(["{o}", "{o} too", "and {o}", "no {o}", "{o} please", "i meant {o}", "and {o} as well", "what about {o}", "now {o}"]).format(o=words)
        return Said(said, str(asked.act).replace(str(asked.act.phrase), named, 1), "nominal", done)
    actions = [a for a in phrases.PRONOUN if a in phrases.REQUESTS and left[0].platform in phrases.REQUESTS[a] and a not in {"more", "less"}]
    action = rng.choice(actions)
    wording, value = pick(rng, phrases.PRONOUN[action], home.split), value_for(rng, action, left[0].platform)
    return Said(wording.format(p=words, value=value), cleaned(wording, action).format(p=named, value=value), "nominal", replace(done, action=action, wording=cleaned(wording, action).replace("{p}", "{np}"), value=value))


# ------------------------------------------------------------------------------------------- what Hearth itself said


def told(rng: random.Random, home: MadeHome) -> tuple[Said, str, Act] | None:
    """Ask something general; Hearth's answer names things. Returns what was asked, the answer, what can be referred to."""
    state, platforms, questions = rng.choice([
        ("on", ("light", "switch", "fan"), ["is anything still on", "which lights are on", "what is on", "did i leave anything on", "are any lights on"]),
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
    reply = rng.choice(["{n} {be} {s}", "{n} {be} still {s}", "no, {n} {be} {s}", "yes, {n} {be} {s}", "only {n} {be} {s}", "one thing, {n} {be} {s}"]).format(n=named, be="is" if len(things) == 1 else "are", s=state)
    question = rng.choice(questions)
    act = Act("ask_" + {"unlocked": "locked"}.get(state, state), "is {np} " + state, things[0].platform, None if len(things) > 1 else Phrase("bare", things[0].spoken), "", "", "", tuple(things))
    return Said(question, question, "alone"), reply, act


def refer_to_told(rng: random.Random, home: MadeHome, act: Act) -> Said | None:
    """Lean on what Hearth said."""
    if len(act.things) == 2:
        action = {"ask_on": "off", "ask_open": "close", "ask_locked": "lock"}[act.action]
        names = [the(thing.spoken) for thing in act.things]
        wording = pick(rng, phrases.PRONOUN[action], home.split)
        which = rng.choice([("them", " and ".join(names)), ("both", " and ".join(names)), ("the first one", names[0]), ("the second one", names[1])])
        return Said(wording.format(p=which[0]), cleaned(wording, action).format(p=which[1]), "reply")
    made = maybe(rng, *[(weight, (lambda kind=kind: kind(Scene(rng, home, [act])))) for weight, kind in KINDS if kind.__name__ in {"anaphora", "nominal", "locative"}])
    return made and replace(made, kind="reply" if made.kind == "anaphora" else made.kind)


# ------------------------------------------------------------------------------------------------------ conversations


def small_talk(rng: random.Random, home: MadeHome) -> Said:
    """Say something that must be left alone and cannot be referred to."""
    if rng.random() < 0.05:
        text = rng.choice(leave.TEACH).format(thing=rng.choice(home.things).name, room=rng.choice(home.rooms))
    else:
        text = pick(rng, leave.ALONE, home.split) if rng.random() < 0.8 else rng.choice(phrases.spelled(rng.choice(leave.ALONE)))
    return Said(text, text, "alone")


def dangling(rng: random.Random, home: MadeHome) -> Said:
    """Lean on something that was never said: nothing to copy, so nothing to change."""
    lamp = request_of(rng, home, rng.choice(home.of("light")), "on")
    made = maybe(rng, *[(weight, (lambda kind=kind: kind(Scene(rng, home, [lamp])))) for weight, kind in KINDS if kind.__name__ not in {"repair", "verb_repair"}])
    text = made.utterance if made else "turn it off"
    return Said(text, text, "dangling")


class _Talk:
    """One conversation being made."""

    def __init__(self, rng: random.Random, split: str) -> None:
        self.rng, self.split, self.home = rng, split, make_home(rng, split)
        self.turns: list[Turn] = []
        self.acts: list[Act | None] = []
        self.found: list[Example] = []
        names = tuple(thing.name for thing in self.home.things)
        self.lexicon = (self.home.rooms, tuple(dict.fromkeys((*names, *(thing.spoken for thing in self.home.things)))))

    def emit(self, said: Said, pending: str = "none") -> bool:
        """Write an example down; refuse what must not be trained on."""
        if self.split == "train" and held_out(said):
            return False
        places, things = self.lexicon if self.rng.random() > 0.12 or self.split != "train" else ((), ())
        utterance = said.utterance.replace("the ", "", 1) if self.rng.random() < 0.03 else said.utterance
        alone = utterance if said.alone == said.utterance else said.alone
        self.found.append(Example(tuple(self.turns[-6:]), utterance, alone, said.kind, "home", pending, places, things, said.act is not None and held_out(said)))
        return True

    def add(self, said: Said, act: Act | None, reply: str) -> None:
        """Finish the exchange."""
        text = said.utterance if self.rng.random() < 0.06 else said.alone
        self.turns.append(turn_of(self.rng, text, act, reply))
        self.acts.append(act)

    def step(self) -> None:
        """Take one turn, or a question with its answer."""
        rng, kind = self.rng, self.rng.random()
        scene = Scene(rng, self.home, self.acts[-4:])
        if kind < 0.12:
            self.question()
        elif kind < 0.2:
            self.telling()
        elif kind < 0.3:
            said = small_talk(rng, self.home) if any(self.acts) or rng.random() < 0.6 else dangling(rng, self.home)
            self.emit(said)
            self.add(said, None, rng.choice(["okay", "sorry, i cannot do that", "you are welcome", "it is ten past eight", "which one do you mean", "good night", ""]))
        elif kind < 0.7 and any(self.acts):
            said_ = maybe(rng, *[(weight, (lambda kind=kind: kind(scene))) for weight, kind in KINDS])
            if said_ is not None and said_.utterance != said_.alone and self.emit(said_):
                self.add(said_, said_.act, reply_to(rng, said_.act) if said_.act else "okay")
        elif kind < 0.78 and kind >= 0.7:
            said_ = maybe(rng, *[(weight, (lambda kind=kind: kind(scene))) for weight, kind in KINDS if "repair" in kind.__name__])
            if said_ is not None and self.emit(said_):
                self.add(said_, said_.act, reply_to(rng, said_.act) if said_.act else "okay")
        else:
            act = fresh_request(rng, self.home)
            said = Said(polite(rng, str(act)), "", "alone", act)
            said = replace(said, alone=said.utterance)
            self.emit(said)
            self.add(replace(said, alone=str(act), utterance=str(act)), act, reply_to(rng, act))

    def question(self) -> None:
        """Have Hearth ask back, and answer, or talk of something else."""
        made = ask(self.rng, self.home)
        if made is None:
            return
        said, asked, question = made
        self.emit(said)
        self.add(said, replace(asked.act, things=()), question)
        if asked.kind == "confirm":
            text = pick(self.rng, leave.AGREE + leave.REFUSE, self.split)
            self.emit(Said(text, text, "alone"), "confirm")
            self.add(Said(text, text, "alone"), asked.act, reply_to(self.rng, asked.act))
            return
        if self.rng.random() < 0.2:
            away = small_talk(self.rng, self.home) if self.rng.random() < 0.4 else Said(str(fresh := fresh_request(self.rng, self.home)), str(fresh), "alone", fresh)
            if self.rng.random() < 0.3:
                text = pick(self.rng, leave.REFUSE, self.split)
                away = Said(text, text, "alone")
            self.emit(away, asked.kind)
            self.add(away, away.act, "okay")
            return
        given = answer(self.rng, self.home, asked)
        if given is None or given.act is None or not self.emit(given, asked.kind):
            return
        self.add(given, given.act, reply_to(self.rng, given.act))
        if asked.kind == "which" and self.rng.random() < 0.45:
            other = other_one(self.rng, self.home, asked, given.act)
            if other is not None and other.act is not None and self.emit(other):
                self.add(other, other.act, reply_to(self.rng, other.act))

    def telling(self) -> None:
        """Have Hearth name things, and refer to them."""
        made = told(self.rng, self.home)
        if made is None:
            return
        said, reply, act = made
        self.emit(said)
        known = self.rng.random() < 0.5
        self.turns.append(turn_of(self.rng, said.alone, act if known else None, reply))
        self.acts.append(act if act.phrase else None)
        given = refer_to_told(self.rng, self.home, act)
        if given is not None and self.emit(given):
            self.add(given, given.act, reply_to(self.rng, given.act) if given.act else "okay")


def polite(rng: random.Random, text: str) -> str:
    """Add what people add, sometimes with words that look like a correction or a reference."""
    style = rng.random()
    if style < 0.75:
        return text
    return rng.choice(["please {t}", "{t} please", "hey {t}", "okay {t}", "now {t}", "actually {t}", "well {t}", "and {t}", "{t} now", "then {t}", "oh and {t}", "so {t}", "{t} for me", "i want you to {t}"]).format(t=text)


def conversation(split: str, number: int) -> list[Example]:
    """Make one conversation; the same number gives the same one."""
    rng = random.Random(SEEDS[split] + number)
    talk = _Talk(rng, split)
    for _ in range(rng.choice([2, 3, 4, 5, 6, 8])):
        talk.step()
    return talk.found


def generate(split: str, count: int, start: int = 0) -> Iterator[Example]:
    """Yield the examples of `count` conversations."""
    for number in range(start, start + count):
        yield from conversation(split, number)


def main() -> None:
    """Write a split to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=tuple(SEEDS), default="test")
    parser.add_argument("--count", type=int, default=40, help="conversations")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    save(options.out, list(generate(options.split, options.count)))


if __name__ == "__main__":
    main()
