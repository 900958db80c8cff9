"""Questions to a store, as data: filters, sorting, keyset pages, and the shapes of answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias, Union

import numpy as np
from numpy.typing import NDArray

from graph.records import Entity, Relation, RelationKey, Scalar

Direction: TypeAlias = Literal["out", "in"]


class Op(StrEnum):
    """How a property is compared. On a list property, EQ and IN ask whether any item fits."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    CONTAINS = "contains"
    """Substring, letters compared without regard to case."""
    STARTS_WITH = "starts_with"


@dataclass(frozen=True, slots=True)
class Compare:
    """``field op value``; an entity without the field never fits (NE included).

    ``field`` is a flat property name, or ``id`` or ``type``. ``type`` means the stored, most
    specific class.
    """

    field: str
    op: Op
    value: Scalar


@dataclass(frozen=True, slots=True)
class In:
    """The field is one of the values; no value, no entity."""

    field: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """The field has (or, with ``present`` false, has not) a value."""

    field: str
    present: bool = True


@dataclass(frozen=True, slots=True)
class Related:
    """Some relation of the type leads to (or comes from) an entity that fits ``where``."""

    relation: str
    direction: Direction = "out"
    type: str | None = None
    where: "Filter | None" = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part fits; no part, every entity."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part fits; no part, no entity."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not fit (so an entity without the field does fit ``Not(Compare(...))``)."""

    part: "Filter"


Filter: TypeAlias = Union["Compare", "In", "Exists", "Related", "All", "AnyOf", "Not"]


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort key. Entities without the field come last, whichever the direction.

    Text sorts by code point; ties are broken by ``id`` ascending.
    """

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Which entities, in which order.

    Attributes:
        type: A class; its subclasses are included. None means every class.
        where: The condition.
        sort: At most one key beside the implied ``id``.
    """

    type: str | None = None
    where: Filter | None = None
    sort: Sort | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ``find``; ``cursors[i]`` continues after ``entities[i]``."""

    entities: tuple[Entity, ...]
    cursors: tuple[str, ...]
    has_next: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity with its score, larger is better."""

    entity: Entity
    score: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A relation of an entity and the entity at its other end."""

    relation: Relation
    entity: Entity


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that an upsert left out.

    Attributes:
        key: Id of the entity, or key of the relation.
        reason: ``DANGLING`` (an end does not exist) or ``TYPE_CONFLICT`` (the id is taken by an
            entity of another class).
        detail: What was found.
    """

    key: str | RelationKey
    reason: Literal["DANGLING", "TYPE_CONFLICT"]
    detail: str


@dataclass(frozen=True, slots=True)
class UpsertResult:
    """How many records were created, updated or found unchanged, and which were refused."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()

    def __add__(self, other: "UpsertResult") -> "UpsertResult":
        return UpsertResult(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What became of relations that were stated as pairs.

    Attributes:
        created: How many are new.
        unchanged: How many stood already, said by the same source with the same confidence.
        differing: Those that stood already by another's word; they were left as they are.
        dangling: Those with an end that does not exist; they were left out.
    """

    created: int = 0
    unchanged: int = 0
    differing: tuple[RelationKey, ...] = ()
    dangling: tuple[RelationKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change feed.

    Attributes:
        sequence: Position in the feed, strictly ascending; resume after it.
        revision: The store revision that the change belongs to.
        operation: What happened.
        key: Entity id, or the key of a relation.
        type: Class of the entity or type of the relation.
    """

    sequence: int
    revision: int
    operation: Literal["created", "updated", "deleted"]
    key: str | RelationKey
    type: str


@dataclass(frozen=True, slots=True)
class EdgeColumns:
    """Relations as columns, for analysis; rows sorted by (source id, type, target id).

    Attributes:
        ids: Entity ids that occur as an end, sorted; shape (n,).
        types: Relation types that occur, sorted.
        source: Positions in ``ids``, int32, shape (m,).
        target: Positions in ``ids``, int32, shape (m,).
        type: Positions in ``types``, int16, shape (m,).
    """

    ids: tuple[str, ...]
    types: tuple[str, ...]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    type: NDArray[np.int16]
