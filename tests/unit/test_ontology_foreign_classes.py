"""OWL and RDFS classes become classes of the model, with what they are called."""

import pytest

from ontology import InvalidOntology
from tests.ontology_world import added, findings

PRESS = 'ex:Press a owl:Class ; rdfs:label "press"@en .\n'


def test_a_class_stands_under_its_superclasses_or_under_the_root() -> None:
    found = added(
        PRESS + "ex:Tool a rdfs:Class . ex:Hybrid a owl:Class ; rdfs:subClassOf ex:Press, ex:Tool ."
    ).ontology
    assert found.class_("Press").parents == ("Thing",)
    assert found.class_("Hybrid").parents == ("Press", "Tool")


def test_a_class_may_stand_under_one_of_ours() -> None:
    found = added("ex:Press a owl:Class ; rdfs:subClassOf pn:Product .").ontology
    assert found.ancestors("Press") == ("Product", "Thing")


def test_a_class_that_others_should_declare_is_taken_and_told() -> None:
    found = added("ex:Press a owl:Class ; rdfs:subClassOf <https://example.org/far/Machine> .")
    assert found.ontology.class_("Press").parents == ("Machine",)
    (told,) = findings(found, "CLASS_IMPLIED")
    assert told.places[0].detail == "https://example.org/far/Machine"


def test_a_slip_in_our_own_names_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidOntology, match="did you mean 'Product'") as caught:
        added("ex:Press a owl:Class ; rdfs:subClassOf pn:Produkt .")
    assert (caught.value.file, caught.value.line) == ("machines.ttl", 10)


def test_a_circle_of_superclasses_is_refused_by_name() -> None:
    with pytest.raises(InvalidOntology) as caught:
        added(
            "ex:A a owl:Class ; rdfs:subClassOf ex:B .\nex:B a owl:Class ; rdfs:subClassOf ex:C .\n"
            "ex:C a owl:Class ; rdfs:subClassOf ex:A ."
        )
    way = "m#A -> https://example.org/m#B -> https://example.org/m#C -> https://example.org/m#A"
    assert way in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("machines.ttl", 10)


def test_a_long_circle_is_told_in_short() -> None:
    ring = "".join(
        f"ex:N{n} a owl:Class ; rdfs:subClassOf ex:N{(n + 1) % 500} .\n" for n in range(500)
    )
    with pytest.raises(InvalidOntology, match="492 more") as caught:
        added(ring)
    assert len(str(caught.value)) < 1000


def test_a_circle_through_one_of_ours_is_refused() -> None:
    with pytest.raises(InvalidOntology, match="their own superclasses"):
        added(
            "ex:A a owl:Class ; rdfs:subClassOf pn:Enterprise ."
            " pn:Organization rdfs:subClassOf ex:A ."
        )


def test_a_subclass_of_itself_is_no_circle_but_told() -> None:
    found = added("ex:A a owl:Class ; rdfs:subClassOf ex:A .")
    assert found.ontology.class_("A").parents == ("Thing",)
    assert findings(found, "SELF_SUBCLASS")[0].count == 1


def test_a_class_equal_to_another_is_its_subclass() -> None:
    found = added("ex:Firm a owl:Class ; owl:equivalentClass pn:Enterprise .")
    assert "Enterprise" in found.ontology.ancestors("Firm")
    assert findings(found, "EQUIVALENT_AS_SUBCLASS")


def test_classes_equal_both_ways_make_no_circle() -> None:
    found = added(
        "ex:A a owl:Class ; owl:equivalentClass ex:B . ex:B a owl:Class ;"
        " owl:equivalentClass ex:A ."
    ).ontology
    assert (found.class_("A").parents, found.class_("B").parents) == (("B",), ("Thing",))


def test_the_parts_of_a_union_stand_under_the_whole() -> None:
    found = added(
        PRESS
        + "ex:Lathe a owl:Class . ex:Machine a owl:Class ;"
        + " owl:equivalentClass [ owl:unionOf ( ex:Press ex:Lathe ) ] ."
    ).ontology
    assert found.descendants("Machine") == ("Lathe", "Press")


