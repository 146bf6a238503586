"""The filters, tests and functions that templates on MQTT use in Home Assistant, written so that none can run away.

Each takes and returns plain values. What is not listed here does not exist for a template.
"""

import base64
import math
import re
import statistics
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import jinja2
import jinja2.filters
import jinja2.tests
import msgspec
from jinja2.utils import Namespace, htmlsafe_json_dumps

from device.home.templates_budget import BUDGET, MAX_CHARS, BudgetSpentError
from device.home.templates_patterns import find_all, search, substitute

_NONE = object()


def _number(value: Any, default: Any, convert: Callable[[Any], Any]) -> Any:
    try:
        return convert(value)
    except (TypeError, ValueError, OverflowError):
        if default is _NONE:
            raise
        return default


def to_float(value: Any, default: Any = _NONE) -> Any:
    """Return a float; an unreadable value gives the default or fails."""
    return _number(value, default, float)


def to_int(value: Any, default: Any = _NONE, base: int = 10) -> Any:
    """Return a whole number, cutting fractions; an unreadable value gives the default or fails."""

    def convert(one: Any) -> int:
        if isinstance(one, str):
            text = one.strip()
            if len(text) > 70:
                raise ValueError("that number is too long")
            return int(float(text)) if base == 10 and re.search("[.eEnN]", text) else int(text, base)
        return int(one)

    return _number(value, default, convert)


def round_number(value: Any, precision: int = 0, method: str = "common", default: Any = _NONE) -> Any:
    """Round half up or down ("common", "ceil", "floor", "half"); precision 0 gives a whole number."""
    if not isinstance(precision, int) or abs(precision) > 20:
        raise ValueError("that precision makes no sense")

    def convert(one: Any) -> Any:
        number = float(one)
        scale = 10.0**precision
        if method == "ceil":
            number = math.ceil(number * scale) / scale
        elif method == "floor":
            number = math.floor(number * scale) / scale
        elif method == "half":
            number = round(number * 2) / 2
        else:
            number = round(number, precision)
        return int(number) if precision == 0 and method != "half" else number

    return _number(value, default, convert)


def replace(text: Any, old: Any, new: Any, count: int | None = None) -> str:
    """Replace a part of a text; refused before it grows too long."""
    whole, part, other = str(text), str(old), str(new)
    if len(whole) + whole.count(part) * len(other) > MAX_CHARS:
        raise BudgetSpentError("it makes a text that is too long")
    return whole.replace(part, other, -1 if count is None else int(count))


def join(items: Any, separator: Any = "", attribute: Any = None) -> str:
    """Join texts; refused before the result grows too long."""
    if attribute is not None:
        raise ValueError("join by attribute is not supported")
    between = str(separator)
    pieces: list[str] = []
    size = 0
    for item in BUDGET.loop(items):
        piece = str(item)
        size += len(piece) + len(between)
        if size > MAX_CHARS:
            raise BudgetSpentError("it makes a text that is too long")
        pieces.append(piece)
    return between.join(pieces)


_PRINTF = re.compile(r"%(?:[-+ 0#]{0,4}\d{0,3}(?:\.\d{1,2})?[diouxXeEfFgGcrsa%])")


def printf(pattern: Any, *values: Any) -> str:
    """Format as C's printf does, with widths of at most three digits."""
    text = str(pattern)
    if "%" in _PRINTF.sub("", text) or text.count("%") > 40:
        raise ValueError("that format is not allowed")
    return text % tuple(values)


def center(text: Any, width: int = 80) -> str:
    """Centre a text in a line of at most a thousand characters."""
    return str(text).center(min(int(width), 1000))


def total(items: Any, start: Any = 0) -> Any:
    """Add numbers."""
    result = float(start) if isinstance(start, float) else int(start)
    for item in BUDGET.loop(items):
        if not isinstance(item, (int, float)):
            raise TypeError("only numbers can be added up")
        result += item
    return result


def is_defined(value: Any) -> Any:
    """Return the value, or fail where there is none."""
    if isinstance(value, jinja2.Undefined):
        raise jinja2.UndefinedError("it is not defined")
    return value


def iif(value: Any, if_true: Any = True, if_false: Any = False, if_none: Any = _NONE) -> Any:
    """Choose by truth."""
    if value is None and if_none is not _NONE:
        return if_none
    return if_true if value else if_false


def to_json(value: Any, **_options: Any) -> str:
    """Write as JSON."""
    return msgspec.json.encode(value).decode()


def from_json(text: Any, default: Any = _NONE) -> Any:
    """Read JSON."""
    try:
        return msgspec.json.decode(str(text))
    except (msgspec.DecodeError, RecursionError) as error:
        if default is _NONE:
            raise ValueError("it is not JSON") from error
        return default


