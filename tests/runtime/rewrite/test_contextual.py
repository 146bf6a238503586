"""The exported rewriter, in a home like the demo's: what it must do, what it must leave alone, what it costs."""

from pathlib import Path

import msgspec
import pytest

from device.errors import ModelMissing
from device.home.state import Entity, Home
from learning.contextual.examples import load
from learning.contextual.metrics import score, summary
from runtime.rewrite.contextual import Contextual, ContextualSettings, _smoothed, takes_back
from runtime.rewrite.source import CLOSED, Turn
from runtime.rewrite.words import Lexicon, split
from runtime.turn import Exchange, Interpretation, Question, Request

MODEL = Path(__file__).parents[3] / "exported_models" / "contextual"

THINGS = [
    ("light", "Ceiling light", "kitchen"), ("light", "Counter light", "kitchen"), ("switch", "Coffee machine", "kitchen"),
    ("light", "Ceiling light", "living room"), ("light", "Floor lamp", "living room"), ("light", "Reading lamp", "living room"),
    ("cover", "Curtains", "living room"), ("climate", "Thermostat", "living room"),
    ("light", "Ceiling light", "bedroom"), ("light", "Lamp", "bedroom"),
    ("cover", "Blind", "bedroom"), ("climate", "Thermostat", "bedroom"),
    ("fan", "Fan", "bedroom"),
    ("light", "Ceiling light", "office"), ("light", "Desk lamp", "office"), ("cover", "Blind", "office"),
    ("light", "Ceiling light", "bathroom"), ("lock", "Front door", "hallway"), ("cover", "Garage door", "garage"),
]  # fmt: skip


def made() -> Home:
    home = Home()
    for platform, name, room in THINGS:
        home = home.with_entity(Entity(f"{platform}.{room}_{name}".lower().replace(" ", "_"), platform, name, room))
    return home


HOME = made()


def past(said: str, reply: str = "Okay.", *ids: str, at: float = 0.0, question: Question | None = None) -> Exchange:
    return Exchange(said, said, (Request(Interpretation("turn_on"), ids),), reply, at=at, question=question)


@pytest.fixture(scope="module")
def model() -> Contextual:
    return Contextual.open(MODEL)


def which(*options: str) -> Question:
    return Question("Which one?", "which", Request(Interpretation("turn_on")), options)


KITCHEN = past("turn on the kitchen light", "The kitchen ceiling light is on.", "light.kitchen_ceiling_light")
DESK = past("turn on the desk lamp", "The desk lamp is on.", "light.office_desk_lamp")
CURTAINS = past("close the living room curtains", "The curtains are closed.", "cover.living_room_curtains")
WARM = past("how warm is the bedroom", "The bedroom is at 18.5 degrees.", "climate.bedroom_thermostat")
FLOOR = past("turn on the floor lamp", "The floor lamp is on.", "light.living_room_floor_lamp")
GARAGE = past("close the garage door", "The garage door is closing.", "cover.garage_garage_door")
TIMER = past("set a pasta timer for ten minutes", "Ten minutes, starting now.")
ASKED = past("turn on the lamp", "Which lamp, the floor lamp or the reading lamp?")

