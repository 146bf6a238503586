"""Facts told by the user: kept whole, listed, forgotten; a file that makes no sense is moved aside, and said."""

import json
import os
from pathlib import Path

import pytest

from device.errors import StoreError
from device.home.facts import Facts
from device.home.registry import Fact


def test_nothing_was_told(tmp_path: Path) -> None:
    assert Facts(tmp_path / "facts.json").all == {}


def test_told_listed_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "facts.json"
    facts = Facts(path)
    assert facts.tell("light.a", room="  The  Study ") == Fact(room="the study")
    facts.tell("light.a", alias="Big Lamp")
    facts.tell("light.a", alias="big lamp")
    facts.tell("light.b", alias="bulb", name="Globe")
    expected = {"light.a": Fact("the study", ("big lamp",)), "light.b": Fact(None, ("bulb",), "globe")}
    assert Facts(path).all == facts.all == expected
    assert facts.forget("light.b", alias="bulb")
    assert facts.all["light.b"] == Fact(name="globe")
    assert not facts.forget("light.b", alias="bulb")
    assert facts.forget("light.b")
    assert not facts.forget("light.b")
    assert Facts(path).all == {"light.a": expected["light.a"]}
    assert facts.forget_all() == 1
    assert Facts(path).all == {}


def test_the_last_alias_forgotten_leaves_nothing(tmp_path: Path) -> None:
    facts = Facts(tmp_path / "facts.json")
    facts.tell("light.a", alias="x")
    facts.forget("light.a", alias="x")
    assert facts.all == {}


@pytest.mark.parametrize("text", ["", "{", '{"version": 1}', '{"version": 1, "facts": {"a": {"aliases": 3}}}'])
def test_a_file_that_makes_no_sense_is_moved_aside(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text)
    assert Facts(path).all == {}
    assert str(path) in caplog.text
    assert (tmp_path / "facts.broken").read_text() == text


def test_a_write_that_fails_loses_nothing(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "facts.json"
    facts = Facts(path)
    facts.tell("light.a", room="study")
    before = path.read_bytes()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        facts.tell("light.a", room="attic")
    assert path.read_bytes() == before
    assert facts.all == {"light.a": Fact("study")}


def test_a_torn_neighbour_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    Facts(path).tell("light.a", room="study")
    (tmp_path / "facts.new").write_text('{"vers')
    assert Facts(path).all == {"light.a": Fact("study")}
    assert json.loads(path.read_text())["version"] == 1
