"""Which records are held to the shapes, and their statements as a graph of rdflib."""

import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.port import GraphReader
from graph.query import Direction, Query
from graph.records import Entity, Relation, RelationKey
from ontology.errors import TooLargeForShapes
from ontology.model import Ontology
from ontology.rdf import write_rdf

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from rdflib import Graph

MOST_STATEMENTS = 250_000
"""pySHACL holds all of them in memory, at some 1.6 kilobytes each: 400 MB."""


_DIRECTIONS: tuple[Direction, ...] = ("out", "in")


@dataclass(frozen=True, slots=True)
class Scope:
    """Records to be checked.

    Attributes:
        entities: The entities, each once, with those that are there only to be seen.
        relations: The relations among them, each once.
        focus: Ids of the entities that are checked; None means all.
    """

    entities: Iterable[Entity]
    relations: Iterable[Relation]
    focus: Collection[str] | None = None


def of_store(store: GraphReader) -> Scope:
    """All that is stored."""
    entities = (entity for batch in store.scan(Query()) for entity in batch)
    relations = (relation for batch in store.scan_relations() for relation in batch)
    return Scope(entities, relations)


def of_class(store: GraphReader, class_name: str, most: int = MOST_STATEMENTS) -> Scope:
    """The entities of a class and its subclasses, with their relations and the other ends.

    Raises:
        TooLargeForShapes: There are more than ``most`` of them.
    """
    count = store.count(Query(type=class_name))
    if count > most:
        raise TooLargeForShapes(f"{count:,} entities", most)
    batches = store.scan(Query(type=class_name))
    return with_surroundings(store, [entity for batch in batches for entity in batch], most)


def with_surroundings(
    store: GraphReader, chosen: Collection[Entity], most: int = MOST_STATEMENTS
) -> Scope:
    """Some entities, with all relations from and to them in the store, and the other ends.

    Raises:
        TooLargeForShapes: There are more than ``most`` of them.
    """
    entities = {entity.id: entity for entity in chosen}
    relations: dict[RelationKey, Relation] = {}
    for ids in _portions(sorted(entities)):
        for direction in _DIRECTIONS:
            for found in store.neighbours(ids, direction=direction).values():
                for item in found:
                    relations[item.relation.key] = item.relation
                    entities.setdefault(item.entity.id, item.entity)
        if len(entities) + len(relations) > most:
            raise TooLargeForShapes("the entities with their relations", most)
    focus = frozenset(entity.id for entity in chosen)
    return Scope(entities.values(), relations.values(), focus)


def laid_over(store: GraphReader, scratch: GraphReader, most: int = MOST_STATEMENTS) -> Scope:
    """What a scratch store holds, with its surroundings in the store that it is laid over.

    Raises:
        TooLargeForShapes: There are more than ``most`` of them.
    """
    touched = {entity.id: entity for batch in scratch.scan(Query()) for entity in batch}
    around = with_surroundings(store, touched.values(), most)
    entities = {entity.id: entity for entity in around.entities} | touched
    relations = {relation.key: relation for relation in around.relations}
    for batch in scratch.scan_relations():
        relations |= {relation.key: relation for relation in batch}
    return Scope(entities.values(), relations.values(), around.focus)


def graph_of(ontology: Ontology, scope: Scope, most: int = MOST_STATEMENTS) -> "Graph":
    """The statements of a scope.

    Raises:
        TooLargeForShapes: There are more than ``most``.
        OntologyError: A record is of what the ontology does not know.
    """
    from rdflib import Graph

    text = _Bounded(most)
    write_rdf(ontology, scope.entities, scope.relations, text, "n-triples")
    return Graph().parse(data=text.getvalue(), format="nt")


class _Bounded(io.BytesIO):
    """Takes so many lines at most."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._lines = 0

    def write(self, data: "ReadableBuffer", /) -> int:
        self._lines += bytes(data).count(b"\n")
        if self._lines > self._most:
            raise TooLargeForShapes("the data", self._most)
        return super().write(data)


def _portions(ids: list[str], size: int = 1_000) -> Iterator[list[str]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))
