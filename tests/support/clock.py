"""A loop whose clock jumps to the next timer: an hour of conversation in a millisecond. Only for code without threads."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class _JumpSelector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        return ready


class JumpLoop(asyncio.SelectorEventLoop):
    """Sleeps take no time; `loop.time()` tells the time that they would have taken."""

    def __init__(self) -> None:
        self._jump = _JumpSelector()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.now


def jump(main: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine under the jumping clock; a task left behind fails."""
    with asyncio.Runner(loop_factory=JumpLoop) as runner:

        async def watched() -> Any:
            result = await main
            left = [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert not left, f"tasks left behind: {left}"
            return result

        return runner.run(watched())
