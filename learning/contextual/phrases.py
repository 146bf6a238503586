"""How people say things to a house. Every wording belongs to train, dev or test; `(a|b)` and `[c]` are spelled out first."""

import itertools
import re
from functools import cache

from learning.contextual import leave, more_phrases
from learning.contextual.homes import part_of

_GROUP = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@cache
def spelled(pattern: str) -> tuple[str, ...]:
    """Return every wording of a pattern."""
    parts: list[list[str]] = []
    at = 0
    for match in _GROUP.finditer(pattern):
        parts.append([pattern[at : match.start()]])
        parts.append(match[1].split("|") if match[1] is not None else ["", *match[2].split("|")])
        at = match.end()
    parts.append([pattern[at:]])
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", "".join(choice)).strip() for choice in itertools.product(*parts)))


@cache
def wordings(patterns: tuple[str, ...], split: str) -> tuple[str, ...]:
    """Return the wordings of a split; when it got none, those of train (few patterns have only common words)."""
    every = [wording for pattern in patterns for wording in spelled(pattern)]
    more = (
        [wording for pattern in _more().get(patterns, ()) for wording in spelled(pattern)] if split == "train" else []
    )
    mine = tuple(wording for wording in (*every, *more) if part_of(wording) == split)
    return mine or tuple(wording for wording in every if part_of(wording) == "train") or tuple(every)


ON = (
    "(turn|switch|put) on {np}",
    "(turn|switch|put) {np} on",
    "{np} on",
    "(could|can|would) you (turn|switch) on {np}",
    "power up {np}",
)
OFF = (
    "(turn|switch|shut) off {np}",
    "(turn|switch|shut) {np} off",
    "{np} off",
    "(could|can|would) you (turn|switch) off {np}",
    "kill {np}",
)

# action -> platform -> wordings that stand alone; {np} the thing, {value} what to set
REQUESTS: dict[str, dict[str, tuple[str, ...]]] = {
    "on": {"light": ON, "fan": ON, "switch": ON, "media": ON[:3], "climate": ON[:2]},
    "off": {"light": OFF, "fan": OFF, "switch": OFF, "media": OFF[:3], "climate": OFF[:2]},
    "set": {
        "light": ("(set|dim|put) {np} (to|at) {value}", "(set|change) the brightness of {np} to {value}", "(bring|take) {np} to {value}", "{np} to {value}"),
        "fan": ("(set|put|change) {np} to {value}", "run {np} at {value}", "{np} to {value}"),
        "cover": ("(set|move|put) {np} to {value}", "(open|close|lower|raise) {np} to {value}", "{np} to {value}"),
        "climate": ("(set|put|change|adjust) {np} to {value}", "(turn|bring) {np} (up|down) to {value}", "{np} to {value}", "heat {np} to {value}"),
        "media": ("set the volume of {np} to {value}", "(set|put) {np} to {value}", "(turn|bring) {np} (up|down) to {value}"),
    },
    "color": {"light": ("(make|turn|paint) {np} {value}", "(set|change|switch) {np} to {value}", "(i want|give me) {np} in {value}")},
    "more": {
        "light": ("make {np} [a bit|a little|much] brighter", "(brighten|turn up) {np}", "{np} [a bit] brighter"),
        "fan": ("make {np} [a bit|a little] faster", "(speed up|turn up) {np}"),
        "climate": ("make {np} [a bit|a little] warmer", "turn up {np} [a bit|a little]", "turn {np} up"),
        "media": ("make {np} [a bit|a little] louder", "turn up {np} [a bit|a little]", "turn {np} up"),
    },
    "less": {
        "light": ("make {np} [a bit|a little|much] (dimmer|darker)", "(dim|turn down) {np}"),
        "fan": ("make {np} [a bit|a little] slower", "(slow down|turn down) {np}"),
        "climate": ("make {np} [a bit|a little] (cooler|colder)", "turn down {np} [a bit|a little]", "turn {np} down"),
        "media": ("make {np} [a bit|a little] quieter", "turn down {np} [a bit|a little]", "turn {np} down"),
    },
    "open": {"cover": ("(open|raise|pull up) {np}", "(open|pull) {np} up", "(could|can) you open {np}", "{np} up")},
    "close": {"cover": ("(close|shut|lower|pull down) {np}", "(could|can) you (close|shut) {np}", "{np} down")},
    "lock": {"lock": ("(lock|lock up|bolt) {np}", "(could|can) you lock {np}", "make sure {np} is locked")},
    "unlock": {"lock": ("(unlock|unbolt) {np}", "(could|can) you unlock {np}")},
    "pause": {"media": ("(pause|mute|silence) {np}", "(could|can) you pause {np}"), "vacuum": ("(pause|halt) {np}", "tell {np} to pause")},
    "play": {"media": ("(play|resume|unpause) {np}", "start {np} again"), "vacuum": ("(start|run|send out) {np}", "let {np} (work|clean|run)")},
    "dock": {"vacuum": ("send {np} (home|back|to its base)", "dock {np}", "(stop|park) {np}")},
    "ask_on": {
        "light": ("is {np} [still] on", "did i leave {np} on", "(check|tell me) if {np} is on"),
        "fan": ("is {np} [still] (on|running)",),
        "switch": ("is {np} [still] on", "did i leave {np} on", "(check|tell me) if {np} is on"),
    },
    "ask_open": {"cover": ("is {np} [still] (open|closed)", "(check|tell me) if {np} is open"), "window": ("is {np} [still] (open|closed|shut)", "did i close {np}")},
    "ask_locked": {"lock": ("is {np} [still] locked", "did i lock {np}", "(check|tell me) if {np} is locked")},
}  # fmt: skip

