"""The web application."""

from fastapi import FastAPI

from api.body_limit import BodyLimit
from api.graphiql import graphiql_files, graphiql_router
from api.health import health_router
from api.http import failed, graphql_router
from api.limits import Limits
from api.root import graphql_schema
from api.schema import OntologySchema
from api.services import Services


def create_app(services: Services, limits: Limits | None = None) -> FastAPI:
    """The application that answers over those services; it opens nothing before a request.

    Args:
        services: What answers.
        limits: What a query may be at most.
    """
    schema = OntologySchema(graphql_schema(services.ontology), limits)
    # FastAPI's own documentation pages load their scripts from another host.
    app = FastAPI(title="pearlnet", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(BodyLimit)
    app.add_exception_handler(Exception, failed)
    app.include_router(health_router(services))
    app.include_router(graphiql_router())
    app.include_router(graphql_router(schema, services))
    app.router.routes.append(graphiql_files())
    return app
