"""BM25 (Robertson and Zaragoza, 2009) over Han characters, bigrams and words."""

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
        self._vocabulary = {token for tokens in corpus for token in tokens}
        if self._vocabulary:
            self._index.index(corpus, show_progress=False)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Score of each text, at least 0; shape (n,)."""
        tokens = [token for token in lexical_tokens(text) if token in self._vocabulary]
        if not tokens:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(tokens), dtype=np.float32)
