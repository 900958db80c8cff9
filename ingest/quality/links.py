"""Relations of entities: how many have one of each type, and which have none at all (orphans).

With n entities of a class, of which n_r have at least one relation of the type r in a direction,
linked(r) = n_r / n. An orphan has no relation of any type in either direction.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from graph.records import Entity, Relation
from ingest.quality.examples import Findings
from ingest.quality.report import RelationCompleteness, Share, share
from ontology import Ontology

Degrees = Mapping[str, Mapping[str, int]]
"""For each id the number of its relations by type."""


class Links:
    """Counts which entities have which relations; as large as the ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._linked: Counter[tuple[str, str, str]] = Counter()
        self._left_out: Counter[tuple[str, str, str]] = Counter()
        self._orphans: Findings[tuple[str], str] = Findings()

    def leave_out(self, relation: Relation, examples: Collection[str]) -> None:
        """A relation that shall not count, for one of its ends at least is an example."""
        if relation.source not in examples:
            self._left_out[relation.source, "out", relation.type] += 1
        if relation.target not in examples:
            self._left_out[relation.target, "in", relation.type] += 1

    def add(self, entities: Sequence[Entity], leaving: Degrees, reaching: Degrees) -> None:
        """Entities with their degrees in both directions, after all that shall not count."""
        for entity in entities:
            found = [
                (way, relation)
                for way, degrees in (("out", leaving), ("in", reaching))
                for relation, count in degrees.get(entity.id, {}).items()
                if count > self._left_out.get((entity.id, way, relation), 0)
            ]
            for way, relation in found:
                self._linked[entity.type, way, relation] += 1
            if not found:
                self._orphans.add((entity.type,), entity.id)

    def orphans(self, type: str, total: int) -> tuple[Share, tuple[str, ...]]:
        """Entities of a class without any relation, and the first of them."""
        count, examples = self._orphans.get((type,))
        return share(count, total), examples

    def of_class(self, type: str, total: int) -> tuple[RelationCompleteness, ...]:
        """Every type of relation that the class may have or has."""
        return tuple(
            RelationCompleteness(name, way, share(self._linked[type, way, name], total))
            for way in ("out", "in")
            for name in sorted(self._possible(type, way))
        )

    def _possible(self, type: str, way: str) -> set[str]:
        found = {
            name for class_, direction, name in self._linked if (class_, direction) == (type, way)
        }
        if type not in self._ontology.classes:
            return found
        known = self._ontology.relations_from if way == "out" else self._ontology.relations_to
        return found | {item.name for item in known(type)}
