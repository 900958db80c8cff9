"""Cosine of character n-gram TF-IDF: forgives typing errors and word forms.

Its dozen lines stand here because importing scikit-learn would double the time in which the
command line answers from cold.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.tokens import character_grams

_LEAST = 0.03
"""Cosine from which a hit counts; fewer common n-grams come about by chance."""


class CharacterRetriever:
    """Scores texts by the character n-grams they share with the query."""

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(character_grams(text)) for text in texts]
        present = Counter(gram for bag in bags for gram in bag)
        self._columns = {gram: number for number, gram in enumerate(sorted(present))}
        self._unseen = 1 + math.log(1 + len(texts))
        self._rarity = {gram: self._unseen - math.log(1 + count) for gram, count in present.items()}
        self._matrix = self._weighted(bags)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Cosine with each text, between 0 and 1, 0 for a chance likeness; shape (n,)."""
        query = self._weighted([Counter(character_grams(text))])
        cosines = np.asarray((self._matrix @ query.T).toarray(), dtype=np.float32).ravel()
        return np.where(cosines >= _LEAST, cosines, np.float32(0))

    def _weighted(self, bags: Sequence[Counter[str]]) -> sparse.csr_matrix:
        """Vectors of length 1 over all n-grams, of which the unseen ones have no column."""
        rows, columns, values = [], [], []
        for row, bag in enumerate(bags):
            weights = {
                gram: (1 + math.log(count)) * self._rarity.get(gram, self._unseen)
                for gram, count in sorted(bag.items())
            }
            length = math.sqrt(sum(weight**2 for weight in weights.values()))
            known = [gram for gram in weights if gram in self._columns]
            rows += [row] * len(known)
            columns += [self._columns[gram] for gram in known]
            values += [weights[gram] / length for gram in known]
        return sparse.csr_matrix(
            (values, (rows, columns)), shape=(len(bags), len(self._columns)), dtype=np.float64
        )
