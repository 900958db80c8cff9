"""Long computations in worker threads, stopped when the caller goes away."""

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, TypeVar

from anyio import to_thread
from starlette.requests import Request

from chains.errors import Stopped
from graph.deadline import seconds_left

T = TypeVar("T")

_LOOK_EVERY = 0.5


async def watched(request: object, function: Callable[..., T], *given: Any, **named: Any) -> T:
    """Run a computation that takes a ``watch`` in a worker thread.

    While it runs, it is looked now and then whether the caller still waits; if not, the
    computation ends the next time that it tells how far it is, as it does when the request's time
    is over.

    Args:
        request: Whose caller waits; what is no HTTP request is never gone.
        function: Takes ``given``, ``named`` and a ``watch``.
        given: Its arguments.
        named: Those given by name.

    Raises:
        Stopped: The caller has gone; nobody sees it.
        TimedOut: The request's time is over.
    """
    gone = Event()

    def watch(_: float) -> None:
        if gone.is_set():
            raise Stopped("the caller went away")
        seconds_left()

    looking = asyncio.create_task(_look(request, gone))
    try:
        run = partial(function, *given, watch=watch, **named)
        return await to_thread.run_sync(run, abandon_on_cancel=True)
    finally:
        gone.set()
        looking.cancel()


async def _look(request: object, gone: Event) -> None:
    while isinstance(request, Request):
        await asyncio.sleep(_LOOK_EVERY)
        if await request.is_disconnected():
            gone.set()
            return
