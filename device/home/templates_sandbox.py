"""A Jinja that can compute a value out of a payload and nothing else.

Three walls: the syntax tree may hold only listed nodes and not too many; attributes and calls reach only listed names
on plain values; whatever repeats or grows pays into `templates_budget`. There is no file, network or interpreter
behind any of the listed names.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from device.home.templates_budget import BUDGET, MAX_BITS, MAX_CHARS, MAX_ITEMS, BudgetSpentError
from device.home.templates_filters import FILTERS, FUNCTIONS, TESTS, join, replace

MAX_SOURCE = 4_000
"""Characters in one template."""
MAX_TOKENS = 600
"""Words and signs in one template: reading them is what a refused one costs."""
MAX_NODES = 250
MAX_NESTING = 40

_ALLOWED: frozenset[type[nodes.Node]] = frozenset(
    {
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.NSRef, nodes.Const, nodes.Tuple),
        *(nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call),
        *(nodes.Getitem, nodes.Getattr, nodes.Slice, nodes.Concat, nodes.Compare, nodes.Operand, nodes.Mul, nodes.Div),
        *(nodes.FloorDiv, nodes.Add, nodes.Sub, nodes.Mod, nodes.Pow, nodes.Not, nodes.Neg, nodes.Pos, nodes.And),
        *(nodes.Or, nodes.If, nodes.For, nodes.Assign, nodes.Break, nodes.Continue),
    }
)

_LOOP, _SIZED = "__loop", "__sized"

ATTRIBUTES: Mapping[type, frozenset[str]] = {
    str: frozenset(
        [
            "upper",
            "lower",
            "strip",
            "lstrip",
            "rstrip",
            "startswith",
            "endswith",
            "split",
            "rsplit",
            "splitlines",
            "title",
            "capitalize",
            "replace",
            "join",
            "find",
            "rfind",
            "index",
            "count",
            "isdigit",
            "isnumeric",
            "isalpha",
            "isdecimal",
            "removeprefix",
            "removesuffix",
            "partition",
            "rpartition",
        ]
    ),
    dict: frozenset({"get", "items", "keys", "values"}),
    list: frozenset({"index", "count"}),
    tuple: frozenset({"index", "count"}),
    float: frozenset({"is_integer"}),
    LoopContext: frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"}),
    datetime: frozenset({"year", "month", "day", "hour", "minute", "second", "weekday", "isoformat", "timestamp"}),
}
"""What can be reached by name, by the exact type of the object."""


class _SmallNamespace(Namespace):
    """`namespace()` that holds plain, small values only."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{name: BUDGET.sized(value) for name, value in values.items()})

    def __setitem__(self, name: str, value: Any) -> None:
        if isinstance(value, Namespace):
            raise SecurityError("a namespace cannot hold a namespace")
        super().__setitem__(name, BUDGET.sized(value))


def _numbers(count: int, *more: int) -> range:
    made = range(count, *more)
    if len(made) > MAX_ITEMS:
        raise BudgetSpentError("it counts too far")
    return made


