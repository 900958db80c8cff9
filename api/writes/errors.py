"""Errors of writing through the API."""

from api.errors import ApiError


class IdempotencyConflict(ApiError):
    """A key was used before for another request."""

    code = "IDEMPOTENCY_CONFLICT"


class InvalidKey(ApiError):
    """An idempotency key is empty or too long."""

    code = "INVALID_IDEMPOTENCY_KEY"
