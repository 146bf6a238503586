"""What templates on MQTT use: the short way and Jinja agree with Home Assistant's results."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.home.binding import Payload
from device.home.templates import Template, TemplateFailed, TemplateRefusedError
from device.home.templates_sandbox import FAILURES, compile_tree, read_source

PAYLOAD = b'{"a":1,"f":1.26,"b":{"c":"x","items":3},"l":[1,2],"u":true,"n":null,"update":{"state":"idle"},"t":" 7 ","k k":5,"T":"21.5"}'

VALUES: list[tuple[str, str]] = [
    ("{{ value_json.a }}", "1"),
    ("{{value_json.a}}", "1"),
    ("{{- value_json.b.c -}}", "x"),
    ("{{ value_json['k k'] }}", "5"),
    ('{{ value_json["b"]["c"] }}', "x"),
    ("{{ value_json.l[1] }}", "2"),
    ("{{ value_json.u }}", "True"),
    ("{{ value_json.n }}", "None"),
    ("{{ value_json.missing }}", ""),
    ("{{ value_json.update.state }}", "idle"),
    ("{{ value_json['update']['state'] }}", "idle"),
    ("{{ value_json.b['items'] }}", "3"),
    ("constant", "constant"),
    ("{{ value_json.f | round(1) }}", "1.3"),
    ("{{ value_json.f | round }}", "1"),
    ("{{ value_json.f | round(1, 'floor') }}", "1.2"),
    ("{{ value_json.a | float }}", "1.0"),
    ("{{ value_json.T | float + 1 }}", "22.5"),
    ("{{ value_json.T | int }}", "21"),
    ("{{ 'x' | int(9) }}", "9"),
    ("{{ 'x' | float(default=0.5) }}", "0.5"),
    ("{{ '0x1f' | int(base=16) }}", "31"),
    ("{{ value_json.missing | default('d') }}", "d"),
    ("{{ value_json.missing | default(0) | int }}", "0"),
    ("{{ 'ON' if value_json.a == 1 else 'OFF' }}", "ON"),
    ("{% if value_json.a > 5 %}big{% elif value_json.a > 0 %}small{% else %}none{% endif %}", "small"),
    ("{% set x = value_json.a * 2.55 %}{{ x | round | int }}", "3"),
    ("{{ iif(value_json.u, 'yes', 'no') }}", "yes"),
    ("{{ value_json.u | iif('yes', 'no') }}", "yes"),
    ("{{ (value_json.a * 10000 / 255) | int }}", "39"),
    ("{{ value_json.b.c | upper }}", "X"),
    ("{{ value_json.b | tojson }}", '{"c": "x", "items": 3}'),
    ("{{ value_json.b | to_json }}", '{"c":"x","items":3}'),
    ("{{ value_json.l | join(',') }}", "1,2"),
    ("{{ value_json.l | sum }}", "3"),
    ("{{ value_json.l | max }}", "2"),
    ("{{ max(value_json.l) }}{{ min(3, 2) }}", "22"),
    ("{{ value_json.l | first }}{{ value_json.l | last }}{{ value_json.l | length }}", "122"),
    ("{{ value_json.l | map('float') | list }}", "[1.0, 2.0]"),
    ("{{ value_json.l | select('>', 1) | list | count }}", "1"),
    ("{{ '%.1f' | format(value_json.f) }}", "1.3"),
    ("{{ value_json.t | trim }}", "7"),
    ("{{ value_json.b.c.replace('x', 'yy') }}", "yy"),
    ("{{ ','.join(['a', 'b']) }}", "a,b"),
    ("{{ 'a,b'.split(',')[1] }}", "b"),
    ("{{ 'abc'[1:] }}", "bc"),
    ("{{ 'a' ~ 1 }}", "a1"),
    ("{{ 'x' in value_json.b.c }}", "True"),
    ("{{ value_json.a is defined and value_json.zz is not defined }}", "True"),
    ("{{ value_json.a is number }}", "True"),
    ("{{ is_number('5') }}", "True"),
    ("{{ {'idle': 'off', None: 'none'}[value_json.update.state] }}", "off"),
    ("{% for k in value_json.l %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}", "1,2"),
    ("{% for k, v in value_json.b.items() %}{{ k }}{% endfor %}", "citems"),
    ("{% set ns = namespace(s=0) %}{% for i in value_json.l %}{% set ns.s = ns.s + i %}{% endfor %}{{ ns.s }}", "3"),
    ("{{ 6 | bitwise_and(3) }}", "2"),
    ("{{ 'a1b22' | regex_findall_index('[0-9]+', 1) }}", "22"),
    ("{{ 'abc' | regex_replace('b', 'x') }}", "axc"),
    ("{{ 'abc' | regex_match('a') }}", "True"),
    ("{{ 0 | timestamp_custom('%H:%M', false) }}", "00:00"),
    ("{{ '{\"a\": 5}' | from_json | string }}", "{'a': 5}"),
    ("{{ 'Grüße an' | slugify }}", "grue_an"),
    ("{{ 'eA==' | base64_decode }}", "x"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: str) -> None:
    """As text, without surrounding space."""
    assert Template(source).read(Payload(PAYLOAD)) == expected


@pytest.mark.parametrize(("source", "value", "more", "expected"), [
    ("{{ value }}", 5, {}, "5"), ("{{ value | int }}", 5.7, {}, "5"), ("{{ position }}", 5, {"position": 40}, "40"),
    ('{"hue": {{ hue }}}', "", {"hue": 120.5}, '{"hue": 120.5}'), ("plain", 5, {}, "plain"),
    ("{{ '#%02x%02x' | format(red, green) }}", "", {"red": 255, "green": 0}, "#ff00"),
])  # fmt: skip
def test_commands(source: str, value: Any, more: dict[str, Any], expected: str) -> None:
    """A value and what goes with it become a payload."""
    assert Template(source).write(value, more) == expected


@pytest.mark.parametrize("source", ["{{ value_json.a.b.c }}", "{{ value_json.x.y }}", "{{ states('a') }}", "{{ 'x' | int }}", "{{ 'x' | float }}",
    "{{ value_json.zz | is_defined }}", "{{ 1 / 0 }}", "{{ value_json.l[7].x }}", "{{ undefined_thing.x }}"])  # fmt: skip
def test_what_makes_nothing_of_a_payload_fails(source: str) -> None:
    """The caller keeps the old state."""
    with pytest.raises(TemplateFailed):
        Template(source).read(Payload(PAYLOAD))


def test_payloads_that_are_no_json() -> None:
    """`value` works, `value_json` does not."""
    assert Template("{{ value | upper }}").read(Payload(b"on")) == "ON"
    with pytest.raises(TemplateFailed):
        Template("{{ value_json.a }}").read(Payload(b"on"))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "items", "é"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    JSON,
    st.sampled_from(
        [
            "{{ value_json.a }}",
            "{{ value_json.a.b }}",
            "{{ value_json['a'][0] }}",
            "{{ value_json.items }}",
            "{{ value_json['é'] }}",
        ]
    ),
)
def test_the_short_way_and_jinja_agree(data: Any, source: str) -> None:
    """On every payload: the same text, or both fail."""
    payload = Payload(msgspec.json.encode(data))
    try:
        long = compile_tree(read_source(source))({"value": payload.text, "value_json": payload.json})
    except FAILURES:
        with pytest.raises(TemplateFailed):
            Template(source).read(payload)
    else:
        assert Template(source).read(payload).strip() == long


@given(st.text(max_size=60), st.binary(max_size=60))
def test_any_template_on_any_payload(source: str, payload: bytes) -> None:
    """Ends in a text, a refusal or a failure."""
    try:
        Template(source).read(Payload(payload))
        Template("{{ " + source + " }}").read(Payload(payload))
    except (TemplateRefusedError, TemplateFailed):
        pass
