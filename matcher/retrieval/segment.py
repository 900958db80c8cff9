"""Candidates as columns: what is known of each, row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.port import Encoder
from matcher.retrieval.bags import Bags, Ints, gram_bags, joined, name_bags, picked, word_bags
from matcher.tokens import readable

LONGEST = 20_000
"""Characters of a text that are read at most."""

FACETS = ("category", "form")
"""Properties whose terms are compared with the query."""

LANGUAGE_BITS: Mapping[str, int] = {"zh": 1, "en": 2}
_HAN, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Described:
    """A candidate in words.

    Attributes:
        id: Its id.
        words: Its words by language, with the names of what it is linked to.
        nodes: Ids of the scenarios, technologies, ... that it is linked to.
        facets: Its terms, each as ``facet_name`` writes it.
    """

    id: str
    words: Mapping[str, str]
    nodes: tuple[str, ...]
    facets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Candidates ordered by id; all columns run in parallel.

    Attributes:
        ids: Of the candidates.
        words: Their words.
        grams: Their character n-grams.
        nodes: What they are linked to.
        facets: Their terms.
        spoken: The languages they are told in, a sum of ``LANGUAGE_BITS``; uint8, shape (n,).
        vectors: Of length 1 or 0; shape (n, d).
    """

    ids: Sequence[str]
    words: Bags
    grams: Bags
    nodes: Bags
    facets: Bags
    spoken: NDArray[np.uint8]
    vectors: NDArray[np.float32]


def languages_of(text: str) -> int:
    """The languages that a readable text is told in: those of a fifth of it, five letters a word.

    Returns:
        A sum of ``LANGUAGE_BITS``.
    """
    chinese, english = len(_HAN.findall(text)), len(_LATIN.findall(text)) / 5
    return sum(
        LANGUAGE_BITS[name]
        for name, part in (("zh", chinese), ("en", english))
        if part > 0 and part >= (chinese + english) / 5
    )


def facet_name(property: str, term: str) -> str:
    """A term of a property as it is indexed."""
    return f"{property}\t{term}"


def segment_of(
    described: Sequence[Described], encoder: Encoder, languages: Sequence[str]
) -> Segment:
    """Index candidates, ordered by id, by their words in those languages."""
    texts = [
        readable(
            " ".join(item.words[language] for language in languages if language in item.words)
        )[:LONGEST]
        for item in described
    ]
    spoken = [sum(LANGUAGE_BITS.get(name, 0) for name in item.words) for item in described]
    return Segment(
        tuple(item.id for item in described),
        word_bags(texts),
        gram_bags(texts),
        name_bags([item.nodes for item in described]),
        name_bags([item.facets for item in described]),
        np.array(spoken, dtype=np.uint8),
        encoder.encode(texts),
    )


def sorted_join(first: Segment, second: Segment) -> Segment:
    """The candidates of both, ordered by id; no id is in both."""
    ids = [*first.ids, *second.ids]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    return Segment(
        tuple(ids[place] for place in order.tolist()),
        picked(joined([first.words, second.words]), order),
        picked(joined([first.grams, second.grams]), order),
        picked(joined([first.nodes, second.nodes]), order),
        picked(joined([first.facets, second.facets]), order),
        np.concatenate([first.spoken, second.spoken])[order],
        np.concatenate([first.vectors, second.vectors])[order],
    )


def kept(segment: Segment, rows: Ints) -> Segment:
    """Some rows of a segment, in that order."""
    return Segment(
        tuple(segment.ids[row] for row in rows.tolist()),
        picked(segment.words, rows),
        picked(segment.grams, rows),
        picked(segment.nodes, rows),
        picked(segment.facets, rows),
        segment.spoken[rows],
        segment.vectors[rows],
    )
