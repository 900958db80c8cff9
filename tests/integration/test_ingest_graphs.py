"""A graph of rdflib goes in as a file of the same statements does, with ledger and provenance."""

from pathlib import Path

import pytest
import rdflib

from graph.memory import MemoryStore
from ingest import ImportSummary, Options, import_file, import_graph, load_mapping
from ingest.mapping.model import Mapping
from ingest.runs.ledger import imports
from ingest.statements.undo import roll_back
from tests.hostile_rdf import ENTITY, PN, TTL, stored
from tests.ingest_world import TIME, WORLD, new_store, write

DATA = (
    TTL
    + """
id:c1 a pn:Company ; pn:name "甲"@zh, "A"@en ; pn:staff 5 ; pn:locatedIn id:good .
[] a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement> ;
    <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> id:c1 .
"""
)
FOREIGN = """
source: {name: firms, priority: 70}
rdf:
  ids: {"http://example.org/": "x:"}
  classes: {"http://example.org/Firm": Company}
  properties: {"http://example.org/name": name}
  language: zh
"""


def graph(data: str = DATA) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format="turtle")


def bring(
    store: MemoryStore, given: rdflib.Graph, batch: str = "b", mapping: Mapping | None = None
) -> ImportSummary:
    return import_graph(store, WORLD, given, mapping, batch_id=batch, time=TIME)


def test_a_graph_brings_what_a_file_of_it_brings(tmp_path: Path) -> None:
    one, other = new_store(), new_store()
    by_graph = bring(one, graph())
    file = write(tmp_path / "graph", DATA).rename(tmp_path / "graph.ttl")
    by_file = import_file(other, WORLD, file, batch_id="b", time=TIME)
    assert stored(one) == stored(other) == ["c1", "good"]
    assert one.get(["c1"])["c1"].properties == other.get(["c1"])["c1"].properties
    assert (by_graph.entities, by_graph.relations) == (by_file.entities, by_file.relations)
    assert [item.code for item in by_graph.first_rejects] == [
        item.code for item in by_file.first_rejects
    ]
    assert one.get(["c1"])["c1"].provenance["staff"].source == "graph"


def test_the_same_statements_again_are_passed_over_and_others_are_not() -> None:
    store = new_store()
    bring(store, graph())
    again = bring(store, graph(), "b2")
    assert (again.batch, again.skipped) == ("", ("graph",))
    more = graph()
    more.add((rdflib.URIRef(f"{ENTITY}c1"), rdflib.URIRef(f"{PN}people"), rdflib.Literal(5)))
    assert bring(store, more, "b3").batch == "b3"
    assert [item.batch for item in imports(store)] == ["b", "b3"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("_:a <urn:p> _:b . _:b <urn:p> 1 .", "_:x <urn:p> _:y . _:y <urn:p> 1 .", True),
        ("_:a <urn:p> _:b . _:b <urn:p> 1 .", "_:x <urn:p> _:y . _:x <urn:p> 1 .", False),
        ("_:a <urn:p> 1 . _:b <urn:p> 1 .", "_:a <urn:p> 1 .", False),
        ("_:a <urn:p> 1 .", '_:a <urn:p> "1" .', False),
        ('<urn:a> <urn:p> "x"@en .', '<urn:a> <urn:p> "x"@fr .', False),
        ("<urn:a> <urn:p> <urn:b> .", "<urn:b> <urn:p> <urn:a> .", False),
    ],
)
def test_graphs_are_the_same_if_they_say_the_same(left: str, right: str, same: bool) -> None:
    store = new_store()
    bring(store, graph(left))
    assert bool(bring(store, graph(right), "b2").skipped) == same


def test_a_mapping_tells_what_foreign_names_mean(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path / "m.yaml", FOREIGN), WORLD)
    store = new_store()
    bring(
        store,
        graph(
            '<http://example.org/1> a <http://example.org/Firm> ; <http://example.org/name> "甲" .'
        ),
        mapping=mapping,
    )
    (found,) = store.get(["x:1"]).values()
    assert (found.properties, found.provenance["name_zh"].source) == ({"name_zh": "甲"}, "firms")
    roll_back(store, "b")
    assert stored(store) == []


def test_refused_subjects_go_to_a_reject_file(tmp_path: Path) -> None:
    rejects = tmp_path / "r.csv"
    given = graph(TTL + 'id:c1 a pn:Company ; pn:name "甲"@zh ; pn:staff "many" .')
    summary = import_graph(
        new_store(), WORLD, given, batch_id="b", time=TIME, options=Options(rejects=rejects)
    )
    assert summary.rejected == 1
    assert "NOT_AN_INTEGER" in rejects.read_text(encoding="utf-8-sig")


def test_an_empty_graph_is_an_import_of_nothing() -> None:
    store = new_store()
    assert bring(store, rdflib.Graph()).rows == 0
    assert stored(store) == []
