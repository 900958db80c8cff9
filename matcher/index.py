"""The index of one side: its candidates under every retriever, as of one moment.

An index is never changed. It is a base with inverted lists, less the rows that are out of date,
and beside it a few candidates that changed since, of which every one is looked at.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.port import Encoder
from matcher.retrieval.bags import Ints, Terms, gram_bags, word_bags
from matcher.retrieval.characters import GramQuery, gram_query, gram_scores
from matcher.retrieval.dense import cosines, nearest
from matcher.retrieval.facets import Facets, facet_scores, nearness
from matcher.retrieval.lexical import WordQuery, word_query, word_scores
from matcher.retrieval.neighbourhood import Contents, Likeness, likeness, linked_scores
from matcher.retrieval.postings import Postings
from matcher.retrieval.retrieved import FEATURES, RETRIEVERS, SHARED, Retrieved
from matcher.retrieval.segment import LONGEST, Segment, languages_of
from matcher.storage.base import Base
from matcher.tokens import readable

DEPTH = 128
"""Hits of each retriever that are looked at more closely, unless more answers are wanted."""

_SPARE = 32
"""Rows that are proposed beyond those, for proposals are coarse."""

_TRIFLE = np.float32(1e-4)
_SAMPLED = 16


@dataclass(frozen=True, slots=True)
class Recent:
    """Candidates that are new or changed since the base was written.

    Attributes:
        segment: They, as few as can all be looked at.
        lengths: Of their n-gram vectors, shape (n,).
        words: All their words, ascending.
        grams: All their n-grams, ascending.
    """

    segment: Segment
    lengths: NDArray[np.float32]
    words: Terms
    grams: Terms


@dataclass(frozen=True, slots=True)
class Gone:
    """What the base has of candidates that are out of date, each ascending.

    Attributes:
        words: All their words.
        grams: All their n-grams.
        total: How many words these are, repetitions included.
    """

    words: Terms
    grams: Terms
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as every retriever reads it."""

    words: WordQuery
    grams: GramQuery
    vector: NDArray[np.float32]
    like: Likeness
    near: NDArray[np.float64]
    languages: int
    length: int


