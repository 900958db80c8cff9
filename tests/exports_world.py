"""Graphs over the real ontology, with an extension that has what the core lacks."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import strategies as st

import ontology
from graph.memory import MemoryStore
from graph.port import GraphStore
from graph.query import Query
from graph.records import Entity, PropertyValue, Relation
from ingest import ImportSummary, import_file, import_manifest
from ontology import Ontology
from ontology.model import Datatype, PropertyDef

EXTENSION = """
@prefix ex: <https://example.org/x#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Probe a owl:Class ; rdfs:subClassOf pn:Thing ; rdfs:label "探针"@zh, "probe"@en ;
    skos:definition "试验用。"@zh, "For trials."@en .
ex:ProbeShape a sh:NodeShape ; sh:targetClass ex:Probe ;
    sh:property [ sh:path ex:counts ; sh:datatype xsd:integer ] ,
        [ sh:path ex:shares ; sh:datatype xsd:decimal ] ,
        [ sh:path ex:flags ; sh:datatype xsd:boolean ] ,
        [ sh:path ex:days ; sh:datatype xsd:date ] ,
        [ sh:path ex:source ; sh:datatype xsd:string ; sh:maxCount 1 ] ,
        [ sh:path ex:seen ; sh:datatype xsd:dateTime ; sh:maxCount 1 ] .
"""
_PLAIN = """
ex:{0} a owl:DatatypeProperty ; rdfs:domain {1} ; rdfs:range {2} ;
    rdfs:label "{0}"@zh, "{0}"@en ; skos:definition "试验。"@zh, "A trial."@en .
