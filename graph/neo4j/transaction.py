"""One transaction: its queries, and the origins that it sees."""

from typing import Any

from neo4j import ManagedTransaction, Result, SummaryCounters

from graph.neo4j.origins import Known, Origins


class Transaction:
    """A transaction of the driver's, within which all reads and writes are made.

    Args:
        tx: The driver's.
        known: Origins that need not be looked up.
    """

    def __init__(self, tx: ManagedTransaction, known: Known) -> None:
        self._tx = tx
        self._sent: list[Result] = []
        self.origins = Origins(self.rows, known)

    def rows(
        self, text: str, parameters: dict[str, Any] | None = None, **more: Any
    ) -> list[list[Any]]:
        """All rows of a query."""
        return self._tx.run(text, parameters, **more).values()

    def run(
        self, text: str, parameters: dict[str, Any] | None = None, **more: Any
    ) -> SummaryCounters:
        """Run a statement; what it changed."""
        return self._tx.run(text, parameters, **more).consume().counters

    def send(self, text: str, **parameters: Any) -> None:
        """Run a statement that nobody waits for, so that the next can be made meanwhile.

        The server waits to be asked for its result, which it must have: ``settle`` asks. If the
        statement fails, the next one raises its error, or ``settle`` does.
        """
        self._sent.append(self._tx.run(text, parameters))

    def settle(self) -> None:
        """Wait until all that was sent is done, so that a commit has nothing left but itself."""
        for result in self._sent:
            result.consume()
        self._sent.clear()
