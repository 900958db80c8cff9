"""Answers that show confidential values are entered in the audit log before they leave."""

from collections.abc import AsyncIterator

from anyio import to_thread
from graphql import ExecutionResult, GraphQLError
from strawberry.extensions import SchemaExtension

from api.context import RequestContext
from graph.errors import GraphError


class ConfidentialReads(SchemaExtension):
    """Enters who was shown which restricted fields of what; unless that succeeds, nobody is."""

    async def on_execute(self) -> AsyncIterator[None]:
        """After the resolvers, before the answer."""
        yield
        context: RequestContext = self.execution_context.context
        if not context.confidential:
            return
        try:
            await to_thread.run_sync(_enter, context)
        except GraphError as error:
            refusal = GraphQLError("the audit log cannot be written", original_error=error)
            self.execution_context.result = ExecutionResult(None, [refusal])


def _enter(context: RequestContext) -> None:
    services = context.services
    ids = sorted({id_ for id_, _ in context.confidential})
    fields = sorted({name for _, name in context.confidential})
    detail = {"fields": ", ".join(fields)}
    services.store.write(
        lambda writer: services.audit.append(writer, context.viewer, "read", ids, detail)
    )