def _paid(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter pay for being used and for what it returns."""

    def run(*args: Any, **kwargs: Any) -> Any:
        BUDGET.spend()
        return BUDGET.sized(function(*args, **kwargs))

    for mark in ("jinja_pass_arg",):
        if hasattr(function, mark):
            setattr(run, mark, getattr(function, mark))
    return run


class Sandbox(SandboxedEnvironment):
    """The environment all templates share."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self) -> None:
        super().__init__(optimized=False, autoescape=False, extensions=["jinja2.ext.loopcontrols"], cache_size=0)
        self.filters = {name: _paid(function) for name, function in FILTERS.items()}
        self.filters |= {_LOOP: BUDGET.loop, _SIZED: BUDGET.sized}
        self.tests = {name: _paid(function) for name, function in TESTS.items()}
        self.globals = {**FUNCTIONS, "range": _numbers, "namespace": _SmallNamespace}
        self._callable = frozenset(self.globals.values())
        self.globals |= {"pi": math.pi, "e": math.e}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - jinja2's signature
        """Allow listed names on listed types."""
        return attr in ATTRIBUTES.get(type(obj), ())

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow our functions, and methods whose name was let through on a plain value."""
        if isinstance(obj, type):
            return obj is _SmallNamespace
        owner = getattr(obj, "__self__", None)
        return obj in self._callable or getattr(obj, "__name__", "") in ATTRIBUTES.get(type(owner), ())

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Prefer a mapping's own entry to a method that could not be used anyway."""
        if type(obj) is _SmallNamespace:
            return jinja2.Undefined(name=attribute) if attribute[:1] == "_" else getattr(obj, attribute, None)
        if type(obj) is dict and attribute in obj and attribute not in ATTRIBUTES[dict]:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: PYI063 - jinja2's signature
        """Call what is allowed; methods that can blow up a text go through their guarded filter."""
        BUDGET.spend()
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if type(owner) is str and name == "replace":
            return replace(owner, *args)
        if type(owner) is str and name == "join":
            return join(args[0], owner)
        return BUDGET.sized(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Compute, refusing what would grow out of bounds before it does."""
        BUDGET.spend()
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(one, (str, list, tuple)) and isinstance(other, int) and other * len(one) > MAX_ITEMS:
                    raise BudgetSpentError("it makes a text that is too long")
        elif operator == "**":
            _check_power(left, right)
        elif operator == "%" and isinstance(left, (str, bytes)):
            raise SecurityError("texts are formatted with the filter `format`")
        return BUDGET.sized(super().call_binop(context, operator, left, right))


def _check_power(base: Any, exponent: Any) -> None:
    if isinstance(base, int) and isinstance(exponent, int) and abs(exponent) * max(1, base.bit_length()) > MAX_BITS:
        raise BudgetSpentError("it makes a number that is too large")


class _Fence(NodeTransformer):
    """Make loops pay for each turn, and literals for their size."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - jinja2's name
        self.generic_visit(node)
        node.iter = _through(_LOOP, node.iter)
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802 - jinja2's name
        return _through(_SIZED, self.generic_visit(node))

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802 - jinja2's name
        return _through(_SIZED, self.generic_visit(node))

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - jinja2's name
        return _through(_SIZED, self.generic_visit(node))

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 - jinja2's name
        made = self.generic_visit(node)
        return _through(_SIZED, made) if node.ctx == "load" else made


def _through(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _survey(node: nodes.Node, depth: int = 0) -> int:
    """Count nodes; raise SecurityError on one that is not allowed."""
    if type(node) not in _ALLOWED:
        raise SecurityError(f"`{type(node).__name__.lower()}` is not allowed")
    if depth > MAX_NESTING:
        raise SecurityError("it is nested too deeply")
    if isinstance(node, nodes.For) and node.recursive:
        raise SecurityError("recursive loops are not allowed")
    if isinstance(node, nodes.Const):
        BUDGET.sized(node.value)
    return 1 + sum(_survey(child, depth + 1) for child in node.iter_child_nodes())


_SANDBOX = Sandbox()
_TOKEN = re.compile(r"\w+|[^\w\s]")

Render = Callable[[Mapping[str, Any]], str]

FAILURES = (
    jinja2.TemplateError, BudgetSpentError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError,
    NameError, RuntimeError, SyntaxError, TypeError, ValueError, StopIteration,
)  # fmt: skip
"""All that compiling or rendering can end in: jinja2 promises no common base."""


def read_source(source: str) -> nodes.Template:
    """Return the fenced syntax tree of a template: the first, and dearer, half of compiling it.

    Raises:
        jinja2.TemplateError, BudgetSpentError and the rest of FAILURES: it is malformed or not allowed.

    """
    if len(source) > MAX_SOURCE or sum(1 for _ in _TOKEN.finditer(source)) > MAX_TOKENS:
        raise SecurityError("it is too long")
    BUDGET.begin(seconds=0.05)
    tree = _SANDBOX.parse(source)
    if _survey(tree) > MAX_NODES:
        raise SecurityError("it is too complicated")
    fenced: nodes.Template = _Fence().visit(tree)
    return fenced


def compile_tree(tree: nodes.Template) -> Render:
    """Return a function that renders a template with the given variables: the second half. Raises FAILURES."""
    code = _SANDBOX.compile(tree)
    template = jinja2.Template.from_code(_SANDBOX, code, _SANDBOX.make_globals(None))

    def render(variables: Mapping[str, Any]) -> str:
        BUDGET.begin()
        pieces: list[str] = []
        size = 0
        for piece in template.root_render_func(template.new_context(dict(variables))):
            BUDGET.spend()
            size += len(piece)
            if size > MAX_CHARS:
                raise BudgetSpentError("it writes too much")
            pieces.append(piece)
        return "".join(pieces).strip()

    return render


# Jinja makes its lexer and a few patterns when it first needs them: now, and not when the first message has come.
compile_tree(read_source("{% if value is defined %}{{ value | int(0) }}{% else %}{{ {'a': [1]} }}{% endif %}"))
