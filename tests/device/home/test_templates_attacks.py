"""Every way we know to make a template reach out, run on or grow: each ends quickly, in a refusal or a failure."""

import time

import pytest

from device.home.binding import Payload
from device.home.templates import Template, TemplateFailed, TemplateRefusedError

WALKING = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ value_json.__class__.__init__.__globals__ }}",
    "{{ value['__class__'] }}{{ value|attr('__class__') }}",
    "{{ self.__init__.__globals__ }}{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ namespace(a=1).__class__.__mro__ }}{{ namespace(a=1)._Namespace__attrs.update() }}",
    "{{ range.__globals__ }}{{ range.__self__ }}{{ range.__call__.__self__ }}",
    "{{ (1).__class__.__base__.__subclasses__()[0] }}",
    "{{ float.__globals__.sys.modules }}{{ float.__code__.co_code }}",
    "{{ '%s'|format(value.__class__) }}",
    "{{ '{0.__class__.__mro__}'.format(1) }}",
    "{{ '{0.__class__}'.format_map({}) }}",
    "{{ ['__class__']|map(attribute='__class__')|list }}{{ [1]|map('attr','__class__')|list|first }}",
    "{{ [value]|map(attribute='__class__.__mro__')|first|length }}",
    "{{ [value]|selectattr('__class__')|list|length * value }}",
    "{% for x in [1] %}{{ loop.__class__.__init__.__globals__ }}{{ loop._iterator.gi_frame }}{% endfor %}",
    "{{ (value for value in [1]).gi_frame }}",
    "{{ value.encode.__self__ }}{{ value.upper.__self__.__class__ }}",
    "{{ value_json.get.__self__.clear() }}{{ value_json.pop('a') }}",
    "{{ value_json.update({'a': 2}) }}",
    "{{ value_json.l.append(1) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system('id') }}",
    "{% from 'os' import system %}",
    "{% extends '/etc/passwd' %}",
    "{{ open('/etc/passwd').read() }}",
    "{{ __import__('os').system('id') }}",
    "{{ get_flashed_messages.__globals__ }}{{ url_for.__globals__ }}",
    "{% set x = ''.__class__ %}{{ x }}",
    "{{ states('lock.front') }}{{ now() }}",
    "{{ value|pprint|xmlattr }}",
]

RUNNING = [
    "{% for i in range(1000000000) %}{% endfor %}",
    "{{ range(1000000000)|list|length }}",
    "{{ range(10**9)|sum }}",
    "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}{{ a }}{% endfor %}{% endfor %}{% endfor %}",
    "{% for i in range(2000) %}{% for j in range(2000) %}{% endfor %}{% endfor %}",
    "{% for i in range(1999) %}{% set x = value_json|string|upper|lower|upper|lower|upper %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for i in value_json.l recursive %}{{ loop(value_json.l) }}{% endfor %}",
    "{% call(x) foo() %}{% endcall %}",
    "{{ range(0, 10**18, 1)|max }}",
    "{{ 9**9**9 }}",
    "{{ 2**(2**30) }}",
    "{% set a = 10**60 %}{{ a*a*a*a*a*a*a*a }}",
    "{{ 5|round(-1000000000) }}{{ (10**60)|round(-(10**9)) }}",
    "{{ ('9'*1000)|int * ('9'*1000)|int }}",
    "{{ 'a'|regex_search('(a+)+$') }}{{ ('a'*30 ~ 'b')|regex_search('(a+)+$') }}",
    "{{ ('a'*1000)|regex_match('a*a*a*a*a*a*b') }}",
    "{{ ('a'*30)|regex_findall('(a|a)*b') }}",
    "{{ ('ab'*100)|regex_replace('(.*)\\\\1\\\\1', 'x') }}",
    "{{ 'x'|regex_match('(?:(?:(?:a{1,99}){1,99}){1,99}){1,99}') }}",
]

