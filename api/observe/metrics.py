"""Metrics in Prometheus' text format; nothing in them tells of the data."""

from fastapi import APIRouter, Depends
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from starlette.responses import Response

from api.access import Right, SignIn, Viewer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The metrics of one application.

    Attributes:
        requests: Answered requests, by method, path of the route, and status.
        seconds: How long they took, by path of the route.
        running: Requests under way.
        errors: Errors in GraphQL answers, by code.
        subscriptions: Subscriptions that are open.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "pearlnet_requests_total",
            "Answered requests.",
            ("method", "path", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "pearlnet_request_seconds",
            "How long requests took.",
            ("path",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.running = Gauge(
            "pearlnet_requests_running", "Requests under way.", registry=self.registry
        )
        self.errors = Counter(
            "pearlnet_graphql_errors_total",
            "Errors in GraphQL answers.",
            ("code",),
            registry=self.registry,
        )
        self.subscriptions = Gauge(
            "pearlnet_subscriptions", "Subscriptions that are open.", registry=self.registry
        )

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)


def metrics_router(metrics: Metrics, sign_in: SignIn) -> APIRouter:
    """``GET /metrics``, for those who may look after the server."""
    router = APIRouter()
    asking = Depends(sign_in)

    @router.get("/metrics")
    async def show(viewer: Viewer = asking) -> Response:
        viewer.require(Right.MONITOR)
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
