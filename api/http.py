"""GraphQL over HTTP: every answer is JSON, errors of the request itself included."""

import json
import math
from collections.abc import Mapping
from typing import Any

import orjson
from cross_web import HTTPException
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.exceptions import ConnectionRejectionError
from strawberry.fastapi import GraphQLRouter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.access import LOCAL, Forbidden, ProviderUnavailable, Unauthenticated
from api.context import RequestContext
from api.errors import ApiError, fault_of
from api.limits import Limits
from api.live import Feed
from api.observe.metrics import Metrics
from api.rate import RateLimit, TooManyRequests
from api.schema import OntologySchema
from api.services import Services
from graph.errors import GraphError


class TextSocket(ASGIWebSocketAdapter):
    """Strawberry's WebSocket, which sends bytes as binary frames; the protocol wants text."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send a message.

        Raises:
            WebSocketDisconnected: The client has gone.
        """
        try:
            await self.ws.send_text(orjson.dumps(message).decode())
        except WebSocketDisconnect as error:
            raise WebSocketDisconnected from error


class JsonRouter(GraphQLRouter[RequestContext, None]):
    """Strawberry's router, with orjson, and JSON where it would answer in plain text."""

    websocket_adapter_class = TextSocket

    async def run(self, request: Any, *given: Any, **named: Any) -> Any:
        """Answer a request; a refused one with an error that has a code."""
        try:
            return await super().run(request, *given, **named)
        except HTTPException as refusal:
            return refused(refusal.status_code, "BAD_REQUEST", refusal.reason)

    def decode_json(self, data: str | bytes) -> object:
        """Parse a body, which must be an object or a list of them.

        Raises:
            JSONDecodeError: It is something else.
        """
        parsed: object = orjson.loads(data)
        if not isinstance(parsed, dict | list):
            raise json.JSONDecodeError("not an object", "", 0)
        return parsed

    def encode_json(self, data: object) -> bytes:
        """The answer as bytes."""
        return orjson.dumps(data)

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """The answer, which depends on the language that the request prefers."""
        response = super().create_response(response_data, sub_response)
        response.headers["Vary"] = "Accept-Language"
        return response

    async def on_ws_connect(self, context: RequestContext) -> Any:
        """Sign in by what the client shows at the start, for browsers can send no headers.

        Raises:
            ConnectionRejectionError: It does not hold.
        """
        shown = context.connection_params
        header = shown.get("authorization", shown.get("Authorization")) if shown else None
        if header is None:
            return await super().on_ws_connect(context)
        try:
            context.viewer = await context.services.sign_in.bearer(str(header))
        except ApiError as error:
            raise ConnectionRejectionError({"code": error.code, "message": str(error)}) from None
        return await super().on_ws_connect(context)

    async def render_graphql_ide(self, request: Request) -> Any:  # noqa: ARG002  Strawberry's
        """Send a browser to the page that is served from this package."""
        return RedirectResponse("graphiql")


def graphql_router(
    schema: OntologySchema, services: Services, limits: Limits, metrics: Metrics
) -> JsonRouter:
    """The routes under ``/graphql``."""
    feed = Feed(services.store)
    metrics.subscriptions.set_function(lambda: feed.listeners)
    rate = RateLimit(limits.rate, limits.burst)

    async def context(connection: HTTPConnection) -> RequestContext:
        accept = connection.headers.get("accept-language", "")
        viewer = await services.sign_in(connection)
        if viewer != LOCAL:
            client = connection.client.host if connection.client else ""
            rate.take(viewer.name or client)
        return RequestContext(services, viewer, accept, feed)

    return JsonRouter(
        schema,
        path="/graphql",
        context_getter=context,
        subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
    )


def refused(status: int, code: str, message: str) -> JSONResponse:
    """An error answer in GraphQL's shape."""
    return JSONResponse(
        {"errors": [{"message": message, "extensions": {"code": code}}]}, status_code=status
    )


async def failed(_: Request, error: Exception) -> Response:
    """The answer to an error outside of execution: of sign-in, or one that no one foresaw."""
    fault = fault_of(error)
    answer = {"code": fault.code, **({"errorId": fault.error_id} if fault.error_id else {})}
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
    return JSONResponse(
        {"errors": [{"message": fault.message, "extensions": answer}]},
        status_code=status,
        headers=_headers(error),
    )


def _headers(error: Exception) -> dict[str, str]:
    match error:
        case Unauthenticated():
            return {"WWW-Authenticate": "Bearer"}
        case TooManyRequests():
            return {"Retry-After": str(math.ceil(error.wait))}
        case _:
            return {}


_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (TooManyRequests, 429),
    (ProviderUnavailable, 503),
    (GraphError, 503),
)
