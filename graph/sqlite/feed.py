"""The change feed: rows of many entries each, so that the feed costs an import next to nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Literal, TypeAlias

import orjson

from graph.query import Change
from graph.records import RelationKey
from graph.sqlite import queries
from graph.sqlite.connection import Row, Session

Operation: TypeAlias = Literal["created", "updated", "deleted"]
_ENTRIES = 1_000


def append(
    session: Session,
    revision: int,
    operation: Operation,
    types: Sequence[str] | str,
    ids: Sequence[str],
    targets: Sequence[str] | None = None,
) -> None:
    """Enter changes of entities, or with ``targets`` of relations.

    Columns stand side by side; one type is that of all.
    """
    last = session.value(queries.LAST_CHANGE)
    rows: list[Row] = []
    for start in range(0, len(ids), _ENTRIES):
        part = slice(start, start + _ENTRIES)
        first, last = last + 1, last + len(ids[part])
        kinds = types if isinstance(types, str) else types[part]
        columns = (kinds, ids[part], None if targets is None else targets[part])
        rows.append((last, first, revision, operation, *map(_encoded, columns)))
    session.run_many(queries.INSERT_CHANGES, rows)


def read(session: Session, after: int, first: int) -> tuple[Change, ...]:
    """Up to ``first`` entries behind a sequence number."""
    return tuple(islice(_entries(session, after, first), first))


def _entries(session: Session, after: int, first: int) -> Iterator[Change]:
    rows = session.rows(queries.GET_CHANGES, (after, first))
    for start, revision, operation, *columns in rows:
        types, ids, targets = map(_decoded, columns)
        if isinstance(types, str):
            types = [types] * len(ids)
        keys: Iterable[str | RelationKey] = ids
        if targets:
            keys = map(RelationKey, types, ids, targets)
        for sequence, (key, type_) in enumerate(zip(keys, types, strict=True), start):
            if sequence > after:
                yield Change(sequence, revision, operation, key, type_)


def _encoded(column: Sequence[str] | str | None) -> str | None:
    return None if column is None else orjson.dumps(column).decode()


def _decoded(column: str | None) -> Any:
    return None if column is None else orjson.loads(column)
