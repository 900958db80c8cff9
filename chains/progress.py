"""How a long computation tells how far it is, and how it is stopped."""

from collections.abc import Callable

Watch = Callable[[float], None]
"""Told the share that is done, from 0 to 1; it may raise, which stops the computation."""


def unwatched(_: float) -> None:
    """A watch that nobody looks at."""


def part(watch: Watch, start: float, end: float) -> Watch:
    """A watch for one part of a computation, which goes from one share to another."""
    return lambda done: watch(start + (end - start) * done)
