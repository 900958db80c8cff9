"""SKOS concepts become terms of a vocabulary, or entities by an import that a mapping describes."""

import pytest
import yaml

from ontology import Datatype, Ontology, Text
from ontology.errors import UnknownClass
from ontology.foreign.mapping_text import mapping_text
from ontology.triples import Triples
from tests.ontology_world import added, findings, gathered

WATER = """
ex:scheme a skos:ConceptScheme ; skos:prefLabel "waters"@en, "水"@zh .
ex:c1 a skos:Concept ; skos:inScheme ex:scheme ; skos:topConceptOf ex:scheme ; skos:notation "1" ;
    skos:prefLabel "water"@en, "eau"@fr ; skos:altLabel "aqua"@en ; skos:narrower ex:c2 .
ex:c2 a skos:Concept ; skos:inScheme ex:scheme ; skos:notation "1.1" ; skos:broader ex:c1 ;
    skos:prefLabel "river"@en ; skos:scopeNote "Flowing."@en ; skos:related ex:c1 .
"""
SKOS = "http://www.w3.org/2004/02/skos/core#"


class TestAsVocabulary:
    def test_a_scheme_is_a_vocabulary_of_its_concepts(self) -> None:
        found = added(WATER, "vocabulary").ontology.vocabulary("scheme")
        assert found.label == Text({"en": "waters", "zh": "水"})
        assert list(found.terms) == ["1", "1.1"]
        assert found.terms["1"].label.by_language == {"en": "water", "fr": "eau"}
        assert found.terms["1"].aliases == ("aqua",)
        assert found.terms["1.1"].broader == ("1",)
        assert found.terms["1.1"].gloss.get("en") == "Flowing."

    def test_its_terms_are_values_of_a_property_with_that_range(self) -> None:
        found = added(
            WATER + "ex:Pump a owl:Class . ex:lifts a owl:ObjectProperty ; rdfs:domain ex:Pump ;"
            " rdfs:range ex:scheme .",
            "vocabulary",
        ).ontology
        definition = found.property("Pump", "lifts")
        assert (definition.datatype, definition.vocabulary) == (Datatype.TERM, "scheme")

    def test_a_notation_that_two_share_gives_way_to_the_local_name(self) -> None:
        found = added(WATER.replace('"1.1"', '"1"'), "vocabulary").ontology
        assert list(found.vocabulary("scheme").terms) == ["c1", "c2"]

    def test_a_term_keeps_its_id_in_a_new_version(self) -> None:
        first = added(WATER, "vocabulary").ontology
        later = WATER.replace('"1.1"', '"2"')
        assert "1.1" in added(later, "vocabulary", first).ontology.vocabulary("scheme").terms

    def test_concepts_without_a_scheme_are_in_one_of_the_files_name(self) -> None:
        found = added('ex:c a skos:Concept ; skos:prefLabel "water"@en .', "vocabulary").ontology
        assert list(found.vocabulary("machines").terms) == ["c"]

    def test_a_concept_may_join_one_of_our_vocabularies(self) -> None:
        found = added(
            "ex:lease a skos:Concept ; skos:inScheme <urn:pearlnet:ontology:vocabulary:supplyForm>"
            ' ; skos:prefLabel "lease"@en .',
            "vocabulary",
        ).ontology
        assert list(found.vocabulary("supplyForm").terms)[-1] == "lease"

    def test_a_circle_of_broader_concepts_is_told(self) -> None:
        found = added(WATER + "ex:c1 skos:broader ex:c2 .", "vocabulary")
        (told,) = findings(found, "CIRCLE_OF_BROADER")
        assert told.places[0].detail.count("->") == 2


