"""What statements mean beyond an entity's own: relations alone, statements on them, graphs."""

from dataclasses import replace
from pathlib import Path

import rdflib

import ontology
from graph.memory import MemoryStore
from graph.records import Entity, Provenance, Relation, RelationKey
from ingest import import_file
from ingest.mapping.model import RdfRules
from ingest.rdf.graphs import read_statements, statements_of
from ingest.rows.drafts import Converted
from ontology.model import Datatype, Ontology
from tests.hostile_rdf import ENTITY, GOOD, PN, RDF, TTL, Case, load
from tests.ingest_world import TIME, WORLD, define, new_store, write

SHARES = Ontology(
    WORLD.classes,
    {
        **WORLD.relations,
        "supplies": replace(
            WORLD.relations["supplies"],
            properties={
                "share": define("share", Datatype.DECIMAL),
                "note": define("note", Datatype.TEXT, many=True),
            },
        ),
    },
    WORLD.vocabularies,
)
FIRMS = (
    Entity("c:1", "Company", {"name_zh": "甲"}),
    Entity("c:2", "Company", {"name_zh": "乙"}),
)
SUPPLY = Relation("supplies", "c:1", "c:2", {"share": 0.5, "note_zh": ("主",)})


def written(folder: Path, *, provenance: bool) -> Path:
    by = Provenance("register", "b0", TIME)
    entities = [replace(item, provenance={"name_zh": by}) for item in FIRMS]
    with (folder / "a.ttl").open("wb") as file:
        relations = [replace(SUPPLY, provenance=by)]
        ontology.write_rdf(SHARES, entities, relations, file, provenance=provenance)
    return folder / "a.ttl"


def shares() -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(SHARES.graph_schema())
    return store


def test_relations_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    store = new_store()
    load(tmp_path, Case("a.ttl", TTL + "id:a a pn:City ; pn:name '甲'@zh .", ""), store)
    text = TTL.removeprefix(GOOD) + "id:a pn:twinOf id:good ."
    file = write(tmp_path / "b.ttl", text)
    summary = import_file(store, WORLD, file, batch_id="b2", time=TIME)
    assert summary.first_rejects == ()
    assert list(store.get_relations([RelationKey("twinOf", "a", "good")]))


def test_relations_may_run_in_circles(tmp_path: Path) -> None:
    store = new_store()
    ring = "".join(
        f"id:{n} a pn:City ; pn:name '{n}'@zh ; pn:twinOf id:{(n + 1) % 5} .\n" for n in range(5)
    )
    summary = load(tmp_path, Case("a.ttl", TTL + ring, ""), store)
    assert summary.first_rejects == ()
    assert summary.relations.created == 5


def test_a_relation_comes_back_with_its_properties(tmp_path: Path) -> None:
    store = shares()
    file = written(tmp_path, provenance=False)
    summary = import_file(store, SHARES, file, batch_id="b", time=TIME)
    assert summary.first_rejects == ()
    found = store.get_relations([SUPPLY.key])[SUPPLY.key]
    assert found.properties == SUPPLY.properties


def test_where_values_came_from_is_said_to_be_left_out_once(tmp_path: Path) -> None:
    store = shares()
    file = written(tmp_path, provenance=True)
    summary = import_file(store, SHARES, file, batch_id="b", time=TIME)
    assert [item.code for item in summary.first_rejects] == ["ORIGIN_LEFT_OUT"]
    assert sorted(store.get(["c:1", "c:2"])) == ["c:1", "c:2"]
    found = store.get_relations([SUPPLY.key])[SUPPLY.key]
    assert found.properties == SUPPLY.properties


def test_a_relation_with_a_bad_property_is_kept_without_it(tmp_path: Path) -> None:
    text = written(tmp_path, provenance=False).read_text(encoding="utf-8")
    file = write(tmp_path / "b.ttl", text.replace("0.5", '"half"^^<urn:x>'))
    store = shares()
    summary = import_file(store, SHARES, file, batch_id="b", time=TIME)
    assert [item.code for item in summary.first_rejects] == ["NOT_A_DECIMAL"]
    assert list(store.get_relations([SUPPLY.key]))


def of_graph(graph: rdflib.Graph) -> tuple[dict[str, object], list[str]]:
    found: list[Converted] = list(
        read_statements(statements_of(graph), RdfRules(language="zh"), WORLD, "graph")
    )
    return (
        {draft.id: draft.properties for item in found for draft in item.entities},
        [reject.code for item in found for reject in item.rejects],
    )


def test_a_graph_of_rdflib_is_read_as_a_file_is() -> None:
    graph = rdflib.Graph().parse(data=TTL + "id:a a pn:City ; pn:people 5 .", format="turtle")
    subject, name = rdflib.URIRef(f"{ENTITY}a"), rdflib.URIRef(f"{PN}name")
    graph.add((subject, name, rdflib.Literal('say "a\\b"\n', lang="en-GB")))
    graph.add((subject, name, rdflib.Literal("甲")))
    graph.add((subject, rdflib.URIRef(f"{PN}twinOf"), rdflib.BNode("b")))
    assert of_graph(graph) == (
        {
            "good": {"name_zh": "好"},
            "a": {"people": 5, "name_en_GB": 'say "a\\b"', "name_zh": "甲"},
        },
        ["BLANK_NODE"],
    )


def test_a_dataset_of_rdflib_is_read_as_one() -> None:
    dataset = rdflib.Dataset()
    city = rdflib.URIRef(f"{PN}City")
    for graph, id_, name in (
        (dataset.default_graph, "a", "甲"),
        (dataset.graph("urn:g"), "b", "乙"),
    ):
        subject = rdflib.URIRef(ENTITY + id_)
        graph.add((subject, rdflib.URIRef(f"{RDF}type"), city))
        graph.add((subject, rdflib.URIRef(f"{PN}name"), rdflib.Literal(name, lang="zh")))
    assert of_graph(dataset) == (
        {"a": {"name_zh": "甲"}, "b": {"name_zh": "乙"}},
        ["NAMED_GRAPH"],
    )
