"""Errors of who may do what."""

from api.errors import ApiError


class Unauthenticated(ApiError):
    """The caller must sign in, or signed in with something that does not hold."""

    code = "UNAUTHENTICATED"


class Forbidden(ApiError):
    """The caller's role does not allow it."""

    code = "FORBIDDEN"
