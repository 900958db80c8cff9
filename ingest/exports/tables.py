"""The graph as tables: one for each class, and one for the relations that have no place there.

The store is read once. Rows are kept in files of their own until all columns are known, then each
table is written by itself; relations come sorted by source, as entities by id, so that the two
are put together without holding either in memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from graph.port import GraphReader
from graph.records import Relation
from ingest.exports.columns import RELATED, Column, entity_columns, relation_columns
from ingest.exports.pairs import Head, Pairs, PairWriter
from ingest.exports.spool import Spool, Spooled
from ingest.exports.stream import Stream
from ingest.exports.target import Workplace
from ingest.rows.escapes import escape_list
from ontology.model import Ontology

RELATIONS = "relations"
"""The name of the table of relations."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is ready to be written.

    Attributes:
        name: Of its file or sheet.
        type: The class of its rows; empty if they are relations.
        columns: At least the identity of a row.
        rows: Read once, values by ``Column.key``.
        count: How many rows there are.
    """

    name: str
    type: str
    columns: Sequence[Column]
    rows: Iterator[Mapping[str, Spooled]]
    count: int


@dataclass(slots=True)
class _Class:
    entities: Spool
    pairs: dict[str, Pairs] = field(default_factory=dict)


class Tables:
    """All that a stream gives, to be taken table by table."""

    def __init__(
        self, stream: Stream, reader: GraphReader, place: Workplace, longest_cell: int | None
    ) -> None:
        """Read the stream.

        Args:
            stream: What goes out.
            reader: Where it comes from, to be asked for classes.
            place: Where rows are kept meanwhile.
            longest_cell: Characters that the ids of a cell may have together; the relations of
                an entity that have more go into the table of relations.
        """
        self._ontology = stream.ontology
        self._scratch = place.scratch
        self._files = place.open
        self._longest_cell = longest_cell
        self._classes: dict[str, _Class] = {}
        self._loose = Spool(self._scratch / RELATIONS, self._files)
        self._loose_types: set[str] = set()
        self._read_entities(stream)
        self._read_relations(stream, reader)

    def __iter__(self) -> Iterator[Table]:
        """The tables, one after the other: each must have been read when the next is taken."""
        names = _Names()
        for type_, found in sorted(self._classes.items()):
            columns = entity_columns(self._ontology, type_, found.entities.keys, found.pairs)
            rows = self._rows(found)
            yield Table(names.unique(type_), type_, columns, rows, found.entities.count)
        if self._loose.count:
            columns = relation_columns(self._ontology, self._loose_types, self._loose.keys)
            yield Table(RELATIONS, "", columns, self._loose.rows(), self._loose.count)

    def _read_entities(self, stream: Stream) -> None:
        for entity in chain.from_iterable(stream.entities()):
            found = self._classes.get(entity.type)
            if found is None:
                self._ontology.class_(entity.type)
                path = self._scratch / f"{len(self._classes)}.entities"
                found = self._classes[entity.type] = _Class(Spool(path, self._files))
            found.entities.append({"id": entity.id, **entity.properties})

    def _read_relations(self, stream: Stream, reader: GraphReader) -> None:
        batches = stream.relations()
        for type_, relations in groupby(chain.from_iterable(batches), lambda item: item.type):
            with PairWriter(self._scratch, type_) as writer:
                for batch in _batched(relations):
                    self._sort_out(batch, stream, reader, writer)
            for name, pairs in writer.written.items():
                self._classes[name].pairs[type_] = pairs

    def _sort_out(
        self, batch: Sequence[Relation], stream: Stream, reader: GraphReader, writer: PairWriter
    ) -> None:
        plain = {item.source for item in batch if not item.properties}
        types = reader.types_of([item for item in plain if stream.is_chosen(item)])
        for relation in batch:
            name = None if relation.properties else types.get(relation.source)
            if name in self._classes and _may_leave(self._ontology, name, relation.type):
                writer.write(name, relation.source, relation.target)
            else:
                self._keep_loose(relation)

    def _keep_loose(self, relation: Relation) -> None:
        self._loose_types.add(relation.type)
        ends = {"type": relation.type, "source": relation.source, "target": relation.target}
        self._loose.append({**ends, **{f".{k}": v for k, v in relation.properties.items()}})

    def _rows(self, found: _Class) -> Iterator[Mapping[str, Spooled]]:
        """The entities of a class, each with its relations."""
        heads = {type_: Head(pairs) for type_, pairs in found.pairs.items()}
        for row in found.entities.rows():
            id_ = str(row["id"])
            for type_, head in heads.items():
                while head.source is not None and head.source < id_:
                    self._detach(type_, head)
                if head.source == id_ and self._fits(head.targets):
                    row[RELATED + type_] = list(head.targets)
                    head.advance()
                elif head.source == id_:
                    self._detach(type_, head)
            yield row
        for type_, head in heads.items():
            while head.source is not None:
                self._detach(type_, head)

    def _fits(self, targets: list[str]) -> bool:
        if self._longest_cell is None:
            return True
        return len(escape_list(targets)) <= self._longest_cell

    def _detach(self, type_: str, head: Head) -> None:
        """Move relations to the table of relations."""
        for target in head.targets:
            self._keep_loose(Relation(type_, head.source or "", target))
        head.advance()


class _Names:
    """Names of tables that differ in more than the case of letters."""

    def __init__(self) -> None:
        self._taken = {RELATIONS, "manifest"}

    def unique(self, name: str) -> str:
        """The name, with a number if it is taken."""
        number, found = 1, name
        while found.casefold() in self._taken:
            number += 1
            found = f"{name}-{number}"
        self._taken.add(found.casefold())
        return found


def _batched(relations: Iterator[Relation], size: int = 5_000) -> Iterator[Sequence[Relation]]:
    batch: list[Relation] = []
    for relation in relations:
        batch.append(relation)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _may_leave(ontology: Ontology, name: str, relation: str) -> bool:
    definition = ontology.relations.get(relation)
    return definition is not None and any(ontology.is_a(name, end) for end in definition.ends)
