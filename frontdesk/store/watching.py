"""Looking on while one long command is done: told on the thread that does it, in the midst of its transaction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Watch = Callable[[int, int], None]
"""Is told how many parts are behind and how many there are. It must be quick, and must not raise."""

STEPS = 100
"""How often it is told at most, so that looking on costs nothing."""

_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch | None) -> Iterator[None]:
    """Tell ``watch`` of what is done on this thread within."""
    before = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(before)


def counted(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Hand on each of ``total`` parts, and tell whoever looks on how many are behind."""
    watch = _watch.get()
    step = max(1, total // STEPS)
    for number, item in enumerate(items):
        if watch is not None and number % step == 0:
            watch(number, total)
        yield item
    if watch is not None and total:
        watch(total, total)
