"""What a small recogniser does to words: sound-alikes, dropped and inserted short words, split and joined words.

Our own table of confusions beside a phonetic key; the tags stay with the words that remain.
"""

import random
from collections import defaultdict
from collections.abc import Iterable

from learning.nlu.grammar import Tagged

PAIRS = (
    "turn/turned turn/torn turn/time off/of on/an on/own the/a the/to lights/light lights/like light/lied lamp/lamb lamps/lamp dim/them dim/him blinds/blind "
    "blinds/lines close/clothes close/clues open/hope open/opened set/said set/sit to/two to/too four/for for/four in/and in/an and/an "
    "door/more door/the fan/fun fan/van red/read blue/blew heat/he heat/eat heating/eating lock/look lock/log locked/looked volume/volumes "
    "up/a down/don hall/whole room/rooms bed/bad kitchen/kitten living/leaving timer/time timer/timers alarm/arm arm/am minutes/minute "
    "degrees/degree percent/present pause/paws mute/moot is/as are/our our/are what's/what which/witch wake/week seven/seventh eight/ate "
    "stop/stopped play/played vacuum/backing curtain/certain curtains/certain shade/shades garage/garbage bathroom/bedroom "
    "it/at at/it switch/which shut/shot warm/worm cool/call dark/dock bright/right brighter/brother"
)
CONFUSED: dict[str, list[str]] = defaultdict(list)
for _pair in PAIRS.split():
    _said, _heard = _pair.split("/")
    CONFUSED[_said].append(_heard)
DROPPED = frozenset("the a an to of in my please for is".split())
INSERTED = ("the", "a", "uh", "um", "and", "oh", "huh", "i", "so", "well")


def _key(word: str) -> str:
    table = str.maketrans("aeiouywhbdgvzcqj", "........ptkfskkk")
    return "".join(letter for letter in word.translate(table) if letter != ".") or word


class Noise:
    """A recogniser's errors over the words of a training set."""

    def __init__(self, words: Iterable[str]) -> None:
        self.alike: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            if len(word) > 3:
                self.alike[_key(word)].append(word)

    def __call__(self, words: Tagged, rng: random.Random, rate: float) -> Tagged:
        """Return the sentence as it may be heard; about `rate` of the words change."""
        heard: Tagged = []
        for word, tag in words:
            roll = rng.random()
            if roll > rate:
                heard.append((word, tag))
            elif word in DROPPED and tag == "O" and rng.random() < 0.6:
                continue
            elif tag == "O" and rng.random() < 0.15:
                heard.extend([(rng.choice(INSERTED), "O"), (word, tag)])
            else:
                heard.append((self._alike(word, rng), tag))
        return heard or words

    def _alike(self, word: str, rng: random.Random) -> str:
        if word in CONFUSED:
            return rng.choice(CONFUSED[word])
        near = [
            other
            for other in self.alike.get(_key(word), ())
            if other != word and other[0] == word[0] and abs(len(other) - len(word)) < 2
        ]
        return rng.choice(near) if near else word
