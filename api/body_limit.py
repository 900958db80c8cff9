"""A cap on request bodies, before anything reads them."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http import refused

MAX_BODY = 1_000_000
"""Bytes."""


class _TooLarge(Exception):
    """The body grew beyond the cap."""


class BodyLimit:
    """ASGI middleware that answers 413 to a larger body, whatever its headers claim.

    Args:
        app: What answers otherwise.
        maximum: Bytes.
        own_limit: Path of a route that limits its bodies itself.
    """

    def __init__(self, app: ASGIApp, maximum: int = MAX_BODY, own_limit: str = "") -> None:
        self._app = app
        self._maximum = maximum
        self._own_limit = own_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http" or scope["path"] == self._own_limit:
            await self._app(scope, receive, send)
            return
        if self._announced(scope) > self._maximum:
            await self._refuse(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._maximum:
                raise _TooLarge
            return message

        try:
            await self._app(scope, counted, send)
        except _TooLarge:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = f"The request body is over {self._maximum} bytes."
        await refused(413, "BODY_TOO_LARGE", message)(scope, receive, send)

    @staticmethod
    def _announced(scope: Scope) -> int:
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit():
                return int(value)
        return 0
