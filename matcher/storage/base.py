"""The bulk of an index: candidates as columns, with the lists by which they are found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index as Graph

from matcher.retrieval.bags import Bags
from matcher.retrieval.characters import gram_impacts, gram_weights, rarities
from matcher.retrieval.dense import EXACT_BELOW, empty_graph
from matcher.retrieval.lexical import word_impacts
from matcher.retrieval.postings import ROWS_AT_MOST, Entries, Postings, inverted
from matcher.retrieval.segment import Segment
from matcher.storage.columns import Columns

LISTED_BELOW = 20_000
"""Rows from which the lists of what more than a tenth of all have are left out."""

_BAGS = ("words", "grams", "nodes", "facets")
_LISTED = ("words", "grams", "nodes")
_PRUNED = ("words", "grams")
_COMMON = 10
_ROWS, _ENTRIES, _VECTORS = 20_000, 1 << 24, 8_192


@dataclass(frozen=True, slots=True)
class Base:
    """Candidates with their inverted lists; never changed.

    Attributes:
        segment: The candidates, n of them.
        words: Lists of their words.
        grams: Lists of their n-grams.
        nodes: Lists of what they are linked to.
        lengths: Of their n-gram vectors, as rare as n-grams were when it was built; shape (n,).
        total: Words of all of them.
        graph: Of their vectors; None where those are few.
    """

    segment: Segment
    words: Postings
    grams: Postings
    nodes: Postings
    lengths: NDArray[np.float32]
    total: int
    graph: Graph | None


def write_base(blocks: Iterable[Segment], columns: Columns) -> tuple[str, ...]:
    """Write the columns and lists of candidates.

    Args:
        blocks: The candidates in parts, ordered by id throughout.
        columns: Where to; empty so far.

    Returns:
        Ids of the candidates.

    Raises:
        ValueError: There are more than an index holds.
    """
    ids: list[str] = []
    for block in blocks:
        ids += block.ids
        if len(ids) >= ROWS_AT_MOST:
            raise ValueError(f"an index holds at most {ROWS_AT_MOST - 1:,} candidates")
        _append(block, columns)
    total = int(columns.read("words.sizes").sum(dtype=np.int64))
    columns.append("total", np.array([total]))
    for name in _LISTED:
        _invert(columns, name, len(ids))
    _weigh_words(columns, total / max(len(ids), 1))
    _weigh_grams(columns)
    return tuple(ids)


def read_base(ids: Sequence[str], columns: Columns, graph: Graph | None) -> Base:
    """The base that ``write_base`` wrote."""
    bags = {name: _bags(columns, name) for name in _BAGS}
    lists = {name: _lists(columns, name, len(ids)) for name in _LISTED}
    segment = Segment(ids, **bags, spoken=columns.read("spoken"), vectors=columns.read("vectors"))
    return Base(
        segment,
        **lists,
        lengths=columns.read("grams.lengths"),
        total=int(columns.read("total")[0]),
        graph=graph,
    )


def build_graph(vectors: NDArray[np.float32]) -> Graph | None:
    """The graph of near vectors; None where they are few enough to look at each.

    One thread makes it, for several would make another one each time.
    """
    if len(vectors) <= EXACT_BELOW:
        return None
    graph = empty_graph(vectors.shape[1])
    for start in range(0, len(vectors), _VECTORS):
        part = vectors[start : start + _VECTORS]
        graph.add(np.arange(start, start + len(part), dtype=np.uint64), part, threads=1)
    return graph


def _append(block: Segment, columns: Columns) -> None:
    for name in _BAGS:
        bags: Bags = getattr(block, name)
        columns.append(f"{name}.distinct", np.diff(bags.starts).astype(np.int32))
        columns.append(f"{name}.terms", bags.terms)
        columns.append(f"{name}.counts", bags.counts)
        columns.append(f"{name}.sizes", bags.sizes)
    columns.append("spoken", block.spoken)
    columns.append("vectors", block.vectors.astype(np.float32, copy=False))


def _bags(columns: Columns, name: str) -> Bags:
    return Bags(
        _starts(columns.read(f"{name}.distinct")),
        columns.read(f"{name}.terms"),
        columns.read(f"{name}.counts"),
        columns.read(f"{name}.sizes"),
    )


def _lists(columns: Columns, name: str, size: int) -> Postings:
    weights = f"{name}.lists.{'weights' if name in _PRUNED else 'counts'}"
    return Postings(
        columns.read(f"{name}.lists.terms"),
        columns.read(f"{name}.lists.holders"),
        _starts(columns.read(f"{name}.lists.listed")),
        columns.read(f"{name}.lists.rows"),
        columns.read(weights),
        size,
    )


def _invert(columns: Columns, name: str, size: int) -> None:
    """Write the lists of some bags, and on the way the lengths of n-gram vectors."""
    bags = _bags(columns, name)
    most = size // _COMMON if name in _PRUNED and size > LISTED_BELOW else size
    squares = np.zeros(size)
    for terms, holders, (rows, _, counts) in inverted(lambda: _entries(bags), len(bags.terms)):
        if name == "grams":
            rare = np.repeat(rarities(holders, size), holders)
            squares += np.bincount(rows, gram_weights(counts, rare) ** 2, size)
        listed = np.repeat(holders <= most, holders)
        columns.append(f"{name}.lists.terms", terms)
        columns.append(f"{name}.lists.holders", holders)
        columns.append(f"{name}.lists.listed", np.where(holders <= most, holders, 0))
        columns.append(f"{name}.lists.rows", rows[listed].astype(np.int32))
        columns.append(f"{name}.lists.counts", counts[listed])
    if name == "grams":
        columns.append("grams.lengths", np.sqrt(squares).astype(np.float32))


def _weigh_words(columns: Columns, mean: float) -> None:
    sizes = columns.read("words.sizes")
    for rows, counts in _listed(columns, "words"):
        columns.append("words.lists.weights", word_impacts(counts, sizes[rows], mean))


def _weigh_grams(columns: Columns) -> None:
    lengths = columns.read("grams.lengths")
    for rows, counts in _listed(columns, "grams"):
        columns.append("grams.lists.weights", gram_impacts(counts, lengths[rows]))


def _listed(columns: Columns, name: str) -> Iterator[tuple[NDArray[np.int32], NDArray[np.uint8]]]:
    rows, counts = columns.read(f"{name}.lists.rows"), columns.read(f"{name}.lists.counts")
    for start in range(0, max(len(rows), 1), _ENTRIES):
        yield rows[start : start + _ENTRIES], counts[start : start + _ENTRIES]


def _entries(bags: Bags) -> Iterator[Entries]:
    for low in range(0, len(bags), _ROWS):
        starts = bags.starts[low : low + _ROWS + 1]
        span = slice(int(starts[0]), int(starts[-1]))
        rows = np.repeat(np.arange(low, low + len(starts) - 1), np.diff(starts))
        yield rows, bags.terms[span], bags.counts[span]


def _starts(sizes: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
