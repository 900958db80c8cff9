"""A sentence-transformers model serves as the encoder; importing the matcher does not need it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.matcher_world import encoder

TEXTS = ["机器视觉质检", "machine vision, in-line", "", "🙂"]

LOADED = """
import json, sys
from matcher.encoder.transformer import Recipe, load_transformer
from matcher.errors import InvalidModel
first, second = load_transformer(Recipe(sys.argv[1])), load_transformer(Recipe(sys.argv[1]))
try:
    load_transformer(Recipe(sys.argv[1] + "-nowhere"))
except InvalidModel as error:
    refused = error.code
print(json.dumps({
    "names": [first.name, second.name],
    "dimension": first.dimension,
    "vectors": first.encode(sys.argv[2:]).tolist(),
    "none": list(first.encode([]).shape),
    "refused": refused,
}))
"""


def test_a_model_of_the_library_gives_its_own_vectors(tmp_path: Path) -> None:
    folder = encoder().save(tmp_path)
    done = _python(LOADED, str(folder), *TEXTS)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert np.array(answer["vectors"]) == pytest.approx(encoder().encode(TEXTS), abs=1e-5)
    assert answer["dimension"] == encoder().dimension
    assert answer["none"] == [0, encoder().dimension]
    assert len(set(answer["names"])) == 1
    assert answer["names"][0].startswith("transformer-")
    assert answer["refused"] == "MATCH_INVALID_MODEL"


def test_without_the_library_it_says_what_to_install() -> None:
    code = """
import sys
sys.modules["sentence_transformers"] = None
from matcher.encoder.transformer import Recipe, load_transformer
from matcher.errors import MissingExtra
try:
    load_transformer(Recipe("x"))
except MissingExtra as error:
    print(error.code, error)
"""
    done = _python(code)
    assert done.stdout.startswith("MATCH_MISSING_EXTRA")
    assert "pearlnet[transformers]" in done.stdout


def test_the_matcher_and_its_default_encoder_import_no_model_library() -> None:
    code = """
import sys
import matcher.encoder.training
heavy = {"torch", "transformers", "sentence_transformers", "sklearn", "jieba", "pandas"}
print(sorted(heavy & set(sys.modules)))
"""
    assert _python(code).stdout.strip() == "[]"


def _python(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


MINILM_READS = """
import json, sys
import numpy as np
from matcher.encoder.transformer import MINILM, Recipe, load_transformer, read_recipe
from matcher.errors import InvalidModel
from pathlib import Path
from pearlnet.bootstrap import _probes
import ontology
encoder = load_transformer(Recipe(MINILM, batch=64, dimension=128), _probes(ontology.load()))
folder = encoder.save(Path(sys.argv[1]))
again = load_transformer(read_recipe(folder))
refused = []
for bad in (Recipe(MINILM, dimension=385), Recipe(MINILM, query_prompt="question")):
    try:
        load_transformer(bad)
    except InvalidModel as error:
        refused.append(str(error))
vectors = encoder.encode(["machine vision", "机器视觉", "机器视觉 machine vision"])
print(json.dumps({
    "names": [encoder.name, again.name, folder.name],
    "other": load_transformer(Recipe(MINILM, query_prompt="query: ", dimension=128)).name,
    "reads": [encoder.recipe.reads_han, encoder.reads("机器视觉"), encoder.reads("machine vision")],
    "lengths": np.linalg.norm(vectors, axis=1).round(3).tolist(),
    "same": bool(np.allclose(vectors[0], vectors[2], atol=1e-5)),
    "dimension": encoder.dimension,
    "refused": refused,
}))
"""


def test_a_model_that_cannot_read_chinese_is_found_out_and_never_guesses(tmp_path: Path) -> None:
    done = _python(MINILM_READS, str(tmp_path))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["reads"] == [False, False, True]
    assert answer["lengths"] == [1.0, 0.0, 1.0]
    assert answer["same"]
    assert answer["dimension"] == 128
    assert len(set(answer["names"])) == 1
    assert answer["other"] not in answer["names"]  # another prompt is another vector space
    assert "1 to 384 numbers, not 385" in answer["refused"][0]
    assert "has no prompt 'question'" in answer["refused"][1]