@dataclass(frozen=True, slots=True)
class Index:
    """Everything needed to find the candidates of one side.

    Attributes:
        base: The bulk of them, n rows.
        present: Which of those rows are up to date, shape (n,).
        gone: What the others had.
        recent: The rest of them, as further rows.
        contents: How much each node that they can share tells.
        facets: The terms that they can have.
        encoder: Makes a query's vector.
    """

    base: Base
    present: NDArray[np.bool_]
    gone: Gone
    recent: Recent
    contents: Contents
    facets: Facets
    encoder: Encoder

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return int(np.count_nonzero(self.present)) + len(self.recent.segment.ids)

    def row(self, id: str) -> int:
        """The row of a candidate, -1 if it is none."""
        start = 0
        for ids in (self.base.segment.ids, self.recent.segment.ids):
            at = bisect_left(ids, id)
            if at < len(ids) and ids[at] == id and (start or self.present[at]):
                return start + at
            start += len(self.present)
        return -1

    def rows(self, ids: Iterable[str]) -> Ints:
        """The rows of those ids that are candidates, ascending."""
        found = np.array([self.row(item) for item in ids], dtype=np.int64)
        return np.unique(found[found >= 0])

    def among(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """A mask over all rows, true for those ids; what ``retrieve`` takes as ``allowed``."""
        mask = np.zeros(len(self.present) + len(self.recent.segment.ids), dtype=bool)
        mask[self.rows(ids)] = True
        return mask

    def retrieve(
        self,
        text: str,
        strengths: Mapping[str, float],
        *,
        allowed: NDArray[np.bool_] | None = None,
        first: int = 10,
        also: Sequence[str] = (),
    ) -> Retrieved:
        """The hits of all retrievers with their features.

        Args:
            text: The words of the query.
            strengths: By id the nodes that the query reaches in the graph, at most 1.
            allowed: Which rows may be found; None means all.
            first: How many answers are wanted in the end.
            also: Ids of candidates to take in, hit or not.
        """
        asked = self._asked(text, strengths)
        size = len(self.present)
        many = len(self.recent.segment.ids)
        mask = np.concatenate((self.present, np.ones(many, dtype=bool)))
        if allowed is not None:
            mask &= allowed
        wanted = self.rows(also)
        depth = max(DEPTH, first)
        proposed = self._proposed(asked, mask[:size], depth + _SPARE)
        rows = np.unique(np.concatenate((proposed, size + np.flatnonzero(mask[size:]), wanted)))
        features = self._features(asked, rows)
        ids = self._ids(rows)
        kept = np.isin(rows, wanted)
        place = _places(ids)
        for column in range(len(RETRIEVERS)):
            kept[_best(np.where(mask[rows], features[:, column], 0), place, depth)] = True
        order = np.flatnonzero(kept)
        order = order[np.argsort(place[order])]
        return Retrieved(
            tuple(ids[at] for at in order.tolist()), features[order], int(np.count_nonzero(mask))
        )

    def _asked(self, text: str, strengths: Mapping[str, float]) -> Asked:
        plain = readable(text[:LONGEST])
        words, grams = word_bags([plain]), gram_bags([plain])
        vector = self.encoder.encode_queries([plain])[0]
        base, gone, recent = self.base, self.gone, self.recent
        return Asked(
            word_query(
                words, _holders(base.words, gone.words, recent.words, words.terms), self.size
            ),
            gram_query(
                grams, _holders(base.grams, gone.grams, recent.grams, grams.terms), self.size
            ),
            vector,
            likeness(self.contents, strengths),
            nearness(self.facets, vector),
            languages_of(plain),
            int(words.sizes[0]),
        )

    def _proposed(self, asked: Asked, allowed: NDArray[np.bool_], many: int) -> Ints:
        """Rows of the base that are among the best of a retriever, about so many of each."""
        base = self.base
        words = base.words.sums(asked.words.terms, asked.words.weights)
        grams = base.grams.sums(asked.grams.terms, asked.grams.weights)
        return np.concatenate(
            (
                _highest(words, allowed, many),
                _highest(grams, allowed, many),
                nearest(base.segment.vectors, base.graph, asked.vector, many, allowed),
                _highest(_linked(base.nodes, asked.like), allowed, many),
            )
        )

    def _features(self, asked: Asked, rows: Ints) -> NDArray[np.float32]:
        size = len(self.present)
        recent = rows >= size
        base, fresh = self.base, self.recent
        told = base.total - self.gone.total + int(fresh.segment.words.sizes.sum())
        mean, facets = told / max(self.size, 1), self.facets
        found = _described(asked, base.segment, base.lengths, rows[~recent], mean, facets)
        if not recent.any():
            return found
        rest = rows[recent] - size
        new = _described(asked, fresh.segment, fresh.lengths, rest, mean, facets)
        return np.concatenate((found, new))

    def _ids(self, rows: Ints) -> list[str]:
        size = len(self.present)
        return [
            self.base.segment.ids[row] if row < size else self.recent.segment.ids[row - size]
            for row in rows.tolist()
        ]


def _described(
    asked: Asked,
    segment: Segment,
    lengths: NDArray[np.float32],
    rows: Ints,
    mean: float,
    facets: Facets,
) -> NDArray[np.float32]:
    """All features of some rows, shape (len(rows), len(FEATURES))."""
    linked = linked_scores(asked.like, segment.nodes, rows, tuple(SHARED.values()))
    terms = facet_scores(facets, asked.near, segment.facets, rows)
    spoken = segment.spoken[rows]
    columns = (
        word_scores(asked.words, segment.words, rows, mean),
        gram_scores(asked.grams, segment.grams, rows, lengths),
        cosines(segment.vectors, rows, asked.vector),
        *linked.T,
        *terms.T,
        np.bitwise_count(spoken & asked.languages)
        / np.maximum(np.bitwise_count(spoken | asked.languages), 1),
        np.log1p(segment.words.sizes[rows]),
        np.full(len(rows), np.log1p(asked.length)),
    )
    return np.stack(columns, axis=1).astype(np.float32).reshape(len(rows), len(FEATURES))


def _linked(lists: Postings, like: Likeness) -> NDArray[np.float32]:
    """For each row its most alike node, and a trifle for the others so that they break ties."""
    known, order = like.contents.hierarchy.terms
    alike = np.flatnonzero(like.values[order] > 0)
    alike = alike[np.argsort(like.values[order[alike]], kind="stable")]
    owners, rows = lists.listed(known[alike])
    values = like.values[order[alike]][owners].astype(np.float32)
    best = np.zeros(lists.size, dtype=np.float32)
    best[rows] = values  # of several the last, which is the highest
    return best + _TRIFLE * np.bincount(rows, values, lists.size).astype(np.float32)


def _highest(scores: NDArray[np.float32], allowed: NDArray[np.bool_], many: int) -> Ints:
    """Rows of the highest scores above 0; of equal ones at the edge the first."""
    hits = np.flatnonzero((scores > 0) & allowed)
    found = scores[hits]
    sample = np.sort(found[::_SAMPLED])[::-1]
    if len(sample) > many:  # a bound that somewhat more than the wanted ones reach
        likely = np.flatnonzero(found >= sample[2 * many // _SAMPLED + 8])
        if len(likely) >= many:
            hits, found = hits[likely], found[likely]
    if len(hits) <= many:
        return hits
    edge = np.partition(found, len(hits) - many)[len(hits) - many]
    over = hits[found > edge]
    return np.concatenate((over, hits[found == edge][: many - len(over)]))


def _best(scores: NDArray[np.float32], place: Ints, many: int) -> Ints:
    """Where the highest scores above 0 are; of equal ones the first by place."""
    hits = np.flatnonzero(scores > 0)
    return hits[np.lexsort((place[hits], -scores[hits]))[:many]]


def _places(ids: Sequence[str]) -> Ints:
    """For each id its place in their order."""
    places = np.empty(len(ids), dtype=np.int64)
    places[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return places


def _holders(lists: Postings, gone: Terms, come: Terms, terms: Terms) -> Ints:
    """How many candidates have each term."""
    return lists.counted(terms) - _times(gone, terms) + _times(come, terms)


def _times(ascending: Terms, terms: Terms) -> Ints:
    return np.searchsorted(ascending, terms, "right") - np.searchsorted(ascending, terms, "left")
