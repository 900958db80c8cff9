"""Entities by filter and order: pages, batches and counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph import cursor
from graph.cursor import Position
from graph.neo4j import queries
from graph.neo4j.filters import Conditions, field_of, leading
from graph.neo4j.meta import Meta
from graph.neo4j.rows import entity_of
from graph.neo4j.transaction import Transaction
from graph.query import Compare, In, Op, Page, Query, Sort
from graph.records import Entity, Scalar
from graph.validation import RESERVED, check_field, check_query, classes_of
from graph.values import as_text

_START = Position(None, "")


def find(tx: Transaction, meta: Meta, query: Query, first: int, after: str | None) -> Page:
    """A keyset page; one row more than asked for tells whether there is a next."""
    check_query(query, meta.schema)
    place = None if after is None else cursor.decode(after, query.sort)
    sort = query.sort
    if sort is None or sort.field == "id":
        found = _by_id(tx, meta, query, first + 1, place)
    else:
        found = _by_field(tx, meta, query, first + 1, place)
    page = tuple(found[:first])
    return Page(page, tuple(cursor.encode(item, sort) for item in page), len(found) > first)


def batch(tx: Transaction, meta: Meta, query: Query, after: str, limit: int) -> Sequence[Entity]:
    """Up to ``limit`` entities behind that id, in order of id."""
    place = Position(None, after) if after else None
    return _by_id(tx, meta, Query(query.type, query.where), limit, place)


def count(tx: Transaction, meta: Meta, query: Query) -> int:
    """How many entities fit."""
    check_query(query, meta.schema)
    where = Conditions(meta)
    text = queries.count(where.compile(query.where), _hint(leading(query.where, meta)))
    return int(tx.rows(text, where.parameters, types=types_of(meta, query.type))[0][0])


def group_count(tx: Transaction, meta: Meta, query: Query, by: str) -> Mapping[str, int]:
    """How many entities fit, by value."""
    check_query(query, meta.schema)
    check_field(by)
    where = Conditions(meta)
    lists = by not in RESERVED and meta.seen.holds_lists(by)
    text = queries.group_count(where.compile(query.where), field_of("n", by), lists=lists)
    counts: Counter[str] = Counter()
    for value, number in tx.rows(text, where.parameters, types=types_of(meta, query.type)):
        counts["" if value is None else as_text(value)] += number
    return dict(sorted(counts.items()))


def types_of(meta: Meta, type: str | None) -> list[str]:
    """The classes to look at: the class and its subclasses, or all that were ever stored."""
    classes = classes_of(meta.schema, type)
    return sorted(meta.seen.types) if classes is None else list(classes)


def _by_id(
    tx: Transaction, meta: Meta, query: Query, limit: int, place: Position | None
) -> list[Entity]:
    where = Conditions(meta)
    condition = where.compile(query.where)
    descending = query.sort is not None and query.sort.descending
    known = {"id": (place or _START).id, "limit": limit}
    if query.type is None and query.where is None and not descending:
        return _entities(tx, queries.FIND_ALL, where, known)
    start = "true" if place is None else f"n.id {'<' if descending else '>'} $id"
    best = leading(query.where, meta)
    # Constant in the answer, the field tells the planner that its index is in order of id.
    same = [field_of("n", best.field)] if isinstance(best, Compare) and best.op is Op.EQ else []
    order = [*same, f"n.id{' DESC' if descending else ''}"]
    text = queries.find(condition, [start], order, _hint(best))
    return _entities(tx, text, where, {**known, "types": types_of(meta, query.type)})


def _by_field(
    tx: Transaction, meta: Meta, query: Query, limit: int, place: Position | None
) -> list[Entity]:
    """First those that have the field, in its order, then those without it."""
    assert query.sort is not None
    found: list[Entity] = []
    if place is None or place.value is not None:
        plain = query.sort.field == "type" or meta.seen.is_plain(
            query.sort.field, place.value if place else None
        )
        present = _present if plain else _present_mixed
        found = present(tx, meta, query, limit, place)
        place = None
    if len(found) < limit and query.sort.field != "type":
        found += _missing(tx, meta, query, limit - len(found), place)
    return found


def _present(
    tx: Transaction, meta: Meta, query: Query, limit: int, place: Position | None
) -> list[Entity]:
    """By an ordered index, as all values are scalars of one kind.

    Without an index, text after a place whose value has characters beyond U+D7FF is compared by
    UTF-16 unit; see ``queries._using``.
    """
    sort = query.sort
    assert sort is not None
    field, where = field_of("n", sort.field), Conditions(meta)
    condition = where.compile(query.where)
    places = [f"{field} IS NOT NULL"]
    known = {"limit": limit, "types": types_of(meta, query.type)}
    if place is not None:
        beyond = f"{field} {'<' if sort.descending else '>'} $value"
        places = [f"{field} = $value AND n.id > $id", beyond]
        known |= {"value": place.value, "id": place.id}
    order = [f"{field}{' DESC' if sort.descending else ''}", "n.id"]
    text = queries.find(condition, places, order, _hint(_sort_hint(meta, query, place)))
    return _entities(tx, text, where, known)


def _sort_hint(meta: Meta, query: Query, place: Position | None) -> Sort | None:
    """The sort if it has an index that must be used.

    So it is where no condition might have a better one, and where only the index continues
    rightly after the place (see ``queries._using``).
    """
    sort, indexed = query.sort, meta.schema.indexed if meta.schema else ()
    if sort is None or sort.field not in indexed:
        return None
    value = place.value if place else None
    beyond = isinstance(value, str) and max(value, default="") >= "\ud800"
    return sort if beyond or query.where is None else None


def _hint(part: Compare | In | Sort | None) -> str | None:
    return f"type, {queries.quoted(part.field)}, id" if part else None


def _present_mixed(
    tx: Transaction, meta: Meta, query: Query, limit: int, place: Position | None
) -> list[Entity]:
    """By an expression: lists by their first item; numbers and truth values before text."""
    sort = query.sort
    assert sort is not None
    where = Conditions(meta)
    condition = where.compile(query.where)
    known: dict[str, object] = {"limit": limit, "types": types_of(meta, query.type)}
    start = "true"
    if place is not None:
        sign = "<" if sort.descending else ">"
        start = (
            f"rank {sign} $rank OR rank = $rank AND "
            f"(value {sign} $value OR value = $value AND n.id > $id)"
        )
        known |= {**_ranked(place.value), "id": place.id}
    text = queries.find_mixed(
        condition, field_of("n", sort.field), start, descending=sort.descending
    )
    return _entities(tx, text, where, known)


def _ranked(value: Scalar | None) -> dict[str, object]:
    number = int(value) if isinstance(value, bool) else value
    return {"rank": isinstance(value, str), "value": number}


def _missing(
    tx: Transaction, meta: Meta, query: Query, limit: int, place: Position | None
) -> list[Entity]:
    assert query.sort is not None
    where = Conditions(meta)
    condition = where.compile(query.where)
    start = f"{field_of('n', query.sort.field)} IS NULL AND n.id > $id"
    text = queries.find(condition, [start], ["n.id"])
    known = {"id": (place or _START).id, "limit": limit, "types": types_of(meta, query.type)}
    return _entities(tx, text, where, known)


def _entities(tx: Transaction, text: str, where: Conditions, known: dict[str, Any]) -> list[Entity]:
    rows = tx.rows(text, {**where.parameters, **known})
    return [entity_of(tx.origins, row[0]) for row in rows]
