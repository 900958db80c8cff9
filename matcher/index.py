"""The index of one side: its candidates under every retriever."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.candidates import Candidates
from matcher.encoder.port import Encoder
from matcher.retrieval import (
    CharacterRetriever,
    DenseRetriever,
    LexicalRetriever,
    NeighbourhoodRetriever,
)
from matcher.retrieval.retrieved import RETRIEVERS, Retrieved
from ontology.model import LANGUAGES


@dataclass(frozen=True, slots=True)
class Index:
    """Everything needed to rank the candidates of one side."""

    candidates: Candidates
    lexical: LexicalRetriever
    characters: CharacterRetriever
    dense: DenseRetriever
    neighbourhood: NeighbourhoodRetriever
    rows: Mapping[str, int]

    def retrieve(
        self,
        text: str,
        strengths: Mapping[str, float],
        allowed: Collection[str] | None = None,
        also: Collection[str] = (),
    ) -> Retrieved:
        """The hits of all retrievers with their features.

        Args:
            text: The words of the query.
            strengths: The nodes that the query reaches in the graph.
            allowed: Ids of the candidates that may be found; None means all.
            also: Ids of candidates to take in, hit or not.
        """
        columns = self.scores(text, strengths)
        matrix = np.column_stack([columns[name] for name in RETRIEVERS])
        ids = [entity.id for entity in self.candidates.entities]
        mask = np.array([allowed is None or item in allowed for item in ids])
        wanted = np.array([item in also for item in ids])
        found = np.flatnonzero((matrix > 0).any(axis=1) & mask | wanted)
        return Retrieved(tuple(ids[row] for row in found.tolist()), matrix[found], int(mask.sum()))

    def scores(
        self, text: str, strengths: Mapping[str, float]
    ) -> Mapping[str, NDArray[np.float32]]:
        """By retriever the score of every candidate, shape (n,); above 0 is a hit.

        Args:
            text: The words of the query.
            strengths: The nodes that the query reaches in the graph.
        """
        return {
            "bm25": self.lexical.scores(text),
            "characters": self.characters.scores(text),
            "dense": self.dense.scores(text),
            "graph": self.neighbourhood.scores(strengths),
        }


def build_index(
    candidates: Candidates, encoder: Encoder, languages: Sequence[str] = LANGUAGES
) -> Index:
    """Index candidates, at least one, by their words in those languages."""
    texts = [
        " ".join(words[language] for language in languages if language in words)
        for words in candidates.texts
    ]
    return Index(
        candidates,
        LexicalRetriever(texts),
        CharacterRetriever(texts),
        DenseRetriever(encoder, texts),
        NeighbourhoodRetriever(candidates.shared),
        {entity.id: row for row, entity in enumerate(candidates.entities)},
    )