ROOM_REQUESTS = {
    "ask_warm": (
        "(what's|what is|tell me) the temperature in {room}",
        "how (warm|cold|hot) is [it in] {room}",
        "what temperature is it in {room}",
    ),
    "ask_humid": ("(what's|what is|tell me) the humidity in {room}", "how humid is [it in] {room}"),
    "set_room": ("(set|heat|warm) {room} to {value}", "make it {value} in {room}", "i want {value} in {room}"),
    "ask_list": ("what is on in {room}", "which lights are on in {room}", "(is|are there) any windows? open in {room}"),
}

TIMER = (
    "(set|start) a {label} timer for {value}",
    "(set|start) a timer for {label} for {value}",
    "{label} timer for {value}",
)

# Anaphora: {p} is it, that, them or a nominal; particles never follow a pronoun in English.
PRONOUN: dict[str, tuple[str, ...]] = {
    "on": ("(turn|switch|put) {p} on [again|now|too|please|as well]", "(turn|switch) {p} back on", "(can|could) you (turn|switch) {p} on", "and (turn|switch) {p} on"),
    "off": (
        "(turn|switch|shut) {p} off [again|now|too|please|as well]", "(turn|switch) {p} back off", "(can|could) you (turn|switch) {p} off",
        "(actually|ok|okay|now) (turn|switch) {p} off [again]", "and (turn|switch) {p} off", "you can (turn|switch) {p} off [now]",
    ),
    "set": ("(set|put|change|bring) {p} to {value} [now|please|instead]", "make {p} {value} [please|instead]", "(can|could) you set {p} to {value}", "and set {p} to {value}"),
    "color": ("(make|turn) {p} {value} [now|please|instead]", "(set|change) {p} to {value}", "can you make {p} {value}", "i want {p} {value}"),
    "more": ("make {p} [a bit|a little|much] {more}", "turn {p} up [a bit|a little|again]", "{p} should be [a bit] {more}"),
    "less": ("make {p} [a bit|a little|much] {less}", "turn {p} down [a bit|a little|again]", "{p} should be [a bit] {less}"),
    "open": ("(open|raise) {p} [again|now|please|too]", "(can|could) you open {p} [again]", "and open {p}"),
    "close": ("(close|shut|lower) {p} [again|now|please|too]", "(can|could) you (close|shut) {p} [again]", "and close {p}"),
    "lock": ("lock {p} [again|now|please|too]", "(can|could) you lock {p} [again]", "and lock {p}", "(make sure|check) {p} is locked"),
    "unlock": ("unlock {p} [again|now|please|too]", "(can|could) you unlock {p} [again]"),
    "pause": ("(pause|mute) {p} [again|now|please]", "(can|could) you pause {p}"),
    "play": ("(start|resume) {p} [again|now|please]", "(can|could) you (start|resume) {p}"),
    "dock": ("send {p} (home|back) [again|now|please]", "(can|could) you send {p} (home|back)"),
    "ask_on": ("is {p} [still] on [now]", "did you turn {p} on"),
    "ask_open": ("is {p} [still] (open|closed) [now]",),
    "ask_locked": ("is {p} [still] locked [now]",),
}  # fmt: skip
DROPPED = frozenset("again too please as well now instead".split())
"""Words that only make sense after something else: not written into the sentence that stands alone."""

