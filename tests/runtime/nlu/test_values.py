"""The table is the specification: slot, words, meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.nlu.values import READERS, normalised

TABLE = """
percent | forty percent | 40
percent | 40 | 40
percent | half | 50
percent | three quarters | 75
percent | one hundred percent | 100
percent | a hundred percent | 100
percent | twenty five | 25
brightness | full | 100
brightness | maximum | 100
brightness | seventy five percent | 75
temperature | nineteen degrees | 19
temperature | twenty one point five degrees | 21.5
temperature | twenty one and a half degrees | 21.5
temperature | 72 degrees fahrenheit | 72
temperature | minus three degrees | -3
level | high | high
level | full speed | max
level | speed two | 2
change | brighter | up
change | a bit darker | down
change | down | down
change | ten percent brighter | 10
change | two degrees cooler | -2
duration | ten minutes | 600
duration | an hour | 3600
duration | half an hour | 1800
duration | an hour and a half | 5400
duration | one and a half hours | 5400
duration | two hours and thirty minutes | 9000
duration | a quarter of an hour | 900
duration | ninety seconds | 90
duration | a couple of minutes | 120
duration | 5 minutes | 300
change_duration | five minutes | 300
time | seven | 07:00?
time | seven o'clock | 07:00?
time | seven thirty pm | 19:30
time | seven thirty p m | 19:30
time | half past seven | 07:30?
time | quarter to six | 05:45?
time | a quarter past nine in the evening | 21:15
time | ten to eight in the morning | 07:50
time | six oh five am | 06:05
time | noon | 12:00
time | midnight | 00:00
time | twenty two fifteen | 22:15
time | 7:30 | 07:30?
time | 19:05 | 19:05
time | twelve am | 00:00
time | eight tonight | 20:00
time | twenty past four in the afternoon | 16:20
date | tomorrow | tomorrow
date | on friday | friday
date | next tuesday | tuesday
date | the day after tomorrow | +2
date | december twenty fifth | 12-25
date | the third of may | 05-03
date | in three days | +3
date | tonight | today
color | warm white | warm_white
color | dark red | crimson
color | 2700 kelvin | 2700K
color | three thousand kelvin | 3000K
pin | one two three four | 1234
pin | 4 7 1 1 | 4711
kind | lamps | light
kind | the blinds | blind
quantifier | everything | all
quantifier | both | both
state | turned on | on
mode | heating | heat
quantity | warm | temperature
area | in here | here
"""


@pytest.mark.parametrize("row", TABLE.strip().splitlines())
def test_meaning(row: str) -> None:
    slot, words, meaning = (part.strip() for part in row.split("|"))
    value = normalised(slot, words)
    assert (f"{value:g}" if isinstance(value, float | int) else value) == meaning


@given(st.sampled_from(sorted(READERS)), st.text(max_size=40))
def test_nothing_a_person_can_say_raises(slot: str, words: str) -> None:
    normalised(slot, words)


@given(
    st.sampled_from(sorted(READERS)),
    st.lists(
        st.sampled_from(
            [
                "a",
                "half",
                "past",
                "to",
                "seven",
                "twenty",
                "percent",
                "minutes",
                "and",
                "point",
                "of",
                "the",
                "oh",
                "pm",
            ]
        ),
        max_size=8,
    ),
)
def test_nothing_half_sensible_raises(slot: str, words: list[str]) -> None:
    normalised(slot, " ".join(words))
