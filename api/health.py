"""``/healthz``: the process is alive. ``/readyz``: it can answer, or why not."""

from anyio import fail_after, to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.errors import fault_of
from api.services import Services
from graph.errors import GraphError

PATIENCE = 5.0
"""Seconds that the store has to answer ``/readyz``."""


def health_router(services: Services) -> APIRouter:
    """The two routes."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        try:
            with fail_after(PATIENCE):
                reason = await to_thread.run_sync(_reason, services, abandon_on_cancel=True)
        except TimeoutError:
            reason = f"The store did not answer within {PATIENCE:g} seconds."
        if reason:
            return JSONResponse({"status": "unavailable", "reason": reason}, status_code=503)
        return JSONResponse({"status": "ready"})

    return router


def _reason(services: Services) -> str | None:
    """Why the store cannot serve, or None."""
    try:
        applied = services.store.schema()
        services.store.revision()
    except GraphError as error:
        return fault_of(error).message
    if applied != services.ontology.graph_schema():
        return "The store's schema is not that of the ontology; run `pearlnet init`."
    return None
