"""Text search and nearest vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph import text as searching
from graph.neo4j import queries
from graph.neo4j.filters import Conditions
from graph.neo4j.meta import Meta
from graph.neo4j.rows import entity_of
from graph.neo4j.transaction import Transaction
from graph.query import Query, Scored
from graph.validation import check_query, check_vector, classes_of

LARGEST_INDEXED = 4096
"""The greatest dimension that Neo4j's vector index takes."""
_WIDENING = 4


@dataclass(frozen=True, slots=True)
class Nearest:
    """A question for the nearest vectors.

    Attributes:
        space: The vector space.
        vector: Where to look, shape (d,).
        query: Which entities may be found.
        first: How many.
        index_beyond: Ask the index if more entities than this fit; None means never, as in a
            transaction whose own vectors no index holds yet.
    """

    space: str
    vector: NDArray[np.float32]
    query: Query
    first: int
    index_beyond: int | None


def search(
    tx: Transaction, meta: Meta, text: str, query: Query, first: int, *, by_index: bool
) -> Sequence[Scored]:
    """Entities whose document holds all terms of the text.

    The index does not hold what the transaction itself wrote.
    """
    check_query(query, meta.schema)
    terms = searching.parse(text)
    if not terms or not first or meta.schema is None:
        return ()
    where = Conditions(meta)
    condition = _fits(meta, query, where)
    known = {**where.parameters, "limit": first}
    if not by_index:
        parts = [f" {' '.join(phrase)} " for phrase in terms.phrases]
        parts += [f" {word}" for word in terms.prefixes]
        return _scored(tx, queries.search_all(condition), {**known, "parts": parts})
    tx.run(queries.AWAIT_DOCUMENTS)
    return _scored(tx, queries.search(condition), {**known, "text": _lucene(terms)})


def _lucene(terms: searching.TextQuery) -> str:
    """The terms in the index's own language; tokens are letters and digits, none an operator.

    A whole word counts more than one that only begins with it.
    """
    phrases = [f'+"{" ".join(phrase)}"' for phrase in terms.phrases]
    return " ".join(phrases + [f"+({word} {word}*)" for word in terms.prefixes])


def vectors(tx: Transaction, space: str) -> tuple[Sequence[str], NDArray[np.float32]]:
    """All vectors of a space."""
    rows = tx.rows(queries.vectors(space))
    if not rows:
        return (), np.empty((0, 0), np.float32)
    matrix = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)
    return tuple(row[0] for row in rows), matrix.astype(np.float32)


def dimension(tx: Transaction, space: str) -> int | None:
    """The dimension of a space, None if it has no vectors."""
    rows = tx.rows(queries.dimension(space))
    return int(rows[0][0]) if rows else None


def nearest(tx: Transaction, meta: Meta, wanted: Nearest) -> Sequence[Scored]:
    """Exact over what fits while that is little, else by the index."""
    check_query(wanted.query, meta.schema)
    size = dimension(tx, wanted.space)
    check_vector(wanted.space, wanted.vector, size)
    if size is None or not wanted.first:
        return ()
    where = Conditions(meta)
    condition = _fits(meta, wanted.query, where)
    known = {
        **where.parameters,
        "prefix": vector_key(wanted.space, ""),
        "vector": [float(x) for x in wanted.vector],
        "zero": not wanted.vector.any(),
        "limit": wanted.first,
    }
    if known["zero"] or not _many_fit(tx, condition, where, wanted):
        return _scored(tx, queries.nearest_exact(condition), known)
    return _by_index(tx, condition, known, wanted)


def vector_key(space: str, id: str) -> str:
    """What identifies a vector; neither a space's name nor an id holds a line break."""
    return f"{space}\n{id}"


def _many_fit(tx: Transaction, condition: str, where: Conditions, wanted: Nearest) -> bool:
    if wanted.index_beyond is None:
        return False
    limit = wanted.index_beyond + 1
    fitting = tx.rows(queries.count_up_to(condition), where.parameters, limit=limit)
    if fitting[0][0] < limit:
        return False
    state = tx.rows(queries.VECTOR_INDEXES, name=queries.vector_index(wanted.space))
    return bool(state) and state[0] == ["ONLINE", wanted.vector.shape[0]]


def _by_index(
    tx: Transaction, condition: str, known: dict[str, object], wanted: Nearest
) -> Sequence[Scored]:
    """Ask the index for more and more, until enough of what it gives fits."""
    size = int(tx.rows(queries.space_size(wanted.space))[0][0])
    version = str(tx.rows(queries.SERVER_VERSION)[0][0])
    by_clause = not version.startswith("5.")
    text = queries.nearest_indexed(wanted.space, condition, by_clause=by_clause)
    widened = _WIDENING * wanted.first
    while True:
        found = _scored(tx, text, {**known, "widened": min(widened, size)})
        if len(found) == wanted.first or widened >= size:
            return found
        widened *= _WIDENING


def _fits(meta: Meta, query: Query, where: Conditions) -> str:
    classes = classes_of(meta.schema, query.type)
    of_type = "true" if classes is None else f"n.type IN {where.bind(list(classes))}"
    return f"{of_type} AND {where.compile(query.where)}"


def _scored(tx: Transaction, text: str, known: dict[str, object]) -> tuple[Scored, ...]:
    return tuple(Scored(entity_of(tx.origins, row), score) for row, score in tx.rows(text, known))