GROWING = [
    "{{ 'a' * 1000000000 }}",
    "{{ 1000000000 * 'a' }}",
    "{{ ['a'] * 1000000000 }}",
    "{{ 'a'|center(1000000000)|length * 'aaaaaaaaa' }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '%*d'|format(1000000000, 1) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ 'a'.ljust(1000000000) }}",
    "{{ 'a'.zfill(1000000000) }}",
    "{{ '\\t'.expandtabs(1000000000) }}",
    "{{ 'a'|indent(1000000000) }}",
    "{{ [1,2]|batch(1000000000, 'x')|list }}",
    "{{ [1,2]|slice(1000000000)|list }}",
    "{{ 'a'|wordwrap(1)|truncate(9) }}",
    "{{ lipsum(n=100000) }}",
    "{{ dict(a=1) }}{{ ('a'*1000).replace('a', 'b'*1000) }}",
    "{{ ('a'*2000)|replace('a', 'a'*2000) }}",
    "{{ ('a'*2000).join(('b'*2000)|list) }}",
    "{{ range(1900)|join('a'*2000) }}",
    "{% set a = 'a'*2000 %}" + "{% set a = a ~ a %}" * 30 + "{{ a|length }}",
    "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x|length }}",
    "{% set ns = namespace(x=['a']) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x|length }}",
    "{% set ns = namespace(x=2) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}{{ ns.x }}",
    "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}",
    "{% set a = [1] %}{% set b = [1] %}" + "{% set a = [a, a] %}{% set b = [b, b] %}" * 25 + "{{ a == b }}",
    "{% set a = {'a': 1} %}" + "{% set a = {'a': a, 'b': a} %}" * 40 + "{{ a|tojson }}",
    "{% set a = (1,) %}" + "{% set a = (a, a) %}" * 40 + "{{ {a: 1} }}",
    "{% set ns = namespace(x=1) %}{% set ns.x = ns %}{{ ns }}",
    "{% for i in range(1999) %}" + "a" * 3000 + "{% endfor %}",
    "{{ value_json.big * 100000 }}",
    "{{ value_json.l|map('center', 100000000)|join|length * ('a' * 999) }}{{ 'a' * 99999 }}",
]

WRITING = [
    "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
    "{{ " + "not " * 1400 + "1 }}",
    "{{ " + "-" * 3000 + "1 }}",
    "{{ " + "[" * 2500 + "]" * 2500 + " }}",
    "{{ value" + ".a" * 2500 + " }}",
    "{{ value" + "|upper" * 900 + " }}",
    "{% if 1 %}" * 100 + "{% endif %}" * 100,
    "{% for i in [1] %}" * 60 + "{% endfor %}" * 60,
    "{{ 1" + " + 1" * 1200 + " }}",
    "{{ " + "'a' ~ " * 900 + "'a' }}",
    "{{ " + "9" * 4000 + " }}",
    "{{ " + "1 if 1 else " * 400 + "1 }}",
    "{{" * 3000,
    "{% " * 1500,
    "{#" * 2000,
    "{{ '" + "\\x" * 500 + "' }}",
    "{{ 1" + "0" * 4500 + " }}",
    "a" * 100_000 + "{{ x.y }}",
    "{% raw %}" + "{{" * 500 + "{% endraw %}{{ x.y }}",
    "{% trans %}x{% endtrans %}{% do value_json.clear() %}{% debug %}",
    "{{ value\x00 }}{{ \ud800 }}",
    "",
]

PAYLOAD = b'{"a":1,"l":[1,2,3],"big":"' + b"x" * 5000 + b'"}'
SECRETS = ("<class", "root:", "function", "uid=", "<module", "built-in")


@pytest.mark.parametrize("source", WALKING + RUNNING + GROWING + WRITING, ids=lambda source: source[:50])
def test_an_attack_ends_soon_and_reveals_nothing(source: str) -> None:
    """Refused, failed or harmless; in time; the payload unchanged."""
    payload = Payload(PAYLOAD)
    before = str(payload.json)
    started = time.perf_counter()
    try:
        result = Template(source).read(payload)
    except (TemplateFailed, TemplateRefusedError):
        result = ""
    elapsed = time.perf_counter() - started
    assert elapsed < 0.25, "a loaded machine is forgiven; a runaway template takes seconds"
    assert len(result) < 70_000
    assert not any(secret in result for secret in SECRETS), result
    assert str(payload.json) == before


@pytest.mark.parametrize("source", RUNNING + GROWING, ids=lambda source: source[:50])
def test_what_runs_on_or_grows_is_stopped_by_a_sentence(source: str) -> None:
    """None of them merely happens to finish."""
    with pytest.raises((TemplateFailed, TemplateRefusedError), match=r"template .* (refused|failed): ."):
        Template(source).read(Payload(PAYLOAD))


def test_a_payload_cannot_become_a_template() -> None:
    """What a device says is data, whatever it looks like."""
    assert Template("{{ value_json.a }}").read(Payload(b'{"a":"{{ 7*7 }}"}')) == "{{ 7*7 }}"
    assert Template("{{ value_json.a|upper }}").read(Payload(b'{"a":"{% for %}"}')) == "{% FOR %}"


def test_a_huge_payload_is_not_looked_at() -> None:
    """Templates read at most a quarter of a megabyte."""
    with pytest.raises(TemplateFailed):
        Template("{{ value|length }}").read(Payload(b"x" * 300_000))
