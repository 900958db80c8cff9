"""``/imports``: files in, jobs that outlive the request, and what became of them."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeAlias

import orjson
from fastapi import APIRouter, Depends, Query
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response

from api.access import Forbidden, SignIn, Unauthenticated, Viewer
from api.context import preferred_language
from api.errors import ApiError, fault_of
from api.imports.callers import allowed
from api.imports.downloads import rejects_answer
from api.imports.errors import (
    ImportsOff,
    NoSuchImport,
    UploadTooLarge,
    WrongState,
    shown_faults,
)
from api.imports.job import Wishes
from api.imports.jobs import ImportJobs
from api.imports.upload import check_size
from api.imports.view import ImportView, as_json
from api.paging import DEFAULT_FIRST
from graph.errors import GraphError, InvalidCursor
from ingest.errors import IngestError, UnknownImport
from ingest.runs.run import MOST_REJECTS

PATH = "/imports"

_STATUSES: tuple[tuple[tuple[type[Exception], ...], int], ...] = (
    ((Unauthenticated,), 401),
    ((ImportsOff, Forbidden), 403),
    ((NoSuchImport, UnknownImport), 404),
    ((WrongState,), 409),
    ((UploadTooLarge,), 413),
    ((ApiError, IngestError, InvalidCursor, RequestValidationError), 400),
    ((GraphError,), 503),
)


class _ImportRoute(APIRoute):
    """A route whose errors are answered as ``{code, message}``."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, guarded."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except ClientDisconnect:
                raise
            except Exception as error:  # noqa: BLE001 - the edge; every error becomes an answer
                return _refusal(error)

        return guarded


def imports_router(imports: ImportJobs | None, sign_in: SignIn) -> APIRouter:
    """The routes; where there are no imports they say why."""
    Asking: TypeAlias = Annotated[Viewer, Depends(sign_in)]
    router = APIRouter(prefix=PATH, route_class=_ImportRoute)

    @router.post("")
    async def upload(
        request: Request,
        viewer: Asking,
        dry_run: Annotated[bool, Query(alias="dryRun")] = False,
        again: Annotated[bool, Query()] = False,
        most_rejects: Annotated[float, Query(alias="mostRejects", ge=0, le=1)] = MOST_REJECTS,
    ) -> Response:
        jobs = allowed(imports, viewer)
        announced = request.headers.get("content-length", "")
        check_size(int(announced) if announced.isdigit() else 0, jobs.most_bytes)
        view = await jobs.submit(
            request.headers.get("content-type", ""),
            request.stream(),
            Wishes(dry_run, again, most_rejects),
        )
        return _queued(request, view)

    @router.get("")
    def page(
        request: Request, viewer: Asking, first: int = DEFAULT_FIRST, after: str | None = None
    ) -> Response:
        found = allowed(imports, viewer).page(first, after)
        language = _language(request)
        shown = [as_json(item, language, _path(request)) for item in found.imports]
        return _json({"imports": shown, "next": found.next, "total": found.total})

    @router.get("/{id}")
    def one(request: Request, viewer: Asking, id: str) -> Response:
        return _shown(request, allowed(imports, viewer).find(id))

    @router.get("/{id}/rejects")
    def rejects(viewer: Asking, id: str) -> Response:
        return rejects_answer(id, *allowed(imports, viewer).rejects(id))

    @router.get("/{id}/difference")
    def difference(viewer: Asking, id: str) -> Response:
        file = allowed(imports, viewer).difference(id)
        return FileResponse(file, media_type="application/x-ndjson")

    @router.post("/{id}/cancel")
    def cancel(request: Request, viewer: Asking, id: str) -> Response:
        return _shown(request, allowed(imports, viewer).cancel(id), 202)

    @router.post("/{id}/rollback")
    def rollback(request: Request, viewer: Asking, id: str, *, cascade: bool = False) -> Response:
        view = allowed(imports, viewer).roll_back(id, cascade=cascade)
        return _queued(request, view)

    return router


def _refusal(error: Exception) -> Response:
    status = next((status for kinds, status in _STATUSES if isinstance(error, kinds)), 500)
    if isinstance(error, RequestValidationError):
        wrong = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
        return _json({"code": "BAD_REQUEST", "message": wrong}, status)
    fault = fault_of(error)
    known = {"errorId": fault.error_id} if fault.error_id else {}
    answer = {"code": fault.code, "message": fault.message, **shown_faults(error), **known}
    return _json(answer, status)


def _queued(request: Request, view: ImportView) -> Response:
    answer = _shown(request, view, 202)
    answer.headers["Location"] = f"{_path(request)}/{view.id}"
    return answer


def _shown(request: Request, view: ImportView, status: int = 200) -> Response:
    return _json(as_json(view, _language(request), _path(request)), status)


def _json(content: object, status: int = 200) -> Response:
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    return Response(orjson.dumps(content), status, headers, "application/json")


def _language(request: Request) -> str:
    return preferred_language(request.headers.get("accept-language", ""))


def _path(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}{PATH}"
