"""How much one template may do: steps, sizes and time. Every operation that can grow or repeat pays here.

The limits are for strangers: whoever can publish on the broker can send a template, and it runs on the loop.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

MAX_STEPS = 2_000
"""Loop turns, filters and calls in one rendering."""
MAX_CHARS = 65_536
"""Characters in any text a template makes, and in its output."""
MAX_ITEMS = 2_000
"""Members, counted deeply, of any list or mapping a template makes."""
HEAVY = 200
"""Members of a container that is worth a look at the clock."""
CHARS_A_STEP, ITEMS_A_STEP = 1_000, 2
"""What is made in the time of one step."""
MAX_BITS = 256
"""Size of whole numbers."""
MAX_SECONDS = 0.004
"""Processor time for one rendering; a backstop, for steps and sizes bound the work before."""
GRACE = 32
"""Steps between two looks at the clock: an ordinary template is over before the first, however slow the machine is."""


class BudgetSpentError(Exception):
    """A template tried to do more than it may."""


class Budget:
    """What is left of one rendering. One for the process: templates render on one thread, never within another."""

    __slots__ = ("_before", "_deadline", "_steps")

    def __init__(self) -> None:
        self._before = 0
        self._steps = MAX_STEPS
        self._deadline = 0.0

    def begin(self, seconds: float = MAX_SECONDS) -> None:
        """Start a rendering with everything still to spend."""
        self._before = self.spent
        self._steps = MAX_STEPS
        self._deadline = time.thread_time() + seconds

    @property
    def spent(self) -> int:
        """Return the steps that all renderings together have taken so far."""
        return self._before + MAX_STEPS - self._steps

    def spend(self) -> None:
        """Pay for one step.

        Raises:
            BudgetSpentError: nothing is left.

        """
        self._steps -= 1
        if self._steps < 0:
            raise BudgetSpentError("it takes too many steps")
        if self._steps % GRACE == 0:
            self._look()

    def _look(self) -> None:
        """Look at the clock."""
        if time.thread_time() > self._deadline:
            raise BudgetSpentError("it takes too long")

    def loop(self, items: Any) -> Iterator[Any]:
        """Yield from an iterable, paying for each turn."""
        for item in items:
            self.spend()
            yield item

    def sized(self, value: Any) -> Any:
        """Return the value if it is small enough to exist."""
        if isinstance(value, str):
            if len(value) > MAX_CHARS:
                raise BudgetSpentError("it makes a text that is too long")
            self._steps -= len(value) // CHARS_A_STEP
        elif isinstance(value, int):
            if value.bit_length() > MAX_BITS:
                raise BudgetSpentError("it makes a number that is too large")
        elif isinstance(value, (Mapping, Sequence, AbstractSet)) and (weight := weigh(value)) > HEAVY:
            self._steps -= weight // ITEMS_A_STEP
            self._look()
        return value


def weigh(value: Any) -> int:
    """Count everything inside a container, shared parts as often as they would be written out.

    Raises:
        BudgetSpentError: there is more than a template may hold.

    """
    items, chars = 0, 0
    pending = [value]
    while pending:
        one = pending.pop()
        items += 1
        if isinstance(one, str):
            chars += len(one)
        elif isinstance(one, Mapping):
            pending.extend(one.keys())
            pending.extend(one.values())
        elif isinstance(one, (Sequence, AbstractSet)) and not isinstance(one, (bytes, range)):
            pending.extend(one)
        if items + len(pending) > MAX_ITEMS or chars > MAX_CHARS:
            raise BudgetSpentError("it makes a list that is too long")
    return items


BUDGET = Budget()
