"""Merging what is to be merged: pairs put together to groups in which nothing stands against.

The likeliest pairs are joined first. A pair whose joining would bring together two valid codes, or
two records that a person decided to be two, is left to a person.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.port import GraphReader, GraphStore
from graph.records import Entity
from ingest.resolution.decisions import Pair, decided_apart, enqueue, pair_of
from ingest.resolution.judging.verdicts import Duplicate, Verdict
from ingest.resolution.naming.profiles import valid_credit_code
from ingest.statements.merging import merge_all

_READ = 1000
"""So many entities are looked up in the store at a time."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of proposals.

    Attributes:
        merged: For each record that joined another, the id of that one.
        waiting: Pairs that wait for a person.
    """

    merged: Mapping[str, str]
    waiting: Sequence[Duplicate]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What of a record matters here: its valid credit code, and how much is said of it."""

    code: str
    values: int


class Groups:
    """Records that are one, as far as nothing stands against it.

    Args:
        codes: Valid credit codes by id.
        apart: Pairs that were decided to be two.
    """

    def __init__(self, codes: Mapping[str, str], apart: Collection[Pair]) -> None:
        self._codes = codes
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def join(self, first: str, second: str) -> bool:
        """Whether the groups of the two are one now."""
        one, other = (self._members.get(id_, [id_]) for id_ in (first, second))
        if one is other:
            return True
        both = one + other
        codes = {self._codes[id_] for id_ in both} - {""}
        if len(codes) > 1 or any(not self._apart.get(id_, set()).isdisjoint(both) for id_ in both):
            return False
        for id_ in both:
            self._members[id_] = both
        return True

    def all(self) -> Iterable[Sequence[str]]:
        """Groups of two and more, by their least ids; members sorted."""
        return sorted({tuple(sorted(members)) for members in self._members.values()})


def apply_duplicates(
    store: GraphStore, found: Iterable[Duplicate], types: Iterable[str], *, time: str
) -> Applied:
    """Merge the pairs whose verdict says so, and let the others wait for a person.

    Of each group the record stays of which most is said; ties break by id.

    Args:
        store: Where the records are.
        found: What ``find_duplicates`` proposes.
        types: The classes that were looked through.
        time: Now, ISO 8601 in UTC.

    Raises:
        ImportRunning: An import is under way.
    """
    waiting: list[Duplicate] = []
    sure: list[Duplicate] = []
    for item in found:
        (sure if item.verdict is Verdict.MERGE else waiting).append(item)
    sure.sort(key=lambda item: (-item.probability, item.first, item.second))
    standing = _read(store, sorted({id_ for item in sure for id_ in (item.first, item.second)}))
    groups = Groups({id_: item.code for id_, item in standing.items()}, decided_apart(store))
    waiting += [
        replace(item, verdict=Verdict.REVIEW)
        for item in sure
        if not groups.join(item.first, item.second)
    ]
    merged = {gone: kept for group in groups.all() for kept, gone in _into_best(group, standing)}
    merge_all(store, [(kept, gone) for gone, kept in merged.items()], time=time)
    waiting = _moved(waiting, merged)
    enqueue(store, waiting, types)
    return Applied(merged, waiting)


def _into_best(group: Sequence[str], standing: Mapping[str, _Standing]) -> Iterable[Pair]:
    kept = min(group, key=lambda id_: (-standing[id_].values, id_))
    return [(kept, gone) for gone in group if gone != kept]


def _moved(waiting: Sequence[Duplicate], merged: Mapping[str, str]) -> list[Duplicate]:
    """The pairs with the ids that stand after the merges, each pair once, likeliest first."""
    moved: dict[Pair, Duplicate] = {}
    order = sorted(waiting, key=lambda item: (-item.probability, item.first, item.second))
    for item in order:
        one, other = (merged.get(id_, id_) for id_ in (item.first, item.second))
        if one != other:
            pair = pair_of(one, other)
            moved.setdefault(pair, replace(item, first=pair[0], second=pair[1]))
    return list(moved.values())


def _read(store: GraphReader, ids: Sequence[str]) -> Mapping[str, _Standing]:
    found: dict[str, _Standing] = {}
    for start in range(0, len(ids), _READ):
        stored = store.get(ids[start : start + _READ])
        found |= {id_: _standing(entity) for id_, entity in stored.items()}
    return found


def _standing(entity: Entity) -> _Standing:
    return _Standing(valid_credit_code(entity), len(entity.properties))