REWRITTEN = [
    ([KITCHEN], "and in the bedroom", None, "turn on the bedroom light"),
    ([KITCHEN], "what about the office", None, "turn on the office light"),
    ([KITCHEN], "turn it off again", None, "turn the kitchen ceiling light off"),
    ([KITCHEN], "do the same in the bathroom", None, "turn on the bathroom light"),
    ([DESK], "set it to thirty percent", None, "set the desk lamp to thirty percent"),
    ([FLOOR], "make it red", None, "make the floor lamp red"),
    ([FLOOR], "brighter", None, "make the floor lamp brighter"),
    ([CURTAINS], "open it again", None, "open the living room curtains"),
    ([WARM], "and in the office", None, "how warm is the office"),
    ([WARM], "set the heating there to nineteen", None, "set the heating in the bedroom to nineteen"),
    ([ASKED], "the floor lamp", "which", "turn on the floor lamp"),
    ([], "turn on the kitchen no wait the bedroom light", None, "turn on the bedroom light"),
    ([GARAGE, FLOOR], "open it again", None, "open the garage door"),
    ([FLOOR], "the reading lamp too", None, "turn on the reading lamp"),
    ([FLOOR], "also the desk lamp please", None, "turn on the desk lamp"),
    ([FLOOR], "now make it green", None, "make the floor lamp green"),
    ([FLOOR, past("thank you", "You are welcome.", at=1.0)], "turn it off", None, "turn the floor lamp off"),
    ([DESK], "could you turn that off", None, "could you turn the desk lamp off"),
    ([WARM], "turn on the fan in there", None, "turn on the fan in the bedroom"),
    ([WARM], "and how humid is it there", None, "how humid is it in the bedroom"),
    ([TIMER], "how long is left on it", None, "how long is left on the pasta timer"),
    ([ASKED], "the reading one please", "which", "turn on the reading lamp"),
    ([ASKED, FLOOR], "and the other one too", None, "turn on the reading lamp"),
    ([], "set the desk lamp to thirty sorry forty percent", None, "set the desk lamp to forty percent"),
]  # fmt: skip


@pytest.mark.parametrize(("history", "said", "pending", "alone"), REWRITTEN, ids=[row[1] for row in REWRITTEN])
def test_what_leans_is_made_to_stand(model, history, said, pending, alone):
    question = which("light.living_room_floor_lamp", "light.living_room_reading_lamp") if pending else None
    found = model.rewrite(said, history, 5.0, question, HOME)
    assert (found.text, found.source) == (alone, "contextual")
    assert 0.0 < found.score <= 1.0
    assert [origin.word for origin in found.why] == alone.split()


LEFT = [
    "turn on the kitchen light", "turn off the light", "is anything still on", "set a timer for ten minutes", "what time is it",
    "thank you",
    "stop", "yes", "no", "undo that", "say that again", "that's wrong", "turn everything off", "is it raining", "good night",
    "how warm is the living room", "open the garage door", "lock the front door", "set the bedroom thermostat to twenty one degrees",
    "stop it", "add milk to the shopping list", "is it going to rain tomorrow", "turn off the lamp", "i am leaving now", "good job",
    "no the bedroom", "i meant the desk lamp", "what did you hear", "it's too dark in here", "turn on all the lights", "never mind",
]  # fmt: skip


@pytest.mark.parametrize("said", LEFT)
@pytest.mark.parametrize("history", [[], [KITCHEN], [WARM, FLOOR]], ids=["nothing", "one", "two"])
def test_what_stands_alone_is_left_alone(model, history, said):
    found = model.rewrite(said, history, 5.0, None, HOME)
    assert (found.text, found.source) == (said, "none")


def test_four_turns_in_a_row(model):
    """The conversation of the demo: each turn leans on what the ones before became."""
    history: list[Exchange] = []
    for said, alone, thing in (
        ("turn on the desk lamp", "turn on the desk lamp", "light.office_desk_lamp"),
        ("set it to thirty percent", "set the desk lamp to thirty percent", "light.office_desk_lamp"),
        ("and the bedroom lamp", "set the bedroom lamp to thirty percent", "light.bedroom_lamp"),
        ("turn it off", "turn the bedroom lamp off", "light.bedroom_lamp"),
    ):
        found = model.rewrite(said, history, float(len(history)), None, HOME)
        assert found.text == alone
        history.append(msgspec.structs.replace(past(found.text, "Okay.", thing, at=float(len(history))), heard=said))


def test_a_pin_is_never_touched(model):
    pin = Question("What is the PIN?", "pin", Request(Interpretation("unlock")))
    assert model.rewrite("one two three four", [KITCHEN], 5.0, pin, HOME).text == "one two three four"


def test_a_silence_forgets(model):
    assert model.rewrite("and in the bedroom", [KITCHEN], 5.0, None, HOME).source == "contextual"
    assert model.rewrite("and in the bedroom", [KITCHEN], 500.0, None, HOME).source == "none"