MORE = {"light": ["brighter"], "fan": ["faster"], "climate": ["warmer", "hotter"], "media": ["louder"]}
LESS = {
    "light": ["dimmer", "darker"],
    "fan": ["slower"],
    "climate": ["cooler", "colder"],
    "media": ["quieter", "softer"],
}

LOCATIVE = {
    "value": ("set {np} (there|in there) to {value}", "(turn|put) {np} (there|in there) (up|down) to {value}", "and set {np} there to {value}"),
    "on": ("(turn|switch) on {np} (there|in there) [too|as well|please]", "(turn|switch) {np} on in there", "and turn on {np} (there|in there)"),
    "off": ("(turn|switch) off {np} (there|in there) [too|as well|please]", "(turn|switch) {np} off in there", "and turn off {np} (there|in there)"),
    "open": ("open {np} (there|in there) [too|please]", "and (open|raise) {np} there"),
    "close": ("(close|shut) {np} (there|in there) [too|please]", "and close {np} there"),
    "ask": ("(what's|what is) the (temperature|humidity) (there|in there)", "how (warm|cold|humid) is it (there|in there)", "and how (warm|humid) is it in there"),
    "ask_on": ("is {np} (there|in there) on", "is {np} [still] on in there", "are the lights on in there"),
}  # fmt: skip
SAME_ROOM = ("that room", "the same room")

ELLIPSIS_ROOM = (
    "and [in|for] {room}", "(what|how) about [in] {room}", "[in] {room} (too|as well)", "also [in|for] {room}", "and now [in] {room}",
    "[and] [do] the same (in|for) {room}", "(same|same thing|likewise) (in|for) {room}", "and {room} one", "{room} one (too|as well)",
    "do (it|that|this) in {room} (too|as well)", "now [do] {room}", "and (what|how) about {room}", "repeat (that|this) (in|for) {room}",
    "(ok|okay) and [in] {room}", "and in {room} (too|as well)", "now [in] {room} please", "and also [in] {room}", "then {room}",
    "(can|could) you do the same (in|for) {room}", "let's do {room} (too|as well)", "{room} next",
)  # fmt: skip
ELLIPSIS_THING = (
    "and {np} [too|as well|please]", "(what|how) about {np}", "{np} (too|as well)", "also {np}", "[and] do the same (with|for|to) {np}",
    "same (for|with) {np}", "now {np}", "and now {np}", "(ok|okay) and {np}", "and also {np}", "then {np}", "same thing with {np}",
    "(oh and|plus|as well as) {np}", "let's do {np} (too|as well)", "{np} next", "the same (for|with) {np} please", "and (what|how) about {np}",
    "(can|could) you do the same (for|with) {np}", "do {np} (too|as well)", "not only that but {np} too", "likewise {np}",
)  # fmt: skip
ELLIPSIS_VALUE = (
    "[and|now] [to] {value}",
    "{value} (instead|please)",
    "make that {value}",
    "(rather|better|maybe) {value}",
    "(actually|let's say) {value}",
    "try {value}",
    "i (want|meant) {value} (instead|rather)",
    "(let's make it|how about) {value}",
    "(can you make that|go for|let's go with) {value}",
    "{value} (is better|would be better)",
)
ELLIPSIS_BACK = (
    "[and|now] {way} [again|please]",
    "[and] back {way}",
    "{way} again",
    "and {way} again",
    "{way} now",
    "ok {way} again",
    "and (then|now) {way} [again]",
    "{way} (then|please)",
    "right {way} again",
    "(you can go|let's go) back {way}",
)
ELLIPSIS_DEGREE = (
    "[a bit|a little|even|slightly|much] {degree} [please|again]",
    "a (bit|little) {degree} please",
    "still {degree}",
    "(can you go|go) {degree}",
    "(some|way|a touch|a lot) {degree}",
    "{degree} than that",
    "i want it {degree}",
)
ELLIPSIS_QUANTITY = (
    "and the {quantity}",
    "(what|how) about the {quantity}",
    "and its {quantity}",
    "the {quantity} too",
    "(also|now) the {quantity}",
    "the {quantity} as well",
    "and (what|how) about the {quantity}",
    "and (what is|what's) the {quantity}",
)

