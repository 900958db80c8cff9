"""The driver's errors as those of the port, each with what to do."""

from neo4j.exceptions import (
    AuthError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from graph.errors import (
    AuthenticationFailed,
    GraphError,
    InvalidRecord,
    StoreUnavailable,
    TimedOut,
    TransactionTooLarge,
    UnsupportedVersion,
)

OLDEST = (5, 26)
"""The oldest server that this release is tested with; older ones lack ``CALL (x) { ... }``."""


def translated(fault: DriverError | Neo4jError | OSError, uri: str) -> GraphError:
    """The store's error for a fault of the driver or the server at ``uri``."""
    code = getattr(fault, "code", None) or ""
    said = _said(fault)
    if isinstance(fault, AuthError) or ".Security." in code:
        return AuthenticationFailed(
            f"Neo4j at {uri} refused the user or password: {said} "
            "Set NEO4J_USER and NEO4J_PASSWORD; a new server wants its first password changed."
        )
    if isinstance(fault, UnsupportedServerProduct) or _no_common_version(fault):
        return too_old(uri, f"a server without a common version of Bolt ({said})")
    if "TransactionTimedOut" in code:
        return TimedOut("the time for this request is over; ask for less at once")
    if "too large to index" in said:
        return InvalidRecord(f"a value of an indexed property is too long: {said}")
    if code.endswith("OutOfMemoryError"):
        return TransactionTooLarge(
            f"Neo4j at {uri}: {said} Nothing of this transaction was written. Raise "
            "dbms.memory.transaction.total.max, or the heap, in neo4j.conf."
        )
    advice = _advice(fault, code)
    return StoreUnavailable(f"Neo4j at {uri}: {said} {advice}") if advice else GraphError(said)


def _advice(fault: Exception, code: str) -> str | None:
    """What to do about a store that cannot be reached; None if it can."""
    if code.endswith(("DatabaseNotFound", "DatabaseUnavailable")):
        return "SHOW DATABASES lists the databases that there are."
    if isinstance(fault, ServiceUnavailable | SessionExpired | OSError):
        return "Check that it runs and that NEO4J_URI names its Bolt address."
    if isinstance(fault, TransientError | DriverError):
        return "Try again; if that does not help, look into the server's log."
    return None


def bad_address(uri: str) -> StoreUnavailable:
    """The error for what is no address of a Neo4j server."""
    return StoreUnavailable(
        f"{uri!r} is no address of a Neo4j server; "
        "NEO4J_URI looks like neo4j://host:7687 or neo4j+s://host:7687"
    )


def _no_common_version(fault: Exception) -> bool:
    """Whether the two could not agree on a version of Bolt; the driver has no name for it."""
    return type(fault.__cause__).__name__ == "BoltHandshakeError"


def too_old(uri: str, server: str) -> UnsupportedVersion:
    """The error for a server that is older than ``OLDEST``."""
    wanted = ".".join(map(str, OLDEST))
    return UnsupportedVersion(
        f"{uri} is {server}; pearlnet needs Neo4j {wanted} or newer: upgrade the server"
    )


def _said(fault: Exception) -> str:
    text = getattr(fault, "message", None) or str(fault)
    return text if text.endswith(".") else f"{text}."
