"""Reading ahead: the next batch is made while the store takes the last one in."""

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")
_WAIT = 0.1
"""Seconds after which a full queue is tried again, to see if anybody still listens."""


class _End(Generic[T]):
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterator[T], most: int = 1) -> Iterator[T]:
    """The items, made in a thread of their own, at most so many before they are asked for.

    What the items raise is raised here, in its place.
    """
    queue: Queue[T | _End[T]] = Queue(most)
    stop = Event()
    thread = Thread(target=_fill, args=(items, queue, stop), daemon=True)
    thread.start()
    try:
        while True:
            item = queue.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        stop.set()
        thread.join()


def _fill(items: Iterator[T], queue: "Queue[T | _End[T]]", stop: Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            if not _offer(item, queue, stop):
                return
    except BaseException as raised:  # noqa: BLE001 - it is raised again where the items are used
        error = raised
    _offer(_End(error), queue, stop)


def _offer(item: "T | _End[T]", queue: "Queue[T | _End[T]]", stop: Event) -> bool:
    while not stop.is_set():
        try:
            queue.put(item, timeout=_WAIT)
        except Full:
            continue
        return True
    return False
