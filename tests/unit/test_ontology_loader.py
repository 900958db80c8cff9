"""What Turtle may declare, and how it is told what contradicts."""

import pytest

from ontology import Datatype, InvalidOntology, Ontology
from ontology.builder import build
from ontology.triples import Source, core_sources, parse

PREFIXES = """
@prefix ex: <https://example.org/drones#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vocab: <urn:pearlnet:ontology:vocabulary:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DRONE = "ex:Drone a owl:Class ; rdfs:subClassOf pn:Product .\n"


def extended(turtle: str) -> Ontology:
    return build(parse([*core_sources(), Source("extra.ttl", (PREFIXES + turtle).encode())]))


def refusal(turtle: str) -> InvalidOntology:
    with pytest.raises(InvalidOntology) as caught:
        extended(turtle)
    assert caught.value.code == "ONTOLOGY_INVALID"
    return caught.value


def test_a_class_inherits_what_its_superclass_has() -> None:
    found = extended(DRONE)
    assert found.ancestors("Drone") == ("Product", "Thing")
    assert found.property("Drone", "model").datatype is Datatype.STRING


def test_a_class_without_a_superclass_stands_under_the_root() -> None:
    assert extended("ex:Drone a owl:Class .").ancestors("Drone") == ("Thing",)


def test_domain_and_range_make_a_property_of_one_value() -> None:
    found = extended(
        DRONE + "ex:range a owl:DatatypeProperty ; rdfs:domain ex:Drone ; rdfs:range xsd:decimal ."
    )
    definition = found.property("Drone", "range")
    assert (definition.datatype, definition.many) == (Datatype.DECIMAL, False)
    assert definition.iri == "https://example.org/drones#range"


@pytest.mark.parametrize(
    "domain",
    [
        "rdfs:domain pn:Product, pn:Park",
        "rdfs:domain [ owl:unionOf ( pn:Product pn:Park ) ]",
    ],
)
def test_several_domains_or_a_union_are_alternatives(domain: str) -> None:
    found = extended(f"ex:area a owl:DatatypeProperty ; {domain} ; rdfs:range xsd:integer .")
    assert "area" in found.properties("Product")
    assert "area" in found.properties("Park")
    assert "area" not in found.properties("Region")


def test_a_union_as_range_gives_a_relation_several_targets() -> None:
    found = extended(
        "ex:tests a owl:ObjectProperty ; rdfs:domain pn:Laboratory ;"
        " rdfs:range [ owl:unionOf ( pn:Product pn:Technology ) ] ."
    )
    assert found.relation("tests").ends == {"Laboratory": ("Product", "Technology")}
    assert found.may_join("tests", "Laboratory", "Technology")
    assert not found.may_join("tests", "Laboratory", "Park")


def test_a_relation_without_a_range_reaches_anything() -> None:
    found = extended("ex:tests a owl:ObjectProperty ; rdfs:domain pn:Laboratory .")
    assert found.relation("tests").ends == {"Laboratory": ()}


def test_a_scheme_as_range_makes_a_property_with_terms() -> None:
    found = extended(
        """
        ex:size a skos:ConceptScheme .
        ex:small a skos:Concept ; skos:inScheme ex:size ; skos:prefLabel "小"@zh, "small"@en .
        ex:large a skos:Concept ; skos:inScheme ex:size ; skos:broader ex:small .
        ex:sized a owl:ObjectProperty ; rdfs:domain pn:Product ; rdfs:range ex:size .
        """
    )
    definition = found.property("Product", "sized")
    assert (definition.datatype, definition.vocabulary) == (Datatype.TERM, "size")
    assert list(found.vocabulary("size").terms) == ["small", "large"]
    assert found.vocabulary("size").terms["large"].broader == ("small",)


def test_a_term_joins_a_core_vocabulary() -> None:
    found = extended("ex:lease a skos:Concept ; skos:inScheme vocab:supplyForm .")
    assert list(found.vocabulary("supplyForm").terms)[-1] == "lease"


def test_a_shape_may_be_the_class_itself_and_its_constraints_are_read() -> None:
    found = extended(
        """
        ex:Drone a owl:Class, sh:NodeShape ; rdfs:subClassOf pn:Product ;
            sh:property [ sh:path ex:grade ; sh:datatype xsd:string ; sh:minCount 1 ;
                sh:maxCount 1 ; sh:in ( "A" "B" ) ; pn:indexed true ;
                pn:sensitivity vocab:sensitivity:internal ] ;
            sh:property [ sh:path ex:nick ; sh:datatype xsd:string ; sh:pattern "x" ] ;
            sh:property [ sh:path ex:flownBy ; sh:or ( [ sh:class pn:Talent ] ) ] .
        """
    )
    grade, nick = found.property("Drone", "grade"), found.property("Drone", "nick")
    assert (grade.required, grade.many, grade.choices) == (True, False, ("A", "B"))
    assert (grade.indexed, grade.sensitivity) == (True, "internal")
    assert nick.many
    assert nick.pattern == r"[\s\S]*(?:x)[\s\S]*"
    assert found.relation("flownBy").ends == {"Drone": ("Talent",)}


def test_an_extension_adds_an_end_to_a_core_relation() -> None:
    found = extended(
        "ex:S sh:targetClass pn:Talent ; sh:property [ sh:path pn:masters ; sh:class pn:Skill ] ."
    )
    assert found.relation("masters").ends == {
        "Organization": ("Technology",),
        "Talent": ("Skill",),
    }


def test_a_property_whose_domain_is_a_relation_belongs_to_the_relation() -> None:
    found = extended(
        "ex:since a owl:DatatypeProperty ; rdfs:domain pn:suppliesTo ; rdfs:range xsd:date ."
    )
    assert found.relation("suppliesTo").properties["since"].datatype is Datatype.DATE


def test_missing_words_fall_back_to_the_local_name_and_are_told() -> None:
    found = extended(DRONE)
    assert found.class_("Drone").label.by_language == {"zh": "Drone", "en": "Drone"}
    told = [item for item in found.warnings if "Drone" in item]
    assert len(told) == 4


def test_a_label_without_a_language_serves_both() -> None:
    found = extended('ex:Drone a owl:Class ; rdfs:label "UAV" .')
    assert found.class_("Drone").label.by_language == {"zh": "UAV", "en": "UAV"}


def test_a_variant_answers_for_its_language_only_where_that_is_missing() -> None:
    found = extended(
        'ex:Drone a owl:Class ; rdfs:label "無人機"@zh-Hant, "无人机"@zh, "UAV"@en-GB .'
    )
    assert found.class_("Drone").label.get("zh") == "无人机"
    assert found.class_("Drone").label.get("en") == "UAV"


def test_a_constraint_that_is_not_enforced_is_told() -> None:
    found = extended(
        "ex:S sh:targetClass pn:Park ; sh:property"
        " [ sh:path ex:nick ; sh:datatype xsd:string ; sh:maxLength 5 ] ."
    )
    assert any("sh:maxLength is not enforced" in item for item in found.warnings)


def test_the_fingerprint_changes_with_the_content_and_with_nothing_else() -> None:
    bare = extended("")
    assert extended("# a remark").fingerprint == bare.fingerprint
    assert extended(DRONE).fingerprint != bare.fingerprint


def test_broken_turtle_is_told_with_file_and_line() -> None:
    error = refusal("ex:Drone a owl:Class\nex:Park a owl:Class .")
    assert (error.file, error.line) == ("extra.ttl", 12)
    assert "extra.ttl:12: " in str(error)


@pytest.mark.parametrize(
    ("turtle", "told"),
    [
        ("ex:A a owl:Class ; rdfs:subClassOf pn:Produkt .", "did you mean 'Product'"),
        (
            "ex:A a owl:Class ; rdfs:subClassOf ex:B . ex:B a owl:Class ; rdfs:subClassOf ex:A .",
            "its own superclass",
        ),
        (
            "ex:a a owl:DatatypeProperty ; rdfs:domain pn:Park ; rdfs:range xsd:datum .",
            "unknown datatype",
        ),
        ("ex:a a owl:DatatypeProperty ; rdfs:domain pn:Park .", "nothing says what its values are"),
        (
            "ex:a a owl:DatatypeProperty ; rdfs:domain pn:Parc ; rdfs:range xsd:date .",
            "did you mean 'Park'",
        ),
        (
            "ex:a a owl:ObjectProperty ; rdfs:domain pn:Park ; rdfs:range pn:Reggion .",
            "did you mean 'Region'",
        ),
        (
            (
                "ex:S sh:targetClass pn:Park ;\n"
                " sh:property [ sh:path ex:a ; sh:node vocab:supplyFrom ] ."
            ),
            "did you mean 'supplyForm'",
        ),
        (
            "ex:a a owl:ObjectProperty ; rdfs:domain pn:Park ; rdfs:range skos:Concept .",
            "its vocabulary is missing",
        ),
        ("ex:t a skos:Concept ; skos:inScheme ex:nowhere .", "is not a skos:ConceptScheme"),
        (
            "ex:open a skos:Concept ; skos:inScheme vocab:supplyStatus .",
            "already has a term 'open'",
        ),
        ("ex:Park a owl:Class .", "is a class 'Park' already"),
        ("<https://example.org/a-b> a owl:Class .", "'a-b' cannot name a class"),
        (
            "ex:type a owl:DatatypeProperty ; rdfs:domain pn:Park ; rdfs:range xsd:string .",
            "'type' cannot name a property",
        ),
        (
            (
                "pn:inPark rdfs:domain pn:Talent . ex:S sh:targetClass pn:Talent ;"
                " sh:property [ sh:path pn:inPark ; sh:datatype xsd:string ] ."
            ),
            "a relation on one class and a property on another",
        ),
        (
            (
                "ex:S sh:targetClass pn:Park ; sh:property [ sh:path ex:a ;"
                " sh:datatype xsd:string ;"
                ' sh:pattern "(" ] .'
            ),
            "no regular expression",
        ),
        (
            (
                "ex:S sh:targetClass pn:Park ; sh:property"
                " [ sh:path pn:name ; sh:datatype xsd:string ] .\n"
                "ex:T sh:targetClass pn:Park ; sh:property"
                " [ sh:path pn:name ; sh:datatype xsd:integer ] ."
            ),
            "in another way",
        ),
    ],
)
def test_a_contradiction_is_told_with_what_to_do(turtle: str, told: str) -> None:
    assert told in str(refusal(turtle))


def test_a_contradiction_is_told_with_its_place() -> None:
    error = refusal("ex:A a owl:Class ; rdfs:subClassOf ex:Nothing .")
    assert (error.file, error.line) == ("extra.ttl", 11)


def test_all_contradictions_are_told_at_once() -> None:
    error = refusal(
        "ex:A a owl:Class ; rdfs:subClassOf ex:X . ex:B a owl:Class ; rdfs:subClassOf ex:Y ."
    )
    assert "in 2 ways" in str(error)
    assert "drones#X" in str(error)
    assert "drones#Y" in str(error)
