"""Bags of terms hold what the tokens of a text are, however many texts are read at once."""

import re
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval.bags import Bags, gram_bags, joined, name_bags, name_terms, picked, word_bags
from matcher.tokens import lexical_tokens, readable

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
_TEXTS = st.lists(
    st.text(alphabet="5G专网机器视觉的和 检测ab sing,。é々〇\n_𠀀x", max_size=40) | st.text()
)


def _grams(text: str) -> list[str]:
    """2 to 4 characters of Han runs, 3 to 5 of other words with a blank at either end."""
    found = []
    for run in _RUN.finditer(text):
        han = run.group("han")
        word, lengths = (han, range(2, 5)) if han else (f" {run.group()} ", range(3, 6))
        found += [word[at : at + n] for n in lengths for at in range(len(word) - n + 1)]
    return found


def _contents(bags: Bags) -> list[dict[int, int]]:
    spans = zip(bags.starts[:-1].tolist(), bags.starts[1:].tolist(), strict=True)
    return [
        dict(zip(bags.terms[start:end].tolist(), bags.counts[start:end].tolist(), strict=True))
        for start, end in spans
    ]


def _expected(tokens: list[str]) -> dict[int, int]:
    counted = Counter(name_terms(tokens).tolist())
    return {term: min(count, 255) for term, count in counted.items()}


@given(_TEXTS)
def test_a_bag_has_the_words_of_its_text(texts: list[str]) -> None:
    plain = [readable(text) for text in texts]
    bags = word_bags(plain)
    tokens = [lexical_tokens(text) for text in plain]
    assert _contents(bags) == [_expected(item) for item in tokens]
    assert bags.sizes.tolist() == [len(item) for item in tokens]


@given(_TEXTS)
def test_a_bag_has_the_character_grams_of_its_text(texts: list[str]) -> None:
    plain = [readable(text) for text in texts]
    bags = gram_bags(plain)
    grams = [_grams(text) for text in plain]
    assert _contents(bags) == [_expected(item) for item in grams]
    assert bags.sizes.tolist() == [len(item) for item in grams]


@given(_TEXTS)
def test_many_texts_at_once_are_read_as_one_by_one(texts: list[str]) -> None:
    plain = [readable(text) for text in texts]
    assert _contents(gram_bags(plain)) == [_contents(gram_bags([text]))[0] for text in plain]


@given(st.lists(st.lists(st.text(alphabet="ab机:", min_size=1), max_size=4), max_size=6))
def test_rows_can_be_joined_and_picked(names: list[list[str]]) -> None:
    bags = name_bags(names)
    alone = [name_bags([item]) for item in names]
    assert _contents(joined([name_bags([]), *alone])) == _contents(bags)
    order = np.arange(len(names))[::-1].copy()
    assert _contents(picked(bags, order)) == _contents(bags)[::-1]


def test_entries_of_rows_name_their_row() -> None:
    bags = name_bags([["a", "b"], [], ["b"]])
    owners, terms, counts = bags.of(np.array([2, 1, 0]))
    assert owners.tolist() == [0, 2, 2]
    assert set(terms.tolist()) == set(name_terms(["a", "b"]).tolist())
    assert counts.tolist() == [1, 1, 1]


def test_terms_of_a_million_names_hardly_ever_meet() -> None:
    names = [f"C{number:05d}" for number in range(100_000)]
    assert len(set(name_terms(names).tolist())) >= 99_990
