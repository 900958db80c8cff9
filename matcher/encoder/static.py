"""The default encoder: the mean of token vectors, in sentence-transformers' saved format.

The folder can be loaded by ``SentenceTransformer(path)`` as well; here it needs neither torch
nor sentence-transformers, whose import alone takes longer than an answer may.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save
from tokenizers import Tokenizer

from matcher.errors import InvalidModel

_WEIGHTS, _TOKENIZER, _MODULES = "model.safetensors", "tokenizer.json", "modules.json"
_KEY = "embedding.weight"
_MODULE_LIST = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.static_embedding."
        "StaticEmbedding",
    }
]
_CONFIGURATION: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


class StaticEncoder:
    """Mean of token vectors, scaled to length 1.

    Args:
        tokenizer: Text to token ids; no special tokens are added.
        weights: A vector for each token id, shape (vocabulary, d).
    """

    def __init__(self, tokenizer: Tokenizer, weights: NDArray[np.float32]) -> None:
        self._tokenizer = tokenizer
        self._weights = np.ascontiguousarray(weights, dtype=np.float32)
        self._files = {
            _WEIGHTS: save({_KEY: self._weights}),
            _TOKENIZER: tokenizer.to_str().encode(),
            _MODULES: json.dumps(_MODULE_LIST, indent=2).encode(),
            "config_sentence_transformers.json": json.dumps(_CONFIGURATION, indent=2).encode(),
        }
        self._name = _content_hash(self._files[_WEIGHTS], self._files[_TOKENIZER])

    @property
    def name(self) -> str:
        """Content hash of weights and tokenizer."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [item.ids for item in encoded]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, or 0 for a text without a known token; shape (n, d)."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in enumerate(self.tokens(texts)):
            if ids:
                vectors[row] = self._weights[ids].mean(axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(
            np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        )

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As ``encode``: both sides are read alike."""
        return self.encode(texts)

    def reads(self, text: str) -> bool:
        """Whether a token of the text is known, or it has none."""
        return not text.strip() or any(self.tokens([text])[0])

    def save(self, folder: Path) -> Path:
        """Write the encoder to ``folder / name``, whole or not at all; the folder written."""
        target = folder / self._name
        if not target.is_dir():
            partial = folder / f".{self._name}.partial"
            partial.mkdir(parents=True, exist_ok=True)
            for name, content in self._files.items():
                (partial / name).write_bytes(content)
            partial.rename(target)
        return target


def load_encoder(folder: Path) -> StaticEncoder:
    """Load an encoder that ``StaticEncoder.save`` wrote.

    Raises:
        InvalidModel: The folder is missing, damaged, or not what its name says.
    """
    try:
        tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        weights = load_file(folder / _WEIGHTS)[_KEY]
    except (OSError, KeyError, SafetensorError) as error:
        raise InvalidModel(f"no encoder in {folder}: {error}; `pearlnet model train`") from None
    except Exception as error:  # noqa: BLE001 - tokenizers raises plain Exception
        raise InvalidModel(f"damaged tokenizer in {folder}: {error}") from None
    encoder = StaticEncoder(tokenizer, weights)
    if encoder.name != folder.name:
        raise InvalidModel(
            f"the encoder in {folder} has the content of {encoder.name}: it was changed or "
            "damaged; `pearlnet model train` makes it anew"
        )
    return encoder


def _content_hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return f"static-{digest.hexdigest()[:16]}"
