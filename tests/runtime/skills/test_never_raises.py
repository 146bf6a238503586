"""Whatever was understood, in whatever order: a turn ends with a reply, says something printable and acts on what exists."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.understanding.house import demo
from runtime.skills import INTENTS, SKILL_OF
from runtime.turn import Interpretation, Slot
from tests.support.talk import Talk

WORDS = ("floor lamp", "lamp", "kitchen", "it", "the bedroom", "upstairs", "disco ball", "all", "both", "off", "open", "ceiling fan", "", "thermostat",
         "movie time", "one two three four", "here", "house", "and", "blinds and curtains", "anna", "pasta", "washing program", "temperature", "x" * 60)  # fmt: skip
VALUES = (None, 0.0, -5.0, 20.0, 50.0, 150.0, 1e9, "up", "down", "max", "all", "other", "both", "any", "light", "blind", "device", "temperature", "on", "open",
          "07:00", "07:30?", "99:99", "tomorrow", "12-25", "02-30", "+3", "2700K", "red", "heat", "1234", "here", "nonsense")  # fmt: skip
TEXTS = ("", "turn it off", "no the bedroom", "which lights are on", "for ten minutes", "the second one", "yes", "no", "cancel", "the other one", "both",
         "what is the temperature", "is it hot yet", "i meant the fan", "light it up", "in the kitchen", "???", "one two")  # fmt: skip


@st.composite
def clauses(draw):
    intent = draw(st.sampled_from(INTENTS))
    names = draw(st.lists(st.sampled_from(intent.slots or ("name",)), max_size=4))
    slots = tuple(Slot(name, draw(st.sampled_from(WORDS)), draw(st.sampled_from(VALUES))) for name in names)
    return Interpretation(intent.name, slots, draw(st.sampled_from((0.05, 0.5, 1.0))), draw(st.sampled_from(TEXTS)))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
)
@given(
    st.lists(st.tuples(clauses(), st.sampled_from((1.0, 400.0))), min_size=1, max_size=5),
    st.sampled_from(("living room", None, "moon")),
    st.booleans(),
)
def test_any_conversation_ends_well(turns, room, pin):
    known = set(demo().entities)
    talk = Talk(room=room, pin="1234" if pin else "")
    for clause, pause in turns:
        reply = talk.say(clause)
        assert reply.isprintable()
        assert {command.entity_id for command in talk.sent} <= known
        assert "None" not in reply
        talk.wait(pause)


def test_every_intent_has_a_skill_and_every_intent_a_name_of_its_own():
    assert len(SKILL_OF) == len(INTENTS)
    assert len({intent.name for intent in INTENTS}) == len(INTENTS)
