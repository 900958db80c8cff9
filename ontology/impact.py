"""What a change of the ontology means for what is stored, counted in the store."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.errors import SchemaMissing
from graph.port import GraphReader
from graph.query import Compare, Op, Query
from graph.records import Entity, Relation
from ontology.model import Ontology
from ontology.validation import validate_entity
from ontology.violations import Violation, ViolationCode

Kind = Literal["class", "property", "relation", "term"]
EXAMPLES = 3
"""Ids that stand for all those of a loss."""
_STILL_UNDERSTOOD = frozenset(
    {
        ViolationCode.MISSING_VALUE,
        ViolationCode.PATTERN_MISMATCH,
        ViolationCode.OUT_OF_RANGE,
        ViolationCode.VALUE_NOT_ALLOWED,
        ViolationCode.INVALID_DATE,
    }
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Stored things that a change makes invalid for one reason.

    Attributes:
        kind: What is lost.
        name: The class, ``Class.field``, relation or ``Class.field = term``.
        count: How many entities or relations there are.
        examples: A few ids; of a relation ``source type target``.
        orphan: Nothing in the new model says what they are; else they break a rule alone.
    """

    kind: Kind
    name: str
    count: int
    examples: tuple[str, ...]
    orphan: bool = True


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change means for what is stored.

    Attributes:
        entities: Stored entities of classes that change, by class.
        relations: Stored relations of types that change, by type.
        losses: What would be invalid.
    """

    entities: Mapping[str, int]
    relations: Mapping[str, int]
    losses: tuple[Loss, ...]

    @property
    def orphans(self) -> tuple[Loss, ...]:
        """The losses that a change must not cause."""
        return tuple(loss for loss in self.losses if loss.orphan)


def impact(store: GraphReader, old: Ontology, new: Ontology) -> Impact:
    """Count what changes for stored entities and relations, and what would be invalid.

    Only entities of classes that change, and relations of types that change, are read, in
    batches.

    Args:
        store: Where they are.
        old: The ontology that they were stored under.
        new: The ontology that is to come.
    """
    try:
        stored = store.group_count(Query(), "type")
    except SchemaMissing:
        return Impact({}, {}, ())
    stored = {name: count for name, count in stored.items() if count}
    changed = [name for name in stored if _is_changed(old, new, name)]
    types = _changed_relations(old, new, stored)
    counts: Counter[str] = Counter()
    lost = _Losses()
    for name in changed:
        _check_class(store, old, new, name, stored[name], lost)
    for relation, verdict in _relations(store, old, new, types, lost):
        counts[relation.type] += 1
        if verdict:
            lost.add("relation", verdict, _spelled(relation))
    return Impact({name: stored[name] for name in changed}, dict(counts), lost.losses())


class _Losses:
    """Losses as they are met."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Kind, str, bool]] = Counter()
        self._examples: dict[tuple[Kind, str, bool], list[str]] = {}

    def add(
        self, kind: Kind, name: str, example: str, *, orphan: bool = True, count: int = 1
    ) -> None:
        key = kind, name, orphan
        self._counts[key] += count
        examples = self._examples.setdefault(key, [])
        if example and len(examples) < EXAMPLES and example not in examples:
            examples.append(example)

    def losses(self) -> tuple[Loss, ...]:
        return tuple(
            Loss(kind, name, count, tuple(self._examples[kind, name, orphan]), orphan)
            for (kind, name, orphan), count in sorted(self._counts.items())
        )


def _is_changed(old: Ontology, new: Ontology, name: str) -> bool:
    if name not in old.classes:
        return False
    if name not in new.classes:
        return True
    if old.classes[name].abstract != new.classes[name].abstract:
        return True
    before, after = old.properties(name), new.properties(name)
    if dict(before) != dict(after):
        return True
    vocabularies = {item.vocabulary for item in before.values() if item.vocabulary}
    return any(
        set(old.vocabulary(item).terms) != set(new.vocabulary(item).terms) for item in vocabularies
    )


def _check_class(
    store: GraphReader, old: Ontology, new: Ontology, name: str, count: int, lost: _Losses
) -> None:
    of_class = Query(where=Compare("type", Op.EQ, name))
    if name not in new.classes:
        for entity in store.find(of_class, first=EXAMPLES).entities:
            lost.add("class", name, entity.id, count=0)
        lost.add("class", name, "", count=count)
        return
    for batch in store.scan(of_class):
        for entity in batch:
            known = set(validate_entity(old, entity))
            for found in validate_entity(new, entity):
                if found not in known:
                    _add(lost, entity, found)


def _add(lost: _Losses, entity: Entity, found: Violation) -> None:
    orphan = found.code not in _STILL_UNDERSTOOD
    if found.code is ViolationCode.ABSTRACT_CLASS:
        lost.add("class", entity.type, entity.id)
    elif found.code is ViolationCode.UNKNOWN_TERM:
        lost.add("term", f"{entity.type}.{found.field} = {found.value}", entity.id)
    else:
        lost.add("property", f"{entity.type}.{found.field}", entity.id, orphan=orphan)


def _changed_relations(
    old: Ontology, new: Ontology, stored: Iterable[str]
) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Relation types that change, with the classes of stored ends that they no longer join."""
    classes = [name for name in stored if name in old.classes]
    moved = {
        name
        for name in classes
        if name not in new.classes or set(old.ancestors(name)) != set(new.ancestors(name))
    }
    found = {}
    for name, relation in old.relations.items():
        other = new.relations.get(name)
        same = other is not None and relation.ends == other.ends
        pairs = [
            (source, target)
            for source in classes
            for target in classes
            if not same or source in moved or target in moved
        ]
        parted = frozenset(
            pair for pair in pairs if old.may_join(name, *pair) and not _may_join(new, name, *pair)
        )
        if parted or other is None or relation.properties != other.properties:
            found[name] = parted
    return found


def _may_join(ontology: Ontology, name: str, source: str, target: str) -> bool:
    known = name in ontology.relations and {source, target} <= set(ontology.classes)
    return known and ontology.may_join(name, source, target)


def _relations(
    store: GraphReader,
    old: Ontology,
    new: Ontology,
    types: Mapping[str, frozenset[tuple[str, str]]],
    lost: _Losses,
) -> Iterator[tuple[Relation, str]]:
    """Stored relations of the types, each with what is lost of it, or ``""``."""
    if not types:
        return
    for batch in store.scan_relations(sorted(types)):
        classes = _classes(store, batch)
        for relation in batch:
            ends = classes.get(relation.source, ""), classes.get(relation.target, "")
            if relation.type not in new.relations:
                yield relation, relation.type
            elif ends in types[relation.type]:
                yield relation, f"{ends[0]} {relation.type} {ends[1]}"
            else:
                kept = new.relations[relation.type].properties
                gone = set(old.relations[relation.type].properties) - set(kept)
                for name in sorted(gone.intersection(relation.properties)):
                    lost.add("property", f"{relation.type}.{name}", _spelled(relation))
                yield relation, ""


def _classes(store: GraphReader, batch: Sequence[Relation]) -> Mapping[str, str]:
    ends = {end for relation in batch for end in (relation.source, relation.target)}
    return store.types_of(sorted(ends))


def _spelled(relation: Relation) -> str:
    return f"{relation.source} {relation.type} {relation.target}"
