"""What a reference can lean on, and what it turns into."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.contextual import phrases
from learning.contextual.acts import Act, Phrase, pick, value_for
from learning.contextual.homes import MadeHome


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says next."""

    utterance: str
    alone: str
    """The sentence that stands alone; the utterance itself when it already does."""
    kind: str
    act: Act | None = None
    """What it asks for, when that can be referred to."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a reference may lean on: the acts so far, newest last; None where an exchange was small talk."""

    rng: random.Random
    home: MadeHome
    acts: Sequence[Act | None]

    def last(self, *, older: bool = False) -> Act | None:
        """Return the newest act with something to refer to; `older`: only when the last exchange had none."""
        found = [act for act in self.acts if act is not None]
        if not found or (older and self.acts[-1] is not None):
            return None
        return found[-1]


def cleaned(wording: str, action: str) -> str:
    """Leave out what only makes sense after something else."""
    words = wording.split()
    while words and words[0] in {"and", "actually", "ok", "okay", "now", "then"}:
        words = words[1:]
    joined = " ".join(words).replace(" as well", "").replace(" too", "")
    gone = phrases.DROPPED | (set() if action == "dock" else {"back"})
    return " ".join(word for word in joined.split() if word not in gone)


def pronoun_act(scene: Scene, base: Act, pronoun: str, named: str) -> tuple[str, str, Act] | None:
    actions = [a for a in phrases.PRONOUN if a in phrases.REQUESTS and base.platform in phrases.REQUESTS[a]]
    if not actions:
        return None
    flipped = {"on": "off", "off": "on", "open": "close", "close": "open", "lock": "unlock", "unlock": "lock"}.get(
        base.action
    )
    action = flipped if flipped in actions and scene.rng.random() < 0.35 else scene.rng.choice(actions)
    value = value_for(scene.rng, action, base.platform)
    degree = {
        "more": scene.rng.choice(phrases.MORE.get(base.platform, ["up"])),
        "less": scene.rng.choice(phrases.LESS.get(base.platform, ["down"])),
    }
    wording = pick(scene.rng, phrases.PRONOUN[action], scene.home.split)
    said = wording.format(p=pronoun, value=value, **degree)
    alone = cleaned(wording, action).format(p=named, value=value, **degree)
    plain = (
        cleaned(wording, action)
        .replace("{p}", "{np}")
        .replace("{more}", degree["more"])
        .replace("{less}", degree["less"])
    )
    return said, alone, replace(base, action=action, wording=plain, value=value)


def referred(base: Act) -> Act:
    """Return the act whose phrase is now what the rewrite says."""
    if len(base.things) == 1:
        thing = base.things[0]
        return replace(
            base,
            phrase=Phrase("bare", thing.name)
            if thing.unique or thing.room in thing.name
            else Phrase("first", thing.name, thing.room),
        )
    return base


HELD_OUT = frozenset(
    {
        ("ellipsis", "fan", "off"),
        ("nominal", "cover", "open"),
        ("anaphora", "media", "less"),
        ("correction", "lock", "lock"),
        ("locative", "fan", "off"),
    }
)
"""(kind, platform, action) that never occur in training: what is learned must carry over."""


def held_out(said: Said) -> bool:
    """Tell whether this combination is kept for dev and test."""
    return said.act is not None and (said.kind, said.act.platform, said.act.action) in HELD_OUT
