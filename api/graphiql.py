"""The GraphiQL page, served from this package alone: nothing is loaded from another host."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

_FILES = Path(__file__).parent / "static" / "graphiql"
# Inline styles are for CodeMirror and Radix, which set them on elements; no script is inline.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def graphiql_router() -> APIRouter:
    """``/graphiql`` and its files under ``/graphiql/files``."""
    router = APIRouter()

    @router.get("/graphiql", name="graphiql", include_in_schema=False)
    async def page() -> Response:
        return FileResponse(_FILES / "index.html", headers={"Content-Security-Policy": _POLICY})

    return router


def graphiql_files() -> Mount:
    """The page's scripts and styles."""
    return Mount("/graphiql/files", StaticFiles(directory=_FILES), name="graphiql-files")
