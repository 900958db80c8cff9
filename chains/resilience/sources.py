"""Who supplies each stage, and what lies within each region; read from the store."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from chains.resilience.model import StageLoss, StageSource
from graph.port import GraphReader
from ontology.model import Ontology

_TYPES = (
    "addresses",
    "deliveredBy",
    "locatedIn",
    "offers",
    "partOf",
    "produces",
    "realises",
    "serves",
    "withinRegion",
)


@dataclass(frozen=True)
class Sources:
    """Stages with their suppliers, and regions with what they hold.

    Attributes:
        suppliers: For each stage that is part of a chain or served, its suppliers, sorted.
        chains: For each stage the chains that it is part of, sorted.
        within: For each region what is located or lies directly in it.
        revision: The store revision that was read.
    """

    suppliers: Mapping[str, tuple[str, ...]]
    chains: Mapping[str, tuple[str, ...]]
    within: Mapping[str, frozenset[str]]
    revision: int = 0

    def inside(self, region: str) -> frozenset[str]:
        """The region and everything in it, however deep; a circle of regions is walked once."""
        found, waiting = {region}, [region]
        while waiting:
            for item in self.within.get(waiting.pop(), ()):
                if item not in found:
                    found.add(item)
                    waiting.append(item)
        return frozenset(found)

    def single(self) -> tuple[StageSource, ...]:
        """Stages that one organization alone supplies, by id."""
        return tuple(
            StageSource(stage, self.chains.get(stage, ()), suppliers[0])
            for stage, suppliers in sorted(self.suppliers.items())
            if len(suppliers) == 1
        )

    def without(self, gone: Collection[str]) -> tuple[StageLoss, ...]:
        """Stages that lose suppliers, those that lose all first, then by id."""
        found = [
            StageLoss(
                stage=stage,
                chains=self.chains.get(stage, ()),
                lost=tuple(item for item in suppliers if item in gone),
                left=tuple(item for item in suppliers if item not in gone),
            )
            for stage, suppliers in sorted(self.suppliers.items())
        ]
        return tuple(
            sorted((item for item in found if item.lost), key=lambda item: bool(item.left))
        )


def read_sources(store: GraphReader, ontology: Ontology) -> Sources:
    """Read it in one store call.

    Organizations that serve a stage supply it, or that produce a product that serves it. Where
    there is none, those do that deliver a use case of a scenario that serves it, or offer a
    supply for such a scenario.
    """
    revision = store.revision()
    ends: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _TYPES}
    wanted = [name for name in _TYPES if name in ontology.relations]
    columns = store.edges(wanted)
    for kind, source, target in zip(
        columns.type.tolist(), columns.source.tolist(), columns.target.tolist(), strict=True
    ):
        ends[columns.types[kind]][columns.ids[source]].add(columns.ids[target])
    back = {name: _turned(links) for name, links in ends.items()}
    stages = sorted({*ends["partOf"], *back["serves"]})
    kinds = store.types_of(sorted({item for found in back["serves"].values() for item in found}))
    within: dict[str, set[str]] = defaultdict(set)
    for name in ("locatedIn", "withinRegion"):
        for region, items in back[name].items():
            within[region] |= items
    return Sources(
        suppliers={
            stage: tuple(sorted(_suppliers(back["serves"].get(stage, ()), kinds, ends, back)))
            for stage in stages
        },
        chains={stage: tuple(sorted(found)) for stage, found in ends["partOf"].items()},
        within={region: frozenset(items) for region, items in within.items()},
        revision=revision,
    )


def _suppliers(
    servers: Iterable[str],
    kinds: Mapping[str, str],
    ends: Mapping[str, Mapping[str, set[str]]],
    back: Mapping[str, Mapping[str, set[str]]],
) -> set[str]:
    found: set[str] = set()
    scenarios: list[str] = []
    for server in servers:
        if kinds.get(server) == "Product":
            found |= back["produces"].get(server, set())
        elif kinds.get(server) == "Scenario":
            scenarios.append(server)
        else:
            found.add(server)
    if found:
        return found
    for scenario in scenarios:
        for case in back["realises"].get(scenario, ()):
            found |= ends["deliveredBy"].get(case, set())
        for supply in back["addresses"].get(scenario, ()):
            found |= back["offers"].get(supply, set())
    return found


def _turned(links: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    turned: dict[str, set[str]] = defaultdict(set)
    for source, targets in links.items():
        for target in targets:
            turned[target].add(source)
    return turned
