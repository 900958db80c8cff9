"""Training the default encoder: latent semantic analysis, then contrastive pairs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

from matcher.encoder.corpus import Corpus
from matcher.encoder.static import StaticEncoder
from matcher.encoder.vocabulary import build_tokenizer
from matcher.tokens import STOPPED

DIMENSION = 256
_SMOOTHING = 3e-4
_EPOCHS = 8
_BATCH = 256
_TEMPERATURE = 0.2
_RATE = 0.02
_PAIRS_AT_MOST = 40_000

FloatArray = NDArray[np.float32]


def train(corpus: Corpus, dimension: int = DIMENSION, seed: int = 7) -> StaticEncoder:
    """Learn token vectors from a corpus; the same corpus gives the same encoder.

    First the left singular vectors of the TF-IDF matrix of tokens by documents (Deerwester et
    al., JASIS 41, 1990), each token weighted by a/(a + p) of its share p (Arora et al., ICLR
    2017); then the InfoNCE loss with in-batch negatives (van den Oord et al., 2018) over pairs
    of texts, by Adagrad.

    Args:
        corpus: Documents and pairs.
        dimension: Length of a vector; fewer where the corpus is smaller.
        seed: Order of the pairs.
    """
    with threadpool_limits(1):  # sums in one order on any machine, and no threads that wait
        return _train(corpus, dimension, seed)


def _train(corpus: Corpus, dimension: int, seed: int) -> StaticEncoder:
    tokenizer = build_tokenizer(corpus.documents)
    counts = _bags(tokenizer, corpus.documents)
    weights = _latent(counts, dimension)
    if corpus.pairs:
        pairs = _sampled(corpus.pairs, seed)
        left = _averages(_bags(tokenizer, [pair[0] for pair in pairs]))
        right = _averages(_bags(tokenizer, [pair[1] for pair in pairs]))
        weights = _contrast(weights, left, right, seed)
    weights[_silent(tokenizer)] = 0.0
    return StaticEncoder(tokenizer, weights.astype(np.float16).astype(np.float32))


def _silent(tokenizer: Tokenizer) -> list[int]:
    """Tokens without a say: the unknown one and the stopped ones."""
    stopped = tokenizer.encode_batch_fast(sorted(STOPPED), add_special_tokens=False)
    return sorted({0, *(item.ids[0] for item in stopped if len(item.ids) == 1)})


def _bags(tokenizer: Tokenizer, texts: Sequence[str]) -> sparse.csr_matrix:
    """Token counts, shape (texts, vocabulary); the unknown token is left out."""
    encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    rows = [[token for token in item.ids if token] for item in encoded]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([token for row in rows for token in row], dtype=np.int32)
    bags = sparse.csr_matrix(
        (np.ones(len(columns), dtype=np.float32), columns, starts),
        shape=(len(rows), tokenizer.get_vocab_size()),
    )
    bags.sum_duplicates()
    return bags


def _averages(bags: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.maximum(np.asarray(bags.sum(axis=1)).ravel(), 1.0)
    return sparse.csr_matrix(sparse.diags(1.0 / lengths) @ bags, dtype=np.float32)


def _latent(counts: sparse.csr_matrix, dimension: int) -> FloatArray:
    documents, vocabulary = counts.shape
    present = np.bincount(counts.indices, minlength=vocabulary)
    rarity = np.log((1 + documents) / (1 + present)) + 1
    damped = counts.copy()
    damped.data = np.log1p(damped.data)
    matrix = sparse.csr_matrix(damped @ sparse.diags(rarity), dtype=np.float64)
    size = min(dimension, min(matrix.shape) - 1)
    start = np.ones(min(matrix.shape)) / np.sqrt(min(matrix.shape))
    _, values, tokens = svds(matrix, k=size, v0=start)
    order = np.argsort(-values)
    tokens, values = tokens[order], values[order]
    signs = np.sign(tokens[np.arange(size), np.abs(tokens).argmax(axis=1)])
    vectors = (tokens * signs[:, None]).T * np.sqrt(values)
    share = np.asarray(counts.sum(axis=0)).ravel() / counts.sum()
    vectors *= (_SMOOTHING / (_SMOOTHING + share))[:, None]
    scale = np.linalg.norm(vectors, axis=1)
    vectors /= max(float(scale[scale > 0].mean()), 1e-9)
    padded = np.zeros((vocabulary, dimension), dtype=np.float32)
    padded[:, :size] = vectors
    return padded


def _sampled(pairs: Sequence[tuple[str, str]], seed: int) -> Sequence[tuple[str, str]]:
    if len(pairs) <= _PAIRS_AT_MOST:
        return pairs
    chosen = np.random.default_rng(seed).choice(len(pairs), _PAIRS_AT_MOST, replace=False)
    return [pairs[number] for number in sorted(chosen.tolist())]


def _contrast(
    weights: FloatArray, left: sparse.csr_matrix, right: sparse.csr_matrix, seed: int
) -> FloatArray:
    chance = np.random.default_rng(seed)
    squares = np.full((weights.shape[0], 1), 1e-6, dtype=np.float32)
    for _ in range(_EPOCHS):
        order = chance.permutation(left.shape[0])
        for start in range(0, len(order) - 1, _BATCH):
            rows = np.sort(order[start : start + _BATCH])
            _step(weights, squares, left[rows], right[rows])
    return weights


def _step(
    weights: FloatArray,
    squares: FloatArray,
    left: sparse.csr_matrix,
    right: sparse.csr_matrix,
) -> None:
    """One Adagrad step on the symmetric InfoNCE loss of a batch, on the tokens it touches."""
    touched = np.unique(np.concatenate([left.indices, right.indices]))
    left, right = left[:, touched], right[:, touched]
    part = weights[touched]
    a, a_length = _normalised(left @ part)
    b, b_length = _normalised(right @ part)
    scores = (a @ b.T) / _TEMPERATURE
    wrong = ((_softmax(scores) + _softmax(scores.T).T) / 2).astype(np.float32)
    wrong[np.arange(len(a)), np.arange(len(a))] -= 1.0
    wrong /= len(a) * _TEMPERATURE
    gradient = left.T @ _through(wrong @ b, a, a_length)
    gradient += right.T @ _through(wrong.T @ a, b, b_length)
    squares[touched] += (gradient**2).mean(axis=1, keepdims=True)
    weights[touched] = part - _RATE * gradient / np.sqrt(squares[touched])


def _normalised(vectors: FloatArray) -> tuple[FloatArray, FloatArray]:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors / lengths, lengths


def _through(gradient: FloatArray, unit: FloatArray, lengths: FloatArray) -> FloatArray:
    """The gradient before scaling to length 1."""
    along = (gradient * unit).sum(axis=1, keepdims=True)
    return np.asarray((gradient - along * unit) / lengths)


def _softmax(scores: FloatArray) -> FloatArray:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
