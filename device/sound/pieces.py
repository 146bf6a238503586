"""Take chunks from whoever makes them. Knows nothing of what a chunk is."""

from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import AbstractAsyncContextManager, aclosing
from typing import TypeVar

T = TypeVar("T")


def pieces(source: AsyncIterable[T] | Iterable[T]) -> AbstractAsyncContextManager[AsyncGenerator[T]]:
    """Open an iterable of either kind; leaving the context closes it, so that nobody makes what nobody will hear."""
    return aclosing(_walk(source))


async def _walk(source: AsyncIterable[T] | Iterable[T]) -> AsyncGenerator[T]:
    if isinstance(source, AsyncGenerator):
        async with aclosing(source) as items:
            async for item in items:
                yield item
    elif isinstance(source, AsyncIterable):
        async for item in source:
            yield item
    else:
        for item in source:
            yield item