def slugify(text: Any, separator: str = "_") -> str:
    """Return lower-case letters and digits only."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", str(separator)[:8].replace("\\", ""), plain).strip(str(separator)[:8])


def is_number(value: Any) -> bool:
    """Say whether a value can be read as a finite number."""
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def to_bool(value: Any, default: Any = _NONE) -> Any:
    """Read yes/no words."""
    word = str(value).strip().lower()
    if word in {"1", "1.0", "true", "yes", "on", "enable"}:
        return True
    if word in {"0", "0.0", "false", "no", "off", "disable"}:
        return False
    if default is _NONE:
        raise ValueError("it is neither true nor false")
    return default


_CLOCK_FORMAT = re.compile(r"(?:[^%]|%[-_]?[aAbBcdHIjmMpSUwWxXyYZfzeDFTRsGuV%]){0,80}")


def timestamp_custom(value: Any, pattern: str = "%Y-%m-%d %H:%M:%S", local: bool = True, default: Any = _NONE) -> Any:
    """Write a Unix time; widths in the format are refused."""
    if not _CLOCK_FORMAT.fullmatch(str(pattern)):
        raise ValueError("that time format is not allowed")
    return _number(
        value,
        default,
        lambda one: (datetime.fromtimestamp(float(one), UTC).astimezone(None if local else UTC)).strftime(str(pattern)),
    )


def as_timestamp(value: Any, default: Any = _NONE) -> Any:
    """Read an ISO time as Unix time."""
    return _number(value, default, lambda one: datetime.fromisoformat(str(one)).timestamp())


def _flat(values: tuple[Any, ...]) -> list[Any]:
    items = values[0] if len(values) == 1 and isinstance(values[0], Iterable) else values
    return list(BUDGET.loop(items))


def _flag(value: Any, other: Any, combine: Callable[[int, int], int]) -> int:
    return combine(int(value), int(other))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "float": to_float,
    "int": to_int,
    "bool": to_bool,
    "iif": iif,
    "is_number": is_number,
    "namespace": Namespace,
    "min": lambda *values: min(_flat(values)),
    "max": lambda *values: max(_flat(values)),
    "sum": lambda *values: total(_flat(values)),
    "average": lambda *values: statistics.fmean(_flat(values)),
    "median": lambda *values: statistics.median(_flat(values)),
    "log": lambda value, base=math.e: math.log(float(value), float(base)),
    "sqrt": lambda value: math.sqrt(float(value)),
    "as_timestamp": as_timestamp,
    "timestamp_custom": timestamp_custom,
    "slugify": slugify,
}

_BUILTIN = (
    *(
        "abs",
        "capitalize",
        "count",
        "d",
        "default",
        "dictsort",
        "escape",
        "e",
        "first",
        "items",
        "last",
        "length",
        "list",
    ),
    *("lower", "map", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "string", "title", "trim"),
    *("unique", "upper", "urlencode", "max", "min"),
)

FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: jinja2.filters.FILTERS[name] for name in _BUILTIN},
    "float": to_float,
    "int": to_int,
    "bool": to_bool,
    "round": round_number,
    "replace": replace,
    "join": join,
    "format": printf,
    "center": center,
    "sum": total,
    "is_defined": is_defined,
    "iif": iif,
    "tojson": lambda value, **_options: str(htmlsafe_json_dumps(value)),
    "to_json": to_json,
    "from_json": from_json,
    "slugify": slugify,
    "is_number": is_number,
    "multiply": lambda value, by, default=_NONE: _number(value, default, lambda one: float(one) * float(by)),
    "add": lambda value, by, default=_NONE: _number(value, default, lambda one: float(one) + float(by)),
    "log": lambda value, base=math.e, default=_NONE: _number(value, default, lambda x: math.log(float(x), float(base))),
    "sqrt": lambda value, default=_NONE: _number(value, default, lambda one: math.sqrt(float(one))),
    "bitwise_and": lambda value, other: _flag(value, other, lambda a, b: a & b),
    "bitwise_or": lambda value, other: _flag(value, other, lambda a, b: a | b),
    "bitwise_xor": lambda value, other: _flag(value, other, lambda a, b: a ^ b),
    "timestamp_custom": timestamp_custom,
    "timestamp_local": lambda value, default=_NONE: timestamp_custom(value, "%Y-%m-%dT%H:%M:%S", True, default),
    "timestamp_utc": lambda value, default=_NONE: timestamp_custom(value, "%Y-%m-%dT%H:%M:%S", False, default),
    "as_timestamp": as_timestamp,
    "average": lambda *values: statistics.fmean(_flat(values)),
    "median": lambda *values: statistics.median(_flat(values)),
    "contains": lambda items, item: item in items,
    "base64_decode": lambda value: base64.b64decode(str(value)).decode("utf-8", "replace"),
    "base64_encode": lambda value: base64.b64encode(str(value).encode()).decode(),
    "regex_match": lambda value, find="", ignorecase=False: search(value, find, ignorecase, anchored=True),
    "regex_search": lambda value, find="", ignorecase=False: search(value, find, ignorecase),
    "regex_replace": substitute,
    "regex_findall": find_all,
    "regex_findall_index": lambda value, find="", index=0, ignorecase=False: find_all(value, find, ignorecase)[index],
}

_NO_TESTS = frozenset({"callable", "escaped", "filter", "sameas", "test"})

TESTS: Mapping[str, Callable[..., Any]] = {
    **{name: test for name, test in cast("Mapping[str, Any]", jinja2.tests.TESTS).items() if name not in _NO_TESTS},
    "is_number": is_number,
    "contains": lambda items, item: item in items,
    "match": lambda value, find="", ignorecase=False: search(value, find, ignorecase, anchored=True),
    "search": lambda value, find="", ignorecase=False: search(value, find, ignorecase),
}
