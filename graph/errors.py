"""Errors of the store; each has a stable ``code`` and a message that says what to do."""


class GraphError(Exception):
    """Root of all store errors."""

    code = "GRAPH_ERROR"


class StoreUnavailable(GraphError):
    """The store cannot be reached or opened."""

    code = "STORE_UNAVAILABLE"


class TimedOut(GraphError):
    """What was asked takes longer than its deadline allows; it was given up."""

    code = "STORE_TIMED_OUT"


class TransactionTooLarge(GraphError):
    """A transaction needs more memory than the store allows."""

    code = "STORE_TRANSACTION_TOO_LARGE"


class AuthenticationFailed(GraphError):
    """The store refused the user name or password."""

    code = "STORE_AUTHENTICATION_FAILED"


class UnsupportedVersion(GraphError):
    """The server or the file's format is older or newer than this release can use."""

    code = "STORE_UNSUPPORTED_VERSION"


class SchemaMissing(GraphError):
    """No schema has been applied to the store yet, or the class is not in it."""

    code = "STORE_SCHEMA_MISSING"


class InvalidName(GraphError):
    """A class, relation or property name is not an identifier."""

    code = "STORE_INVALID_NAME"


class InvalidCursor(GraphError):
    """A paging cursor is malformed or was made for another sort order."""

    code = "STORE_INVALID_CURSOR"


class InvalidQuery(GraphError):
    """A query's parts do not fit together, such as a negative page size."""

    code = "STORE_INVALID_QUERY"


class InvalidRecord(GraphError):
    """An entity or relation that no store can hold, such as an empty id or a mixed list."""

    code = "STORE_INVALID_RECORD"
