"""The small world of the documents on completeness, actions and leaders: lamps in two towns."""

from collections.abc import Mapping, Sequence

from graph.memory import MemoryStore
from graph.port import GraphStore, GraphWriter
from graph.records import Entity, PropertyValue, Provenance, Relation
from ontology.model import Ontology

SOURCE = Provenance("a register", "batch-1", "2025-03-01T00:00:00+00:00")
LATER = Provenance("a register", "batch-2", "2026-03-01T00:00:00+00:00")

PROPERTIES: Mapping[str, Mapping[str, PropertyValue]] = {
    "stage:glass": {"weight": 0.25, "order": 1},
    "stage:bulb": {"weight": 0.25, "order": 2},
    "stage:lamp": {"weight": 0.5, "order": 3},
    "scenario:inspect": {"businessStage": "production"},
    "scenario:melt": {"businessStage": "production"},
    "scenario:design": {"businessStage": "research"},
    "scenario:repair": {"businessStage": "service"},
    "ent:glass-two": {"illustrative": True},
}

RELATIONS: Sequence[tuple[str, str, str]] = (
    ("partOf", "stage:glass", "chain:lamps"),
    ("partOf", "stage:bulb", "chain:lamps"),
    ("partOf", "stage:lamp", "chain:lamps"),
    ("precedes", "stage:glass", "stage:bulb"),
    ("precedes", "stage:bulb", "stage:lamp"),
    ("serves", "ent:glass-one", "stage:glass"),
    ("serves", "ent:glass-two", "stage:glass"),
    ("serves", "ent:bulb-one", "stage:bulb"),
    ("suppliesTo", "ent:glass-one", "ent:bulb-one"),
    ("suppliesTo", "ent:bulb-one", "ent:shade-one"),
    ("serves", "scenario:inspect", "stage:lamp"),
    ("usesTechnology", "scenario:inspect", "tech:vision"),
    ("masters", "ent:shade-one", "tech:vision"),
    ("masters", "ent:far-maker", "tech:vision"),
    ("masters", "ent:glass-one", "tech:furnace"),
    ("withinRegion", "region:north", "region:root"),
    ("withinRegion", "region:south", "region:root"),
    ("withinRegion", "region:north-town", "region:north"),
    ("locatedIn", "ent:glass-one", "region:north-town"),
    ("locatedIn", "ent:glass-two", "region:south"),
    ("locatedIn", "ent:bulb-one", "region:north"),
    ("locatedIn", "ent:shade-one", "region:north"),
    ("locatedIn", "ent:far-maker", "region:south"),
    ("locatedIn", "park:kiln", "region:north-town"),
    ("inPark", "ent:glass-one", "park:kiln"),
    ("subIndustryOf", "industry:T1", "industry:T"),
    ("operatesIn", "ent:glass-one", "industry:T1"),
    ("operatesIn", "ent:bulb-one", "industry:T1"),
    ("inIndustry", "scenario:inspect", "industry:T"),
    ("inIndustry", "scenario:melt", "industry:T"),
    ("inIndustry", "scenario:design", "industry:T"),
    ("inIndustry", "scenario:repair", "industry:U"),
    ("realises", "case:one", "scenario:melt"),
    ("inIndustry", "case:one", "industry:T1"),
    ("deliveredBy", "case:one", "ent:bulb-one"),
    ("deployedBy", "case:one", "ent:glass-one"),
)

_KINDS = {
    "case": "UseCase",
    "chain": "Chain",
    "criterion": "Criterion",
    "ent": "Enterprise",
    "honour": "Honour",
    "industry": "Industry",
    "park": "Park",
    "product": "Product",
    "region": "Region",
    "scenario": "Scenario",
    "stage": "Stage",
    "std": "Standard",
    "supply": "Supply",
    "tech": "Technology",
}


def lamp_world(
    ontology: Ontology,
    extra: Sequence[tuple[str, str, str]] = (),
    *,
    later: Sequence[tuple[str, str, str]] = (),
    without: Sequence[tuple[str, str, str]] = (),
    properties: Mapping[str, Mapping[str, PropertyValue]] | None = None,
    store: GraphStore | None = None,
) -> GraphStore:
    """The world in memory, or in the store, with relations more or less and further properties."""
    filled = store or MemoryStore()
    filled.apply_schema(ontology.graph_schema())
    links = [link for link in (*RELATIONS, *extra) if link not in without]
    said = {item: {**PROPERTIES.get(item, {}), **told} for item, told in (properties or {}).items()}
    filled.write(lambda writer: _fill(writer, links, later, {**PROPERTIES, **said}))
    return filled


def chain_of_products(ontology: Ontology, pairs: Sequence[tuple[str, str]]) -> GraphStore:
    """Products of those names, each made by one enterprise of the same name."""
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    names = sorted({end for pair in pairs for end in pair})
    links = [("upstreamOf", f"product:{a}", f"product:{b}") for a, b in pairs]
    links += [("produces", f"ent:{name}", f"product:{name}") for name in names]
    store.write(lambda writer: _fill(writer, links, (), {}))
    return store


def _fill(
    writer: GraphWriter,
    links: Sequence[tuple[str, str, str]],
    later: Sequence[tuple[str, str, str]],
    properties: Mapping[str, Mapping[str, PropertyValue]],
) -> None:
    ids = sorted({*properties, *(end for _, *ends in (*links, *later) for end in ends)})
    writer.upsert_entities(
        [
            Entity(
                item, _KINDS[item.partition(":")[0]], {"name_zh": item, **properties.get(item, {})}
            )
            for item in ids
        ]
    )
    said = [Relation(*link, provenance=SOURCE) for link in links]
    said += [Relation(*link, provenance=LATER) for link in later]
    refused = writer.upsert_relations(said).refused
    if refused:
        raise AssertionError(refused)
