"""BM25 (Robertson and Zaragoza, 2009) over Han characters, bigrams and words."""

import math
from collections import Counter
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from matcher.tokens import lexical_tokens


class LexicalRetriever:
    """Scores texts by the words they share with the query, rare ones counting more."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._index = bm25s.BM25(method="lucene")
        self._size = len(texts)
        corpus = [lexical_tokens(text) for text in texts]
        self._holders = Counter(token for tokens in corpus for token in set(tokens))
        if self._holders:
            self._index.index(corpus, show_progress=False)

    def scores(self, text: str) -> NDArray[np.float32]:
        """BM25 of each text as a share of the most it could be, between 0 and 1; shape (n,)."""
        tokens = lexical_tokens(text)
        known = [token for token in tokens if token in self._holders]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        most = sum(self._rarity(token) for token in tokens)
        return np.asarray(self._index.get_scores(known) / most, dtype=np.float32)

    def _rarity(self, token: str) -> float:
        """The weight of a token, which BM25 approaches as the text repeats it."""
        holders = self._holders[token]
        return math.log(1 + (self._size - holders + 0.5) / (holders + 0.5))