class TestAsEntities:
    def test_a_class_is_made_that_can_hold_them(self) -> None:
        found = added(WATER)
        assert found.ontology.class_("Concept").label == Text({"zh": "概念", "en": "Concept"})
        assert found.ontology.may_join("broader", "Concept", "Concept")
        assert found.ontology.may_join("related", "Concept", "Concept")
        assert found.ontology.property("Concept", "notation").many
        assert found.ontology.property("Concept", "scopeNote").datatype is Datatype.TEXT
        assert "narrower" not in found.ontology.relations
        assert found.report.counts.concepts == 2
        assert findings(found, "CONCEPTS_ARE_DATA")[0].count == 2

    def test_a_concept_that_nobody_here_can_read_is_told_beforehand(self) -> None:
        found = added('ex:c a skos:Concept ; skos:prefLabel "eau"@fr .')
        assert findings(found, "CONCEPT_NOT_NAMED")[0].count == 1

    def test_narrower_is_a_relation_where_broader_does_not_say_it(self) -> None:
        found = added(WATER.replace("skos:broader ex:c1 ;", "")).ontology
        assert found.may_join("narrower", "Concept", "Concept")

    def test_one_of_our_classes_keeps_its_own_hierarchy(self) -> None:
        found = added(WATER, "Technology").ontology
        assert "broader" not in found.relations
        assert "Concept" not in found.classes
        assert found.may_join("related", "Technology", "Technology")

    def test_a_class_of_concepts_in_the_file_stands_below(self) -> None:
        found = added(WATER + "ex:Descriptor a owl:Class ; rdfs:subClassOf skos:Concept .").ontology
        assert found.ancestors("Descriptor") == ("Concept", "Thing")

    def test_an_unknown_class_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(UnknownClass, match="did you mean 'Technology'"):
            added(WATER, "Tecnology")


class TestMapping:
    def test_it_says_how_each_predicate_is_taken(self) -> None:
        rules = yaml.safe_load(_mapping(WATER, "Concept"))
        assert rules["source"] == {"name": "waters"}
        assert rules["rdf"]["ids"] == {"https://example.org/m#": "concept:"}
        assert rules["rdf"]["classes"] == {f"{SKOS}Concept": "Concept"}
        assert rules["rdf"]["properties"] == {
            f"{SKOS}prefLabel": "name",
            f"{SKOS}altLabel": "alias",
        }
        assert f"{SKOS}ConceptScheme" in rules["rdf"]["ignore"]
        assert f"{SKOS}broader" not in rules["rdf"]["ignore"]

    def test_it_uses_the_hierarchy_that_the_class_has(self) -> None:
        rules = yaml.safe_load(_mapping(WATER, "Technology"))
        assert rules["rdf"]["relations"] == {f"{SKOS}broader": "broaderTechnology"}

    def test_definitions_are_descriptions_where_each_language_has_one(self) -> None:
        defined = WATER + 'ex:c1 skos:definition "H2O."@en, "水。"@zh .'
        rules = yaml.safe_load(_mapping(defined, "Concept"))
        assert rules["rdf"]["properties"][f"{SKOS}definition"] == "description"
        twice = defined + 'ex:c1 skos:definition "A liquid."@en .'
        assert (
            f"{SKOS}definition"
            not in yaml.safe_load(_mapping(twice, "Concept"))["rdf"]["properties"]
        )

    def test_individuals_have_one_and_a_mere_model_has_none(self) -> None:
        one = 'ex:Press a owl:Class . ex:one a ex:Press ; rdfs:label "one" .'
        rules = yaml.safe_load(_mapping(one, "Concept"))
        assert rules["rdf"]["ids"] == {"https://example.org/m#": "waters:"}
        assert rules["rdf"]["language"] == "en"
        assert (
            mapping_text(*_read("ex:Press a owl:Class .", "Concept"), "waters", "Concept") is None
        )


def _mapping(turtle: str, concepts: str) -> str:
    found = mapping_text(*_read(turtle, concepts), "waters", concepts)
    assert found is not None
    return found


def _read(turtle: str, concepts: str) -> tuple[Triples, Ontology]:
    return gathered(turtle).gathering.triples, added(turtle, concepts).ontology
