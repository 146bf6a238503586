"""The clock with its zone, and floors."""

from datetime import timedelta

import immutables
import pytest

from bench.understanding.house import demo, entity, home
from runtime import surroundings


@pytest.fixture(autouse=True)
def fresh():
    surroundings.zone.cache_clear()
    yield
    surroundings.zone.cache_clear()


def test_the_clock_knows_when_clocks_change(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    now = surroundings.now()
    assert now.tzinfo is not None
    assert now.replace(month=1, day=10).utcoffset() == timedelta(hours=1)
    assert now.replace(month=7, day=10).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("name", ["No/Where", "../../etc/passwd"])
def test_a_zone_that_is_none_still_tells_the_time(monkeypatch, name):
    monkeypatch.setenv("TZ", name)
    assert surroundings.now().tzinfo is not None


def test_floors_are_read_and_given_to_a_home_that_knows_none():
    known = surroundings.floors(("Upstairs: Bedroom, bathroom", "downstairs:kitchen", "nonsense", ": x"))
    assert known == immutables.Map({"bedroom": "upstairs", "bathroom": "upstairs", "kitchen": "downstairs"})
    plain = home([entity("light.a", "lamp", "bedroom")])
    assert surroundings.on_floors(plain, known).floors is known
    assert surroundings.on_floors(demo(), known).floors is not known
