"""The report on data quality, as data; its JSON has the same names (docs/quality.md)."""

from dataclasses import asdict, dataclass
from typing import Any

from graph.records import PropertyValue

EXAMPLES = 5
"""At most so many examples of each finding: the first in order of id."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole.

    Attributes:
        count: How many have it.
        of: How many could.
        share: ``count / of`` to 4 digits, None if ``of`` is 0.
    """

    count: int
    of: int
    share: float | None


@dataclass(frozen=True, slots=True)
class PropertyCompleteness:
    """How many entities of a class have a value of a property.

    Attributes:
        name: Of the property, without a language.
        required: The ontology wants a value.
        filled: Those with a value; of text, in any language.
        languages: Of text, those with a value in each of zh and en; else empty.
        translated: Of text, those with a value in zh and in en, of those with any; else None.
    """

    name: str
    required: bool
    filled: Share
    languages: dict[str, Share]
    translated: Share | None


@dataclass(frozen=True, slots=True)
class RelationCompleteness:
    """How many entities of a class have at least one relation of a type.

    Attributes:
        type: Of the relation.
        direction: ``out`` if it leaves the class, ``in`` if it reaches it.
        linked: Those that have one.
    """

    type: str
    direction: str
    linked: Share


@dataclass(frozen=True, slots=True)
class ClassQuality:
    """The entities of one class, subclasses not included.

    Attributes:
        name: Of the class.
        entities: Assessed.
        illustrative: Marked as examples (示例).
        completeness: Mean over the properties of the share filled, each weighing the same.
        required: The same over the required properties alone, None if there is none.
        properties: By name.
        relations: By direction (``out`` first) and type.
        orphans: Those without any relation.
        orphan_examples: Ids.
    """

    name: str
    entities: int
    illustrative: int
    completeness: float | None
    required: float | None
    properties: tuple[PropertyCompleteness, ...]
    relations: tuple[RelationCompleteness, ...]
    orphans: Share
    orphan_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictExample:
    """A field on which two sources differ.

    Attributes:
        id: Of the entity; source, type and target of a relation.
        kept: The value that stands; None where it is hidden.
        lost: The value that does not; None where it is hidden.
        hidden: The field is not public, so its values are not told.
    """

    id: str
    kept: PropertyValue | None
    lost: PropertyValue | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Fields of one class on which the same two sources differ now.

    Attributes:
        subject: ``entity`` or ``relation``.
        type: Class or relation type.
        field: Flat property name.
        kept_source: Whose value stands; empty if unknown.
        lost_source: Whose does not.
        count: How many.
        examples: The first.
    """

    subject: str
    type: str
    field: str
    kept_source: str
    lost_source: str
    count: int
    examples: tuple[ConflictExample, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Entities of one class that are the same by one measure.

    Attributes:
        type: The class.
        by: ``all`` if every value is equal, else the flat property that is.
        groups: How many values several entities share.
        surplus: Entities beyond the first of each group.
        examples: Ids of the first groups, each cut after its first ids.
    """

    type: str
    by: str
    groups: int
    surplus: int
    examples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Probable:
    """Pairs of one class that are probably one thing, as ``pearlnet duplicates`` proposes them.

    Attributes:
        type: The class.
        merge: Pairs sure enough to be merged.
        review: Pairs that a person should look at.
        examples: Ids of the likeliest.
    """

    type: str
    merge: int
    review: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Freshness:
    """Ages of the values of one class that one source stands for, in days.

    Attributes:
        type: The class.
        source: Empty for values without a recorded source.
        values: How many.
        newest: Latest day that is not in the future, ISO 8601 in UTC.
        oldest: Earliest day.
        median_age: Days; of an even number the mean of the middle two.
        old: Those of more than 365 days, of those with a known day that is not in the future.
        future: Values with a time after today: a clock is wrong.
        undated: Values without a time that can be read.
    """

    type: str
    source: str
    values: int
    newest: str | None
    oldest: str | None
    median_age: float | None
    old: Share
    future: int
    undated: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """Entities past a date that matters.

    Attributes:
        type: The class of the rule, subclasses included.
        field: The date.
        overdue: Those past it and not settled, of those with a date.
        examples: Ids.
    """

    type: str
    field: str
    overdue: Share
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Violations:
    """Violations of one kind in one field of a class.

    Attributes:
        subject: ``entity`` or ``relation``.
        type: Class or relation type.
        code: A ``ViolationCode``.
        field: Flat property name, ``type``, or the relation.
        count: How many.
        examples: Ids; source, type and target of relations.
    """

    subject: str
    type: str
    code: str
    field: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """What a source stands for.

    Attributes:
        name: Empty for what has no recorded source.
        priority: The higher, the more it is believed; None if it was never imported by file.
        entities: With at least one value that stands by its word.
        only_entities: Of which nobody else says anything: they would vanish with it.
        fields: Values that stand by its word.
        only_fields: Those that nobody else says anything of, of ``fields``.
        relations: That stand by its word.
        only_relations: Those that nobody else states, of ``relations``.
        won: Conflicts in which its value stands.
        lost: Conflicts in which another's does.
        confidence: Mean over ``fields``, None if there are none or nobody told.
    """

    name: str
    priority: int | None
    entities: int
    only_entities: int
    fields: int
    only_fields: Share
    relations: int
    only_relations: Share
    won: int
    lost: int
    confidence: float | None


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The data quality of a graph, or of a class with its subclasses.

    Attributes:
        today: The day from which ages count.
        revision: Of the store, when the reading began.
        changed: The graph was written to meanwhile.
        type: The class assessed, None for all.
        with_illustrative: Records marked as examples (示例) count as others.
        entities: Assessed.
        illustrative: Marked as examples.
        relations: Assessed; without ``with_illustrative`` those with an example at an end are not.
        classes: By name.
        conflicts: By type, field and sources.
        duplicates: By class and measure.
        probable: By class; None if they were not asked for.
        freshness: By class and source.
        overdue: By rule.
        violations: By type, code and field.
        sources: By name.
    """

    today: str
    revision: int
    changed: bool
    type: str | None
    with_illustrative: bool
    entities: int
    illustrative: int
    relations: int
    classes: tuple[ClassQuality, ...]
    conflicts: tuple[Conflicts, ...]
    duplicates: tuple[Duplicates, ...]
    probable: tuple[Probable, ...] | None
    freshness: tuple[Freshness, ...]
    overdue: tuple[Overdue, ...]
    violations: tuple[Violations, ...]
    sources: tuple[SourceQuality, ...]


def share(count: int, of: int) -> Share:
    """``count`` of ``of``."""
    return Share(count, of, round(count / of, 4) if of else None)


def mean(shares: list[Share]) -> float | None:
    """Their mean, each weighing the same; None if there is none to speak of."""
    known = [item.count / item.of for item in shares if item.of]
    return round(sum(known) / len(known), 4) if known else None


def as_json(report: QualityReport) -> dict[str, Any]:
    """The report in dictionaries and lists, keys as the attributes are named."""
    return asdict(report)
