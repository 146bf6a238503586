"""Whole conversations in homes that do not exist, each turn with the sentence that stands alone.

    python -m learning.contextual.dialogues --split test --count 40 --out FILE

Wordings, homes and some combinations of reference and request are split; the same seed gives the same dialogues.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from learning.contextual import leave
from learning.contextual.acts import Act, fresh_request, maybe, pick
from learning.contextual.asking import answer, ask, other_one
from learning.contextual.examples import HISTORY, Example, save
from learning.contextual.homes import make_home
from learning.contextual.references import HARDER, KINDS
from learning.contextual.scenes import Said, Scene, held_out
from learning.contextual.telling import dangling, refer_to_told, reply_to, small_talk, told, turn_of
from runtime.rewrite.source import CLOSED, Turn
from runtime.rewrite.words import split

SEEDS = {"train": 0, "dev": 1_000_000, "test": 2_000_000}


class _Talk:
    """One conversation being made."""

    def __init__(self, rng: random.Random, part: str) -> None:
        self.rng, self.split, self.home = rng, part, make_home(rng, part)
        self.turns: list[Turn] = []
        self.acts: list[Act | None] = []
        self.found: list[Example] = []
        names = tuple(thing.name for thing in self.home.things)
        self.lexicon = (self.home.rooms, tuple(dict.fromkeys((*names, *(thing.spoken for thing in self.home.things)))))

    def emit(self, said: Said, pending: str = "none") -> bool:
        """Write an example down; refuse what must not be trained on."""
        if self.split == "train" and held_out(said):
            return False
        if said.alone != said.utterance and not self.within_reach(said):
            return False
        places, things = self.lexicon if self.rng.random() > 0.12 or self.split != "train" else ((), ())
        utterance = said.utterance.replace("the ", "", 1) if self.rng.random() < 0.03 else said.utterance
        alone = utterance if said.alone == said.utterance else said.alone
        self.found.append(
            Example(
                tuple(self.turns[-HISTORY:]),
                utterance,
                alone,
                said.kind,
                "home",
                pending,
                places,
                things,
                said.act is not None and held_out(said),
            )
        )
        return True

    def within_reach(self, said: Said) -> bool:
        """Tell whether every word of the rewrite was said, or is in the closed list."""
        known = {*split(said.utterance), *CLOSED}
        for turn in self.turns[-HISTORY:]:
            known.update(word for text in (turn.user, turn.system, *turn.entities, *turn.rooms) for word in split(text))
        return known >= set(split(said.alone))

    def add(self, said: Said, act: Act | None, reply: str) -> None:
        """Finish the exchange."""
        text = said.utterance if self.rng.random() < 0.06 else said.alone
        self.turns.append(turn_of(self.rng, text, act, reply))
        self.acts.append(act)

    def step(self) -> None:
        """Take one turn, or a question with its answer."""
        rng, kind = self.rng, self.rng.random()
        training = self.split == "train"
        kinds = HARDER if training else KINDS
        asked, told_, talked = (0.17, 0.27, 0.34) if training else (0.12, 0.2, 0.3)
        scene = Scene(rng, self.home, self.acts[-4:])
        if kind < asked:
            self.question()
        elif kind < told_:
            self.telling()
        elif training and kind < told_ + 0.004 and self.unstoppable():
            text = rng.choice(["stop it", "stop that", "stop it please", "now stop it"])
            self.emit(Said(text, text, "alone"))
        elif kind < talked:
            said = small_talk(rng, self.home) if any(self.acts) or rng.random() < 0.6 else dangling(rng, self.home)
            self.emit(said)
            self.add(
                said,
                None,
                rng.choice(
                    [
                        "okay",
                        "sorry, i cannot do that",
                        "you are welcome",
                        "it is ten past eight",
                        "which one do you mean",
                        "good night",
                        "",
                    ]
                ),
            )
        elif kind < 0.7 and any(self.acts):
            said_ = maybe(rng, *[(weight, (lambda kind=kind: kind(scene))) for weight, kind in kinds])
            if said_ is not None and said_.utterance != said_.alone and self.emit(said_):
                self.add(said_, said_.act, reply_to(rng, said_.act) if said_.act else "okay")
        elif kind < 0.78 and kind >= 0.7:
            said_ = maybe(
                rng, *[(weight, (lambda kind=kind: kind(scene))) for weight, kind in KINDS if "repair" in kind.__name__]
            )
            if said_ is not None and self.emit(said_):
                self.add(said_, said_.act, reply_to(rng, said_.act) if said_.act else "okay")
        else:
            act = fresh_request(rng, self.home)
            said = Said(polite(rng, str(act)), "", "alone", act)
            said = replace(said, alone=said.utterance)
            self.emit(said)
            self.add(replace(said, alone=str(act), utterance=str(act)), act, reply_to(rng, act))

    def unstoppable(self) -> bool:
        """Tell whether nothing is going on that "stop it" could mean."""
        return all(act is None or act.platform in {"light", "lock", "climate", "switch", "room"} for act in self.acts)

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
            away = (
                small_talk(self.rng, self.home)
                if self.rng.random() < 0.4
                else Said(str(fresh := fresh_request(self.rng, self.home)), str(fresh), "alone", fresh)
            )
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
    return rng.choice(
        [
            "please {t}",
            "{t} please",
            "hey {t}",
            "okay {t}",
            "now {t}",
            "actually {t}",
            "well {t}",
            "and {t}",
            "{t} now",
            "then {t}",
            "oh and {t}",
            "so {t}",
            "{t} for me",
            "i want you to {t}",
        ]
    ).format(t=text)


def conversation(part: str, number: int) -> list[Example]:
    """Make one conversation; the same number gives the same one."""
    rng = random.Random(SEEDS[part] + number)
    talk = _Talk(rng, part)
    for _ in range(rng.choice([2, 3, 4, 5, 6, 8])):
        talk.step()
    return talk.found


def generate(part: str, count: int, start: int = 0) -> Iterator[Example]:
    """Yield the examples of `count` conversations."""
    for number in range(start, start + count):
        yield from conversation(part, number)


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
