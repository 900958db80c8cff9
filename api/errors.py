"""Errors of the API, and what a caller gets to see of any error."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from graphql import GraphQLError, GraphQLSyntaxError

from chains.errors import ChainError
from graph.errors import (
    GraphError,
    InvalidCursor,
    InvalidQuery,
    SchemaMissing,
    TimedOut,
)
from ingest.errors import IngestError
from matcher.assignment.model import InvalidProblem
from matcher.conditions import UnknownCondition
from matcher.errors import (
    EmptyQuery,
    InvalidFeedback,
    MatcherError,
    NothingToMatch,
    QueryTooLong,
    UnknownSubject,
)
from matcher.solutions.model import NothingRequired
from matcher.standards.model import UnknownStandardKind, UnknownStandardSubject
from ontology.errors import OntologyError

log = logging.getLogger("pearlnet.api")


class ApiError(Exception):
    """Root of all API errors."""

    code = "API_ERROR"


class InvalidPageSize(ApiError):
    """``first`` is negative or over the maximum."""

    code = "INVALID_PAGE_SIZE"


class InvalidFilter(ApiError):
    """A filter that means nothing, such as a null where a value must stand."""

    code = "INVALID_FILTER"


class UnknownTerm(ApiError):
    """A filter names a term that the vocabulary does not have."""

    code = "UNKNOWN_TERM"


class NotFound(ApiError):
    """There is no entity of that id."""

    code = "NOT_FOUND"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a caller sees of an error.

    Attributes:
        code: Stable.
        message: What to do about it; nothing of the machinery behind.
        error_id: Names the log entry of an error that was not expected.
    """

    code: str
    message: str
    error_id: str | None = None


_TOLD = (
    *(ApiError, OntologyError, ChainError, IngestError),
    *(InvalidCursor, InvalidQuery, SchemaMissing, TimedOut),
    *(UnknownSubject, EmptyQuery, QueryTooLong, NothingToMatch, InvalidFeedback, InvalidProblem),
    *(UnknownCondition, NothingRequired, UnknownStandardKind, UnknownStandardSubject),
)
"""Errors whose message is for the caller."""


def fault_of(error: BaseException) -> Fault:
    """What a caller sees of the error; those that are not the caller's are logged under an id."""
    match error:
        case RecursionError():
            return Fault("QUERY_TOO_DEEP", "The query is nested too deeply.")
        case (
            ApiError()
            | OntologyError()
            | ChainError()
            | IngestError()
            | GraphError()
            | MatcherError()
        ) if isinstance(error, _TOLD):
            return Fault(error.code, str(error))
        case GraphError():
            advice = "The store cannot answer at the moment; try again later."
            return Fault(error.code, advice, _logged(error))
        case MatcherError():
            advice = "Matching is not available at the moment; try again later."
            return Fault(error.code, advice, _logged(error))
        case _:
            return Fault("INTERNAL", "Something went wrong on our side.", _logged(error))


def classify(errors: Sequence[GraphQLError], *, executed: bool) -> None:
    """Give each error its code, and take out of it what a caller must not see.

    Args:
        errors: Changed in place.
        executed: Whether execution had begun; before it, errors are the query's own.
    """
    for error in errors:
        if error.extensions and "code" in error.extensions:
            continue
        fault = _graphql_fault(error, executed=executed)
        error.message = fault.message
        error.extensions = {"code": fault.code}
        if fault.error_id:
            error.extensions["errorId"] = fault.error_id


def _graphql_fault(error: GraphQLError, *, executed: bool) -> Fault:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        return fault_of(cause)
    if isinstance(error, GraphQLSyntaxError):
        return Fault(_syntax_code(error.message), error.message)
    if not executed:
        return Fault("GRAPHQL_VALIDATION_FAILED", error.message)
    if error.path is None or error.message.startswith("Argument "):
        return Fault("BAD_USER_INPUT", error.message)
    return fault_of(RuntimeError(error.message))


def _syntax_code(message: str) -> str:
    if "nested too deeply" in message:
        return "QUERY_TOO_DEEP"
    return "QUERY_TOO_LARGE" if "tokens" in message else "GRAPHQL_PARSE_FAILED"


def _logged(error: BaseException) -> str:
    error_id = uuid4().hex[:12]
    log.error("error %s", error_id, exc_info=error)
    return error_id
