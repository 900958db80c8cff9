"""Tokens for lexical retrieval: Han characters with their bigrams, other words without endings."""

import re

from graph.text import normalise

_RUN = re.compile(
    r"(?P<han>[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|[^\W_\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_HAN_GRAMS, _WORD_GRAMS = range(2, 5), range(3, 6)
_STOPPED_WORDS = (
    "a about above after again against all almost also am among an and any are as at be because "
    "been before being below between both but by can cannot could did do does doing down during "
    "each else even ever every few for from further had has have having he her here hers him his "
    "how i if in into is it its itself just me more most much must my nor not now of off often on "
    "once one only or other our ours out over own rather same she should since so some still such "
    "than that the their theirs them then there these they this those through to too under until "
    "up upon us very was we were what when where whether which while who whom whose why will with "
    "within without would yet you your yours"
)
_STOPPED_CHARACTERS = "的了和与及或在是有我们对为等把被就都也很到由于"
STOPPED = frozenset((*_STOPPED_WORDS.split(" "), *_STOPPED_CHARACTERS))
"""Words and Han characters that say nothing of a subject."""


ENDING = r"(?<=[a-z]{4})(?:ings?|ed|es|(?<!s)s|ly|e)(?![a-z0-9])"
"""Endings that English words lose, so that *inspecting parts* meets *inspect each part*."""
_ENDING = re.compile(ENDING)


def lexical_tokens(text: str) -> list[str]:
    """Tokens of a text in order: a Han run gives its characters and bigrams, a word its stem."""
    found: list[str] = []
    for run in _RUN.finditer(normalise(text)):
        word = run.group()
        if run.group("han"):
            found += [character for character in word if character not in STOPPED]
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        elif word not in STOPPED:
            found.append(_ENDING.sub("", word))
    return found


def character_grams(text: str) -> list[str]:
    """Character n-grams for typing errors and word forms: 2 to 4 of Han runs, 3 to 5 of words."""
    grams: list[str] = []
    for run in _RUN.finditer(normalise(text)):
        han = run.group("han")
        word, lengths = (han, _HAN_GRAMS) if han else (f" {run.group()} ", _WORD_GRAMS)
        grams += [
            word[at : at + length] for length in lengths for at in range(len(word) - length + 1)
        ]
    return grams
