"""Any sentence-transformers model as the encoder; the only file that imports the library."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidModel, MissingExtra

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


class TransformerEncoder:
    """Vectors by a loaded sentence-transformers model."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        self._name = _content_hash(model)
        self._dimension = int(model.get_embedding_dimension() or 0)

    @property
    def name(self) -> str:
        """Content hash of the modules, their weights and prompts."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, or 0 where the model gives none; shape (n, d)."""
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def load_transformer(model: str, device: str = "cpu") -> TransformerEncoder:
    """Load a model by its folder, or by its name where the library has it or may fetch it.

    Raises:
        MissingExtra: sentence-transformers is not installed.
        InvalidModel: There is no such model, or it cannot be loaded.
    """
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise MissingExtra(
            "this encoder needs sentence-transformers: `pip install 'pearlnet[transformers]'`"
        ) from None
    try:
        return TransformerEncoder(SentenceTransformer(model, device=device))
    except (OSError, ValueError, KeyError) as error:
        raise InvalidModel(f"cannot load the model {model!r}: {error}") from error


def _content_hash(model: "SentenceTransformer") -> str:
    import torch

    digest = hashlib.sha256(f"{model!r} {sorted(model.prompts.items())}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        values = tensor.detach().cpu().contiguous().flatten()
        digest.update(values.view(torch.uint8).numpy().tobytes())
    return f"transformer-{digest.hexdigest()[:16]}"
