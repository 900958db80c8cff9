"""Counts, in all and by value."""

from collections import Counter
from collections.abc import Mapping

from graph.sqlite import queries
from graph.sqlite.connection import Session
from graph.sqlite.filters import Clause
from graph.validation import RESERVED, check_field
from graph.values import as_text


def count(session: Session, condition: Clause) -> int:
    """How many entities fit."""
    return int(session.value(queries.count(condition.sql), condition.parameters))


def group_count(session: Session, condition: Clause, by: str) -> Mapping[str, int]:
    """How many entities fit, by the value of the field."""
    check_field(by)
    if by in RESERVED:
        statement = queries.group_scalars(f"e.{by}", "'text'", queries.EVERY, condition.sql)
        rows = session.rows(statement, condition.parameters)
    else:
        value, kind = queries.value_of("e.", by), queries.kind_of("e.", by)
        unlisted = f"NOT {queries.is_list('e.', by)}"
        scalars = queries.group_scalars(value, kind, unlisted, condition.sql)
        rows = session.rows(scalars, condition.parameters)
        items = queries.group_items(condition.sql)
        rows += session.rows(items, (by, *condition.parameters))
    counts: Counter[str] = Counter()
    for kind, value, number in rows:
        counts[_key(kind, value)] += number
    return dict(sorted(counts.items()))


def _key(kind: str | None, value: str | float | None) -> str:
    """Truth values come as 1 and 0, told by the kind that JSON or the items' table gives."""
    if value is None:
        return ""
    return as_text(bool(value)) if kind in {"true", "false", "boolean"} else as_text(value)
