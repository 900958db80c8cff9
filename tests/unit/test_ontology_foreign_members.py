"""OWL properties become properties and relations, on the classes that have them."""

import pytest

from ontology import Datatype
from tests.ontology_world import added, findings

PRESS = "ex:Press a owl:Class . ex:Plant a owl:Class .\n"


def restricted(restriction: str, declared: str = "") -> str:
    return f"{PRESS}{declared} ex:Press rdfs:subClassOf [ a owl:Restriction ; {restriction} ] ."


@pytest.mark.parametrize(
    ("range_", "datatype"),
    [
        ("xsd:string", Datatype.STRING),
        ("rdf:langString", Datatype.TEXT),
        ("rdf:PlainLiteral", Datatype.TEXT),
        ("xsd:token", Datatype.STRING),
        ("xsd:int", Datatype.INTEGER),
        ("xsd:double", Datatype.DECIMAL),
        ("xsd:boolean", Datatype.BOOLEAN),
        ("xsd:date", Datatype.DATE),
        ("xsd:dateTimeStamp", Datatype.DATETIME),
        ("xsd:anyURI", Datatype.URI),
        ("rdfs:Literal", Datatype.STRING),
        ("[ a rdfs:Datatype ; owl:unionOf ( xsd:int xsd:long ) ]", Datatype.INTEGER),
        ("[ a rdfs:Datatype ; owl:unionOf ( xsd:string rdf:langString ) ]", Datatype.TEXT),
    ],
)
def test_a_range_gives_the_datatype(range_: str, datatype: Datatype) -> None:
    found = added(
        PRESS + f"ex:p a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range {range_} ."
    )
    assert found.ontology.property("Press", "p").datatype is datatype
    assert not findings(found, "DATATYPE_AS_TEXT")


def test_a_datatype_that_the_model_lacks_is_text_and_told() -> None:
    found = added(
        PRESS + "ex:p a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range xsd:duration ."
    )
    assert found.ontology.property("Press", "p").datatype is Datatype.STRING
    assert findings(found, "DATATYPE_AS_TEXT")[0].construct.endswith("duration")


def test_limits_of_a_datatype_become_those_of_the_property() -> None:
    found = added(
        PRESS
        + "ex:Percent a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ;"
        + " owl:onDatatype xsd:decimal ; owl:withRestrictions"
        + " ( [ xsd:minInclusive 0 ] [ xsd:maxInclusive 100 ] [ xsd:minExclusive 1 ] ) ] ."
        + " ex:load a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range ex:Percent ."
        + " ex:count a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range xsd:unsignedByte ."
    )
    load, count = (found.ontology.property("Press", name) for name in ("load", "count"))
    assert (load.minimum, load.maximum) == (0, 100)
    assert (count.minimum, count.maximum) == (0, 255)
    assert findings(found, "EXPRESSION_KEPT")[0].construct.endswith("minExclusive")


def test_a_list_of_values_becomes_the_choice() -> None:
    found = added(
        PRESS + "ex:grade a owl:DatatypeProperty ; rdfs:domain ex:Press ;"
        ' rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "A" "B" ) ] .'
    ).ontology
    assert found.property("Press", "grade").choices == ("A", "B")


def test_a_property_takes_several_values_unless_it_is_functional() -> None:
    found = added(
        PRESS
        + "ex:tag a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range xsd:string ."
        + " ex:serial a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain ex:Press ;"
        + " rdfs:range xsd:string ."
    ).ontology
    assert found.property("Press", "tag").many
    assert not found.property("Press", "serial").many


@pytest.mark.parametrize(
    ("restriction", "required", "many"),
    [
        ("owl:onProperty ex:p ; owl:maxCardinality 1", False, False),
        ("owl:onProperty ex:p ; owl:minCardinality 1", True, True),
        ("owl:onProperty ex:p ; owl:qualifiedCardinality 1 ; owl:onDataRange xsd:int", True, False),
        ("owl:onProperty ex:p ; owl:someValuesFrom xsd:int", False, True),
    ],
)
def test_cardinalities_of_a_class_hold_for_its_property(
    restriction: str, required: bool, many: bool
) -> None:
    found = added(restricted(restriction, "ex:p a owl:DatatypeProperty ; rdfs:range xsd:int ."))
    definition = found.ontology.property("Press", "p")
    assert (definition.required, definition.many) == (required, many)
    assert definition.datatype is Datatype.INTEGER
    assert "p" not in found.ontology.properties("Plant")


def test_a_union_of_domains_gives_the_property_to_each() -> None:
    found = added(
        PRESS + "ex:p a owl:DatatypeProperty ; rdfs:range xsd:int ;"
        " rdfs:domain [ a owl:Class ; owl:unionOf ( ex:Press [ owl:unionOf ( ex:Plant ) ] ) ] ."
    ).ontology
    assert {"Press", "Plant"} <= {n for n in found.classes if "p" in found.properties(n)}
    assert "p" not in found.properties("Product")


def test_a_property_on_no_class_is_told() -> None:
    found = added(PRESS + "ex:p a owl:DatatypeProperty ; rdfs:range xsd:int .")
    assert all("p" not in found.ontology.properties(name) for name in found.ontology.classes)
    assert findings(found, "DOMAIN_LACKING")[0].places[0].subject.endswith("#p")


