"""One line of the log for each request, and its figures; both know it by the same id."""

import logging
import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observe.metrics import Metrics

log = logging.getLogger("pearlnet.requests")

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PATHS = frozenset({"/graphql", "/healthz", "/readyz", "/metrics", "/imports"})
"""Paths that metrics tell apart; a metric for whatever path is asked would grow without end."""


class RequestLog:
    """ASGI middleware.

    A request's ``X-Request-ID`` is taken over where it is harmless, else it gets one; the answer
    has it too, and every line that is logged meanwhile.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell of it when it is answered."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request = given if _ID.fullmatch(given) else uuid4().hex
        status = 500 if scope["type"] == "http" else 101

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request
            await send(message)

        path = _path(scope["path"])
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=request):
            self._metrics.running.inc()
            try:
                await self._app(scope, receive, answered)
            finally:
                took = time.perf_counter() - began
                method = scope.get("method", "WEBSOCKET")
                self._metrics.running.dec()
                self._metrics.requests.labels(method, path, str(status)).inc()
                self._metrics.seconds.labels(path).observe(took)
                told = {
                    "method": method,
                    "path": scope["path"],
                    "status": status,
                    "milliseconds": round(took * 1000, 1),
                }
                log.info("request", extra=told)


def _path(path: str) -> str:
    first = "/" + path.strip("/").partition("/")[0]
    return first if first in _PATHS else "other"