"""
_DECLARED = (
    ("counts", "ex:Probe", "xsd:integer"),
    ("shares", "ex:Probe", "xsd:decimal"),
    ("flags", "ex:Probe", "xsd:boolean"),
    ("days", "ex:Probe", "xsd:date"),
    ("source", "ex:Probe", "xsd:string"),
    ("seen", "ex:Probe", "xsd:dateTime"),
    ("share", "pn:suppliesTo", "xsd:decimal"),
    ("target", "pn:suppliesTo", "xsd:string"),
    ("remark", "pn:suppliesTo", "rdf:langString"),
    ("share", "pn:replicates", "xsd:decimal"),
)

Graph: TypeAlias = tuple[Sequence[Entity], Sequence[Relation]]
Plain: TypeAlias = tuple[Mapping[str, Any], Mapping[Any, Any]]


def extended(folder: Path) -> Ontology:
    """The shipped ontology with lists of every kind and with properties of relations."""
    prefix = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    declared = "".join(_PLAIN.format(*item) for item in _DECLARED)
    file = folder / "probe.ttl"
    file.write_text(prefix + EXTENSION + declared, encoding="utf-8")
    return ontology.load(file)


def store_of(world: Ontology, graph: Graph) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(world.graph_schema())
    store.write(lambda writer: writer.upsert_entities(graph[0]))
    store.write(lambda writer: writer.upsert_relations(graph[1]))
    return store


def plain(store: GraphStore) -> Plain:
    """All that a store holds but provenance; numbers of another kind are another value."""
    entities = {
        entity.id: (entity.type, {k: repr(v) for k, v in sorted(entity.properties.items())})
        for batch in store.scan(Query())
        for entity in batch
    }
    relations = {
        relation.key: {k: repr(v) for k, v in sorted(relation.properties.items())}
        for found in store.scan_relations()
        for relation in found
    }
    return entities, relations


def restored(world: Ontology, path: Path, store: GraphStore) -> ImportSummary:
    """Import an export as a user would."""
    store.apply_schema(world.graph_schema())
    batch, time = "again", "2026-01-01T00:00:00+00:00"
    if path.is_dir():
        manifest = path / "manifest.yaml"
        return import_manifest(store, world, manifest, batch_id=batch, time=time)
    return import_file(store, world, path, batch_id=batch, time=time)


ODD = (
    "=1+1", "+86 10", "-x", "@a", "a|b", "|", "\\", r"\u0041", r"C:\users", r"\u0000", '"', "'",
    "a,b;c\td", "行\n行", "\r\n", "\r", "👩‍🏭 工", "مرحبا", "e\u0301", "<r>&</r>", "]]>", "_x0041_",
    "true", "007", "1e5", "NULL", "2026-01-01", "\ufeffx", "#N/A", "\u2028",
)  # fmt: skip
"""Texts that one format or another takes for something else."""
AWKWARD = ("", " ", " a ", "\u3000全角", "a\n", "\t", "\x01", "\x1f", "\ufffe", "\x85")
"""Texts that importers of foreign data mend or refuse."""


def texts(*, awkward: bool) -> st.SearchStrategy[str]:
    if awkward:
        alphabet = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
        return st.sampled_from((*ODD, *AWKWARD)) | st.text(alphabet, max_size=20)
    alphabet = st.characters(exclude_categories=["Cs", "Cc"])
    written = st.sampled_from(ODD) | st.text(alphabet, min_size=1, max_size=20)
    return written.filter(lambda text: text == text.strip() != "")


_ODD_IDS = ("a|b", "x y", "a/b#c?d", "<&>", "%41", "编号", "=1", "'", "\\u0041", " x ", "+1")
IDS = st.sampled_from(_ODD_IDS) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)
_DATES = st.dates().map(lambda day: day.isoformat())
_MOMENTS = st.sampled_from(
    ["2026-03-31T08:00:00Z", "2026-03-31T08:00:00.25", "0999-01-01T00:00:00"]
)
_FULL_MOMENTS = st.sampled_from(["2026-03-31T08:00:00+00:00", "0999-01-01T00:00:00"])


def values(
    world: Ontology, definition: PropertyDef, *, awkward: bool
) -> st.SearchStrategy[PropertyValue]:
    """Values that the ontology allows."""
    text = texts(awkward=awkward)
    one: st.SearchStrategy[Any]
    kinds: dict[Datatype, st.SearchStrategy[Any]] = {
        Datatype.TEXT: text,
        Datatype.STRING: text,
        Datatype.INTEGER: st.integers(-(2**63), 2**63 - 1),
        Datatype.DECIMAL: st.floats(allow_nan=False, allow_infinity=False),
        Datatype.BOOLEAN: st.booleans(),
        Datatype.DATE: _DATES,
        Datatype.DATETIME: _MOMENTS if awkward else _FULL_MOMENTS,
        Datatype.URI: st.sampled_from(["https://example.org/a?b=c|d#e", "http://例.cn/"]),
    }
    if definition.vocabulary is not None:
        one = st.sampled_from(sorted(world.vocabulary(definition.vocabulary).terms))
    else:
        one = kinds[definition.datatype]
    if definition.minimum is not None:
        whole = st.integers(int(definition.minimum), int(definition.maximum or 5))
        one = whole.map(float) if definition.datatype is Datatype.DECIMAL else whole
    if definition.name == "name":
        one = text.filter(lambda item: item.strip() != "")
    if not definition.many:
        return one
    return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)


CLASSES = ("Demand", "Enterprise", "Probe", "Standard", "Technology", "UseCase")
_SKIPPED = {"homepage", "creditCode", "batch"}
_LANGUAGES = ("zh", "en", "fr", "zh_Hant")


@st.composite
def entities(draw: st.DrawFn, world: Ontology, id: str, *, awkward: bool) -> Entity:
    type_ = draw(st.sampled_from(CLASSES))
    definitions = world.properties(type_)
    properties: dict[str, PropertyValue] = {}
    names = sorted(definitions.keys() - _SKIPPED)
    for name in ["name", *draw(st.lists(st.sampled_from(names), max_size=5, unique=True))]:
        definition = definitions[name]
        key = name
        if definition.datatype is Datatype.TEXT:
            key = f"{name}_{draw(st.sampled_from(_LANGUAGES))}"
        properties[key] = draw(values(world, definition, awkward=awkward))
    return Entity(id, type_, properties)


@st.composite
def graphs(draw: st.DrawFn, world: Ontology, *, awkward: bool) -> Graph:
    """Graphs of some entities.

    Args:
        draw: Of hypothesis.
        world: What may exist.
        awkward: With texts that only exact cells keep.
    """
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    if not awkward:
        ids = sorted({id_.strip() or "x" for id_ in ids})
    nodes = [draw(entities(world, id_, awkward=awkward)) for id_ in ids]
    possible = [
        (name, source.id, target.id)
        for source in nodes
        for target in nodes
        for name in sorted(world.relations)
        if world.may_join(name, source.type, target.type)
    ]
    chosen = draw(st.lists(st.sampled_from(possible), max_size=8, unique=True)) if possible else []
    relations = []
    for name, source, target in chosen:
        properties: dict[str, PropertyValue] = {}
        for key, definition in sorted(world.relation(name).properties.items()):
            if draw(st.booleans()):
                flat = f"{key}_zh" if definition.datatype is Datatype.TEXT else key
                properties[flat] = draw(values(world, definition, awkward=awkward))
        relations.append(Relation(name, source, target, properties))
    return nodes, relations
