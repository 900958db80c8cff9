"""The evidence that leader scores count: one row for each thing on record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chains.leaders.model import Component
from chains.stages import ChainRecords, Completeness, Ties
from graph.port import GraphReader

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """Things on record, each of one member and with a weight of its own.

    Attributes:
        member: Index of the member, shape (n,).
        weight: What the thing counts, shape (n,).
    """

    member: IntArray
    weight: FloatArray


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on record of the suppliers of a chain.

    Attributes:
        members: Their ids, sorted.
        start: One end of each tie between them, as an index, shape (m,).
        end: The other end, shape (m,).
        counted: Things by component.
        revenue: Of each member, nan if not known, shape (members,).
    """

    members: tuple[str, ...]
    start: IntArray
    end: IntArray
    counted: Mapping[Component, Counted]
    revenue: FloatArray


def gather(
    store: GraphReader,
    records: ChainRecords,
    found: Completeness,
    today: str,
    hidden: Collection[str],
) -> Evidence:
    """Everything that the scores count, in a few store calls."""
    served = [
        (one.organization, item.stage.weight) for item in found.stages for one in item.suppliers
    ]
    members = tuple(sorted({who for who, _ in served}))
    ties = Ties(records, found.model.origin, members)
    index = {who: place for place, who in enumerate(members)}
    ends = np.array([index[end] for pair in ties.pairs() for end in pair], dtype=np.int64).reshape(
        -1, 2
    )
    once = {
        Component.PULL: _suppliers_of(records, members),
        Component.INNOVATION: _innovations(records, members),
        Component.HONOURS: _honours(store, records, members, today),
    }
    counted = {
        kind: _counted([(index[who], 1.0) for who, _ in things]) for kind, things in once.items()
    }
    counted[Component.BREADTH] = _counted([(index[who], weight) for who, weight in served])
    revenue = _revenues(store, () if "revenue" in hidden else members, len(members))
    return Evidence(members, ends[:, 0], ends[:, 1], counted, revenue)


def _counted(things: Sequence[tuple[int, float]]) -> Counted:
    return Counted(
        np.array([who for who, _ in things], dtype=np.int64),
        np.array([weight for _, weight in things], dtype=np.float64),
    )


def _suppliers_of(records: ChainRecords, members: Sequence[str]) -> Sequence[tuple[str, str]]:
    inside = frozenset(members)
    found: list[tuple[str, str]] = []
    for who in members:
        around = {*records.of("suppliesTo", who)}
        for case in records.of("deployedBy", who):
            around.update(records.to("deliveredBy", case))
        found.extend((who, other) for other in sorted((around & inside) - {who}))
    return found


def _innovations(records: ChainRecords, members: Sequence[str]) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for who in members:
        things = {*records.to("masters", who), *records.of("publishedBy", who)}
        for supply in records.to("offers", who):
            things.update(records.to("compliesWith", supply))
        for role in ("deployedBy", "deliveredBy"):
            things.update(case for case in records.of(role, who) if records.of("replicates", case))
        found.extend((who, thing) for thing in sorted(things))
    return found


def _honours(
    store: GraphReader, records: ChainRecords, members: Sequence[str], today: str
) -> Sequence[tuple[str, str]]:
    held = {honour: who for who in members for honour in records.of("honourOf", who)}
    found = set()
    for honour, entity in store.get(sorted(held)).items():
        expires = entity.properties.get("expiresOn")
        if not isinstance(expires, str) or expires >= today:
            found.add((held[honour], str(entity.properties.get("kind", honour))))
    return sorted(found)


def _revenues(store: GraphReader, members: Sequence[str], size: int) -> FloatArray:
    found = np.full(size, np.nan)
    entities = store.get(members)
    for place, who in enumerate(members):
        said = entities[who].properties.get("revenue") if who in entities else None
        if isinstance(said, int | float):
            found[place] = said
    return found
