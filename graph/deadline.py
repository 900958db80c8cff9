"""How long the work of a request may take: stores give up what takes longer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from graph.errors import TimedOut

_end: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let what is asked of stores inside take so long in all; threads begun inside are bound too.

    An outer deadline that is nearer stays.
    """
    end = time.monotonic() + seconds
    before = _end.get()
    token = _end.set(end if before is None else min(end, before))
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left() -> float | None:
    """Seconds until the deadline, above 0; None where there is none.

    Raises:
        TimedOut: It has passed.
    """
    end = _end.get()
    if end is None:
        return None
    left = end - time.monotonic()
    if left <= 0:
        raise TimedOut("the time for this request is over; ask for less at once")
    return left


def passed() -> bool:
    """Whether there is a deadline and it has passed."""
    end = _end.get()
    return end is not None and time.monotonic() >= end
