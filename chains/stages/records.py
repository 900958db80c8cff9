"""What is on record about chains: stages, who serves them, and who does business with whom."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chains.progress import Watch, counted, part, unwatched
from graph.port import GraphReader
from graph.query import Compare, Op, Query
from graph.records import Relation, RelationKey
from ontology.model import Ontology

_BETWEEN = {
    "partOf": ("Stage", "Chain"),
    "precedes": ("Stage", "Stage"),
    "serves": ("", "Stage"),
    "upstreamOf": ("Product", "Product"),
    "produces": ("Organization", "Product"),
    "suppliesTo": ("Organization", "Organization"),
    "deployedBy": ("UseCase", "Organization"),
    "deliveredBy": ("UseCase", "Organization"),
    "realises": ("UseCase", "Scenario"),
    "usesTechnology": ("", "Technology"),
    "masters": ("Organization", "Technology"),
    "offers": ("Organization", "Supply"),
    "addresses": ("Supply", "Scenario"),
    "provides": ("Supply", "Technology"),
    "locatedIn": ("", "Region"),
    "withinRegion": ("Region", "Region"),
    "inPark": ("Organization", "Park"),
    "operatesIn": ("Organization", "Industry"),
    "inIndustry": ("", "Industry"),
    "subIndustryOf": ("Industry", "Industry"),
    "compliesWith": ("Supply", "Standard"),
    "publishedBy": ("Standard", "Organization"),
    "replicates": ("UseCase", "UseCase"),
    "honourOf": ("Honour", "Enterprise"),
    "leads": ("Enterprise", "Chain"),
}
_ORDERING = ("partOf", "precedes", "upstreamOf")

Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ChainRecords:
    """Relations that matter here, in both directions.

    Attributes:
        out: For each relation type the sorted targets of each source.
        back: For each relation type the sorted sources of each target.
        kinds: Class of every entity that is an end of one.
        misfits: Relations of stages and products with an end of another class, sorted.
        examples: Ids marked as illustrative (示例).
        revision: The store revision that was read.
        at: The date as of which it was read, or None.
    """

    out: Mapping[str, Links]
    back: Mapping[str, Links]
    kinds: Mapping[str, str]
    misfits: tuple[RelationKey, ...]
    examples: frozenset[str]
    revision: int
    at: str | None = None

    def to(self, relation: str, source: str) -> tuple[str, ...]:
        """Where the relation leads from there, sorted."""
        return self.out[relation].get(source, ())

    def of(self, relation: str, target: str) -> tuple[str, ...]:
        """Where the relation comes from, sorted."""
        return self.back[relation].get(target, ())

    def regions(self, place: str) -> tuple[str, ...]:
        """The regions that an organization or park is located in, with all that hold those."""
        return self.climb("withinRegion", self.to("locatedIn", place))

    def climb(self, relation: str, start: Iterable[str]) -> tuple[str, ...]:
        """What is reached from there by following the relation, nearest first, start included."""
        return _reached(self.out[relation], start)

    def under(self, relation: str, start: Iterable[str]) -> tuple[str, ...]:
        """The same against the relation's direction."""
        return _reached(self.back[relation], start)


def read_records(
    store: GraphReader,
    ontology: Ontology,
    at: str | None = None,
    *,
    watch: Watch = unwatched,
) -> ChainRecords:
    """Read it in a few store calls, whatever the size of the graph.

    Args:
        store: Where to read.
        ontology: Says which classes are which.
        at: Only relations on record by this date (YYYY-MM-DD), and no use case that started
            later. A relation without recorded source counts always.
        watch: Is told how far it is.
    """
    revision = store.revision()
    wanted = sorted(_BETWEEN.keys() & ontology.relations.keys())
    keys = list(_keys(store, wanted) if at is None else _keys_at(store, wanted, at))
    kinds = store.types_of(sorted({end for key in keys for end in (key.source, key.target)}))
    later = _started_after(store, at) if at else frozenset()
    out: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _BETWEEN}
    fits = _Fitting(ontology, kinds)
    misfits = set()
    for key in counted(keys, part(watch, 0.4, 0.8)):
        if fits(key):
            if key.source not in later:
                out[key.type][key.source].add(key.target)
        elif key.type in _ORDERING:
            misfits.add(key)
    examples = store.scan(Query(where=Compare("illustrative", Op.EQ, value=True)))
    return ChainRecords(
        out={name: _sorted(links) for name, links in out.items()},
        back={name: _sorted(_turned(links)) for name, links in out.items()},
        kinds=kinds,
        misfits=tuple(sorted(misfits)),
        examples=frozenset(entity.id for batch in examples for entity in batch),
        revision=revision,
        at=at,
    )


def class_among(store: GraphReader, ontology: Ontology, id: str, classes: Sequence[str]) -> str:
    """Which of the classes the entity is of, subclasses included; empty if of none."""
    kind = store.types_of([id]).get(id, "")
    if kind not in ontology.classes:
        return ""
    return next((wanted for wanted in classes if ontology.is_a(kind, wanted)), "")


def _keys(store: GraphReader, wanted: Collection[str]) -> Iterator[RelationKey]:
    columns = store.edges(wanted)
    ends = zip(columns.type.tolist(), columns.source.tolist(), columns.target.tolist(), strict=True)
    for kind, source, target in ends:
        yield RelationKey(columns.types[kind], columns.ids[source], columns.ids[target])


def _keys_at(store: GraphReader, wanted: Collection[str], at: str) -> Iterator[RelationKey]:
    for batch in store.scan_relations(wanted):
        for relation in batch:
            if _on_record_since(relation) <= at:
                yield relation.key


def _on_record_since(relation: Relation) -> str:
    """The date on which a source first said it; empty, before any date, if none did."""
    times = [claim.provenance.time for claim in relation.claims]
    if relation.provenance:
        times.append(relation.provenance.time)
    return min(times, default="")[:10]


def _started_after(store: GraphReader, at: str) -> frozenset[str]:
    later = store.scan(Query("UseCase", Compare("startedOn", Op.GT, at)))
    return frozenset(entity.id for batch in later for entity in batch)


def _reached(links: Links, start: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(start)
    waiting = deque(found)
    while waiting:
        for item in links.get(waiting.popleft(), ()):
            if item not in found:
                found[item] = None
                waiting.append(item)
    return tuple(found)


class _Fitting:
    """Whether a relation's ends are of the classes that are meant here; kept by class."""

    def __init__(self, ontology: Ontology, kinds: Mapping[str, str]) -> None:
        self._ontology = ontology
        self._kinds = kinds
        self._known: dict[tuple[str, str], bool] = {}

    def __call__(self, key: RelationKey) -> bool:
        begins, leads = _BETWEEN[key.type]
        return self._is(key.source, begins) and self._is(key.target, leads)

    def _is(self, entity: str, wanted: str) -> bool:
        kind = self._kinds.get(entity, "")
        asked = (kind, wanted)
        if asked not in self._known:
            known = kind in self._ontology.classes and (
                not wanted or wanted in self._ontology.classes
            )
            self._known[asked] = known and (not wanted or self._ontology.is_a(kind, wanted))
        return self._known[asked]


def _turned(links: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    back: dict[str, set[str]] = defaultdict(set)
    for source, targets in links.items():
        for target in targets:
            back[target].add(source)
    return back


def _sorted(links: Mapping[str, Iterable[str]]) -> Links:
    return {end: tuple(sorted(others)) for end, others in sorted(links.items())}
