"""Cosine of encoder vectors: meaning across words and languages."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.port import Encoder


class DenseRetriever:
    """Scores texts by the cosine of their vectors with the query's."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        self._vectors = encoder.encode(texts)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Cosine with each text, at most 1; shape (n,)."""
        return np.asarray(self._vectors @ self._encoder.encode([text])[0])
