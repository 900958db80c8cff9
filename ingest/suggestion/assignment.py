"""Which class the rows of a table are, and which column is what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from ingest.suggestion.guesses import ACCEPTED, Guess, Judge
from ingest.suggestion.headers import words_of
from ingest.suggestion.sample import Column
from ingest.suggestion.targets import Target, class_words, own_words
from ontology.model import Ontology

_TITLE = 1.0
_NAMES = 0.8
_NAME = "name"
_BEHIND = 2.0
_ANYWAY = 2
_CLEAR = 0.9
_AGAINST = 0.7


@dataclass(frozen=True, slots=True)
class Reading:
    """A table read as one of entities of a class.

    Attributes:
        class_name: The class.
        score: How well all fits; comparable between classes only.
        accepted: The guesses that are good enough, by column; at most one is of each target.
        others: For the other columns what they are most like.
    """

    class_name: str
    score: float
    accepted: Mapping[str, Guess]
    others: Mapping[str, Guess]


def readings(columns: Sequence[Column], titles: Sequence[str], judge: Judge) -> list[Reading]:
    """The table read as each class that may have records, the likeliest first."""
    ontology = judge.ontology
    names = [name for name, item in ontology.classes.items() if not item.abstract]
    said = {name: _said(name, columns, titles, judge) for name in names}
    names.sort(key=lambda name: (-said[name], -_weight(judge, name), name))
    least = said[names[0]] - _BEHIND
    likely = [name for place, name in enumerate(names) if place < _ANYWAY or said[name] >= least]
    found = [read_as((name,), columns, titles, judge) for name in likely]
    return sorted(
        found, key=lambda item: (-item.score, -_weight(judge, item.class_name), item.class_name)
    )


def _said(class_name: str, columns: Sequence[Column], titles: Sequence[str], judge: Judge) -> float:
    """How well the headers alone fit a class, which is soon found out."""
    words = class_words(judge.ontology, class_name)
    score = max((_title_score(title, class_name, judge.ontology) for title in titles), default=0.0)
    targets = judge.targets(class_name)
    for column in columns:
        score += max(judge.said(column, target, words).score for target in targets)
    return score


def read_as(
    classes: Sequence[str], columns: Sequence[Column], titles: Sequence[str], judge: Judge
) -> Reading:
    """The table read as one of these classes, whose rows may differ in class."""
    ontology = judge.ontology
    targets: dict[tuple[str, str, str], Target] = {}
    words: frozenset[str] = frozenset()
    for name in classes:
        words |= class_words(ontology, name)
        for target in judge.targets(name):
            targets.setdefault((target.kind, target.key, target.direction), target)
    accepted, others = _assign(columns, list(targets.values()), words, classes, judge)
    score = sum(item.score for item in accepted.values())
    titled = [_title_score(title, name, ontology) for title in titles for name in classes]
    score += max(titled, default=0.0)
    score += _name_score(columns, accepted, classes[0], ontology)
    return Reading(classes[0], score, accepted, others)


def _assign(
    columns: Sequence[Column],
    targets: Sequence[Target],
    words: frozenset[str],
    classes: Sequence[str],
    judge: Judge,
) -> tuple[Mapping[str, Guess], Mapping[str, Guess]]:
    """One target for each column, so that all scores together are greatest; and the rest."""
    table = [
        _sober(
            judge.guess(column, target, words, is_own=_leads_back(target, classes, judge.ontology))
            for target in targets
        )
        for column in columns
    ]
    scores = np.array([[guess.score for guess in row] for row in table]).reshape(-1, len(targets))
    strong = np.where(scores >= ACCEPTED, scores, scores / 100)
    rows, places = linear_sum_assignment(strong, maximize=True)
    chosen = {columns[row].name: table[row][place] for row, place in zip(rows, places, strict=True)}
    accepted = {name: item for name, item in chosen.items() if item.score >= ACCEPTED}
    others = {
        column.name: max(row, key=lambda guess: guess.score)
        for column, row in zip(columns, table, strict=True)
        if column.name not in accepted
    }
    return accepted, others


def _sober(guesses: Iterable[Guess]) -> list[Guess]:
    """Where the header clearly says something, values alone say little for anything else."""
    row = list(guesses)
    if max(guess.likeness.score for guess in row) < _CLEAR:
        return row
    return [
        replace(guess, score=guess.score * _AGAINST) if not guess.likeness.score else guess
        for guess in row
    ]


def _leads_back(target: Target, classes: Sequence[str], ontology: Ontology) -> bool:
    return not target.ends or any(
        ontology.is_a(name, end) for name in classes for end in target.ends
    )


def _title_score(title: str, class_name: str, ontology: Ontology) -> float:
    """How much of a title, such as that of a file, is a name of the class."""
    words = words_of(title)
    joined = "".join(words)
    spoken = {joined, *words, *(word.removesuffix("s") for word in words)}
    spoken |= {"".join(pair) for pair in pairwise(words)}
    spoken |= {word.removesuffix("s") for word in tuple(spoken)}
    spoken |= {word.removesuffix("ies") + "y" for word in words if word.endswith("ies")}
    best = 0.0
    for name in own_words(ontology, class_name):
        if name in spoken or (not name.isascii() and name in joined):
            best = max(best, _TITLE * (0.7 + 0.3 * len(name) / len(joined)))
    return best


def _name_score(
    columns: Sequence[Column], guesses: Mapping[str, Guess], class_name: str, ontology: Ontology
) -> float:
    """How many names speak of the class, as those of companies do in Chinese."""
    kinds = [name for name in own_words(ontology, class_name) if not name.isascii()]
    for column in columns:
        guess = guesses.get(column.name)
        named = None if guess is None else guess.target.definition
        if guess is None or named is None or named.name != _NAME or not column.texts:
            continue
        if guess.target.language == "zh":
            speaking = [text for text in column.texts if any(kind in text for kind in kinds)]
            return _NAMES * len(speaking) / len(column.texts)
    return 0.0


def _weight(judge: Judge, class_name: str) -> int:
    """Of classes that fit alike, the one that can say most is the likeliest."""
    return len(judge.targets(class_name))
