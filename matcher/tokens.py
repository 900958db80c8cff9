"""Tokens for lexical retrieval: Han characters with their bigrams, other words as they are."""

import re

from graph.text import normalise

_RUN = re.compile(
    r"(?P<han>[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|[^\W_\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_STOPPED_WORDS = (
    "a an and are as at be by can for from has have in is it its no not of on or our so that the "
    "their them they this to us we when which who will with you your"
)
_STOPPED_CHARACTERS = "的了和与及或在是有我们对为等把被就都也很到由于"
_STOPPED = frozenset((*_STOPPED_WORDS.split(" "), *_STOPPED_CHARACTERS))


def lexical_tokens(text: str) -> list[str]:
    """Tokens of a text in order: a Han run gives its characters and bigrams, a word itself."""
    found: list[str] = []
    for run in _RUN.finditer(normalise(text)):
        word = run.group()
        if run.group("han"):
            found += [character for character in word if character not in _STOPPED]
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        elif word not in _STOPPED:
            found.append(word)
    return found


def character_grams(text: str, low: int = 2, high: int = 4) -> list[str]:
    """Character n-grams within words and Han runs, for typing errors and word forms."""
    grams: list[str] = []
    for run in _RUN.finditer(normalise(text)):
        word = run.group() if run.group("han") else f" {run.group()} "
        grams += [
            word[at : at + length]
            for length in range(low, high + 1)
            for at in range(len(word) - length + 1)
        ]
    return grams
