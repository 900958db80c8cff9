"""What a reader makes of a source, before the store is asked: batches and rejects."""

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.records import Entity, PropertyValue
from ingest.tables.chunks import Cell
from ontology import Violation


@dataclass(frozen=True, slots=True)
class Reject:
    """Something of the source that was not imported, and why.

    Attributes:
        file: The source file.
        line: Its line, from 1; 0 if unknown.
        field: Column or property; empty if it is the whole row.
        value: What stands there.
        code: Stable.
        reason: What is wrong.
        suggestion: What to do.
        whole_row: An entity was left out, and not just a relation or a remark.
    """

    file: str
    line: int
    field: str
    value: str
    code: str
    reason: str
    suggestion: str
    whole_row: bool = True


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation that a row states; ``field`` and ``value`` are for messages."""

    type: str
    source: str
    target: str
    line: int
    field: str
    value: str
    properties: Mapping[str, PropertyValue] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """An entity that a subject of RDF states, converted but not yet validated.

    Attributes:
        line: Where it begins.
        id: The entity's id.
        type: Its class; empty if only relations are stated, of an entity that exists already.
        properties: By flat name.
        relations: Relations that it states beside.
    """

    line: int
    id: str
    type: str
    properties: Mapping[str, PropertyValue] = dataclasses.field(default_factory=dict)
    relations: tuple[RelationDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """What one subject gave.

    Attributes:
        entities: Its entities.
        rejects: What of it cannot be imported.
        bytes_read: Position in the file after it, about.
    """

    entities: tuple[EntityDraft, ...] = ()
    rejects: tuple[Reject, ...] = ()
    bytes_read: int = 0


@dataclass(frozen=True, slots=True)
class Links:
    """Relations of one type that one column states, side by side; all columns of one length.

    Attributes:
        type: The relation.
        field: Where they stand, for messages.
        outward: Whether the rows' own entities are the sources.
        lines: Where each stands.
        sources: Ids.
        targets: Ids.
        values: What stands there.
        properties: Of the relations; empty if none has any.
    """

    type: str
    field: str
    outward: bool
    lines: Sequence[int]
    sources: Sequence[str]
    targets: Sequence[str]
    values: Sequence[str]
    properties: Sequence[Mapping[str, PropertyValue]] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def take(self, places: Sequence[int]) -> "Links":
        """Those of the places."""
        return Links(
            self.type,
            self.field,
            self.outward,
            [self.lines[at] for at in places],
            [self.sources[at] for at in places],
            [self.targets[at] for at in places],
            [self.values[at] for at in places],
            [self.properties[at] for at in places] if self.properties else (),
        )

    def drafts(self) -> list[RelationDraft]:
        """One by one."""
        properties = self.properties or [{}] * len(self)
        rows = zip(self.sources, self.targets, self.lines, self.values, properties, strict=True)
        return [RelationDraft(self.type, s, t, line, self.field, v, p) for s, t, line, v, p in rows]


@dataclass(frozen=True, slots=True)
class Batch:
    """A stretch of a source, converted; as many ``lines`` as ``entities``.

    Attributes:
        lines: Where each entity begins.
        entities: As patches, with their provenance.
        faults: What is wrong with an entity taken by itself, by its place.
        links: Relations that the stretch states.
        rejects: What of it cannot be imported.
        rows: How many rows (for RDF: subjects) it covers.
        position: Bytes of the source consumed after it, about.
        cells: Finds the table's rows by their lines, for those that are refused.
    """

    lines: Sequence[int]
    entities: Sequence[Entity]
    faults: Mapping[int, tuple[Violation, ...]]
    links: Sequence[Links]
    rejects: Sequence[Reject]
    rows: int
    position: int
    cells: Callable[[Collection[int]], Mapping[int, Sequence[Cell]]]
