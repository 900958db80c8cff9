"""Keyset pages in phases, each of which an index serves.

With a sort there are three: what ties with the cursor's value, what follows it, and what has no
value. Without one, the order is by id alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from graph import cursor
from graph.cursor import Position
from graph.query import Page, Query, Sort
from graph.records import Entity
from graph.sqlite import queries
from graph.sqlite.connection import Row, Session
from graph.sqlite.filters import ALWAYS, Clause
from graph.sqlite.rows import entity_of


@dataclass(frozen=True, slots=True)
class Phase:
    """Rows of one stretch of the order.

    Attributes:
        value: SQL of the value that sorts, None where it is the id alone.
        direction: ASC or DESC.
        condition: Which rows belong to the stretch.
    """

    value: str | None
    direction: str
    condition: Clause


def find(
    session: Session,
    classes: Sequence[str],
    query: Query,
    where: Clause,
    first: int,
    after: str | None,
) -> Page:
    """A page of the entities of those classes that fit."""
    place = cursor.decode(after, query.sort) if after is not None else None
    rows: list[Row] = []
    for phase in _phases(query.sort, place):
        if len(rows) <= first and classes:
            rows += _read(session, classes, phase, where, first + 1 - len(rows))
    page = rows[:first]
    places = (Position(row[5] if query.sort else None, row[0]) for row in page)
    return Page(
        tuple(entity_of(session.origins, *row[:5]) for row in page),
        tuple(cursor.encode_position(place, query.sort) for place in places),
        len(rows) > first,
    )


def scan(
    session: Session, classes: Sequence[str], where: Clause, batch: int, after: str | None
) -> Sequence[Entity]:
    """The next entities in order of id."""
    place = None if after is None else Position(None, after)
    (phase,) = _phases(None, place)
    rows = _read(session, classes, phase, where, batch) if classes else []
    return tuple(entity_of(session.origins, *row[:5]) for row in rows)


def _read(
    session: Session, classes: Sequence[str], phase: Phase, where: Clause, limit: int
) -> list[Row]:
    return session.rows(*_statement(classes, phase, where, limit))


def _statement(
    classes: Sequence[str], phase: Phase, where: Clause, limit: int
) -> tuple[str, Sequence[object]]:
    condition = Clause.all_of(phase.condition, where)
    bound = [value for name in classes for value in (name, *condition.parameters, limit)]
    statement = queries.page(phase.value, phase.direction, [condition.sql] * len(classes))
    return statement, (*bound, limit)


def _phases(sort: Sort | None, place: Position | None) -> Sequence[Phase]:
    behind = Clause("e.id > ?", (place.id,)) if place else ALWAYS
    if sort is None:
        return (Phase(None, "ASC", behind),)
    direction = "DESC" if sort.descending else "ASC"
    if sort.field == "id":
        order = "<" if sort.descending else ">"
        beyond = Clause(f"e.id {order} ?", (place.id,)) if place else ALWAYS
        return (Phase("e.id", direction, beyond),)
    value = "e.type" if sort.field == "type" else queries.value_of("e.", sort.field)
    absent = Phase(None, "ASC", Clause.all_of(Clause(f"{value} IS NULL"), behind))
    if place is None:
        return (Phase(value, direction, Clause(f"{value} IS NOT NULL")), absent)
    if place.value is None:
        return (absent,)
    order = "<" if sort.descending else ">"
    ties = Clause.all_of(Clause(f"{value} = ?", (place.value,)), behind)
    beyond = Clause(f"{value} {order} ?", (place.value,))
    everywhere = Phase(None, "ASC", Clause(f"{value} IS NULL"))
    return (Phase(value, direction, ties), Phase(value, direction, beyond), everywhere)
