"""What published ontologies hold that once refused them whole: DCAT, RiC-O, QUDT, GS1."""

from ontology.foreign.mapping_text import mapping_text
from tests.ontology_world import CORE, added, findings, gathered

CLASS = 'ex:A a owl:Class ; rdfs:label "A"@en .\n'


def test_a_class_of_concepts_is_there_for_what_builds_on_it_without_any_concept() -> None:
    model = added(CLASS + "ex:Role a owl:Class ; rdfs:subClassOf skos:Concept .").ontology
    assert model.ancestors("Role")[0] == "Concept"
    ranged = "ex:p a owl:ObjectProperty ; rdfs:domain ex:A ; rdfs:range skos:Concept ."
    assert added(CLASS + ranged).ontology.may_join("p", "A", "Concept")
    assert "Concept" not in added(CLASS).ontology.classes


def test_a_class_that_is_called_concept_leaves_the_name_to_the_concepts() -> None:
    model = added(
        'ex:Concept a owl:Class ; rdfs:label "idea"@en .\n'
        'ex:c a skos:Concept ; skos:prefLabel "c"@en .'
    ).ontology
    assert model.classes["ex_Concept"].iri == "https://example.org/m#Concept"
    assert model.classes["Concept"].iri.startswith("urn:pearlnet:ontology:")


def test_a_domain_that_turns_out_to_be_a_property_is_kept_and_told() -> None:
    candidate = added(
        CLASS + "ex:link a owl:ObjectProperty ; rdfs:domain ex:A ; rdfs:range xsd:anyURI .\n"
        "ex:hint a owl:DatatypeProperty ; rdfs:domain ex:link, ex:A ; rdfs:range xsd:string ."
    )
    assert {"link", "hint"} <= candidate.ontology.properties("A").keys()
    assert [item.construct for item in findings(candidate, "EXPRESSION_KEPT")] == [
        "https://example.org/m#link"
    ]
    assert candidate.ontology.relations.keys() == CORE.relations.keys()


def test_a_mapping_names_the_classes_that_nothing_declares() -> None:
    data = gathered(
        CLASS + 'ex:i a ex:A ; rdfs:label "i"@en .\n'
        'ex:j a owl:NamedIndividual, <https://else.where/Kind> ; rdfs:label "j"@en .'
    ).gathering.triples
    text = mapping_text(data, added(CLASS).ontology, "machines", "Concept") or ""
    assert '#   "https://else.where/Kind": ' in text
    assert "m#A" not in text


def test_a_mapping_leaves_out_the_nameless_nodes_of_which_lists_are_made() -> None:
    data = gathered(
        CLASS + 'ex:i a ex:A ; rdfs:label "i"@en .\nex:A ex:says [ ex:part ( 1 2 ) ] .'
    ).gathering.triples
    text = mapping_text(data, added(CLASS).ontology, "machines", "Concept") or ""
    ignored = text.partition("ignore:")[2]
    assert all(f'{name}"' in ignored for name in ("ns#first", "ns#rest", "m#part"))
