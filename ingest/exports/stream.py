"""What goes out, read from a store in bounded batches, with progress and counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity, Relation
from ingest.exports.errors import NothingChosen
from ontology.model import Ontology

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export is.

    Attributes:
        stage: What is read from the store, or written.
        done: Records so far in this stage.
        total: How many there will be; None if that is not known.
    """

    stage: Literal["entities", "relations", "writing"]
    done: int
    total: int | None


Report: TypeAlias = Callable[[ExportProgress], None]


class Stream:
    """The chosen entities and the relations that touch them; entities are read first.

    Attributes:
        ontology: What may exist.
        entities_read: How many entities went out.
        relations_read: How many relations did.
        left_out: Relations that were not given because an end of theirs is not chosen.
    """

    def __init__(
        self,
        reader: GraphReader,
        ontology: Ontology,
        query: Query,
        *,
        inside: bool = False,
        report: Report | None = None,
    ) -> None:
        self.ontology = ontology
        self.entities_read = 0
        self.relations_read = 0
        self.left_out = 0
        self._reader = reader
        self._query = query
        self._inside = inside
        self._report = report
        self._chosen: set[str] | None = None if query == Query() else set()

    def entities(self) -> Iterator[Sequence[Entity]]:
        """The entities, ordered by id, their values by name: stores give them in any order.

        Raises:
            NothingChosen: There is none.
        """
        total = self._reader.count(self._query)
        if not total:
            raise NothingChosen("no entity fits the selection; nothing was written")
        for batch in self._reader.scan(self._query, BATCH):
            if self._chosen is not None:
                self._chosen.update(entity.id for entity in batch)
            self.entities_read += len(batch)
            self.tell("entities", self.entities_read, total)
            yield [_in_order(entity) for entity in batch]

    def relations(self, *, inside: bool = False) -> Iterator[Sequence[Relation]]:
        """The relations, ordered by type, source and target, their values by name.

        Args:
            inside: The format has no room for those that lead out of the selection or into it.
        """
        only_inside = inside or self._inside
        for batch in self._reader.scan_relations(batch=BATCH):
            chosen = batch if self._chosen is None else self._touching(batch, only_inside)
            self.relations_read += len(chosen)
            self.tell("relations", self.relations_read, None)
            yield [_values_in_order(relation) for relation in chosen]

    def is_chosen(self, id: str) -> bool:
        """Whether an entity goes out."""
        return self._chosen is None or id in self._chosen

    def tell(
        self, stage: Literal["entities", "relations", "writing"], done: int, total: int | None
    ) -> None:
        """Report progress."""
        if self._report is not None:
            self._report(ExportProgress(stage, done, total))

    def _touching(self, batch: Sequence[Relation], only_inside: bool) -> Sequence[Relation]:
        chosen: list[Relation] = []
        for relation in batch:
            ends = self.is_chosen(relation.source) + self.is_chosen(relation.target)
            if ends == 2 or (ends == 1 and not only_inside):
                chosen.append(relation)
            elif ends == 1:
                self.left_out += 1
        return chosen


def _in_order(entity: Entity) -> Entity:
    properties = dict(sorted(entity.properties.items()))
    return replace(
        entity, properties=properties, provenance=dict(sorted(entity.provenance.items()))
    )


def _values_in_order(relation: Relation) -> Relation:
    if len(relation.properties) < 2:
        return relation
    return replace(relation, properties=dict(sorted(relation.properties.items())))
