"""What retrieval finds for one query: the union of the retrievers' hits, with their features."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RETRIEVERS = ("bm25", "characters", "dense", "graph")
"""The retrievers, each with a score of at most 1; above 0 is a hit."""

SHARED = {
    "scenarios": "Scenario",
    "technologies": "Technology",
    "standards": "Standard",
    "industries": "Industry",
    "skills": "Skill",
}
"""By feature the class of nodes whose likeness to the query's it sums up."""

FEATURES = (
    *RETRIEVERS,
    *SHARED,
    "category",
    "form",
    "language",
    "candidate_words",
    "query_words",
)
"""Names of the columns of ``Retrieved.features``.

bm25, characters, dense, graph: the retrievers' scores, at most 1. scenarios to skills: what the
two share of that class, each node by its likeness (0 to 1), summed up. category, form: how much
nearer the query is to the meaning of the candidate's terms than to those of all terms (cosine),
0 where it has none. language: share of the languages of the two that both have. candidate_words,
query_words: ln(1 + words).
"""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The candidates worth a closer look.

    Attributes:
        ids: The hits of all retrievers together, sorted by id.
        features: For each of them what speaks for it, shape (n, len(FEATURES)), float32; no
            column knows of engagements or of what became of a demand.
        candidates: How many there were to choose from.
    """

    ids: tuple[str, ...]
    features: NDArray[np.float32]
    candidates: int

    def column(self, name: str) -> NDArray[np.float32]:
        """One feature of all of them, shape (n,).

        Raises:
            ValueError: There is no feature of that name.
        """
        return np.asarray(self.features[:, FEATURES.index(name)])
