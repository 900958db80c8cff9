"""Everything a memory store holds at one revision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.query import Change, Direction
from graph.records import Entity, Relation, RelationKey
from graph.schema import GraphSchema

Adjacency = Mapping[str, Sequence[Relation]]


@dataclass
class State:
    """The records by key, the derived vectors, the change feed and the notes."""

    schema: GraphSchema | None = None
    entities: dict[str, Entity] = field(default_factory=dict)
    relations: dict[RelationKey, Relation] = field(default_factory=dict)
    vectors: dict[str, dict[str, NDArray[np.float32]]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    revision: int = 0
    _adjacency: dict[Direction, Adjacency] = field(default_factory=dict)

    def copy(self) -> "State":
        """A state that can be changed without touching this one; records are shared."""
        return State(
            schema=self.schema,
            entities=dict(self.entities),
            relations=dict(self.relations),
            vectors={space: dict(vectors) for space, vectors in self.vectors.items()},
            changes=list(self.changes),
            notes=dict(self.notes),
            revision=self.revision,
        )

    def relations_of(self, id: str, direction: Direction) -> Sequence[Relation]:
        """Relations that leave or reach the entity, ordered by type and the other end's id."""
        if direction not in self._adjacency:
            self._adjacency[direction] = self._adjacent(direction)
        return self._adjacency[direction].get(id, ())

    def forget_adjacency(self) -> None:
        """To be called after relations changed."""
        self._adjacency.clear()

    def _adjacent(self, direction: Direction) -> Adjacency:
        adjacency: dict[str, list[Relation]] = defaultdict(list)
        for key in sorted(self.relations):
            start = key.source if direction == "out" else key.target
            adjacency[start].append(self.relations[key])
        return adjacency
