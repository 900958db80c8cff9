"""The web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from api.body_limit import BodyLimit
from api.errors import ApiError
from api.explorer import explorer_files, explorer_router
from api.graphiql import graphiql_files, graphiql_router
from api.health import health_router
from api.http import failed, graphql_router
from api.imports.routes import PATH, imports_router
from api.limits import Limits
from api.observe import RequestLog, metrics_router
from api.observe.metrics import Metrics
from api.root import graphql_schema
from api.schema import OntologySchema
from api.services import Services
from graph.errors import GraphError


def create_app(services: Services, limits: Limits | None = None) -> FastAPI:
    """The application that answers over those services; it opens nothing before a request.

    Args:
        services: What answers.
        limits: What a query may be at most.
    """
    limits = limits or Limits()
    metrics = Metrics()
    schema = OntologySchema(graphql_schema(services.ontology), limits, metrics)
    # FastAPI's own documentation pages load their scripts from another host.
    app = FastAPI(
        title="pearlnet",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lambda _: _lifespan(services),
    )
    app.add_middleware(BodyLimit, own_limit=PATH)
    for kind in (Exception, ApiError, GraphError):
        app.add_exception_handler(kind, failed)
    app.add_middleware(RequestLog, metrics=metrics)
    app.include_router(health_router(services))
    app.include_router(metrics_router(metrics, services.sign_in))
    app.include_router(imports_router(services.imports, services.sign_in))
    app.include_router(graphiql_router())
    app.include_router(explorer_router())
    app.include_router(graphql_router(schema, services, limits, metrics))
    app.router.routes += [graphiql_files(), explorer_files()]
    return app


@asynccontextmanager
async def _lifespan(services: Services) -> AsyncIterator[None]:
    """Imports are worked on while the server serves."""
    if services.imports is None:
        yield
        return
    services.imports.start()
    try:
        yield
    finally:
        await to_thread.run_sync(services.imports.close)
