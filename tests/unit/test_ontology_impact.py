"""What a change of the ontology means for the model, and for what is stored."""

import pytest

from graph.memory import MemoryStore
from graph.records import Entity, Relation
from ontology import Ontology
from ontology.difference import Action, Change, compare
from ontology.impact import Impact, Loss, impact
from tests.ontology_world import CORE, added

MACHINES = """
ex:Machine a owl:Class ; rdfs:label "machine"@en .
ex:Press a owl:Class ; rdfs:subClassOf ex:Machine, pn:Product .
ex:serial a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain ex:Machine ;
    rdfs:range xsd:string .
ex:feeds a owl:ObjectProperty ; rdfs:domain ex:Machine ; rdfs:range ex:Machine .
ex:kinds a skos:ConceptScheme .
ex:cold a skos:Concept ; skos:inScheme ex:kinds . ex:hot a skos:Concept ; skos:inScheme ex:kinds .
ex:process a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:domain ex:Press ;
    rdfs:range ex:kinds .
"""


def model(turtle: str) -> Ontology:
    return added(turtle, "vocabulary").ontology


OLD = model(MACHINES)


def changed(before: str, after: str) -> Ontology:
    assert before in MACHINES
    return model(MACHINES.replace(before, after))


@pytest.fixture
def store() -> MemoryStore:
    found = MemoryStore()
    found.apply_schema(OLD.graph_schema())
    entities = [
        Entity(f"press:{n}", "Press", {"name_en": f"{n}", "serial": str(n), "process": "cold"})
        for n in range(5)
    ]
    maker = Entity("org:1", "Enterprise", {"name_en": "maker"})
    found.write(lambda writer: writer.upsert_entities([*entities, maker]))
    relations = [
        Relation("feeds", "press:0", "press:1"),
        Relation("produces", "org:1", "press:0"),
    ]
    found.write(lambda writer: writer.upsert_relations(relations))
    return found


def orphans(store: MemoryStore, new: Ontology) -> dict[str, int]:
    return {f"{loss.kind} {loss.name}": loss.count for loss in impact(store, OLD, new).orphans}


class TestDifference:
    def test_a_model_does_not_differ_from_itself(self) -> None:
        assert compare(OLD, model(MACHINES)) == ()

    def test_each_kind_of_element_is_told(self) -> None:
        found = compare(CORE, OLD)
        assert {item.action for item in found} == {Action.ADDED}
        assert [(item.kind, item.name) for item in found] == [
            ("class", "Machine"),
            ("class", "Press"),
            ("property", "Machine.serial"),
            ("property", "Press.process"),
            ("relation", "feeds"),
            ("vocabulary", "kinds"),
            ("term", "kinds/cold"),
            ("term", "kinds/hot"),
        ]

    def test_what_changes_is_told_from_old_to_new(self) -> None:
        found = compare(OLD, changed("rdfs:range xsd:string", "rdfs:range xsd:int"))
        details = (
            "datatype: string -> integer",
            "minimum: - -> -2147483648",
            "maximum: - -> 2147483647",
        )
        assert found == (Change(Action.CHANGED, "property", "Machine.serial", details),)


class TestImpact:
    def test_an_addition_touches_nothing(self, store: MemoryStore) -> None:
        assert impact(store, OLD, model(MACHINES + "ex:Lathe a owl:Class .")) == Impact({}, {}, ())

    def test_a_store_that_was_never_prepared_holds_nothing(self) -> None:
        assert impact(MemoryStore(), OLD, CORE) == Impact({}, {}, ())

    def test_a_class_that_vanishes_orphans_its_entities_and_their_relations(
        self, store: MemoryStore
    ) -> None:
        found = impact(store, OLD, CORE)
        assert found.entities == {"Press": 5}
        assert found.relations == {"feeds": 1, "produces": 1}
        assert found.orphans == (
            Loss("class", "Press", 5, ("press:0", "press:1", "press:2")),
            Loss("relation", "Enterprise produces Press", 1, ("org:1 produces press:0",)),
            Loss("relation", "feeds", 1, ("press:0 feeds press:1",)),
        )

    def test_a_class_without_entities_may_vanish(self, store: MemoryStore) -> None:
        extended = model(MACHINES + "ex:Lathe a owl:Class .")
        assert impact(store, extended, OLD).orphans == ()

    def test_a_property_that_vanishes_orphans_its_values(self, store: MemoryStore) -> None:
        new = changed("ex:serial a", "ex:number a")
        assert orphans(store, new) == {"property Press.serial": 5}

    def test_a_property_that_nobody_uses_may_vanish(self, store: MemoryStore) -> None:
        store.write(
            lambda writer: writer.upsert_entities(
                [Entity(f"press:{n}", "Press", {"serial": None}) for n in range(5)]
            )
        )
        assert orphans(store, changed("ex:serial a", "ex:number a")) == {}

    def test_a_term_in_use_may_not_vanish_and_another_may(self, store: MemoryStore) -> None:
        cold = "ex:cold a skos:Concept ; skos:inScheme ex:kinds ."
        hot = "ex:hot a skos:Concept ; skos:inScheme ex:kinds ."
        assert orphans(store, changed(cold, "")) == {"term Press.process = cold": 5}
        assert orphans(store, changed(hot, "")) == {}

    def test_a_datatype_that_does_not_hold_the_values_orphans_them(
        self, store: MemoryStore
    ) -> None:
        new = changed("rdfs:range xsd:string", "rdfs:range xsd:int")
        assert orphans(store, new) == {"property Press.serial": 5}

    def test_a_rule_that_values_break_is_told_and_orphans_nothing(self, store: MemoryStore) -> None:
        new = model(
            MACHINES + "ex:Press rdfs:subClassOf [ owl:onProperty ex:mass ; owl:cardinality 1 ] ."
            " ex:mass a owl:DatatypeProperty ; rdfs:range xsd:decimal ."
        )
        (loss,) = impact(store, OLD, new).losses
        assert (loss.name, loss.count, loss.orphan) == ("Press.mass", 5, False)

    def test_ends_that_a_relation_no_longer_joins_orphan_it(self, store: MemoryStore) -> None:
        new = changed("rdfs:subClassOf ex:Machine, pn:Product", "rdfs:subClassOf ex:Machine")
        assert orphans(store, new) == {"relation Enterprise produces Press": 1}
        assert impact(store, OLD, new).relations == {"produces": 1}
