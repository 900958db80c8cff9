"""How likely a column is a target: its header and its values weighed together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.suggestion import evidence as values
from ingest.suggestion.evidence import Evidence
from ingest.suggestion.headers import Header, shorter, words_of
from ingest.suggestion.known import KnownEntities
from ingest.suggestion.likeness import Likeness, Way, likeness, short_for
from ingest.suggestion.resolution import Keys, of_relation
from ingest.suggestion.sample import Column
from ingest.suggestion.targets import Name, Target, targets_of
from ontology.model import Datatype, Ontology

ACCEPTED = 0.5
"""A guess of at least this score goes into the draft."""
_WEAK = 0.6
_OF_CLASS = 0.97
_WITHOUT_ENDING = 0.95
_HEADER_ALONE = 0.3
_VALUES_ALONE = 0.75
_TELLING_ENDS = 0.3
_THIS_FILE = "rdf"
_OTHER_LANGUAGE = 0.2
_OTHER_SCRIPT = 0.5
_ENDINGS = ("名称", "名", "编号", "编码", "代码", "号", "name", "code", "no", "number", "title")
_MULTIPLES = frozenset(
    {"万元", "亿元", "千元", "百万元", "万", "亿", "千", "万人", "k", "m", "bn", "million"}
    | {"thousand", "billion", "万美元", "美元", "usd", "eur", "欧元", "百万"}
)
Variant = tuple[tuple[str, ...], float]
"""Words to compare, and how much they count."""
_NUMBERS = (Datatype.INTEGER, Datatype.DECIMAL)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column may be.

    Attributes:
        target: What.
        score: How likely, from 0 to 1.
        likeness: What its header says.
        evidence: What its values say.
        unit: The unit that it counts in, where that is not the property's.
    """

    target: Target
    score: float
    likeness: Likeness
    evidence: Evidence
    unit: str = ""


@dataclass(frozen=True)
class Judge:
    """Judges columns, each pair of column and definition once.

    Attributes:
        ontology: What may exist.
        known: The entities of the store.
        keys: What may name the rows of the table.
    """

    ontology: Ontology
    known: KnownEntities
    keys: Keys
    _seen: dict[tuple[object, ...], Evidence] = field(default_factory=dict)
    _targets: dict[str, Sequence[Target]] = field(default_factory=dict)
    _rests: dict[tuple[str, frozenset[str]], Sequence[Variant]] = field(default_factory=dict)
    _said: dict[tuple[object, ...], Likeness] = field(default_factory=dict)

    def targets(self, class_name: str) -> Sequence[Target]:
        """All that a column may be in a table of the class."""
        if class_name not in self._targets:
            self._targets[class_name] = targets_of(self.ontology, class_name)
        return self._targets[class_name]

    def guess(
        self, column: Column, target: Target, words: frozenset[str], *, is_own: bool
    ) -> Guess:
        """How likely the column is the target.

        Args:
            column: The column.
            target: What it may be.
            words: What the class of the rows is called.
            is_own: Whether the relation may lead to rows of the same table.
        """
        header = self.said(column, target, words)
        found = self._evidence(column, target, is_own=is_own)
        said = header.score * _language_factor(column, target)
        by_values = _VALUES_ALONE * found.telling * found.fit
        score = said * (_HEADER_ALONE + (1 - _HEADER_ALONE) * found.fit) + (1 - said) * by_values
        if not column.values:
            score = said
        elif found.fit < ACCEPTED:
            score = min(score, ACCEPTED - 0.05)
        unit = _foreign_unit(column.header, target, found)
        if unit:
            score = min(score, ACCEPTED - 0.05)
        return Guess(target, score, header, found, unit)

    def said(self, column: Column, target: Target, words: frozenset[str]) -> Likeness:
        """What the header alone says for a target, in a table of a class of that name."""
        key = (column.name, *target.identity)
        if key not in self._said:
            self._said[key] = _likeness(column, target)
        if (column.name, words) not in self._rests:
            found = [(rest, _OF_CLASS) for rest in shorter(column.header, words)]
            self._rests[column.name, words] = found
        rests = self._rests[column.name, words]
        return max(self._said[key], _best(rests, target.names, 1.0)) if rests else self._said[key]

    def _evidence(self, column: Column, target: Target, *, is_own: bool) -> Evidence:
        if not column.values:
            return Evidence()
        if column.content != "cells" and not _can_hold(column, target):
            return Evidence(fit=0.0)
        if target.kind == "id":
            return values.of_id(column)
        if column.content == "iris":
            return self._of_iris(column, target)
        if target.definition is not None:
            key: tuple[object, ...] = (column.name, id(target.definition))
        else:
            key = (column.name, target.ends, is_own)
        if key not in self._seen:
            self._seen[key] = self._look(column, target, is_own=is_own)
        return self._seen[key]

    def _of_iris(self, column: Column, target: Target) -> Evidence:
        if not column.leads_to or not target.ends:
            return Evidence()
        fitting = [
            name
            for name in column.leads_to
            if any(self.ontology.is_a(name, end) for end in target.ends)
        ]
        share = len(fitting) / len(column.leads_to)
        return Evidence(share, _TELLING_ENDS, own=_THIS_FILE, resolved=share)

    def _look(self, column: Column, target: Target, *, is_own: bool) -> Evidence:
        if target.definition is not None:
            return values.of_property(column, target.definition, self.ontology)
        return of_relation(column, target, self.known, self.keys if is_own else {})