def test_equal_calls_give_equal_answers(model):
    fresh = Contextual.open(MODEL)
    for history, said, _, _ in REWRITTEN:
        assert fresh.rewrite(said, history, 5.0, None, HOME) == model.rewrite(said, history, 5.0, None, HOME)


class Counting:
    def __init__(self, session):
        self.session, self.words = session, 0

    def run(self, outputs, feed):
        self.words += feed["ids"].shape[1]
        return self.session.run(outputs, feed)


def test_a_turn_costs_only_its_new_words():
    model = Contextual.open(MODEL)
    model._turn = Counting(model._turn)
    history = [past(f"turn on the lamp number {n}", "Okay.", at=float(n)) for n in range(30)]
    costs = []
    for length in range(1, 30):
        before = model._turn.words
        model.rewrite("and in the bedroom", history[:length], float(length), None, HOME)
        costs.append(model._turn.words - before)
    assert set(costs) == {costs[0]}
    assert len(model._kept) <= 4 * ContextualSettings().turns


def test_it_cannot_invent(model):
    """Whatever is said, every word of a rewrite was said before or is in the closed list."""
    for example in load(Path(__file__).parent / "dialogues.jsonl")[:150]:
        found = model.rewrite_turns(example.utterance, example.turns, example.lexicon, example.pending)
        known = {
            *split(example.utterance),
            *CLOSED,
            *(w for t in example.turns for s in (t.user, t.system, *t.entities, *t.rooms) for w in split(s)),
        }
        assert set(split(found.text)) <= known
        if found.source == "contextual":
            for origin in found.why:
                assert origin.turn <= 1
                assert (origin.turn == 1) == (origin.speaker == "generated")


def test_shipped_conversations(model):
    """Homes, names and wordings that were never trained on."""
    rows = [
        score(e, model.rewrite_turns(e.utterance, e.turns, e.lexicon, e.pending).text)
        for e in load(Path(__file__).parent / "dialogues.jsonl")
    ]
    found = summary(rows)
    assert found["hallucination"] <= 1.0
    assert found["damaged"] <= 2.0
    assert found["when_f1"] >= 95.0
    assert found["entity_f1"] >= 82.0


@pytest.mark.parametrize(
    "text",
    ["no the bedroom", "i meant the fan", "sorry the office", "not the kitchen the bedroom", "no wait the bedroom"],
)
def test_taking_back(text):
    assert takes_back(text)


@pytest.mark.parametrize(
    "text", ["no", "turn on the kitchen no wait the bedroom light", "and in the bedroom", "the north lamp"]
)
def test_not_taking_back(text):
    assert not takes_back(text)


def test_corrections_are_rewritten_on_request():
    model = Contextual.open(MODEL, ContextualSettings(corrections=True))
    assert model.rewrite("no the bedroom", [KITCHEN], 5.0, None, HOME).text == "turn on the bedroom light"


def test_the_model_is_small():
    assert sum(file.stat().st_size for file in MODEL.glob("*.onnx")) <= 8_000_000


def test_a_missing_model_says_how_to_get_it(tmp_path):
    with pytest.raises(ModelMissing, match=r"learning\.contextual\.export"):
        Contextual.open(tmp_path)


def test_nothing_said(model):
    assert model.rewrite_turns("", [Turn("a")], Lexicon()).text == ""
    assert model.rewrite("  ", [KITCHEN], 1.0, None, HOME).source == "none"


@pytest.mark.parametrize(
    ("line", "smooth"),
    [
        ("", ""),
        ("turn on the the lamp", "turn on the lamp"),
        ("warm in the anna's room", "warm in anna's room"),
        ("the", "the"),
    ],
)
def test_smoothing(line, smooth):
    words = line.split()
    assert " ".join(words[at] for at in _smoothed(range(len(words)), words)) == smooth


def test_a_decoder_that_never_ends_changes_nothing():
    model = Contextual.open(MODEL, ContextualSettings(max_words=2))
    assert model.rewrite("and in the bedroom", [KITCHEN], 5.0, None, HOME).text == "and in the bedroom"