MARKERS = (
    "no wait", "no", "sorry", "i mean", "i meant", "wait", "no sorry", "scratch that", "or rather", "rather", "make that", "uh no", "no make that",
    "hang on", "wait no", "oh no", "actually no", "oops", "no i mean", "sorry i mean", "no i meant", "er no", "correction", "no not that", "i mean rather",
    "ah no", "sorry no", "my mistake", "hold on", "no hold on", "wait a second", "let me rephrase", "no actually", "or actually", "or no", "um no", "ah sorry",
    "i'm sorry", "oh sorry", "uh wait", "no no", "uh make that", "better", "well no",
)  # fmt: skip
REPAIR_AFTER = (
    "no [wait] {x}", "no i (meant|said|mean) {x}", "(sorry|oops) [i meant] {x}", "i (meant|said|mean) {x}", "not {y} {x}", "no not {y} {x}", "wait {x}",
    "{x} i (meant|mean|said)", "(actually|rather) {x}", "that's wrong i meant {x}", "no {x} (please|instead)", "wrong one i meant {x}", "{x} not {y}",
    "(ah|oh|uh) no {x}", "no no {x}", "my mistake {x}", "(hang|hold) on {x}", "that should (be|have been) {x}", "it should have been {x}", "make that {x}",
)  # fmt: skip

OTHER = (
    "the other one",
    "the other [one]",
    "the other {noun}",
    "not that one the other one",
    "the (remaining|opposite) one",
    "the other of the two",
    "the one that is left",
    "the other one of them",
)
ORDINALS = (
    (
        "the first [one]",
        "the first {noun}",
        "number one",
        "the former",
        "option one",
        "the first of them",
        "the one you said first",
    ),
    (
        "the second [one]",
        "the second {noun}",
        "number two",
        "option two",
        "the second of them",
        "the one you said second",
    ),
)
LAST = ("the last [one]", "the latter")

ANSWERS = (
    "{x}",
    "{x} please",
    "[i mean|i meant] {x}",
    "the one called {x}",
    "{x} of course",
    "let's say {x}",
    "i would like {x}",
    "just {x}",
    "(uh|um|well|hm) {x}",
    "(it's|make it|take|go for) {x}",
    "{x} (then|i think|i guess)",
    "i'd (say|like) {x}",
    "{x} would be (good|fine|great)",
)


@cache
def _more() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the wordings that only train, by the patterns they add to."""
    names = (
        "ELLIPSIS_ROOM",
        "ELLIPSIS_THING",
        "ELLIPSIS_VALUE",
        "ELLIPSIS_BACK",
        "ELLIPSIS_DEGREE",
        "ELLIPSIS_QUANTITY",
        "MARKERS",
        "REPAIR_AFTER",
        "OTHER",
        "ANSWERS",
        "TIMER",
    )
    found = {globals()[name]: getattr(more_phrases, name) for name in names}
    found[leave.ALONE] = more_phrases.ALONE
    found |= {ORDINALS[0]: more_phrases.FIRST, ORDINALS[1]: more_phrases.SECOND}
    found |= {PRONOUN[action]: wordings_ for action, wordings_ in more_phrases.PRONOUN.items()}
    found |= {LOCATIVE[action]: wordings_ for action, wordings_ in more_phrases.LOCATIVE.items()}
    return found | {REQUESTS[action][platform]: w for (action, platform), w in more_phrases.REQUESTS.items()}
