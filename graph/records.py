"""What a store holds: entities, relations, and where each of their fields came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool
PropertyValue: TypeAlias = Scalar | tuple[Scalar, ...]
"""A property is a scalar or a tuple of scalars of one kind; dates travel as ISO 8601 text."""
Properties: TypeAlias = Mapping[str, PropertyValue]
Patch: TypeAlias = Mapping[str, PropertyValue | None]
"""An upsert's properties: a value sets the property, None removes it, absence leaves it alone."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field's value came from.

    Attributes:
        source: Name of the source, such as a register or a file.
        batch: Identifier of the import that brought the value.
        time: When it was brought, ISO 8601 in UTC.
        confidence: Between 0 and 1.
    """

    source: str
    batch: str
    time: str
    confidence: float = 1.0

    def says_the_same_as(self, other: "Provenance") -> bool:
        """Whether both name the same source with the same confidence, whatever batch and time."""
        return self.source == other.source and self.confidence == other.confidence


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says, or once said, of something that was said more than once.

    Attributes:
        field: Flat property name; empty where a relation as such is claimed.
        value: What is claimed; None with an empty field.
        provenance: Who claims it.
        about: Of which record it was said, if that was merged into this one since: an entity's
            id, or a relation's ends with a tab between them. Empty if it was said of this one.
    """

    field: str
    value: PropertyValue | None
    provenance: Provenance
    about: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the graph.

    Attributes:
        id: Stable and unique in the whole graph.
        type: Its most specific ontology class, exactly one.
        properties: Flat; language-tagged text stands as ``name_zh``, ``name_en``.
        provenance: For each property name, where its value came from; a property
            that is not named here has no recorded source.
        claims: Of properties that were said more than once, all that was said, oldest first.
    """

    id: str
    type: str
    properties: Patch = field(default_factory=dict)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class RelationKey:
    """The identity of a relation: at most one relation of a type joins two entities."""

    type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed, typed edge between two entities, read ``source type target``.

    ``claims`` name all who say so if they are several, oldest first.
    """

    type: str
    source: str
    target: str
    properties: Patch = field(default_factory=dict)
    provenance: Provenance | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def key(self) -> RelationKey:
        """The relation's identity."""
        return RelationKey(self.type, self.source, self.target)
