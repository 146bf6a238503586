"""The commented example of the configuration, made from the documentation of the fields themselves.

Every key stands there with its default, commented out, so that the file as printed changes nothing.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, Literal, get_args, get_origin

import msgspec

from runtime.config import Config, inner, structs

HEAD = """\
# Hearth's configuration. Every key is optional; what is commented out shows the default.
# It is read from ~/.config/hearth/hearth.toml, else from /etc/hearth/hearth.toml; `hearth config check` finds mistakes.
# Passwords and the PIN do not belong here: name a systemd credential, a file or an environment variable for them.
"""


def example() -> str:
    """Return the whole example as TOML."""
    return "\n".join([HEAD, *_table(Config, Config(), "")]).rstrip() + "\n"


@cache
def documentation(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return the text under each field of a struct, inherited ones included, by name."""
    parents = [
        parent for parent in kind.__bases__ if issubclass(parent, msgspec.Struct) and parent is not msgspec.Struct
    ]
    found = {name: text for parent in parents for name, text in documentation(parent).items()}
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    assert isinstance(tree.body[0], ast.ClassDef)
    body = tree.body[0].body
    for field, text in pairwise(body):
        is_text = (
            isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
        )
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            found[field.target.id] = inspect.cleandoc(text.value.value)  # type: ignore[attr-defined]
    return found


def _table(kind: type[msgspec.Struct], value: Any, path: str) -> Iterator[str]:
    """Yield the lines of a table: its own keys first, as TOML wants, then the tables below it."""
    below = []
    for name, annotation in structs(kind):
        default, room = getattr(value, name), inner(annotation)
        if room is not None:
            below.append((f"{path}.{name}".lstrip("."), room, default))
            continue
        text = f"{documentation(kind).get(name, '')} {_allowed(annotation)}".strip()
        yield from (f"# {line}" for line in textwrap.wrap(text, 116))
        yield f"# {name} = {_toml(default)}"
        yield ""
    for name, room, default in below:
        repeated = isinstance(default, tuple)
        yield from (f"# {line}" for line in textwrap.wrap(_purpose(room), 116))
        for item in default if repeated else (default,):
            yield f"# [[{name}]]" if repeated else f"[{name}]"
            yield from _table(room, item, name)


def _purpose(kind: type[msgspec.Struct]) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]


def _allowed(annotation: Any) -> str:
    """Say which values are accepted, where the type says so."""
    if get_origin(annotation) is Literal:
        return f"One of: {', '.join(get_args(annotation))}."
    for meta in getattr(annotation, "__metadata__", ()):
        low = meta.ge if meta.ge is not None else meta.gt
        if low is not None and meta.le is not None:
            edge = "above " if meta.ge is None else ""
            return f"({edge}{low:g} to {meta.le:g})"
    return ""


def _toml(value: Any) -> str:
    """Write a default as TOML; defaults are plain values and lists of them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return msgspec.json.encode(value).decode()


if __name__ == "__main__":
    sys.stdout.write(example())
