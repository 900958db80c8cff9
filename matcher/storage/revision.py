"""An index with some candidates changed, and the making of a first one."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.port import Encoder
from matcher.index import Gone, Index, Recent
from matcher.retrieval.bags import Bags, Ints, Terms
from matcher.retrieval.characters import gram_weights, rarities
from matcher.retrieval.facets import Facets
from matcher.retrieval.hierarchy import Hierarchy, closed
from matcher.retrieval.neighbourhood import Contents, counted_holders
from matcher.retrieval.segment import Described, Segment, kept, segment_of, sorted_join
from matcher.storage.base import Base, build_graph, read_base, write_base
from matcher.storage.columns import MemoryColumns

FOLDED_BELOW = 500
"""Candidates up to which a change makes the lists anew: some 20 ms."""

_ROWS = 20_000


def fresh_index(base: Base, hierarchy: Hierarchy, facets: Facets, encoder: Encoder) -> Index:
    """The index of a base of which nothing is out of date."""
    size = len(base.segment.ids)
    nothing = np.empty(0, np.uint32)
    return Index(
        base,
        np.ones(size, dtype=bool),
        Gone(nothing, nothing, 0),
        Recent(
            kept(base.segment, np.empty(0, np.int64)), np.empty(0, np.float32), nothing, nothing
        ),
        Contents(hierarchy, counted_holders(hierarchy, base.segment.nodes), size),
        facets,
        encoder,
    )


def memory_base(blocks: Iterable[Segment]) -> Base:
    """A base in memory, of candidates ordered by id throughout."""
    columns = MemoryColumns()
    ids = write_base(blocks, columns)
    return read_base(ids, columns, build_graph(columns.read("vectors")))


def revised(
    index: Index,
    stale: Collection[str],
    described: Sequence[Described],
    hierarchy: Hierarchy,
    languages: Sequence[str],
) -> Index:
    """An index in which some candidates are as they are now.

    Args:
        index: The index so far, which stays as it is.
        stale: Ids of all candidates that changed, are new or are gone.
        described: Those of them that are candidates now, ordered by id.
        hierarchy: The nodes as they are now.
        languages: Whose words are read.
    """
    added = segment_of(described, index.encoder, languages)
    rows = index.rows(stale)
    size = len(index.present)
    old, dropped = rows[rows < size], rows[rows >= size] - size
    present = index.present.copy()
    present[old] = False
    stays = np.setdiff1d(np.arange(len(index.recent.segment.ids)), dropped)
    recent = _recent(index, stays, added)
    left = int(np.count_nonzero(present))
    changed = Index(
        index.base,
        present,
        _gone(index, old),
        recent,
        Contents(
            hierarchy, _holders(index, hierarchy, rows, added), left + len(recent.segment.ids)
        ),
        index.facets,
        index.encoder,
    )
    if changed.size > FOLDED_BELOW:
        return changed
    return fresh_index(memory_base(merged(changed)), hierarchy, index.facets, index.encoder)


def merged(index: Index) -> Iterator[Segment]:
    """All candidates of an index in parts, ordered by id throughout; at least one part."""
    recent, done = index.recent.segment, 0
    for start in range(0, len(index.present), _ROWS):
        rows = start + np.flatnonzero(index.present[start : start + _ROWS])
        last = index.base.segment.ids[min(start + _ROWS, len(index.present)) - 1]
        upto = done + sum(item < last for item in recent.ids[done:])
        yield sorted_join(kept(index.base.segment, rows), kept(recent, np.arange(done, upto)))
        done = upto
    yield kept(recent, np.arange(done, len(recent.ids)))


def _recent(index: Index, stays: Ints, added: Segment) -> Recent:
    old = index.recent
    segment = sorted_join(kept(old.segment, stays), added)
    known = dict(
        zip([*np.array(old.segment.ids)[stays].tolist()], old.lengths[stays].tolist(), strict=True)
    )
    known |= dict(zip(added.ids, _lengths(index, added.grams).tolist(), strict=True))
    lengths = np.array([known[item] for item in segment.ids], dtype=np.float32)
    return Recent(segment, lengths, np.sort(segment.words.terms), np.sort(segment.grams.terms))


def _lengths(index: Index, bags: Bags) -> NDArray[np.float64]:
    """Lengths of the n-gram vectors of new candidates, which count among the holders."""
    holders = np.minimum(index.base.grams.counted(bags.terms) + 1, index.size)
    owners = np.repeat(np.arange(len(bags)), np.diff(bags.starts))
    weights = gram_weights(bags.counts, rarities(holders, index.size))
    return np.sqrt(np.bincount(owners, weights**2, len(bags)))


def _gone(index: Index, rows: Ints) -> Gone:
    segment, gone = index.base.segment, index.gone
    return Gone(
        _merged(gone.words, segment.words.of(rows)[1]),
        _merged(gone.grams, segment.grams.of(rows)[1]),
        gone.total + int(segment.words.sizes[rows].sum(dtype=np.int64)),
    )


def _merged(ascending: Terms, more: Terms) -> Terms:
    return np.sort(np.concatenate((ascending, more))) if len(more) else ascending


def _holders(index: Index, hierarchy: Hierarchy, rows: Ints, added: Segment) -> Ints:
    """How many candidates have each node, the ones in ``rows`` no more, the added ones anew."""
    before = index.contents
    if hierarchy is not before.hierarchy:
        return _counted_anew(index, hierarchy, rows, added)
    size = len(index.present)
    base, recent = index.base.segment.nodes, index.recent.segment.nodes
    away = _linked(hierarchy, base, rows[rows < size])
    away += _linked(hierarchy, recent, rows[rows >= size] - size)
    return np.asarray(before.holders - away + counted_holders(hierarchy, added.nodes))


def _counted_anew(index: Index, hierarchy: Hierarchy, rows: Ints, added: Segment) -> Ints:
    size = len(index.present)
    still = np.setdiff1d(np.flatnonzero(index.present), rows)
    fresh = np.setdiff1d(np.arange(len(index.recent.segment.ids)), rows - size)
    return (
        _linked(hierarchy, index.base.segment.nodes, still)
        + _linked(hierarchy, index.recent.segment.nodes, fresh)
        + counted_holders(hierarchy, added.nodes)
    )


def _linked(hierarchy: Hierarchy, bags: Bags, rows: Ints) -> Ints:
    owners, terms, _ = bags.of(rows)
    places = hierarchy.located(terms)
    known = places >= 0
    _, linked = closed(hierarchy, owners[known], places[known])
    return np.bincount(linked, minlength=len(hierarchy.entities))