def with_all_names(guess: Guess, column: Column, known: KnownEntities) -> Guess:
    """A guess whose values are names, with the ids of all values that were seen."""
    items = dict.fromkeys(map(str, values.items_of(column.values, guess.evidence.split)))
    found = {item: known.named(item, guess.target.ends) for item in items}
    ids = {item: named[0] for item, named in found.items() if len(named) == 1}
    return replace(guess, evidence=replace(guess.evidence, ids=ids))


def _likeness(column: Column, target: Target) -> Likeness:
    """What the header says, whatever class the rows are of."""
    if column.name == target.key:
        return Likeness(1.0, Way.SAME, target.key)
    variants = list(_variants(column.header, target))
    return max(_best(variants, target.names, 1.0), _best(variants, target.weak, _WEAK))


def _best(variants: Iterable[Variant], names: Iterable[Name], weight: float) -> Likeness:
    best = Likeness()
    for words, share in variants:
        for name, name_words in names:
            found = likeness(words, name_words, name)
            if found.score * share * weight > best.score:
                best = Likeness(found.score * share * weight, found.way, name)
    return best


def _can_hold(column: Column, target: Target) -> bool:
    """Whether literals and IRIs of RDF can be what the target takes."""
    if column.content == "iris":
        is_address = target.definition is not None and target.definition.datatype is Datatype.URI
        return is_address or (target.kind == "relation" and target.direction == "out")
    return target.kind == "property"


def _variants(header: Header, target: Target) -> Iterator[Variant]:
    """The words of the header, and what is left of them without what goes without saying."""
    yield header.words, 1.0
    han = tuple(word for word in header.words if not word.isascii())
    latin = tuple(word for word in header.words if word.isascii())
    if han and len("".join(latin)) > 2:
        yield han, 1.0
        yield latin, 1.0
    if header.aside:
        yield words_of(header.aside), 1.0
    if target.kind != "id":
        for ending in (*_ENDINGS, *(kin for kin, _ in target.kin)):
            rest = _without_ending(header.words, ending.casefold())
            if rest:
                yield rest, _WITHOUT_ENDING


def _without_ending(words: tuple[str, ...], ending: str) -> tuple[str, ...]:
    if not words or (not ending.isascii() and not words[-1].endswith(ending)):
        return ()
    if ending.isascii():
        return words[:-1] if short_for(words[-1].removesuffix("s"), ending) else ()
    cut = words[-1].removesuffix(ending)
    return (*words[:-1], cut) if cut else words[:-1]


def _language_factor(column: Column, target: Target) -> float:
    """How well the column's language is the target's."""
    if not target.language or column.name == target.key:
        return 1.0
    if column.header.language:
        return 1.0 if column.header.language == target.language else _OTHER_LANGUAGE
    return 1.0 if column.language == target.language else _OTHER_SCRIPT


def _foreign_unit(header: Header, target: Target, found: Evidence) -> str:
    """A unit that the numbers are in, if it is not that of the property."""
    definition = target.definition
    if definition is None or definition.datatype not in _NUMBERS:
        return ""
    told = found.unit or (header.aside if header.aside.casefold() in _MULTIPLES else "")
    own = {unit.casefold() for unit in definition.unit.by_language.values()}
    if not told or (told.casefold() in own and not found.unit):
        return ""
    return told
