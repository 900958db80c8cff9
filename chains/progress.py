"""How a long computation tells how far it is, and how it is stopped."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_TOLD = 100

Watch = Callable[[float], None]
"""Told the share that is done, from 0 to 1; it may raise, which stops the computation."""


def unwatched(_: float) -> None:
    """A watch that nobody looks at."""


def counted(items: Sequence[T], watch: Watch) -> Iterator[T]:
    """The items, while the watch is told the share that has been taken, a hundred times at most."""
    step = max(len(items) // _TOLD, 1)
    for number, item in enumerate(items):
        if number % step == 0:
            watch(number / len(items))
        yield item


def part(watch: Watch, start: float, end: float) -> Watch:
    """A watch for one part of a computation, which goes from one share to another."""
    return lambda done: watch(start + (end - start) * done)
