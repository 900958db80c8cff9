"""Whatever a file says: nothing is lost, every statement is accounted for, and it comes out."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ontology import InvalidOntology
from ontology.builder import build
from ontology.foreign.profile import PREFIXES as HOUSE
from ontology.foreign.profile import digest, turtle, whole
from ontology.foreign.report import Treatment
from ontology.triples import Source, Triples, core_sources, parse
from tests.ontology_world import added, gathered

NODES = [*(f"ex:{letter}" for letter in "abcdef"), "_:x", "_:y", "_:z"]
PREDICATES = [
    *("rdfs:subClassOf", "rdfs:domain", "rdfs:range", "rdfs:subPropertyOf", "rdfs:label"),
    *("owl:equivalentClass", "owl:inverseOf", "owl:onProperty", "owl:someValuesFrom"),
    *("owl:unionOf", "owl:intersectionOf", "owl:onDatatype", "owl:disjointWith", "owl:imports"),
    *("rdf:first", "rdf:rest", "skos:broader", "skos:inScheme", "skos:prefLabel", "skos:notation"),
    *("sh:property", "sh:path", "sh:targetClass", "sh:datatype", "sh:class", "ex:p", "owl:oneOf"),
]
TYPES = [
    *("owl:Class", "rdfs:Datatype", "owl:DatatypeProperty", "owl:ObjectProperty", "rdf:Property"),
    *("owl:AnnotationProperty", "owl:Restriction", "skos:Concept", "skos:ConceptScheme", "ex:a"),
    *("sh:NodeShape", "owl:Ontology", "owl:FunctionalProperty", "owl:NamedIndividual"),
]
OBJECTS = [
    *NODES,
    *("xsd:string", "xsd:int", "owl:Thing", "skos:Concept", "pn:Product", "rdf:nil", '"1"'),
    *('"wort"@de', '"词"@zh', '"word"@en', "1", "true", "pn:name", "pn:usesTechnology"),
]
TYPED = st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(TYPES))
STATED = st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(OBJECTS))
FILES = st.lists(TYPED | STATED, min_size=1, max_size=30).map(
    lambda rows: "\n".join(f"{' '.join(row)} ." for row in rows)
)


@settings(max_examples=20, deadline=None)
@given(FILES, st.sampled_from(["Concept", "vocabulary", "Skill"]))
def test_every_statement_is_read_kept_or_data(text: str, concepts: str) -> None:
    total = _size(gathered(text).gathering.triples)
    try:
        found = added(text, concepts)
    except InvalidOntology:
        return
    report = found.report
    assert report.read + report.kept + report.data == report.statements == total
    told = sum(item.count for item in report.findings if item.treatment is Treatment.KEPT)
    assert told >= report.kept


@settings(max_examples=20, deadline=None)
@given(FILES, st.sampled_from(["Concept", "vocabulary"]))
def test_what_is_stored_makes_the_model_that_was_tried(text: str, concepts: str) -> None:
    try:
        found = added(text, concepts)
    except InvalidOntology:
        return
    stored = build(parse([*core_sources(), Source("model.ttl", found.model)]))
    assert stored.fingerprint == found.ontology.fingerprint


@settings(max_examples=30, deadline=None)
@given(FILES, st.randoms(use_true_random=False))
def test_the_version_tells_contents_apart_and_not_their_order(
    text: str, chance: random.Random
) -> None:
    lines = text.splitlines()
    chance.shuffle(lines)
    renamed = "\n".join(lines).replace("_:x", "_:other")
    first = digest(gathered(text).gathering.triples)
    assert "_:" in text or digest(gathered(renamed).gathering.triples) == first
    assert digest(gathered(text + '\nex:new rdfs:label "new" .').gathering.triples) != first


LETTERS = st.characters(
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"), include_characters=" "
)
WORDS = st.text(LETTERS, min_size=1)
TAGS = st.sampled_from(["zh", "zh-hant", "en", "en-gb", "fr", "ar", "x-private"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS, TAGS), min_size=1, max_size=8))
def test_labels_come_out_with_their_languages(labels: list[tuple[str, str]]) -> None:
    shown = ", ".join(f"{_quoted(text)}@{tag}" for text, tag in labels)
    source = gathered(
        f"ex:A a owl:Class ; rdfs:label {shown} ; rdfs:subClassOf [ owl:onProperty ex:p ;"
        f" owl:someValuesFrom ex:B ] ."
    ).gathering.triples
    out = parse([Source("out.ttl", turtle(whole(source), HOUSE))])
    assert digest(out) == digest(source)
    found = out.literals("https://example.org/m#A", "http://www.w3.org/2000/01/rdf-schema#label")
    assert {(item.value, item.language) for item in found} == set(labels)


def test_blank_nodes_with_the_same_content_are_told_apart_by_what_leads_to_them() -> None:
    one = "ex:A rdfs:subClassOf [ ex:p 1 ] . ex:B rdfs:subClassOf [ ex:p 2 ] ."
    other = "ex:A rdfs:subClassOf [ ex:p 2 ] . ex:B rdfs:subClassOf [ ex:p 1 ] ."
    assert digest(gathered(one).gathering.triples) != digest(gathered(other).gathering.triples)


def test_a_knot_of_blank_nodes_takes_no_longer_than_its_size() -> None:
    knot = " ".join(f"_:n{i} ex:p _:n{j} ." for i in range(40) for j in range(40) if i != j)
    assert len(digest(gathered(knot).gathering.triples)) == 64
    assert added(knot).report.kept == 40 * 39


def _size(triples: Triples) -> int:
    return sum(len(nodes) for said in triples.objects.values() for nodes in said.values())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
