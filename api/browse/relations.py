"""Relations of entities by count, and those among a set of entities."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from api.plan import ApiPlan, RelationMember
from graph.port import GraphReader
from graph.query import Direction
from graph.records import Relation, RelationKey
from ontology.model import Text

OPEN = 2000
"""Relations of one entity in one direction that are looked through one by one."""


@dataclass(frozen=True, slots=True)
class RelationCount:
    """How many an entity has of one relation in one direction.

    Attributes:
        member: The field that follows it.
        count: How many.
    """

    member: RelationMember
    count: int

    @property
    def label(self) -> Text:
        """What people see on the entity's side."""
        relation = self.member.relation
        return relation.label if self.member.direction == "out" else relation.inverse_label


def relation_counts(
    reader: GraphReader, plan: ApiPlan, ids: Sequence[str]
) -> Mapping[str, Sequence[RelationCount]]:
    """The relations that each entity has, by field, counted and not fetched; none, no entry."""
    types = reader.types_of(ids)
    degrees: Mapping[Direction, Mapping[str, Mapping[str, int]]] = {
        "out": reader.degrees(ids, direction="out"),
        "in": reader.degrees(ids, direction="in"),
    }
    return {node: list(_counts(plan, types[node], node, degrees)) for node in ids if node in types}


def _counts(
    plan: ApiPlan,
    class_name: str,
    node: str,
    degrees: Mapping[Direction, Mapping[str, Mapping[str, int]]],
) -> Iterable[RelationCount]:
    if class_name not in plan.objects:
        return
    for member in plan.objects[class_name].members.values():
        if isinstance(member, RelationMember):
            count = degrees[member.direction][node].get(member.relation.name, 0)
            if count:
                yield RelationCount(member, count)


def links_among(
    reader: GraphReader, ids: Sequence[str], among: Sequence[str] = ()
) -> Sequence[Relation]:
    """All relations that join one of the entities to another, or to one of those among.

    They are ordered by type, source and target. Entities with many relations are looked at from
    their other ends, or asked about pair by pair, so that no hub is read in full.
    """
    wanted = {*ids, *among}
    found: dict[RelationKey, Relation] = {}
    hubs: dict[Direction, dict[str, Collection[str]]] = {"out": {}, "in": {}}
    for direction, large in hubs.items():
        degrees = reader.degrees(ids, direction=direction)
        sizes = {node: sum(counts.values()) for node, counts in degrees.items()}
        large |= {node: degrees[node] for node in ids if sizes[node] > OPEN}
        small = [node for node in ids if 0 < sizes[node] <= OPEN]
        for some in _portions(small, sizes):
            ends = reader.neighbours(some, direction=direction)
            joined = [end.relation for each in ends.values() for end in each]
            found |= {
                item.key: item for item in joined if item.source in wanted and item.target in wanted
            }
    found |= reader.get_relations(_between(hubs, among))
    return [found[key] for key in sorted(found)]


def _between(
    hubs: Mapping[Direction, Mapping[str, Collection[str]]], among: Sequence[str]
) -> Sequence[RelationKey]:
    """Relations that there may be between hubs, and between hubs and those that are not read."""
    away = {
        RelationKey(name, source, target)
        for source, names in hubs["out"].items()
        for name, target in product(names, {*hubs["in"], *among})
    }
    towards = {
        RelationKey(name, source, target)
        for target, names in hubs["in"].items()
        for name, source in product(names, among)
    }
    return sorted(away | towards)


def _portions(ids: Sequence[str], sizes: Mapping[str, int]) -> Iterable[Sequence[str]]:
    """Parts whose relations together are not many more than what one entity may have."""
    some: list[str] = []
    total = 0
    for node in ids:
        some.append(node)
        total += sizes[node]
        if total >= OPEN:
            yield some
            some, total = [], 0
    if some:
        yield some
