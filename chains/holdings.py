"""Which vertices hold which assets, and how they are related explicitly; read from the store."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Query
from graph.records import RelationKey
from ontology.model import Ontology

ASSET_CLASSES = ("Enterprise", "Product", "Skill", "Standard", "Technology")
"""What two vertices may share so as to be linked (design section 6)."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What was read.

    Attributes:
        ids: Vertex ids, sorted.
        illustrative: Those that are marked as examples (示例).
        assets: For each vertex its assets, sorted, each once.
        relations: For each pair of vertices (a < b) their explicit relations, sorted.
        via: For each asset the relation types by which it is held.
    """

    ids: tuple[str, ...]
    illustrative: frozenset[str]
    assets: Mapping[str, tuple[str, ...]]
    relations: Mapping[tuple[str, str], tuple[RelationKey, ...]]
    via: Mapping[str, frozenset[str]]


def read(
    store: GraphReader, ontology: Ontology, vertices: str, *, illustrative: bool = True
) -> Holdings:
    """Read vertices of a class with their assets and explicit relations.

    A self-loop links nothing and is left out.

    Args:
        store: Where to read.
        ontology: Says which relation types reach assets and which join vertices.
        vertices: The class of the vertices.
        illustrative: Whether records marked as examples count.
    """
    ids, examples = _vertices(store, vertices, keep_illustrative=illustrative)
    known = set(ids)
    assets = _asset_ids(store, ontology, vertices)
    held: dict[str, set[str]] = defaultdict(set)
    via: dict[str, set[str]] = defaultdict(set)
    explicit: dict[tuple[str, str], list[RelationKey]] = defaultdict(list)
    for relation, source, target in _edges(store, ontology, vertices):
        if source in known and target in known:
            if source != target:
                pair = (min(source, target), max(source, target))
                explicit[pair].append(RelationKey(relation, source, target))
        elif source in known and target in assets:
            held[source].add(target)
            via[target].add(relation)
        elif target in known and source in assets:
            held[target].add(source)
            via[source].add(relation)
    return Holdings(
        ids=ids,
        illustrative=examples,
        assets={vertex: tuple(sorted(held[vertex])) for vertex in ids},
        relations={pair: tuple(sorted(keys)) for pair, keys in sorted(explicit.items())},
        via={asset: frozenset(relations) for asset, relations in sorted(via.items())},
    )


def linking_relations(ontology: Ontology, vertices: str) -> tuple[str, ...]:
    """Relation types that join the class with itself or with an asset class, sorted."""
    ends = (vertices, *ASSET_CLASSES)
    return tuple(
        name
        for name in sorted(ontology.relations)
        if any(
            _may_touch(ontology, name, vertices, end) or _may_touch(ontology, name, end, vertices)
            for end in ends
            if end in ontology.classes
        )
    )


def _may_touch(ontology: Ontology, relation: str, source: str, target: str) -> bool:
    return any(
        ontology.may_join(relation, leaves, reaches)
        for leaves in (source, *ontology.descendants(source))
        for reaches in (target, *ontology.descendants(target))
    )


def _vertices(
    store: GraphReader, vertices: str, *, keep_illustrative: bool
) -> tuple[tuple[str, ...], frozenset[str]]:
    ids: list[str] = []
    examples: set[str] = set()
    for batch in store.scan(Query(type=vertices)):
        for entity in batch:
            if entity.properties.get("illustrative") is True:
                if not keep_illustrative:
                    continue
                examples.add(entity.id)
            ids.append(entity.id)
    return tuple(sorted(ids)), frozenset(examples)


def _asset_ids(store: GraphReader, ontology: Ontology, vertices: str) -> frozenset[str]:
    return frozenset(
        entity.id
        for name in ASSET_CLASSES
        if name in ontology.classes and name != vertices
        for batch in store.scan(Query(type=name))
        for entity in batch
    )


def _edges(store: GraphReader, ontology: Ontology, vertices: str) -> list[tuple[str, str, str]]:
    columns = store.edges(linking_relations(ontology, vertices))
    return [
        (columns.types[kind], columns.ids[source], columns.ids[target])
        for kind, source, target in zip(
            columns.type.tolist(), columns.source.tolist(), columns.target.tolist(), strict=True
        )
    ]
