"""Templates of discovery configurations: a payload becomes a value, a value becomes a payload.

Most templates only pick a member of a JSON object; these never reach Jinja. The rest run in `templates_sandbox`.
A failure is a value too: the caller keeps the old state.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from device.home.binding import NO_JSON, Payload
from device.home.state import Scalar
from device.home.templates_sandbox import ATTRIBUTES, FAILURES, Render, compile_tree, read_source


class TemplateRefusedError(Exception):
    """A template is malformed or wants more than it may; `str()` says what."""


class TemplateFailed(Exception):  # noqa: N818 - says what happened, not that something broke
    """A template made nothing of a payload; the old state stays."""


MAX_PAYLOAD = 262_144
"""Bytes of a payload that templates look at."""

_STEP = r"""\.[A-Za-z]\w*|\[\s*(?:'[^'\\]*'|"[^"\\]*"|\d{1,4})\s*\]"""
_PICK = re.compile(rf"\{{\{{-?\s*value_json((?:{_STEP})+)\s*-?\}}\}}")
_PATH = re.compile(r"""\.(\w+)|\[\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*\]""")
_PLAIN = re.compile(r"\{\{-?\s*value\s*-?\}\}")


class _Unsure(Exception):  # noqa: N818 - control flow between the short way and Jinja
    """The short way does not apply to this payload."""


def _pick(path: tuple[str | int, ...], value: object) -> str:
    """Follow a path through JSON; raises _Unsure wherever Jinja might see it differently."""
    for step in path:
        if isinstance(step, str) and type(value) is dict:
            if step not in value:
                if step is path[-1]:
                    return ""
                raise _Unsure
            value = value[step]
        elif isinstance(step, int) and type(value) is list and step < len(value):
            value = value[step]
        else:
            raise _Unsure
    return str(value)


@lru_cache(maxsize=4096)
def _path_of(source: str) -> tuple[str | int, ...] | None:
    """Return the path of a template that only picks, or None."""
    found = _PICK.fullmatch(source.strip())
    if found is None:
        return None
    steps: list[str | int] = []
    for dotted, single, double, index in _PATH.findall(found.group(1)):
        if dotted in ATTRIBUTES[dict]:
            return None
        steps.append(int(index) if index else dotted or single or double)
    return tuple(steps)


_JINJA = re.compile(r"\{[{%#]")
_READ = lru_cache(maxsize=16)(read_source)
"""Trees on their way to being compiled."""
_RENDERS: dict[str, Render] = {}
"""Compiled templates by source, the oldest first."""
MAX_RENDERS = 4096


def _compiled(source: str) -> Render:
    render = _RENDERS.get(source)
    if render is None:
        try:
            render = compile_tree(_READ(source))
        except FAILURES as error:
            raise TemplateRefusedError(f"the template {shorten(source)!r} is refused: {error}") from error
        if len(_RENDERS) >= MAX_RENDERS:
            del _RENDERS[next(iter(_RENDERS))]
        _RENDERS[source] = render
    return render


def ahead(config: object, depth: int = 3) -> Iterator[None]:
    """Compile what may be a template in a configuration, yielding after each piece of work of a few milliseconds.

    A refused one is found again by who makes it a `Template`.
    """
    if isinstance(config, str):
        source = config.strip()
        if not _JINJA.search(source) or config in _RENDERS or _PLAIN.fullmatch(source) or _path_of(config) is not None:
            return
        with suppress(*FAILURES):
            _READ(config)
        yield
        with suppress(TemplateRefusedError):
            _compiled(config)
        yield
    elif isinstance(config, Mapping) and depth:
        for value in config.values():
            yield from ahead(value, depth - 1)
    elif isinstance(config, list) and depth:
        for value in config[:20]:
            yield from ahead(value, depth - 1)


def shorten(text: str, limit: int = 80) -> str:
    """Return the text, cut for a log line."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


class Template:
    """One template, checked when made, compiled at most once per source.

    Raises:
        TemplateRefusedError: when made, if it cannot be allowed.

    """

    __slots__ = ("_path", "_plain", "_render", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._plain = _PLAIN.fullmatch(source.strip()) is not None
        self._path = None if self._plain else _path_of(source)
        self._render: Render | None = None
        if "{" in source and not self._plain and self._path is None:
            self._render = _compiled(source)

    def read(self, payload: Payload) -> str:
        """Return what the template makes of a payload, as text without surrounding space.

        Raises:
            TemplateFailed: it makes nothing of it.

        """
        if len(payload.raw) > MAX_PAYLOAD:
            raise TemplateFailed("the payload is too long")
        if self._plain:
            return payload.text
        if self._path is not None:
            try:
                return _pick(self._path, payload.json)
            except (_Unsure, ValueError):
                pass
        variables: dict[str, Any] = {"value": payload.text}
        if payload.json is not NO_JSON:
            variables["value_json"] = payload.json
        return self._run(variables)

    def write(self, value: Scalar, variables: Mapping[str, Scalar] | None = None) -> str:
        """Return the payload that carries a value.

        Raises:
            TemplateFailed: there is none.

        """
        return str(value) if self._plain else self._run({"value": value, **(variables or {})})

    def _run(self, variables: Mapping[str, Any]) -> str:
        if self._render is None:
            if "{" not in self.source:
                return self.source
            self._render = _compiled(self.source)
        try:
            return self._render(variables)
        except FAILURES as error:
            raise TemplateFailed(f"the template {shorten(self.source)!r} failed: {error}") from error