def test_a_definition_gives_superclasses_and_conditions() -> None:
    found = added(
        PRESS
        + "ex:force a owl:DatatypeProperty ; rdfs:range xsd:decimal ."
        + " ex:Big a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( ex:Press"
        + " [ owl:onProperty ex:force ; owl:maxCardinality 1 ] ) ] ."
    )
    assert found.ontology.class_("Big").parents == ("Press",)
    assert not found.ontology.property("Big", "force").many
    assert findings(found, "DEFINITION_AS_CONDITIONS")


@pytest.mark.parametrize(
    ("expression", "construct"),
    [
        ("[ owl:complementOf ex:Press ]", "complementOf"),
        ("[ owl:oneOf ( ex:a ex:b ) ]", "oneOf"),
        ("[ owl:onProperty ex:p ; owl:hasValue 3 ]", "hasValue"),
        ("[ owl:onProperty ex:p ; owl:hasSelf true ]", "hasSelf"),
        ("[ owl:onProperty [ owl:inverseOf ex:p ] ; owl:someValuesFrom ex:Press ]", "inverseOf"),
    ],
)
def test_what_the_model_cannot_say_is_told_with_its_place(expression: str, construct: str) -> None:
    found = added(PRESS + f"ex:A a owl:Class ; rdfs:subClassOf {expression} .")
    told = [item for item in findings(found, "EXPRESSION_KEPT") if construct in item.construct]
    assert told[0].places[0].subject == "https://example.org/m#A"
    assert told[0].places[0].line == 11
    assert told[0].text.get("zh")
    assert told[0].text.get("en")


def test_descriptions_that_stand_in_themselves_come_to_an_end() -> None:
    found = added("ex:A a owl:Class ; rdfs:subClassOf _:x . _:x owl:intersectionOf ( _:x ex:B ) .")
    assert found.ontology.class_("A").parents == ("B",)
    assert findings(found, "EXPRESSION_KEPT")


def test_only_the_languages_there_are_are_kept_and_what_lacks_is_told() -> None:
    found = added('ex:Press a owl:Class ; rdfs:label "press"@en, "presse"@fr .')
    label = found.ontology.class_("Press").label
    assert label.by_language == {"en": "press", "fr": "presse"}
    assert label.get("zh") == "press"
    (told,) = findings(found, "LANGUAGE_LACKING")
    assert (told.construct, told.count) == ("zh", 1)


def test_a_name_that_is_taken_gets_the_prefix_and_keeps_its_iri() -> None:
    found = added("ex:Product a owl:Class .")
    assert found.ontology.class_("ex_Product").iri == "https://example.org/m#Product"
    assert found.ontology.class_("Product").iri == "urn:pearlnet:ontology:Product"
    (told,) = findings(found, "NAMED_ANEW")
    assert told.places[0].detail == "ex_Product"


@pytest.mark.parametrize(
    ("iri", "label", "name"),
    [
        ("https://example.org/m/BFO_0000040", "material entity", "MaterialEntity"),
        ("https://example.org/m/12345", "usine à gaz", "UsineAGaz"),
        ("https://example.org/m/high-speed-train", "train", "high_speed_train"),
        ("https://example.org/m/无人机", "unmanned aircraft", "UnmannedAircraft"),
        ("https://example.org/m/Q42", "", "Q42"),
        ("https://example.org/m/3DPrinter", "printer", "machines_3DPrinter"),
        ("https://example.org/m/Press/", "", "Press"),
    ],
)
def test_names_fit_for_graphql_and_cypher(iri: str, label: str, name: str) -> None:
    words = f' ; rdfs:label "{label}"@en' if label else ""
    assert name in added(f"<{iri}> a owl:Class{words} .").ontology.classes


def test_a_name_stays_when_a_new_version_brings_a_rival() -> None:
    first = added("<https://example.org/b#Press> a owl:Class .").ontology
    second = added(
        "<https://example.org/a#Press> a owl:Class . <https://example.org/b#Press> a owl:Class .",
        earlier=first,
    ).ontology
    assert second.class_("Press").iri == "https://example.org/b#Press"


def test_a_deprecated_class_leaves_the_name_to_its_successor() -> None:
    found = added(
        "<https://example.org/a#Press> a owl:Class ; owl:deprecated true ."
        " <https://example.org/b#Press> a owl:Class ."
    )
    assert found.ontology.class_("Press").iri == "https://example.org/b#Press"
    assert findings(found, "DEPRECATED")[0].count == 1
