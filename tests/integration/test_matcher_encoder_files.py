"""The saved encoder is what sentence-transformers reads, and damage is noticed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matcher import InvalidModel, load_encoder
from tests.matcher_world import encoder

TEXTS = ["机器视觉质检", "machine vision, in-line", "划痕 scratches 5G", "ＡＧＶ"]


def test_sentence_transformers_gives_the_same_vectors(tmp_path: Path) -> None:
    folder = encoder().save(tmp_path)
    code = (
        "import sys, numpy as np\n"
        "from sentence_transformers import SentenceTransformer\n"
        "model = SentenceTransformer(sys.argv[1], device='cpu')\n"
        "vectors = model.encode(sys.argv[3:], normalize_embeddings=True)\n"
        "np.save(sys.argv[2], vectors)\n"
    )
    output = tmp_path / "vectors.npy"
    subprocess.run(
        [sys.executable, "-c", code, str(folder), str(output), *TEXTS], check=True, timeout=200
    )
    assert np.load(output) == pytest.approx(encoder().encode(TEXTS), abs=1e-5)


def test_loading_gives_the_same_encoder(tmp_path: Path) -> None:
    loaded = load_encoder(encoder().save(tmp_path))
    assert loaded.name == encoder().name
    assert (loaded.encode(TEXTS) == encoder().encode(TEXTS)).all()


def test_a_damaged_or_missing_model_is_noticed(tmp_path: Path) -> None:
    folder = encoder().save(tmp_path)
    weights = folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    with pytest.raises(InvalidModel, match="changed or damaged"):
        load_encoder(folder)
    weights.write_bytes(content[:100])
    with pytest.raises(InvalidModel, match="model train"):
        load_encoder(folder)
    (folder / "tokenizer.json").write_text("{")
    with pytest.raises(InvalidModel, match="damaged tokenizer"):
        load_encoder(folder)
    with pytest.raises(InvalidModel):
        load_encoder(tmp_path / "nowhere")