def test_domain_and_range_come_from_above_or_from_the_inverse() -> None:
    found = added(
        PRESS
        + "ex:stands a owl:ObjectProperty ; rdfs:domain ex:Press ; rdfs:range ex:Plant ;"
        + " owl:inverseOf ex:houses . ex:houses a owl:ObjectProperty ."
        + " ex:standsFirmly a owl:ObjectProperty ; rdfs:subPropertyOf ex:stands ."
    )
    assert found.ontology.relation("houses").ends == {"Plant": ("Press",)}
    assert found.ontology.relation("standsFirmly").ends == {"Press": ("Plant",)}
    assert findings(found, "SUBPROPERTY_KEPT")


def test_a_relation_is_called_from_the_target_as_its_inverse_is() -> None:
    found = added(
        PRESS + "ex:stands a owl:ObjectProperty ; rdfs:domain ex:Press ; owl:inverseOf ex:houses ."
        ' ex:houses a owl:ObjectProperty ; rdfs:label "houses"@en, "容纳"@zh .'
    ).ontology
    assert found.relation("stands").inverse_label.by_language == {"en": "houses", "zh": "容纳"}


def test_restrictions_give_a_relation_its_ends() -> None:
    found = added(
        restricted(
            "owl:onProperty ex:in ; owl:someValuesFrom"
            " [ a owl:Class ; owl:unionOf ( ex:Plant pn:Park ) ]",
            "ex:in a owl:ObjectProperty .",
        )
    )
    assert found.ontology.relation("in").ends == {"Press": ("Plant", "Park")}
    assert findings(found, "LEAST_KEPT")[0].count == 1


def test_a_restriction_may_reach_further_but_not_less_than_the_range() -> None:
    found = added(
        restricted(
            "owl:onProperty ex:in ; owl:allValuesFrom ex:Hall",
            "ex:Hall a owl:Class ; rdfs:subClassOf ex:Plant ."
            " ex:in a owl:ObjectProperty ; rdfs:domain ex:Machine ; rdfs:range ex:Plant ."
            " ex:Machine a owl:Class . ex:Press rdfs:subClassOf ex:Machine .",
        )
    )
    assert found.ontology.relation("in").ends == {"Machine": ("Plant",)}
    assert findings(found, "RANGE_NARROWED")[0].places[0].subject.endswith("#Press")


def test_a_property_that_only_restrictions_name_is_taken_as_they_use_it() -> None:
    found = added(
        restricted("owl:onProperty ex:in ; owl:someValuesFrom ex:Plant")
        + "ex:Plant rdfs:subClassOf [ owl:onProperty ex:area ; owl:someValuesFrom xsd:decimal ] ."
    )
    assert "in" in found.ontology.relations
    assert found.ontology.property("Plant", "area").datatype is Datatype.DECIMAL
    assert findings(found, "PROPERTY_IMPLIED")[0].count == 2


def test_how_a_relation_behaves_is_told() -> None:
    found = added(
        PRESS + "ex:in a owl:ObjectProperty, owl:TransitiveProperty ; rdfs:domain ex:Press ."
    )
    assert findings(found, "CHARACTERISTIC_KEPT")[0].construct.endswith("TransitiveProperty")
    assert found.ontology.relation("in").ends == {"Press": ()}


@pytest.mark.parametrize("local", ["name", "name_en", "code", "id", "type", "usesTechnology"])
def test_a_name_that_a_field_has_already_gets_the_prefix(local: str) -> None:
    found = added(
        PRESS + f"ex:{local} a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range xsd:int ."
    ).ontology
    assert found.property("Press", f"ex_{local}").iri == f"https://example.org/m#{local}"


def test_what_a_shape_of_the_file_says_stands() -> None:
    found = added(
        PRESS
        + "ex:p a owl:DatatypeProperty ; rdfs:domain ex:Press ; rdfs:range xsd:string ."
        + " ex:S a sh:NodeShape ; sh:targetClass ex:Press ; sh:property [ sh:path ex:p ;"
        + " sh:datatype xsd:float ; sh:maxCount 1 ; pn:indexed true ; sh:maxLength 3 ;"
        + ' sh:name "p"@en ] .'
    )
    definition = found.ontology.property("Press", "p")
    assert (definition.datatype, definition.many) == (Datatype.DECIMAL, False)
    assert definition.indexed
    assert findings(found, "SHAPE_KEPT")[0].construct.endswith("maxLength")


@pytest.mark.parametrize(
    "shape",
    [
        "sh:path ( ex:p ex:q ) ; sh:datatype xsd:int",
        "sh:path ex:p ; sh:node ex:Other",
        "sh:path ex:p ; sh:class owl:Class",
        "sh:path ex:p ; sh:or ( [ sh:datatype xsd:int ] [ sh:node ex:Other ] )",
        'sh:path ex:p ; sh:datatype xsd:string ; sh:pattern "("',
        'sh:path ex:p ; sh:datatype xsd:int ; sh:minInclusive "low"',
    ],
)
def test_a_shape_that_the_model_cannot_say_does_no_harm(shape: str) -> None:
    found = added(
        PRESS + f"ex:S a sh:NodeShape ; sh:targetClass ex:Press ; sh:property [ {shape} ] ."
    )
    assert "Press" in found.ontology.classes


def test_a_property_of_a_relation_belongs_to_it() -> None:
    found = added(
        "ex:since a owl:DatatypeProperty ; rdfs:domain pn:suppliesTo ; rdfs:range xsd:date ."
    ).ontology
    assert found.relation("suppliesTo").properties["since"].datatype is Datatype.DATE


def test_individuals_are_counted_and_said_to_be_data() -> None:
    found = added(PRESS + 'ex:one a ex:Press ; rdfs:label "one"@en . ex:two a owl:Thing .')
    assert found.report.counts.individuals == 2
    assert "import" in findings(found, "INDIVIDUALS_ARE_DATA")[0].text.get("en")
    assert found.report.data == 3
