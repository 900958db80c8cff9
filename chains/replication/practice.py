"""What is on record of practice: use cases, who runs them with what, and who supplies it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chains.progress import Watch, counted, unwatched
from chains.replication.model import Axis
from chains.replication.tree import Tree, plant
from graph.port import GraphReader
from graph.query import Compare, Op, Query
from ontology.model import Ontology

_BETWEEN = {
    "realises": ("UseCase", "Scenario"),
    "inIndustry": ("UseCase", "Industry"),
    "locatedIn": ("", "Region"),
    "usesTechnology": ("", "Technology"),
    "conformsTo": ("", "Standard"),
    "replicates": ("UseCase", "UseCase"),
    "deployedBy": ("UseCase", "Organization"),
    "deliveredBy": ("UseCase", "Organization"),
    "subIndustryOf": ("Industry", "Industry"),
    "withinRegion": ("Region", "Region"),
    "operatesIn": ("Enterprise", "Industry"),
    "masters": ("Organization", "Technology"),
    "about": ("Skill", "Technology"),
    "hasSkill": ("Talent", "Skill"),
    "employedBy": ("Talent", "Organization"),
    "offers": ("Organization", "Supply"),
    "addresses": ("Supply", "Scenario"),
    "provides": ("Supply", "Technology"),
    "compliesWith": ("Supply", "Standard"),
}

Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Practice:
    """Relations that matter here, in both directions.

    Attributes:
        out: For each relation type the sorted targets of each source.
        back: For each relation type the sorted sources of each target.
        kinds: Class of every entity that is an end of one.
        trees: Industries and regions.
        examples: Ids marked as illustrative (示例).
        revision: The store revision that was read.
    """

    out: Mapping[str, Links]
    back: Mapping[str, Links]
    kinds: Mapping[str, str]
    trees: Mapping[Axis, Tree]
    examples: frozenset[str]
    revision: int

    def to(self, relation: str, source: str) -> tuple[str, ...]:
        """Where the relation leads from there, sorted."""
        return self.out[relation].get(source, ())

    def of(self, relation: str, target: str) -> tuple[str, ...]:
        """Where the relation comes from, sorted."""
        return self.back[relation].get(target, ())

    def cases(self) -> tuple[str, ...]:
        """Use cases that realise a scenario, sorted."""
        return tuple(sorted(self.out["realises"]))

    def places(self, axis: Axis, entity: str) -> frozenset[str]:
        """The industries or regions that the entity itself names."""
        if axis is Axis.REGION:
            return frozenset(self.to("locatedIn", entity))
        return frozenset(self.to("inIndustry", entity) + self.to("operatesIn", entity))

    def assets(self, case: str) -> tuple[str, ...]:
        """Technologies and standards of a use case or scenario, sorted."""
        return tuple(sorted(self.to("usesTechnology", case) + self.to("conformsTo", case)))


def read_practice(store: GraphReader, ontology: Ontology, *, watch: Watch = unwatched) -> Practice:
    """Read it in three store calls, whatever the size of the graph; the watch is told how far."""
    revision = store.revision()
    columns = store.edges(sorted(_BETWEEN.keys() & ontology.relations.keys()))
    kinds = store.types_of(columns.ids)
    out: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _BETWEEN}
    fits = _Fitting(ontology, kinds)
    ends = list(
        zip(columns.type.tolist(), columns.source.tolist(), columns.target.tolist(), strict=True)
    )
    for kind, start, end in counted(ends, watch):
        relation, source, target = columns.types[kind], columns.ids[start], columns.ids[end]
        if fits(relation, source, target):
            out[relation][source].add(target)
    examples = store.scan(Query(where=Compare("illustrative", Op.EQ, value=True)))
    return Practice(
        out={name: _sorted(links) for name, links in out.items()},
        back={name: _sorted(_turned(links)) for name, links in out.items()},
        kinds=kinds,
        trees={
            Axis.INDUSTRY: _tree(out["subIndustryOf"], kinds, "Industry"),
            Axis.REGION: _tree(out["withinRegion"], kinds, "Region"),
        },
        examples=frozenset(entity.id for batch in examples for entity in batch),
        revision=revision,
    )


class _Fitting:
    """Whether a relation's ends are of the classes that are meant here; kept by class."""

    def __init__(self, ontology: Ontology, kinds: Mapping[str, str]) -> None:
        self._ontology = ontology
        self._kinds = kinds
        self._known: dict[tuple[str, str], bool] = {}

    def __call__(self, relation: str, source: str, target: str) -> bool:
        begins, leads = _BETWEEN[relation]
        return self._is(source, begins) and self._is(target, leads)

    def _is(self, entity: str, wanted: str) -> bool:
        kind = self._kinds.get(entity, "")
        key = (kind, wanted)
        if key not in self._known:
            known = kind in self._ontology.classes and wanted in self._ontology.classes
            self._known[key] = not wanted or (known and self._ontology.is_a(kind, wanted))
        return self._known[key]


def _tree(links: Mapping[str, set[str]], kinds: Mapping[str, str], kind: str) -> Tree:
    edges = [(child, parent) for child, above in links.items() for parent in above]
    return plant(edges, frozenset(node for node, name in kinds.items() if name == kind))


def _turned(links: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    back: dict[str, set[str]] = defaultdict(set)
    for source, targets in links.items():
        for target in targets:
            back[target].add(source)
    return back


def _sorted(links: Mapping[str, Iterable[str]]) -> Links:
    return {end: tuple(sorted(others)) for end, others in sorted(links.items())}
