"""Errors of the application itself."""


class ApplicationError(Exception):
    """Root of the application's errors."""

    code = "APPLICATION_ERROR"


class InvalidSettings(ApplicationError):
    """An environment variable has a value that cannot be."""

    code = "APPLICATION_INVALID_SETTINGS"


class NothingImported(ApplicationError):
    """The command needs data, and the store has none."""

    code = "APPLICATION_NOTHING_IMPORTED"


class NotFound(ApplicationError):
    """No entity has that id."""

    code = "APPLICATION_NOT_FOUND"
