"""The change feed: nodes of many entries each, written with the change itself.

A node for each entry would double the cost of an import, so up to a thousand entries of one
operation share one, as lists side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, TypeAlias

from graph.neo4j import queries
from graph.neo4j.settings import Neo4jSettings
from graph.neo4j.transaction import Transaction
from graph.query import Change
from graph.records import RelationKey

_ENTRIES = 1_000
_DAY = 86_400_000

Operation: TypeAlias = Literal["created", "updated", "deleted"]


@dataclass(slots=True)
class Outbox:
    """The entries of one transaction.

    Attributes:
        revision: The revision that they belong to.
        sequence: The last sequence number given away.
    """

    revision: int
    sequence: int
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _recorded: bool = False

    def record(
        self,
        operation: Operation,
        types: Sequence[str] | str,
        ids: Sequence[str],
        targets: Sequence[str] | None = None,
    ) -> None:
        """Append changes of entities, or with ``targets`` of relations.

        Columns stand side by side; one type is that of all.
        """
        for start in range(0, len(ids), _ENTRIES):
            part = slice(start, start + _ENTRIES)
            row: dict[str, Any] = {"operation": operation, "ids": ids[part]}
            row["types"] = [types] if isinstance(types, str) else _types(types[part])
            if targets is not None:
                row["targets"] = targets[part]
            row |= {"revision": self.revision, "first": self.sequence + 1}
            self.sequence += len(ids[part])
            self._rows.append({**row, "last": self.sequence})

    @property
    def recorded(self) -> bool:
        """Whether the transaction changed anything."""
        return self._recorded or bool(self._rows)

    def flush(self, tx: Transaction) -> None:
        """Write the entries and the counters."""
        if not self._rows:
            return
        tx.run(queries.RECORD_CHANGES, rows=self._rows)
        counters = {"revision": self.revision, "sequence": self.sequence}
        tx.run(queries.SET_COUNTERS, counters)
        self._rows, self._recorded = [], True


def prune(tx: Transaction, sequence: int, settings: Neo4jSettings) -> None:
    """Drop entries that are too many or too old, whole nodes at a time."""
    tx.run(queries.PRUNE_CHANGES, last=sequence - settings.feed_entries + 1)
    tx.run(queries.PRUNE_OLD_CHANGES, milliseconds=int(settings.feed_days * _DAY))


def changes(tx: Transaction, after: int, first: int) -> Sequence[Change]:
    """Up to ``first`` entries behind a sequence number."""
    # Nodes are full but for the last of each operation, so a page needs few of them.
    found: list[Change] = []
    while len(found) < first:
        rows = tx.rows(queries.CHANGES, after=after, limit=1 + (first - len(found)) // _ENTRIES)
        if not rows:
            break
        for row in rows:
            found += [change for change in _entries(row) if change.sequence > after]
        after = found[-1].sequence
    return tuple(islice(found, first))


def _types(types: Sequence[str]) -> list[str]:
    """Types side by side with their keys, or the one that all have."""
    return list(types) if len(set(types)) > 1 else [types[0]]


def _entries(row: list[Any]) -> list[Change]:
    start, revision, operation, types, ids, targets = row
    if len(types) == 1:
        types = types * len(ids)
    keys: list[str | RelationKey] = ids
    if targets is not None:
        ends = zip(types, ids, targets, strict=True)
        keys = [RelationKey(type_, source, target) for type_, source, target in ends]
    return [
        Change(sequence, revision, operation, key, type_)
        for sequence, (key, type_) in enumerate(zip(keys, types, strict=True), start)
    ]
