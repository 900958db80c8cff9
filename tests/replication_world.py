"""The small world of docs/replication.md: eight use cases in three industries and two regions."""

from collections.abc import Mapping, Sequence

from graph.memory import MemoryStore
from graph.port import GraphStore, GraphWriter
from graph.records import Entity, Relation
from ontology.model import Ontology

CASES: Mapping[str, tuple[str, str, str]] = {
    "case:a": ("scenario:s1", "industry:T11", "region:p1-city"),
    "case:a2": ("scenario:s1", "industry:T1", "region:p1"),
    "case:a3": ("scenario:s2", "industry:T1", "region:p1"),
    "case:a4": ("scenario:s3", "industry:T1", "region:p1"),
    "case:b1": ("scenario:s1", "industry:T2", "region:p2"),
    "case:b2": ("scenario:s1", "industry:T2", "region:p2"),
    "case:c1": ("scenario:s2", "industry:T3", "region:p2"),
    "case:c2": ("scenario:s3", "industry:T3", "region:root"),
}
"""Scenario, industry and region of each use case; the last region is too wide to be a place."""

RELATIONS: Sequence[tuple[str, str, str]] = (
    ("subIndustryOf", "industry:T1", "industry:T"),
    ("subIndustryOf", "industry:T2", "industry:T"),
    ("subIndustryOf", "industry:T3", "industry:T"),
    ("subIndustryOf", "industry:T4", "industry:T"),
    ("subIndustryOf", "industry:T11", "industry:T1"),
    ("withinRegion", "region:p1", "region:root"),
    ("withinRegion", "region:p2", "region:root"),
    ("withinRegion", "region:p1-city", "region:p1"),
    ("usesTechnology", "case:a", "tech:t1"),
    ("usesTechnology", "case:a", "tech:t2"),
    ("usesTechnology", "case:a2", "tech:t1"),
    ("usesTechnology", "case:b1", "tech:t3"),
    ("conformsTo", "scenario:s1", "std:n"),
    ("about", "skill:k", "tech:t3"),
    ("deployedBy", "case:a", "ent:first-port"),
    ("deployedBy", "case:b1", "ent:mill"),
    ("deliveredBy", "case:b1", "ent:supplier"),
    ("operatesIn", "ent:first-port", "industry:T11"),
    ("operatesIn", "ent:second-port", "industry:T11"),
    ("operatesIn", "ent:third-port", "industry:T11"),
    ("operatesIn", "ent:fourth-port", "industry:T11"),
    ("operatesIn", "ent:ferry", "industry:T1"),
    ("operatesIn", "ent:mill", "industry:T2"),
    ("operatesIn", "ent:supplier", "industry:T3"),
    ("masters", "ent:second-port", "tech:t1"),
    ("masters", "ent:consultant", "tech:t2"),
    ("offers", "ent:supplier", "supply:x"),
    ("provides", "supply:x", "tech:t2"),
    ("addresses", "supply:x", "scenario:s1"),
    ("compliesWith", "supply:x", "std:n"),
)

_KINDS = {
    "case": "UseCase",
    "ent": "Enterprise",
    "industry": "Industry",
    "region": "Region",
    "scenario": "Scenario",
    "skill": "Skill",
    "std": "Standard",
    "supply": "Supply",
    "tech": "Technology",
}


def small_world(
    ontology: Ontology, extra: Sequence[tuple[str, str, str]] = (), store: GraphStore | None = None
) -> GraphStore:
    """The world in memory, or in the store, with more relations if wanted."""
    links = [
        relation
        for case, (scenario, industry, region) in CASES.items()
        for relation in (
            ("realises", case, scenario),
            ("inIndustry", case, industry),
            ("locatedIn", case, region),
        )
    ]
    filled = store or MemoryStore()
    filled.apply_schema(ontology.graph_schema())
    filled.write(lambda writer: _fill(writer, [*links, *RELATIONS, *extra]))
    return filled


def _fill(writer: GraphWriter, links: Sequence[tuple[str, str, str]]) -> None:
    ids = sorted({end for _, *ends in links for end in ends})
    writer.upsert_entities(
        [
            Entity(
                item,
                _KINDS[item.partition(":")[0]],
                {"name_zh": item, **({"illustrative": True} if item == "case:b2" else {})},
            )
            for item in ids
        ]
    )
    refused = writer.upsert_relations([Relation(*link) for link in links]).refused
    if refused:
        raise AssertionError(refused)
