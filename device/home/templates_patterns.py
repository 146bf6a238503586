"""Regular expressions from strangers: only patterns whose cost is bounded, on short texts.

Python's `re` backtracks and cannot be interrupted, so a pattern is read first: repeats within repeats and references
back are refused, and so are patterns whose repeats multiply beyond what the text's length allows.
"""

import re
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MAX_PATTERN = 200
MAX_TEXT = 2_000
MAX_WORK = 300_000
"""Backtracking steps in the worst case: text length to the power of the number of open repeats, plus the start."""

_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, getattr(codes, "POSSESSIVE_REPEAT", None)})
_REFUSED = frozenset({codes.GROUPREF, codes.GROUPREF_EXISTS, codes.ASSERT, codes.ASSERT_NOT})


def _repeats(items: Any, *, inside: bool = False) -> int:
    """Count repeats; raise ValueError on what could explode."""
    count = 0
    for code, argument in items:
        if code in _REFUSED:
            raise ValueError("that pattern is not allowed")
        if code in _REPEATS:
            _low, high, inner = argument
            if high != 1 and inside:
                raise ValueError("that pattern repeats a repeat")
            count += (high != 1) + _repeats(inner, inside=inside or high != 1)
        elif code is codes.SUBPATTERN:
            count += _repeats(argument[-1], inside=inside)
        elif code is codes.BRANCH:
            if inside:
                raise ValueError("that pattern repeats a choice")
            count += sum(_repeats(branch, inside=inside) for branch in argument[1])
        elif getattr(codes, "ATOMIC_GROUP", None) is code:
            count += _repeats(argument, inside=inside)
    return count


@lru_cache(maxsize=512)
def _compiled(pattern: str, ignorecase: bool) -> tuple[re.Pattern[str], int]:
    if len(pattern) > MAX_PATTERN:
        raise ValueError("that pattern is too long")
    try:
        repeats = _repeats(parser.parse(pattern))
        return re.compile(pattern, re.IGNORECASE if ignorecase else 0), repeats
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError("that is not a pattern") from error


def _checked(text: str, pattern: Any, ignorecase: Any, *, anchored: bool = False) -> re.Pattern[str]:
    compiled, repeats = _compiled(str(pattern), bool(ignorecase))
    if len(text) > MAX_TEXT or len(text) ** (repeats + (not anchored)) > MAX_WORK:
        raise ValueError("that text is too long for that pattern")
    return compiled


def search(value: Any, pattern: Any, ignorecase: Any = False, *, anchored: bool = False) -> bool:
    """Say whether the pattern occurs, or stands at the start."""
    text = str(value)
    compiled = _checked(text, pattern, ignorecase, anchored=anchored)
    return (compiled.match(text) if anchored else compiled.search(text)) is not None


def find_all(value: Any, pattern: Any = "", ignorecase: Any = False) -> list[Any]:
    """Return every place where the pattern occurs."""
    text = str(value)
    return _checked(text, pattern, ignorecase).findall(text)


def substitute(value: Any, find: Any = "", replace: Any = "", ignorecase: Any = False) -> str:
    """Replace every place where the pattern occurs."""
    text, new = str(value), str(replace)
    compiled = _checked(text, find, ignorecase)
    if len(new) > 100:
        raise ValueError("that replacement is too long")
    return compiled.sub(new, text)
