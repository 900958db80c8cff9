"""Reading the table from a store, and keeping it up by the change feed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from chains.projection.table import (
    Table,
    with_entities,
    with_relations,
    without_entities,
    without_relations,
)
from graph.port import GraphReader
from graph.query import Change, Compare, Op, Query
from graph.records import RelationKey
from ontology.model import Ontology

ASSET_CLASSES = ("Enterprise", "Product", "Skill", "Standard", "Technology")
"""What two vertices may share so as to be linked (design section 6)."""

SPAN_RELATIONS = (
    "deployedBy",
    "inIndustry",
    "locatedIn",
    "operatesIn",
    "produces",
    "realises",
    "serves",
)
"""Relations that lead to what a line or block crosses, and to the peers of a vertex."""

_FOLLOWED = 5_000
"""With more changes than this a fresh read is quicker than following them."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read for the vertices of a class.

    Attributes:
        vertices: The class.
        vertex_classes: It and its subclasses.
        asset_classes: Classes of assets, subclasses included, that are no vertices, each with
            the one of ``ASSET_CLASSES`` that it is of.
        linking: Relation types that join vertices with each other or with assets.
        types: Those and the ones of ``SPAN_RELATIONS``, sorted.
        located: Whether a vertex has a region of its own.
    """

    vertices: str
    vertex_classes: frozenset[str]
    asset_classes: Mapping[str, str]
    linking: frozenset[str]
    types: tuple[str, ...]
    located: bool


def scope_of(ontology: Ontology, vertices: str) -> Scope:
    """What the ontology says of the vertices of a class.

    Raises:
        UnknownClass: The ontology has no such class.
    """
    ontology.class_(vertices)
    own = frozenset((vertices, *ontology.descendants(vertices)))
    assets = {
        item: name
        for name in ASSET_CLASSES
        if name in ontology.classes
        for item in (name, *ontology.descendants(name))
    }
    linking = frozenset(
        name
        for name in ontology.relations
        if _joins(ontology, name, own, own | set(assets))
        or _joins(ontology, name, own | set(assets), own)
    )
    spans = [name for name in SPAN_RELATIONS if name in ontology.relations]
    return Scope(
        vertices=vertices,
        vertex_classes=own,
        asset_classes={item: name for item, name in assets.items() if item not in own},
        linking=linking,
        types=tuple(sorted(linking.union(spans))),
        located="locatedIn" in spans
        and any(ontology.may_join("locatedIn", name, "Region") for name in own),
    )


def read(store: GraphReader, scope: Scope) -> Table:
    """Read everything in scope; what is written meanwhile is followed in the feed."""
    sequence = _last_sequence(store)
    revision = store.revision()
    columns = store.edges(scope.types)
    vertices = tuple(item.id for batch in store.scan(Query(type=scope.vertices)) for item in batch)
    examples = frozenset(_examples(store, scope))
    known = set(columns.ids)
    new = [item for item in vertices if item not in known]
    ids = tuple(sorted((*columns.ids, *new))) if new else columns.ids
    classes = store.types_of(ids)
    names = tuple(sorted(set(classes.values())))
    codes = {name: code for code, name in enumerate(names)}
    moved = _places(columns.ids, ids)
    kinds = np.array([scope.types.index(name) for name in columns.types], dtype=np.int64)
    return Table(
        ids=ids,
        classes=names,
        class_of=np.array([codes.get(classes.get(item, ""), -1) for item in ids], dtype=np.int64),
        example=np.array([item in examples for item in ids], dtype=bool),
        types=scope.types,
        type=kinds[columns.type],
        source=moved[columns.source],
        target=moved[columns.target],
        sequence=sequence,
        revision=revision,
    )


def follow(store: GraphReader, scope: Scope, table: Table) -> Table | None:
    """The table as of the store's present revision, by the change feed.

    Returns:
        None if the feed no longer reaches back so far, or holds too many changes.
    """
    revision = store.revision()
    changes = store.changes(table.sequence, _FOLLOWED)
    reaches = bool(changes) and changes[0].sequence == table.sequence + 1
    if not reaches or changes[-1].revision < revision or len(changes) == _FOLLOWED:
        return None
    for (operation, of_relation), group in groupby(
        changes, key=lambda item: (item.operation, isinstance(item.key, RelationKey))
    ):
        table = (_relations if of_relation else _entities)(
            store, scope, table, operation, list(group)
        )
    return replace(
        _with_classes(store, table),
        sequence=changes[-1].sequence,
        revision=changes[-1].revision,
        touched=frozenset(end for item in changes for end in _ends(item.key)),
    )


def _ends(key: str | RelationKey) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else (key.source, key.target)


def _relations(
    _: GraphReader, scope: Scope, table: Table, operation: str, changes: Sequence[Change]
) -> Table:
    keys = [
        (item.key.type, item.key.source, item.key.target)
        for item in changes
        if isinstance(item.key, RelationKey) and item.type in scope.types
    ]
    if not keys or operation == "updated":
        return table
    change = without_relations if operation == "deleted" else with_relations
    return change(table, list(dict.fromkeys(keys)))


def _entities(
    store: GraphReader, scope: Scope, table: Table, operation: str, changes: Sequence[Change]
) -> Table:
    ids = [item.key for item in changes if isinstance(item.key, str)]
    if operation == "deleted":
        return without_entities(table, ids)
    kept = scope.vertex_classes.union(scope.asset_classes)
    found = store.get(ids)
    shown = {item: found[item].type for item in ids if item in found and found[item].type in kept}
    examples = {item for item in shown if found[item].properties.get("illustrative") is True}
    return with_entities(table, shown, examples)


def _with_classes(store: GraphReader, table: Table) -> Table:
    """The table with the classes of ends that only a new relation has brought in."""
    unknown = [table.ids[at] for at in table.unknown_ends().tolist()]
    found = store.types_of(unknown) if unknown else {}
    return with_entities(table, found, ()) if found else table


def _joins(
    ontology: Ontology, relation: str, sources: Collection[str], targets: Collection[str]
) -> bool:
    return any(
        ontology.may_join(relation, source, target) for source in sources for target in targets
    )


def _examples(store: GraphReader, scope: Scope) -> Iterator[str]:
    where = Compare("illustrative", Op.EQ, value=True)
    for batch in store.scan(Query(type=scope.vertices, where=where)):
        yield from (item.id for item in batch)


def _places(some: Sequence[str], ids: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if len(some) == len(ids):
        return np.arange(len(ids))
    place = {item: at for at, item in enumerate(ids)}
    return np.array([place[item] for item in some], dtype=np.int64)


def _last_sequence(store: GraphReader) -> int:
    """The end of the feed, by bisection: a sequence number lies behind it or not."""
    high = 1
    while store.changes(high, 1):
        high *= 2
    low = 0
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if store.changes(middle, 1) else (low, middle)
    return low
