"""The page at ``/`` and its files under ``/explorer``."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = Path(__file__).parent / "page"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""No script or style in the page, and nothing from elsewhere; pictures are made by the page."""

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def explorer_router() -> APIRouter:
    """``/``: all views have their address behind the ``#``, which no server sees or logs."""
    router = APIRouter()

    @router.get("/", name="explorer", include_in_schema=False)
    async def page() -> Response:
        return FileResponse(PAGE / "index.html", headers=_HEADERS)

    return router


def explorer_files() -> Mount:
    """The page's modules and styles, compressed; a browser asks whether its copies still hold."""
    files = GZipMiddleware(StaticFiles(directory=PAGE), minimum_size=1000)
    return Mount("/explorer", _WithHeaders(files), name="explorer-files")


class _WithHeaders:
    """An application whose answers carry the page's headers: a worker obeys those of its file."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers)
