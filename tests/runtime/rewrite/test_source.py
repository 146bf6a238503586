"""What can be copied from."""

from runtime.rewrite.source import CLOSED, ENTITY, MAX_PASSAGE, ROOM, SYSTEM, USER, Turn, fuse, passage
from runtime.rewrite.words import PLACE, THING, Lexicon

TURN = Turn("turn on the light", "the kitchen light is on", ("kitchen light",), ("kitchen",))


def test_a_passage_holds_entities_rooms_user_and_reply():
    found = passage(TURN, Lexicon(["kitchen"]))
    assert found.words[:3] == ("kitchen", "light", "kitchen")
    assert set(found.kinds) == {ENTITY, ROOM, USER, SYSTEM}
    assert found.tags[:3] == (THING, THING, PLACE)
    assert len(found.words) == len(found.kinds) == len(found.tags) == len(found.places)


def test_long_replies_are_cut():
    assert len(passage(Turn("hello", "word " * 500), Lexicon()).words) == MAX_PASSAGE


def test_the_closed_list_names_nothing():
    assert not {"kitchen", "light", "red", "ten", "bedroom"} & set(CLOSED)
    assert len(set(CLOSED)) == len(CLOSED)


def test_fuse_compares_words():
    past = [passage(Turn("open the blind", "okay"), Lexicon()), passage(Turn("close the gate", "done"), Lexicon())]
    found = fuse(("close", "it"), past)
    assert found.words[: found.memory + 2] == (
        "open",
        "the",
        "blind",
        "okay",
        "close",
        "the",
        "gate",
        "done",
        "close",
        "it",
    )
    assert found.distance.tolist() == [1, 1, 1, 1, 0, 0, 0, 0]
    assert found.flags.tolist() == [0, 2 + 4, 0, 0, 1 + 2, 2, 2, 2]
    assert found.echoes.tolist() == [1, 0]
    assert found.words[found.memory + found.utterance :] == CLOSED
