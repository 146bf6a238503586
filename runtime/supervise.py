"""Keeping the parts alive: each is restarted with growing, jittered pauses while its budget lasts.

An optional part that is given up leaves Hearth degraded, and Hearth says so; a vital one ends the process, so that
systemd starts a fresh one. The only place that catches every exception. Knows nothing of what a part does.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from runtime.errors import PartFailed
from runtime.health import Condition, Health

SETTLED_S = 1.0
"""A part that has run this long has started."""
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Budget:
    """How often a part may fail, and how long to wait in between."""

    restarts: int = 5
    """Restarts allowed ..."""
    within_s: float = 300.0
    """... in this many seconds."""
    first_s: float = 0.5
    """Pause before the first restart; each next one is twice as long."""
    longest_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Part:
    """Something that runs for as long as Hearth does."""

    name: str
    run: Callable[[], Awaitable[None]]
    """Called again for each restart."""
    vital: bool = True
    budget: Budget = Budget()
    ends: bool = False
    """Returning is its right (a recording was heard to its end), and means that it is done."""


async def supervise(part: Part, health: Health, *, jitter: Callable[[float, float], float] = random.uniform) -> None:
    """Run a part until it is cancelled, done, or out of budget.

    Returns when the part is done, or when an optional one was given up.

    Raises:
        PartFailed: a vital part failed more often than its budget allows.

    """
    loop = asyncio.get_running_loop()
    failures: deque[float] = deque()
    restarts = 0
    while True:
        settled = loop.call_later(SETTLED_S, settle, part, health)
        try:
            await part.run()
        except Exception as error:
            problem = describe(error)
            LOG.warning("%s failed: %s", part.name, problem, exc_info=LOG.isEnabledFor(logging.DEBUG))
        else:
            if part.ends:
                health.report(part.name, Condition.WELL, "done")
                return
            problem = "it ended by itself"
            LOG.warning("%s ended by itself", part.name)
        finally:
            settled.cancel()
        failures.append(loop.time())
        while failures[0] < loop.time() - part.budget.within_s:
            failures.popleft()
        if len(failures) > part.budget.restarts:
            give_up(part, problem, health)
            return
        restarts += 1
        health.report(part.name, Condition.RESTARTING, problem, restarts=restarts)
        await asyncio.sleep(pause(part.budget, len(failures), jitter))


def settle(part: Part, health: Health) -> None:
    """Call a part well that has run for a while and said nothing else of itself."""
    known = {each.name: each.condition for each in health.parts}
    if known.get(part.name, Condition.STARTING) in (Condition.STARTING, Condition.RESTARTING):
        health.report(part.name, Condition.WELL)


def pause(budget: Budget, failures: int, jitter: Callable[[float, float], float]) -> float:
    """Return the seconds before the next attempt: doubling, and up to half of it off by chance.

    Without the chance, what failed together (the broker and all that needs it) would return together, and fail again.
    """
    longest = min(budget.longest_s, budget.first_s * 2.0 ** min(failures - 1, 16))
    return jitter(longest / 2, longest)


def give_up(part: Part, problem: str, health: Health) -> None:
    """Go on without an optional part. Raises PartFailed for a vital one."""
    budget = part.budget
    health.report(part.name, Condition.GONE, problem)
    if part.vital:
        raise PartFailed(
            f"{part.name} failed {budget.restarts + 1} times within {budget.within_s:.0f} s; the last time: {problem}"
        )
    LOG.error("going on without %s: %s", part.name, problem)


def describe(error: BaseException) -> str:
    """Return an exception as one line; groups by their first cause."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    text = str(error).strip().splitlines()
    return text[0] if text else type(error).__name__
