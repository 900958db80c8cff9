"""Cosine of character n-gram TF-IDF: forgives typing errors and word forms.

Its dozen lines stand here because importing scikit-learn would double the time in which the
command line answers from cold.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.tokens import character_grams


class CharacterRetriever:
    """Scores texts by the character n-grams they share with the query."""

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(character_grams(text)) for text in texts]
        self._columns = {
            gram: number
            for number, gram in enumerate(sorted({gram for bag in bags for gram in bag}))
        }
        present = Counter(gram for bag in bags for gram in bag)
        self._rarity = np.array(
            [np.log((1 + len(texts)) / (1 + present[gram])) + 1 for gram in self._columns]
        )
        self._matrix = self._weighted(bags)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Cosine with each text, between 0 and 1; shape (n,)."""
        query = self._weighted([Counter(character_grams(text))])
        return np.asarray((self._matrix @ query.T).toarray(), dtype=np.float32).ravel()

    def _weighted(self, bags: Sequence[Counter[str]]) -> sparse.csr_matrix:
        known = [
            sorted(
                (self._columns[gram], count) for gram, count in bag.items() if gram in self._columns
            )
            for bag in bags
        ]
        columns = np.array([column for row in known for column, _ in row], dtype=np.int64)
        counts = np.array([count for row in known for _, count in row], dtype=np.float64)
        starts = np.cumsum([0, *(len(row) for row in known)])
        values = (1 + np.log(counts)) * self._rarity[columns]
        matrix = sparse.csr_matrix((values, columns, starts), shape=(len(bags), len(self._columns)))
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return sparse.csr_matrix(sparse.diags(scale) @ matrix)
