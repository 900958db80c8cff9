"""The Strawberry schema that executes the types generated from the ontology.

Strawberry builds its types from Python classes, which an ontology does not have; ours are made
with graphql-core, on which Strawberry itself executes, and stand in for the types it would have
built. Its HTTP views, extensions, loaders and subscriptions work on them unchanged, and a field
costs no more than the function that resolves it.
"""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema, print_schema
from strawberry.schema.schema import DEFAULT_ALLOWED_OPERATION_TYPES
from strawberry.types import ExecutionContext
from strawberry.types.graphql import OperationType

from api.audit.reads import ConfidentialReads
from api.errors import classify
from api.limits import Documents, Guard, Limits
from api.observe.metrics import Metrics


@strawberry.type
class _Placeholder:
    """What Strawberry wants to see; never served."""

    nothing: str = ""


class OntologySchema(strawberry.Schema):
    """A Strawberry schema over types made elsewhere; its errors carry codes and no internals."""

    def __init__(
        self, types: GraphQLSchema, limits: Limits | None = None, metrics: Metrics | None = None
    ) -> None:
        documents = Documents()
        chosen = limits or Limits()
        super().__init__(
            _Placeholder, extensions=[lambda: Guard(chosen, documents, types), ConfidentialReads]
        )
        self._schema = types
        self._metrics = metrics

    async def execute(self, *given: Any, **named: Any) -> Any:
        """Answer a query or mutation; subscriptions need a stream.

        Raises:
            CannotGetOperationTypeError: It is a subscription.
        """
        allowed = named.get("allowed_operation_types") or DEFAULT_ALLOWED_OPERATION_TYPES
        named["allowed_operation_types"] = set(allowed) - {OperationType.SUBSCRIPTION}
        return await super().execute(*given, **named)

    def process_errors(
        self, errors: Iterable[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Code each error in place, and take out of it what a caller must not see."""
        executed = execution_context is not None and execution_context.result is not None
        found = list(errors)
        classify(found, executed=executed)
        if self._metrics is not None:
            for error in found:
                self._metrics.errors.labels(str((error.extensions or {})["code"])).inc()

    def as_str(self) -> str:
        """The schema definition language of the served types."""
        return print_schema(self._schema)
