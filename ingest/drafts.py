"""What a reader makes of a source, before the store is asked: drafts and rejects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.records import PropertyValue


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


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """An entity that a row states, converted but not yet validated.

    Attributes:
        line: Where the row begins.
        id: The entity's id.
        type: Its class; empty if only relations are stated, of an entity that exists already.
        properties: By flat name.
        relations: Relations that the row states beside it.
    """

    line: int
    id: str
    type: str
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    relations: tuple[RelationDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """What one row gave.

    Attributes:
        entities: Its entities, in the order of the blocks.
        rejects: What of it cannot be imported.
        bytes_read: Position in the file after it, about.
    """

    entities: tuple[EntityDraft, ...] = ()
    rejects: tuple[Reject, ...] = ()
    bytes_read: int = 0
